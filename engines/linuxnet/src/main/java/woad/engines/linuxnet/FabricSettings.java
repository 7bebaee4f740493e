package woad.engines.linuxnet;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What a host's fabric needs to know beside its specification.
 *
 * @param hostNamespace   name of the host's network namespace, in which the uplink is and the TAP devices will be
 * @param uplink          the device that leads to the other hosts and to the outside
 * @param underlayAddress IPv4 address of this host, where its tunnels end
 * @param publicAddresses how public addresses look on the uplink
 * @param cloudDomain     D: it and all names below it resolve to the service address; machines are named under internal.cloudapp.D
 * @param guestMtu        octets in a guest's packet, 576 to 9000; the uplink must carry 50 more
 * @param runDirectory    where name servers keep their files; must be traversable by other users, as /run is
 * @param tapOwner        user id that may open the TAP devices; only root when empty
 */
public record FabricSettings(String hostNamespace, String uplink, InetAddress underlayAddress, AddressTranslation publicAddresses,
                             String cloudDomain, int guestMtu, Path runDirectory, OptionalInt tapOwner) {

    /** What VXLAN over IPv4 adds to a packet: Ethernet 14, IPv4 20, UDP 8, VXLAN 8. */
    static final int TUNNEL_OVERHEAD = 50;

    public FabricSettings {
        if (!hostNamespace.matches("[a-z0-9-]{1,64}") || !uplink.matches("[a-z0-9]{1,15}")) {
            throw new IllegalArgumentException("not a namespace and a device: " + hostNamespace + ", " + uplink);
        }
        if (!cloudDomain.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new IllegalArgumentException("not a domain: " + cloudDomain);
        }
        if (guestMtu < 576 || guestMtu > 9000) {
            throw new IllegalArgumentException("not a guest's MTU: " + guestMtu);
        }
    }

    /** The domain under which machines find each other. */
    String machineDomain() {
        return "internal.cloudapp." + cloudDomain;
    }
}
