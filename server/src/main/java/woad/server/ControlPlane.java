package woad.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import woad.fleet.FleetStore;
import woad.fleet.Placement;
import woad.fleet.RegionRules;
import woad.fleet.hosts.HostService;
import woad.fleet.hosts.HostSignals;
import woad.fleet.hosts.HostWatch;
import woad.fleet.hosts.Hosts;
import woad.identity.Identity;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.ObjectKind;
import woad.identity.tokens.Clients;
import woad.identity.tokens.RealmProfile;
import woad.platform.bytes.ObjectBytes;
import woad.platform.bytes.Pace;
import woad.platform.bytes.Scrubber;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.KeyHierarchy;
import woad.platform.keys.RootKey;
import woad.platform.store.Database;
import woad.platform.store.Reconcilers;
import woad.platform.store.WorkQueue;
import woad.platform.web.HostPattern;
import woad.platform.web.InProcessClient;
import woad.platform.web.WebService;
import woad.portal.Portal;
import woad.resources.ResourceManagerService;
import woad.resources.TenantNames;
import woad.storage.access.StorageAuthenticator;

/** All services of the cloud over one database, without their sockets. */
public final class ControlPlane implements AutoCloseable {
    /** The host name of the agents' listener; it stands in that listener's certificate and nowhere else. */
    public static final String FLEET_HOST = "fleet.internal";

    private static final Logger LOG = System.getLogger("woad.server");
    private static final int SWEEP_SECONDS = 300;
    /** How fast objects' bytes are scrubbed, bytes per second: a terabyte in nine hours. */
    private static final long SCRUB_RATE = 32 << 20;

    private final CloudProfile profile;
    private final Database database;
    private final Identity customers;
    private final Identity operators;
    private final Services services = new Services();
    private final ResourceManagerService resources;
    private final Hosts hosts;
    private final HostService hostService;
    private final HostWatch hostWatch;
    private final Scrubber scrubber;
    private final List<WebService> customerServices = new ArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Reconcilers reconcilers;

    /**
     * @param bytes          where objects' bytes are kept; closed by its owner
     * @param fleetAuthority the certificate authority of the host agents
     * @param publicRootPem  the certificate authority of the cloud's endpoints, which guests come to trust
     */
    public ControlPlane(CloudProfile profile, Database database, ObjectBytes bytes, RootKey rootKey, CertificateAuthority fleetAuthority, String publicRootPem,
                        SecureRandom random, InstantSource clock) {
        this.profile = profile;
        this.database = database;
        Ids ids = new Ids(random);
        WorkQueue queue = new WorkQueue();
        KeyHierarchy keys = KeyHierarchy.open(database, rootKey, random);
        customers = new Identity(database, RealmProfile.customer(profile), ids, clock, keys);
        operators = new Identity(database, RealmProfile.operator(profile), ids, clock, keys);

        HostSignals signals = new HostSignals();
        hosts = new Hosts(database, signals, ids, clock);
        hostService = new HostService(database, queue, hosts, signals, keys, fleetAuthority, clock);
        hostWatch = new HostWatch(database, queue, clock);

        Services.Foundation foundation = new Services.Foundation(profile, publicRootPem, database, bytes, queue, new FleetStore(signals), placement(profile), keys,
                customers.authenticator(Set.of(StorageAuthenticator.RESOURCE))::authenticate, customers::principal, ids, clock);
        resources = new ResourceManagerService(new ResourceManagerService.Foundation(database, queue, profile, ids, clock, keys,
                customers.authenticator(audiences(profile)), this::principalKind, this::tenantNames), found -> services.providers(foundation, found));
        customerServices.add(resources.service());
        customerServices.add(customers.loginService());
        customerServices.add(customers.graphService());
        customerServices.addAll(services.webServices());
        customerServices.add(new Portal(profile, Clients.PORTAL, new InProcessClient(List.copyOf(customerServices), ids, clock), database, keys, ids, clock).service());
        scrubber = new Scrubber(database, bytes, Pace.bytesPerSecond(SCRUB_RATE), clock);
        reconcilers = new Reconcilers(database, queue, executor);
    }

    private static Placement placement(CloudProfile profile) {
        return new Placement(profile.regions().stream().collect(java.util.stream.Collectors.toMap(r -> r.name(), r -> RegionRules.oneComputer())));
    }

    /** The audiences of the resource manager, in the forms in which clients name them. */
    private static Set<String> audiences(CloudProfile profile) {
        return Set.of(profile.managementUrl(), "https://management.core.windows.net", "https://management.azure.com");
    }

    private Optional<String> principalKind(TenantId tenant, PrincipalId principal) {
        return customers.directory().object(tenant, principal).map(DirectoryObject::kind).filter(kind -> kind != ObjectKind.APPLICATION).map(ObjectKind::messageName);
    }

    private TenantNames tenantNames(TenantId id) {
        return customers.directory().tenant(id).map(tenant -> new TenantNames(tenant.displayName(), tenant.defaultDomain())).orElseThrow();
    }

    /** Starts what runs without being asked: reconcilers, the scrub of objects' bytes, the watch over hosts. */
    public void start() {
        reconcilers.start(resources.reconcilers());
        reconcilers.start(services.reconcilers());
        reconcilers.start(List.of(scrubber));
        hostWatch.start(executor);
        executor.submit(this::sweep);
    }

    /** Removes expired codes, tokens and the like, now and then. */
    private void sweep() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                customers.sweep();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "sweeping what has expired failed; it is tried again after a pause", e);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(SWEEP_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What customers reach. */
    public List<WebService> customerServices() {
        return List.copyOf(customerServices);
    }

    /** What the host agents reach, on a listener that asks for their certificates. */
    public WebService hostService() {
        return hostService.service(List.of(new HostPattern(FLEET_HOST)));
    }

    /** The customers' directories. */
    public Identity customers() {
        return customers;
    }

    /** The operators' directory. */
    public Identity operators() {
        return operators;
    }

    /** The resource manager. */
    public ResourceManagerService resources() {
        return resources;
    }

    /** The hosts of the fleet. */
    public Hosts hosts() {
        return hosts;
    }

    /** What looks for bit rot in objects' bytes. */
    public Scrubber scrubber() {
        return scrubber;
    }

    public Database database() {
        return database;
    }

    public CloudProfile profile() {
        return profile;
    }

    @Override
    public void close() {
        hostWatch.close();
        reconcilers.close();
        executor.close();
        database.close();
    }
}
