package woad.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import woad.platform.core.CloudProfile;
import woad.platform.store.Database;

/**
 * What a control plane is started with.
 *
 * @param directory its own, owner-only: certificate authorities, keys
 * @param publicAddress  where clients connect directly
 * @param proxiedAddress where proxies of ours connect, with the PROXY protocol
 * @param operatorAddress where the operator connects, with a client certificate
 * @param fleetAddress   where host agents connect, with a client certificate once they are enrolled; null for a cloud without hosts
 * @param relayAddress   where host agents relay their guests' connections to the cloud's endpoints, with the PROXY protocol; null likewise
 */
public record ServerSettings(Path directory, CloudProfile profile, Database.Location database, InetSocketAddress publicAddress,
                             InetSocketAddress proxiedAddress, InetSocketAddress operatorAddress, InetSocketAddress fleetAddress,
                             InetSocketAddress relayAddress) {

    /** Where objects' bytes are kept. */
    public static Path bytes(Path directory) {
        return directory.resolve("bytes");
    }

    /** The root certificate that clients of the cloud trust, PEM. */
    public static Path publicRoot(Path directory) {
        return directory.resolve("public-ca").resolve("ca.pem");
    }

    /** The root certificate of the operator's listener, PEM. */
    public static Path operatorRoot(Path directory) {
        return directory.resolve("operator-ca").resolve("ca.pem");
    }

    /** The root certificate of the host agents' listener, PEM. */
    public static Path fleetRoot(Path directory) {
        return directory.resolve("fleet-ca").resolve("ca.pem");
    }

    /** The operator's client certificate with its private key, PEM, owner-only: who can read it is the operator. */
    public static Path operatorCredential(Path directory) {
        return directory.resolve("operator.pem");
    }

    /** The name in the certificate of the operator's listener. */
    public static String operatorHost(CloudProfile profile) {
        return "operator." + profile.domain();
    }
}
