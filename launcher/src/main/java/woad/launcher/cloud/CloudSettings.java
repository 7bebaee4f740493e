package woad.launcher.cloud;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import woad.launcher.process.Account;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;

/**
 * Where one cloud of this computer listens; chosen at its first start and remembered. Clouds differ in {@code block}, so that
 * several run side by side: block 0 gives public addresses from 127.64.0.0/16, block n from 127.65.(4n).0/22.
 *
 * @param instance     names the cloud among others: its directory's {@link DataDirectory#instance()}
 * @param domain       D: every name of the cloud is under it
 * @param block        0 to {@link #BLOCKS} - 1
 * @param publicPort   443 where the server may bind it, else some free port; on {@link #serverAddress()}
 * @param proxiedPort  the server's port for connections through proxies of ours (PROXY protocol); on the same address
 * @param operatorPort the operator's own listener; on {@link #operatorAddress()}
 * @param proxyPort    the CONNECT proxy for clients; on 127.0.0.1
 * @param passOthers   whether the proxy connects to destinations outside the cloud instead of refusing them
 * @param database     where the cloud's state is; null for a PostgreSQL of its own
 */
public record CloudSettings(String instance, String domain, int block, int publicPort, int proxiedPort, int operatorPort, int proxyPort,
                            boolean passOthers, ExternalDatabase database) {
    /** How many clouds can have addresses of their own. */
    public static final int BLOCKS = 32;
    /** What a client takes for https. */
    public static final int HTTPS = 443;

    /** The loopback address that the server has for itself. */
    public String serverAddress() {
        return "127.65.0." + (2 * block + 1);
    }

    /** The loopback address of the operator's listener. */
    public String operatorAddress() {
        return "127.65.0." + (2 * block + 2);
    }

    /** CIDR prefix from which public addresses are given out. */
    public String publicAddressPool() {
        return block == 0 ? "127.64.0.0/16" : "127.65." + 4 * block + ".0/22";
    }

    /** What clients set as their proxy. */
    public String proxyUrl() {
        return "http://127.0.0.1:" + proxyPort;
    }

    public InetSocketAddress publicEndpoint() {
        return endpoint(serverAddress(), publicPort);
    }

    public InetSocketAddress proxiedEndpoint() {
        return endpoint(serverAddress(), proxiedPort);
    }

    public InetSocketAddress operatorEndpoint() {
        return endpoint(operatorAddress(), operatorPort);
    }

    public InetSocketAddress proxyEndpoint() {
        return endpoint("127.0.0.1", proxyPort);
    }

    /** The cloud profile with this cloud's domain and addresses. */
    public CloudProfile profile() {
        CloudProfile local = CloudProfile.local();
        return new CloudProfile(local.name(), domain, local.regions(), publicAddressPool());
    }

    /** The same but for the treatment of other destinations. */
    public CloudSettings passingOthers(boolean pass) {
        return new CloudSettings(instance, domain, block, publicPort, proxiedPort, operatorPort, proxyPort, pass, database);
    }

    /** The same but for the database. */
    public CloudSettings in(ExternalDatabase other) {
        return new CloudSettings(instance, domain, block, publicPort, proxiedPort, operatorPort, proxyPort, passOthers, other);
    }

    /** What a start changes in the settings of before; it may keep files beside them. */
    @FunctionalInterface
    public interface Change {
        /** Nothing changes. */
        Change NONE = (data, account, before) -> before;

        /** @return the new settings */
        CloudSettings apply(DataDirectory data, Account account, CloudSettings before) throws IOException;
    }

    /** Settings that an earlier start left behind. */
    public static CloudSettings load(DataDirectory data) throws IOException {
        return Json.parse(Files.readString(data.settings()), CloudSettings.class);
    }

    /** Remembers them; the control plane may read, not change them. */
    public void save(DataDirectory data, Account account) throws IOException {
        SharedFile.write(data.settings(), Json.bytes(this), "rw-r-----");
        if (account.root()) {
            Files.setAttribute(data.settings(), "unix:gid", account.group());
        }
    }

    private static InetSocketAddress endpoint(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
