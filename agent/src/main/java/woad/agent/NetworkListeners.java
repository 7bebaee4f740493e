package woad.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spi.NetworkFabric;

/**
 * The services that machines reach inside their network: a listening socket for each in every network of the host. A guest has a
 * bounded number of connections, so that it cannot starve its neighbours.
 */
final class NetworkListeners {
    private static final Logger LOG = System.getLogger("woad.agent");
    private static final long PAUSE_MILLIS = 200;

    private final NetworkFabric fabric;
    private final List<Service> services;
    private final ExecutorService executor;
    private final Map<String, List<ServerSocketChannel>> open = new HashMap<>();
    private final Map<Guest, Integer> connections = new ConcurrentHashMap<>();

    /**
     * A service at an address that every network has.
     *
     * @param perGuest most connections of one guest at a time
     * @param atOnce   admits connections of all guests together
     */
    record Service(String name, InetSocketAddress address, int perGuest, Semaphore atOnce, Conversation conversation) {}

    /** What a service does with a connection; the channel is closed afterwards. */
    interface Conversation {
        void serve(Guest guest, SocketChannel channel) throws IOException;
    }

    /** A guest, known by its network and its private address, which it cannot forge; {@code service} is whose connections are counted. */
    record Guest(String service, String networkId, String address) {}

    NetworkListeners(NetworkFabric fabric, List<Service> services, ExecutorService executor) {
        this.fabric = fabric;
        this.services = List.copyOf(services);
        this.executor = executor;
    }

    /** Serves exactly these networks, anew where the fabric closed a socket. @return whether every service listens in each */
    synchronized boolean converge(List<NetworkSpec> networks) {
        Set<String> wanted = networks.stream().map(NetworkSpec::id).collect(Collectors.toSet());
        open.keySet().stream().filter(id -> !wanted.contains(id)).toList().forEach(id -> close(open.remove(id)));
        open.entrySet().stream().filter(entry -> !entry.getValue().stream().allMatch(ServerSocketChannel::isOpen)).map(Map.Entry::getKey).toList()
                .forEach(id -> close(open.remove(id)));
        boolean whole = true;
        for (String network : wanted) {
            if (!open.containsKey(network)) {
                try {
                    open.put(network, listen(network));
                } catch (IOException e) {
                    whole = false;
                    LOG.log(Level.WARNING, "network " + network + " has no services yet: " + e.getMessage());
                }
            }
        }
        return whole;
    }

    private List<ServerSocketChannel> listen(String network) throws IOException {
        List<ServerSocketChannel> channels = new ArrayList<>();
        try {
            for (Service service : services) {
                ServerSocketChannel channel = fabric.listen(network, service.address());
                channels.add(channel);
                executor.submit(() -> accept(service, network, channel));
            }
            return channels;
        } catch (IOException | RuntimeException e) {
            close(channels);
            throw e;
        }
    }

    private void accept(Service service, String network, ServerSocketChannel listener) {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                InetSocketAddress source = (InetSocketAddress) channel.getRemoteAddress();
                Guest guest = new Guest(service.name(), network, source.getAddress().getHostAddress());
                if (admit(service, guest)) {
                    executor.submit(() -> serve(service, guest, channel));
                } else {
                    channel.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, service.name() + " in network " + network + " cannot accept a connection: " + e.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private boolean admit(Service service, Guest guest) {
        if (!service.atOnce().tryAcquire()) {
            return false;
        }
        if (connections.merge(guest, 1, Integer::sum) > service.perGuest()) {
            left(service, guest);
            return false;
        }
        return true;
    }

    private void left(Service service, Guest guest) {
        connections.computeIfPresent(guest, (key, count) -> count == 1 ? null : count - 1);
        service.atOnce().release();
    }

    private void serve(Service service, Guest guest, SocketChannel channel) {
        try (channel) {
            service.conversation().serve(guest, channel);
        } catch (java.net.SocketTimeoutException | SocketException | ClosedChannelException e) {
            LOG.log(Level.DEBUG, () -> service.name() + " for " + guest.address() + " ended: " + e.getMessage());
        } catch (IOException e) {
            LOG.log(Level.INFO, service.name() + " for " + guest.address() + " failed: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, service.name() + " for " + guest.address() + " failed", e);
        } finally {
            left(service, guest);
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void close(List<ServerSocketChannel> channels) {
        for (ServerSocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a listening socket cannot be closed: " + e.getMessage());
            }
        }
    }
}
