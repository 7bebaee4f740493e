package woad.fleet.spi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;

/** The virtual networks of this host. */
public interface NetworkFabric {

    /**
     * Makes the host's networks exactly what is given: adds, changes and removes segments, ports, filters and address
     * translation. Repeating it changes nothing and interrupts no flow.
     *
     * @return for each port id, why it could not be made; ports that stand are absent
     */
    Map<String, String> converge(List<HostSpec.Peer> peers, List<NetworkSpec> networks, List<PortSpec> ports) throws EngineException;

    /** Name of the TAP device of a port that stands. */
    String tap(String portId);

    /**
     * Opens a listening socket inside a network's routing domain, at an address that its machines reach (the metadata
     * address 169.254.169.254 or the service address 168.63.129.16). A client's address is the machine's own private one,
     * which it cannot forge. {@link #converge} closes the channel when the network goes from this host or its routing
     * domain had to be made anew: whoever still wants to listen then asks again.
     */
    ServerSocketChannel listen(String networkId, InetSocketAddress address) throws IOException;
}
