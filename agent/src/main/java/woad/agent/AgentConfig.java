package woad.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import woad.fleet.spec.HostId;
import woad.platform.core.Json;

/**
 * What an agent reads from its configuration file, JSON. It holds no secret.
 *
 * @param controlPlane    {@code https://name:port} of the control plane's listener for hosts, by the name in its certificate
 * @param controlPlaneAddress the IP address at which that name is
 * @param trustedRoot     file with the fleet's root certificate, PEM
 * @param enrolmentToken  file with the token of the first start; removed once it is spent
 * @param frontDoor       {@code address:port} where the cloud's own endpoints take connections with a PROXY protocol header
 * @param stateDirectory  kept for good: key, certificate, last specification, machines, disks; at most 50 bytes long
 * @param secretDirectory memory-backed (tmpfs): disk keys
 * @param imageDirectory  guest images, shared by the hosts of a computer
 * @param cloudDomain     D
 */
public record AgentConfig(HostId host, URI controlPlane, String controlPlaneAddress, Path trustedRoot, Path enrolmentToken, String frontDoor, Path stateDirectory,
                          Path secretDirectory, Path imageDirectory, String cloudDomain, Network network) {
    public AgentConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(controlPlane, "controlPlane");
        Objects.requireNonNull(controlPlaneAddress, "controlPlaneAddress");
        Objects.requireNonNull(trustedRoot, "trustedRoot");
        Objects.requireNonNull(enrolmentToken, "enrolmentToken");
        Objects.requireNonNull(frontDoor, "frontDoor");
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        Objects.requireNonNull(secretDirectory, "secretDirectory");
        Objects.requireNonNull(imageDirectory, "imageDirectory");
        Objects.requireNonNull(cloudDomain, "cloudDomain");
        Objects.requireNonNull(network, "network");
    }

    /**
     * The fabric's settings, as the underlay of this computer was made.
     *
     * @param namespace       network namespace of this host, in which the agent runs
     * @param uplink          device that leads to the other hosts
     * @param underlayAddress IPv4 address of this host
     * @param publicPool      public addresses as customers see them, CIDR
     * @param fabricPool      the same as the hosts see them, CIDR of the same length
     * @param guestMtu        octets in a guest's packet
     * @param runDirectory    for name servers' files, traversable by other users
     */
    public record Network(String namespace, String uplink, String underlayAddress, String publicPool, String fabricPool, int guestMtu, Path runDirectory) {
        public Network {
            Objects.requireNonNull(namespace, "network.namespace");
            Objects.requireNonNull(uplink, "network.uplink");
            Objects.requireNonNull(underlayAddress, "network.underlayAddress");
            Objects.requireNonNull(publicPool, "network.publicPool");
            Objects.requireNonNull(fabricPool, "network.fabricPool");
            Objects.requireNonNull(runDirectory, "network.runDirectory");
        }
    }

    /** Reads a configuration. @throws IOException where the file cannot be read or something is missing, with what */
    public static AgentConfig read(Path file) throws IOException {
        try {
            return Json.MAPPER.readValue(Files.readString(file), AgentConfig.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(file + " is not an agent's configuration: " + cause.getMessage(), e);
        }
    }
}
