package woad.fleet.spi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.PortSpec;

/** Hosts of one region with a fabric each, and machines to plug into them: what an engine brings to {@link NetworkFabricContract}. */
public interface NetworkLab {

    /** The hosts, two at least. */
    List<HostId> hosts();

    /** The fabric of a host. */
    NetworkFabric fabric(HostId host);

    /** Where the host's tunnels end. */
    HostSpec.Peer peer(HostId host);

    /** A public address of the region's pool that no other test uses. */
    String publicAddress();

    /** How machines write a public address, where that differs from how people outside do. */
    String reachable(String publicAddress);

    /** A machine with the port's hardware address and addresses, plugged into a port that stands. */
    Guest plug(HostId host, PortSpec port) throws IOException;

    /** What a server at a public address says to a client outside the cloud, or empty if it cannot be reached. */
    Optional<String> fromOutside(String publicAddress, int port) throws IOException;

    /** A machine. */
    interface Guest {

        /** Serves TCP at all addresses: greets each client with {@code greeting}, a blank and the client's address, then sends back what comes. */
        void serve(int port, String greeting) throws IOException;

        /** The greeting of a server, or empty if there is no way to it. */
        Optional<String> greeting(String address, int port) throws IOException;

        /** Connects to a server of another guest. */
        Flow connect(String address, int port) throws IOException;
    }

    /** An established connection. */
    interface Flow extends AutoCloseable {

        /** True if what is sent comes back within a second. */
        boolean alive() throws IOException;

        @Override
        void close() throws IOException;
    }
}
