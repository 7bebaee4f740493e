package woad.engines.linuxnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.fleet.spi.NetworkFabric;
import woad.fleet.spi.NetworkLab;

/**
 * Two hosts of this computer in a cloud of their own, with namespaces for machines. A machine's link is a veth pair whose
 * one end stands where a TAP device would.
 */
final class LinuxLab implements NetworkLab, AutoCloseable {

    static final String DOMAIN = "lab.test";
    private static final int TIMEOUT_MILLISECONDS = 1200;

    private final List<HostId> hosts = List.of(new HostId("one"), new HostId("two"));
    private final UnderlayPlan plan;
    private final Underlay underlay;
    private final Map<HostId, LinuxFabric> fabrics = new HashMap<>();
    private final Commands commands = new Commands();
    private final List<String> guests = new ArrayList<>();
    private int nextPublic = 3;

    /** Makes the hosts, or skips the test with the reason why it cannot. */
    LinuxLab() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root, for network namespaces");
        for (String tool : List.of("ip", "bridge", "nft", "dnsmasq", "nsenter")) {
            Assumptions.assumeTrue(List.of("/usr/sbin", "/usr/bin", "/sbin").stream().anyMatch(directory -> Files.isExecutable(Path.of(directory, tool))),
                    "needs " + tool + " (packages iproute2, nftables, dnsmasq-base, util-linux)");
        }
        plan = freePlan();
        underlay = new Underlay(plan);
        underlay.ensure();
        hosts.forEach(host -> fabrics.put(host, newFabric(host)));
    }

    /** A slot that no other lab on this computer has: taken when its device is there. */
    private UnderlayPlan freePlan() {
        List<Integer> slots = new ArrayList<>();
        for (int slot = 8; slot <= 31; slot++) {
            slots.add(slot);
        }
        java.util.Collections.shuffle(slots, ThreadLocalRandom.current());
        String routes = new Commands().ip(null, "route", "show");
        int slot = slots.stream().filter(one -> !routes.contains("198.19." + one + ".0/24")).findFirst().orElseThrow();
        return UnderlayPlan.slot("t" + ThreadLocalRandom.current().nextInt(100_000, 1_000_000), slot, hosts);
    }

    UnderlayPlan plan() {
        return plan;
    }

    Underlay underlay() {
        return underlay;
    }

    /** A fabric that knows nothing, as after a restart of the agent. */
    LinuxFabric newFabric(HostId host) {
        return new LinuxFabric(plan.settings(host, DOMAIN, OptionalInt.empty()), new Wires());
    }

    /** Devices that need no process at their other end. */
    private static final class Wires implements PortDevices {
        @Override
        public String kind() {
            return "veth";
        }

        @Override
        public String create(String name) {
            return "link add name " + name + " type veth peer name " + name.replace("tap", "eth");
        }
    }

    @Override
    public List<HostId> hosts() {
        return hosts;
    }

    @Override
    public LinuxFabric fabric(HostId host) {
        return fabrics.get(host);
    }

    @Override
    public HostSpec.Peer peer(HostId host) {
        return new HostSpec.Peer(host, plan.address(host).getHostAddress());
    }

    @Override
    public String publicAddress() {
        return plan.publicAddresses().pool().plus(++nextPublic).getHostAddress();
    }

    @Override
    public String reachable(String publicAddress) {
        return plan.publicAddresses().onFabric(Cidr.address(publicAddress)).getHostAddress();
    }

    @Override
    public LinuxGuest plug(HostId host, PortSpec port) {
        return plug(host, port, true);
    }

    /** A machine; with no addresses of its own unless they are wanted. */
    LinuxGuest plug(HostId host, PortSpec port, boolean addresses) {
        String namespace = plan.instance() + "guest" + guests.size();
        guests.add(namespace);
        String device = fabrics.get(host).tap(port.id()).replace("tap", "eth");
        commands.ipBatch(null, List.of("netns add " + namespace));
        NetworkNamespace.set(namespace, List.of("ipv6/conf/default/accept_dad=0", "ipv6/conf/default/disable_ipv6=0"));
        commands.ipBatch(plan.namespace(host), List.of("link set " + device + " netns " + namespace));
        List<String> lines = new ArrayList<>(List.of("link set lo up", "link set " + device + " name eth0 address " + port.mac(),
                "link set eth0 mtu 1500 up"));
        if (addresses) {
            for (PortSpec.Address address : port.addresses()) {
                boolean ipv4 = !address.privateAddress().contains(":");
                Cidr subnet = Cidr.parse(address.privateAddress() + (ipv4 ? "/24" : "/64"));
                lines.add("addr add " + address.privateAddress() + "/" + subnet.length() + " dev eth0" + (ipv4 ? "" : " nodad"));
                lines.add("route replace default via " + (ipv4 ? subnet.first().getHostAddress() : Router.LINK_LOCAL) + " dev eth0");
            }
        }
        commands.ipBatch(namespace, lines);
        awaitForwarding(plan.namespace(host), fabrics.get(host).tap(port.id()));
        return new LinuxGuest(namespace);
    }

    /** A bridge takes notice of a link that comes up within a second. */
    private void awaitForwarding(String namespace, String device) {
        for (int attempt = 0; !commands.ip(namespace, "-d", "link", "show", "dev", device).contains("state forwarding"); attempt++) {
            if (attempt == 150) {
                throw new AssertionError(device + " does not forward");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public Optional<String> fromOutside(String publicAddress, int port) throws IOException {
        return greet(publicAddress, port);
    }

    Commands commands() {
        return commands;
    }

    @Override
    public void close() {
        guests.forEach(guest -> commands.ipBatch(null, List.of("netns del " + guest)));
        underlay.remove();
    }

    private static Optional<String> greet(String address, int port) throws IOException {
        return greet(address, port, TIMEOUT_MILLISECONDS);
    }

    /** What a server says to a client in the present namespace, or empty if it cannot be reached in time. */
    static Optional<String> greet(String address, int port, int milliseconds) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(milliseconds);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), milliseconds);
            return Optional.ofNullable(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine());
        } catch (SocketException | java.net.SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    /** A namespace that stands for a machine. */
    final class LinuxGuest implements Guest {

        private final String namespace;

        private LinuxGuest(String namespace) {
            this.namespace = namespace;
        }

        String namespace() {
            return namespace;
        }

        <T> T inside(Callable<T> task) throws IOException {
            return NetworkNamespace.call(namespace, task);
        }

        @Override
        public void serve(int port, String greeting) throws IOException {
            ServerSocket server = inside(() -> new ServerSocket(port));
            Thread.ofVirtual().start(() -> {
                try (server) {
                    while (true) {
                        Socket client = server.accept();
                        Thread.ofVirtual().start(() -> echo(client, greeting));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        private static void echo(Socket client, String greeting) {
            try (client) {
                client.getOutputStream().write((greeting + " " + client.getInetAddress().getHostAddress() + "\n").getBytes(StandardCharsets.UTF_8));
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException _) {
                // The client went away, as the tests of ended flows make it do.
            }
        }

        @Override
        public Optional<String> greeting(String address, int port) throws IOException {
            return inside(() -> greet(address, port));
        }

        @Override
        public Flow connect(String address, int port) throws IOException {
            Socket socket = inside(() -> {
                Socket fresh = new Socket();
                fresh.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), TIMEOUT_MILLISECONDS);
                return fresh;
            });
            socket.setSoTimeout(1000);
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            reader.readLine();
            return new Flow() {
                @Override
                public boolean alive() throws IOException {
                    try {
                        socket.getOutputStream().write("are you there?\n".getBytes(StandardCharsets.UTF_8));
                        return "are you there?".equals(reader.readLine());
                    } catch (java.net.SocketTimeoutException | SocketException e) {
                        return false;
                    }
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        }
    }
}
