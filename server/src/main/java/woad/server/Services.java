package woad.server;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import woad.compute.ComputeParts;
import woad.compute.ComputeProvider;
import woad.fleet.FleetStore;
import woad.fleet.Placement;
import woad.fleet.SerialLogs;
import woad.network.NetworkProvider;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.store.WorkQueue;
import woad.platform.web.WebService;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.Resources;
import woad.storage.StorageParts;
import woad.storage.StorageProvider;
import woad.storage.access.AccessLookups;

/** The one list of what is under {@code services/}. */
final class Services {
    private final List<WebService> webServices = new ArrayList<>();
    private final List<Reconciler> reconcilers = new ArrayList<>();

    /**
     * What services stand on.
     *
     * @param publicRootPem the certificate authority that guests are to trust
     * @param tokens        proves who has a token for storage
     * @param principals    users and service principals as they are now
     */
    record Foundation(CloudProfile profile, String publicRootPem, Database database, ObjectBytes bytes, WorkQueue queue, FleetStore fleet, Placement placement, KeyHierarchy keys,
                      AccessLookups.Tokens tokens, AccessLookups.Principals principals, Ids ids, InstantSource clock) {}

    /** Makes the providers of the resource manager. */
    List<ResourceProvider> providers(Foundation on, Resources resources) {
        NetworkProvider network = new NetworkProvider(on.database(), on.queue(), on.fleet(), on.profile(), on.ids(), on.clock());
        ComputeProvider compute = new ComputeProvider(new ComputeParts(on.database(), resources, on.fleet(), on.placement(), network.ports(), on.keys(),
                new SerialLogs(), on.profile(), on.publicRootPem(), on.ids(), on.clock()));
        StorageProvider storage = new StorageProvider(new StorageParts(on.database(), on.queue(), on.keys(), on.bytes(), resources, on.tokens(), on.principals(),
                on.profile(), on.ids(), on.clock()));
        reconcilers.addAll(network.reconcilers());
        reconcilers.addAll(storage.reconcilers());
        webServices.addAll(compute.services());
        webServices.addAll(storage.services());
        return List.of(network, compute, storage);
    }

    /** Services with host names of their own; known once the providers are made. */
    List<WebService> webServices() {
        return List.copyOf(webServices);
    }

    /** Work of theirs beside that of resources; known once the providers are made. */
    List<Reconciler> reconcilers() {
        return List.copyOf(reconcilers);
    }
}
