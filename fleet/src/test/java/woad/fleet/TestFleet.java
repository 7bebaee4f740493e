package woad.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import woad.fleet.hosts.HostService;
import woad.fleet.hosts.HostSignals;
import woad.fleet.hosts.Hosts;
import woad.fleet.spec.HostId;
import woad.platform.core.Ids;
import woad.platform.core.TenantId;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.FileRootKey;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;
import woad.platform.store.WorkQueue;
import woad.platform.web.FrontDoor;
import woad.platform.web.HostPattern;
import woad.platform.web.Listener;

/** The fleet's side of a control plane, real but for the services: PostgreSQL, keys, certificates, a listener with mutual TLS. */
public final class TestFleet implements AutoCloseable {
    public static final TenantId TENANT = new TenantId(UUID.fromString("11111111-1111-4111-8111-111111111111"));
    public static final Item.Owner OWNER = new Item.Owner("test", "machine-1");

    public final SecureRandom random = new SecureRandom();
    public final InstantSource clock;
    public final Database database = TestDatabase.create();
    public final WorkQueue queue = new WorkQueue();
    public final HostSignals signals = new HostSignals();
    public final Hosts hosts;
    public final FleetStore store = new FleetStore(signals);
    public final KeyHierarchy keys;
    public final CertificateAuthority authority;
    private final Listener listener;
    private FrontDoor door;
    private int port;

    /** At a loopback address. */
    public TestFleet(Path directory, InstantSource clock) throws IOException {
        this(directory, clock, InetAddress.getByName("127.0.0.1"));
    }

    /** @param address where the hosts' agents find it */
    public TestFleet(Path directory, InstantSource clock, InetAddress address) throws IOException {
        this.clock = clock;
        hosts = new Hosts(database, signals, new Ids(random), clock);
        keys = KeyHierarchy.open(database, FileRootKey.createOrOpen(directory.resolve("root.key"), random), random);
        authority = CertificateAuthority.createOrOpen(directory.resolve("fleet-ca"), "Woad fleet",
                new CertificateAuthority.Constraint(List.of("fleet.woad.test"), List.of("0.0.0.0/1", "128.0.0.0/1")), random, Clock.systemUTC());
        listener = new Listener("hosts", new InetSocketAddress(address, 0), authority.serverContext("hosts", List.of(), List.of(address), true), false, true,
                List.of(new HostService(database, queue, hosts, signals, keys, authority, clock).service(List.of(new HostPattern(address.getHostAddress())))));
        open();
    }

    /** Opens the listener, at the same port as before. */
    public void open() {
        Listener opened = new Listener(listener.name(), new InetSocketAddress(listener.address().getAddress(), port), listener.tls(),
                listener.proxyProtocol(), listener.clientCertificates(), listener.services());
        door = FrontDoor.open(List.of(opened), new Ids(random), clock);
        port = door.port("hosts");
    }

    /** The control plane goes away. */
    public void shut() {
        door.close();
    }

    /** Where agents dial. */
    public URI address() {
        return URI.create("https://" + listener.address().getAddress().getHostAddress() + ":" + port);
    }

    /** Registers a host with room for ten small machines. */
    public void register(String host, String region, String zone) {
        hosts.register(new Hosts.Registration(new HostId(host), region, zone, "10.0.0." + (host.hashCode() & 0x7f), new Hosts.Capacity(20, 10_240, 500)));
    }

    /** Runs writes in a transaction. */
    public void write(Consumer<Handle> work) {
        database.transaction(handle -> {
            work.accept(handle);
            return null;
        });
    }

    /** How often each key of the queue was enqueued, as "key*version". */
    public List<String> work() {
        return database.with(handle -> handle.createQuery("select key || '*' || version from platform.work where queue not like 'platform.%' order by key").mapTo(String.class).list());
    }

    /** Forgets all work. */
    public void clearWork() {
        write(handle -> handle.execute("delete from platform.work"));
    }

    @Override
    public void close() {
        door.close();
        database.close();
    }
}
