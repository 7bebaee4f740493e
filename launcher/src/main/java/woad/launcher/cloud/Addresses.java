package woad.launcher.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import woad.launcher.Failure;
import woad.launcher.process.Account;

/** Chooses addresses and ports that nothing else on the computer uses. */
public final class Addresses {
    private static final int FIRST_PROXY_PORT = 8450;
    private static final String LISTEN = "0A";
    private static final Path UNPRIVILEGED_PORTS = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

    private Addresses() {}

    /**
     * New settings for a cloud: block 0 for the standard directory, else one that follows from the directory's name, and in
     * each case the next where that is taken.
     *
     * @param domain   D, under which all names of the cloud are
     * @param underlay the addresses between the hosts of a cloud, CIDR
     */
    public static CloudSettings choose(DataDirectory data, String domain, Function<CloudSettings, String> underlay) throws IOException {
        int first = data.equals(DataDirectory.standard()) ? 0 : 1 + (int) (Long.parseLong(data.instance(), 16) % (CloudSettings.BLOCKS - 1));
        for (int i = 0; i < CloudSettings.BLOCKS; i++) {
            CloudSettings candidate = new CloudSettings(data.instance(), domain, (first + i) % CloudSettings.BLOCKS, 0, 0, 0, 0, false, null);
            if (!inUse(candidate.serverAddress()) && !inUse(candidate.operatorAddress()) && !routed(underlay.apply(candidate))) {
                return withPorts(candidate, false, false);
            }
        }
        throw new Failure("every address block for clouds on this computer is in use", "take another cloud down: ./woad down --data …");
    }

    /**
     * The same cloud with ports that are free now; keeps every port that is, and those of parts that run.
     *
     * @param serverRuns whether the server holds its ports itself
     * @param proxyRuns  whether the proxy holds its port itself
     */
    public static CloudSettings withPorts(CloudSettings settings, boolean serverRuns, boolean proxyRuns) throws IOException {
        int wantedProxy = settings.proxyPort() == 0 ? FIRST_PROXY_PORT + settings.block() : settings.proxyPort();
        int proxyPort = proxyRuns ? settings.proxyPort() : keepOrPick("127.0.0.1", wantedProxy);
        if (serverRuns) {
            return new CloudSettings(settings.instance(), settings.domain(), settings.block(), settings.publicPort(), settings.proxiedPort(),
                    settings.operatorPort(), proxyPort, settings.passOthers(), settings.database());
        }
        return new CloudSettings(settings.instance(), settings.domain(), settings.block(), httpsOrOther(settings.serverAddress(), settings.publicPort()),
                keepOrPick(settings.serverAddress(), settings.proxiedPort()), httpsOrOther(settings.operatorAddress(), settings.operatorPort()), proxyPort, settings.passOthers(), settings.database());
    }

    /** Whether this computer has a route to an IPv4 prefix, CIDR: hosts of another cloud are there. */
    private static boolean routed(String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/route"))) {
            return lines.skip(1).map(l -> address(l.strip().split("\\s+")[1])).anyMatch(prefix.substring(0, prefix.indexOf('/'))::equals);
        }
    }

    /** Whether any socket listens on the address. */
    public static boolean inUse(String address) throws IOException {
        return listening(address::equals);
    }

    /** Whether any socket listens on an address whose text begins so. */
    public static boolean anyBelow(String prefix) throws IOException {
        return listening(a -> a.startsWith(prefix));
    }

    private static boolean listening(Predicate<String> wanted) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
            return lines.skip(1).map(l -> l.strip().split("\\s+")).filter(f -> f[3].equals(LISTEN)).map(f -> address(f[1])).anyMatch(wanted);
        }
    }

    /** From {@code 0100007F:1F90}: the bytes of the address in the computer's own order (proc(5)). */
    private static String address(String field) {
        int value = (int) Long.parseLong(field.substring(0, 8), 16);
        return (value & 0xff) + "." + (value >> 8 & 0xff) + "." + (value >> 16 & 0xff) + "." + (value >> 24 & 0xff);
    }

    /** Whether the server will be allowed to listen on port 443. */
    public static boolean mayBindHttps() throws IOException {
        return Account.isRoot() || Files.exists(UNPRIVILEGED_PORTS) && firstUnprivilegedPort() <= CloudSettings.HTTPS;
    }

    /** In one read: the kernel gives such a number to the first read only, and Files.readString begins with one byte. */
    private static int firstUnprivilegedPort() throws IOException {
        try (InputStream in = Files.newInputStream(UNPRIVILEGED_PORTS)) {
            byte[] text = new byte[16];
            return Integer.parseInt(new String(text, 0, Math.max(0, in.read(text)), StandardCharsets.US_ASCII).strip());
        }
    }

    /** Whether a socket can be bound there now. */
    public static boolean free(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int httpsOrOther(String address, int remembered) throws IOException {
        return mayBindHttps() && free(address, CloudSettings.HTTPS) ? CloudSettings.HTTPS : keepOrPick(address, remembered);
    }

    private static int keepOrPick(String address, int port) throws IOException {
        if (port != 0 && port != CloudSettings.HTTPS && free(address, port)) {
            return port;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return socket.getLocalPort();
        }
    }
}
