package woad.network;

import java.time.InstantSource;
import java.util.List;
import woad.fleet.FleetStore;
import woad.fleet.NetworkPorts;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.store.WorkQueue;
import woad.platform.web.Endpoint;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;

/** {@code Microsoft.Network}: puts its parts together. */
public final class NetworkProvider implements ResourceProvider {
    private final List<ResourceType> types;
    private final List<Endpoint> endpoints;
    private final NetworkPorts ports;
    private final Fabric fabric;

    public NetworkProvider(Database database, WorkQueue queue, FleetStore fleet, CloudProfile profile, Ids ids, InstantSource clock) {
        fabric = new Fabric(database, queue, fleet, clock);
        ports = new MachinePorts(fleet, fabric);
        VirtualNetworkTable networks = new VirtualNetworkTable(ids);
        types = List.of(new VirtualNetworkType(database, networks, fabric), new SecurityGroupType(database, fabric),
                new PublicAddressType(database, profile, new PublicAddressTable(ids, Prefix.of(profile.publicAddressPool()))),
                new NetworkInterfaceType(database, new InterfaceStore(ids, networks), fabric));
        endpoints = new NetworkEndpoints(database, profile).all();
    }

    @Override
    public String namespace() {
        return "Microsoft.Network";
    }

    @Override
    public List<ResourceType> types() {
        return types;
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Interfaces for the service of machines. */
    public NetworkPorts ports() {
        return ports;
    }

    /** What has to run on the work queue. */
    public List<Reconciler> reconcilers() {
        return List.of(fabric);
    }
}
