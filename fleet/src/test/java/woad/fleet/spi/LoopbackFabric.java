package woad.fleet.spi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;

/** Networks that only exist in memory; what listens in them listens on loopback, at ports of the system's choice. */
public final class LoopbackFabric implements NetworkFabric {
    private final Map<String, String> faults = new ConcurrentHashMap<>();
    private final Map<String, InetSocketAddress> listeners = new ConcurrentHashMap<>();
    private volatile Set<String> ports = Set.of();
    private volatile Set<String> networks = Set.of();

    /** From now on this port cannot be made, or can where {@code fault} is null. */
    public void fault(String portId, String fault) {
        if (fault == null) {
            faults.remove(portId);
        } else {
            faults.put(portId, fault);
        }
    }

    /** Ids of the ports that stand. */
    public Set<String> ports() {
        return ports;
    }

    /** Ids of the networks that stand. */
    public Set<String> networks() {
        return networks;
    }

    /** Where a network's address and port really is. */
    public InetSocketAddress really(String networkId, InetSocketAddress address) {
        return listeners.get(networkId + address);
    }

    @Override
    public Map<String, String> converge(List<HostSpec.Peer> peers, List<NetworkSpec> wantedNetworks, List<PortSpec> wantedPorts) {
        Map<String, String> failed = new HashMap<>();
        wantedPorts.forEach(port -> {
            if (faults.containsKey(port.id())) {
                failed.put(port.id(), faults.get(port.id()));
            }
        });
        networks = wantedNetworks.stream().map(NetworkSpec::id).collect(Collectors.toSet());
        ports = wantedPorts.stream().map(PortSpec::id).filter(id -> !failed.containsKey(id)).collect(Collectors.toSet());
        return failed;
    }

    @Override
    public String tap(String portId) {
        if (!ports.contains(portId)) {
            throw new EngineException("port " + portId + " does not stand");
        }
        return "tap-" + portId;
    }

    @Override
    public ServerSocketChannel listen(String networkId, InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        listeners.put(networkId + address, (InetSocketAddress) channel.getLocalAddress());
        return channel;
    }
}
