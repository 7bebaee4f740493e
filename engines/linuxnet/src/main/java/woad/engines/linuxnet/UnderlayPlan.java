package woad.engines.linuxnet;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import woad.fleet.spec.HostId;

/**
 * How the hosts of one computer are joined. Several clouds on a computer have different instances and address blocks.
 *
 * @param instance        1 to 8 lower-case letters or digits; stands in the names of all namespaces and devices
 * @param underlay        IPv4 addresses between the hosts, /24 or shorter: .1 is this computer's, .11 and on are the hosts'
 * @param publicAddresses the pool of public addresses and what it is on the fabric
 * @param mtu             octets in a packet between hosts; guests get 50 fewer
 * @param runDirectory    for the files of running name servers; no other program's
 */
public record UnderlayPlan(String instance, Cidr underlay, AddressTranslation publicAddresses, int mtu, Path runDirectory, List<HostId> hosts) {

    private static final int FIRST_HOST = 11;
    private static final int GUEST_MTU = 1500;

    public UnderlayPlan {
        hosts = List.copyOf(hosts);
        if (!instance.matches("[a-z0-9]{1,8}")) {
            throw new IllegalArgumentException("not an instance: " + instance);
        }
        if (!underlay.isIpv4() || underlay.length() > 24 || hosts.size() > 200) {
            throw new IllegalArgumentException("no room for " + hosts.size() + " hosts in " + underlay);
        }
        if (underlay.contains(publicAddresses.fabric()) || publicAddresses.fabric().contains(underlay)) {
            throw new IllegalArgumentException("public addresses and hosts share " + underlay);
        }
    }

    /** The default cloud of a computer: public addresses 127.64.0.0/16, guests with packets of 1500 octets. */
    public static UnderlayPlan standard(String instance, List<HostId> hosts) {
        return new UnderlayPlan(instance, Cidr.parse("198.19.0.0/24"),
                new AddressTranslation(Cidr.parse("127.64.0.0/16"), Cidr.parse("198.18.0.0/16")), GUEST_MTU + FabricSettings.TUNNEL_OVERHEAD,
                Path.of("/run/woad", instance), hosts);
    }

    /**
     * A further cloud beside the default one, with 1022 public addresses from 127.65.0.0/16.
     *
     * @param slot 1 to 31, one for each cloud
     */
    public static UnderlayPlan slot(String instance, int slot, List<HostId> hosts) {
        if (slot < 1 || slot > 31) {
            throw new IllegalArgumentException("not a slot: " + slot);
        }
        return new UnderlayPlan(instance, Cidr.parse("198.19." + slot + ".0/24"),
                new AddressTranslation(Cidr.parse("127.65." + 4 * slot + ".0/22"), Cidr.parse("198.19." + (128 + 4 * slot) + ".0/22")),
                GUEST_MTU + FabricSettings.TUNNEL_OVERHEAD, Path.of("/run/woad", instance), hosts);
    }

    /** This computer's own address on the underlay; agents reach the control plane there. */
    public InetAddress gateway() {
        return underlay.first();
    }

    /** Where a host's tunnels end. */
    public InetAddress address(HostId host) {
        return underlay.plus(FIRST_HOST + position(host));
    }

    /** The network namespace of a host. */
    public String namespace(HostId host) {
        position(host);
        return hostPrefix() + host.value();
    }

    /** What to put before a command to run it on a host. The mounts stay this computer's, so that what it makes in /run is seen outside. */
    public List<String> enter(HostId host) {
        return Commands.inside(namespace(host), List.of("--"));
    }

    /** What the host's {@link LinuxFabric} must know. */
    public FabricSettings settings(HostId host, String cloudDomain, OptionalInt tapOwner) {
        return new FabricSettings(namespace(host), Underlay.UPLINK, address(host), publicAddresses, cloudDomain,
                Math.min(GUEST_MTU, mtu - FabricSettings.TUNNEL_OVERHEAD), runDirectory.resolve(host.value()), tapOwner);
    }

    /** The namespace in which the hosts' links meet, apart from this computer's own firewall. */
    String fabricNamespace() {
        return "woad-" + instance;
    }

    /** This computer's link to the fabric. */
    String link() {
        return "woad-" + instance;
    }

    /** What the names of all hosts' and routers' namespaces start with. */
    String hostPrefix() {
        return "woad-" + instance + "-";
    }

    int position(HostId host) {
        int position = hosts.indexOf(host);
        if (position < 0) {
            throw new IllegalArgumentException(host + " is not a host of " + instance);
        }
        return position;
    }
}
