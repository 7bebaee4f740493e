package woad.fleet.spec;

import java.util.List;

/**
 * Everything one host must make true. The control plane sends the whole of it; an agent converges to it and refuses one
 * whose generation is older than the one it holds. It carries no secret: see {@link HostSecrets}.
 *
 * @param generation strictly increases with every change to this host
 * @param peers      the other hosts of the region, to which segments are stretched by VXLAN
 */
public record HostSpec(
        HostId host,
        long generation,
        List<Peer> peers,
        List<DiskSpec> disks,
        List<MachineSpec> machines,
        List<NetworkSpec> networks,
        List<PortSpec> ports) {

    public HostSpec {
        peers = List.copyOf(peers);
        disks = List.copyOf(disks);
        machines = List.copyOf(machines);
        networks = List.copyOf(networks);
        ports = List.copyOf(ports);
    }

    /** A host of the same region and the IPv4 address at which its tunnels end. */
    public record Peer(HostId host, String underlayAddress) {}

    /** What a host that has been told nothing must make true: nothing. */
    public static HostSpec empty(HostId host) {
        return new HostSpec(host, 0, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
