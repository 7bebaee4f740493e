package woad.fleet.hosts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import woad.fleet.FleetError;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.store.Database;

/** The hosts of the fleet, for operators: registered with their capacity, then enrolled by their agents with a token that is good once. */
public final class Hosts {
    private static final int TOKEN_BYTES = 32;

    private final Database database;
    private final HostSignals signals;
    private final Ids ids;
    private final InstantSource clock;

    public Hosts(Database database, HostSignals signals, Ids ids, InstantSource clock) {
        this.database = database;
        this.signals = signals;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A host to be.
     *
     * @param underlayAddress the IPv4 address at which its tunnels end
     */
    public record Registration(HostId host, String region, String zone, String underlayAddress, Capacity capacity) {}

    /** What a host has to give to guests. */
    public record Capacity(int vcpus, long memoryMib, long diskGib) {}

    /** Registered only; reporting; silent for too long; or gone for good. */
    public enum State { REGISTERED, UP, DOWN, REMOVED }

    /** A host as it stands; {@code lastSeen} and {@code accelerator} are null before its first report. */
    public record View(HostId host, String region, String zone, String underlayAddress, State state, boolean schedulable, Instant lastSeen,
                       String accelerator, Capacity capacity, Capacity reserved, long generation, long appliedGeneration) {}

    /**
     * Registers a host, or changes what is known of one; its region stays as it is.
     *
     * @throws CloudException {@code HostRemoved} where one of that name was removed
     */
    public void register(Registration registration) {
        database.transaction(handle -> {
            refuseRemoved(handle, registration.host());
            String former = handle.createQuery("select underlay_address from fleet.host where id = :host for update")
                    .bind("host", registration.host().value()).mapTo(String.class).findOne().orElse("");
            handle.createUpdate("""
                    insert into fleet.host (id, region, zone, underlay_address, vcpus, memory_mib, disk_gib)
                    values (:host, :region, :zone, :underlay, :vcpus, :memory, :disk)
                    on conflict (id) do update set underlay_address = excluded.underlay_address, vcpus = excluded.vcpus,
                        memory_mib = excluded.memory_mib, disk_gib = excluded.disk_gib""")
                    .bind("host", registration.host().value()).bind("region", registration.region()).bind("zone", registration.zone())
                    .bind("underlay", registration.underlayAddress()).bind("vcpus", registration.capacity().vcpus())
                    .bind("memory", registration.capacity().memoryMib()).bind("disk", registration.capacity().diskGib()).execute();
            if (!former.isEmpty() && !former.equals(registration.underlayAddress())) {
                tellRegion(handle, registration.host());
            }
            return null;
        });
    }

    /** A new token with which the host's agent may enrol once, within {@code validity}. Only its hash is stored. */
    public String issueToken(HostId host, Duration validity) {
        String token = ids.secret(TOKEN_BYTES);
        database.transaction(handle -> {
            if (find(handle, host).isEmpty()) {
                throw new CloudException(FleetError.HOST_NOT_FOUND, "There is no host " + host + ".");
            }
            refuseRemoved(handle, host);
            handle.createUpdate("delete from fleet.enrolment_token where expires_at < :now").bind("now", clock.instant()).execute();
            return handle.createUpdate("insert into fleet.enrolment_token (hash, host, expires_at) values (:hash, :host, :expires)")
                    .bind("hash", hash(token.getBytes(StandardCharsets.UTF_8))).bind("host", host.value())
                    .bind("expires", clock.instant().plus(validity)).execute();
        });
        return token;
    }

    /**
     * Takes a host that is gone for good out of the fleet. Nobody speaks for it any more, nothing is placed on it, and what was being taken away from it counts as
     * taken away; whatever else was on it is lost, and its owners can delete it.
     *
     * @throws CloudException {@code HostNotFound}, or {@code HostIsUp} where its agent still reports
     */
    public void remove(HostId host) {
        database.transaction(handle -> {
            State state = handle.createQuery("select state from fleet.host where id = :host for update").bind("host", host.value()).mapTo(State.class).findOne()
                    .orElseThrow(() -> new CloudException(FleetError.HOST_NOT_FOUND, "There is no host " + host + "."));
            if (state == State.UP) {
                throw new CloudException(FleetError.HOST_IS_UP, "The host " + host + " still reports. Remove it only once it is gone: whatever is on it is lost then.");
            }
            handle.createUpdate("update fleet.host set state = 'REMOVED', schedulable = false, key_hash = null where id = :host").bind("host", host.value()).execute();
            handle.createUpdate("delete from fleet.enrolment_token where host = :host").bind("host", host.value()).execute();
            handle.createUpdate("delete from fleet.observation where host = :host").bind("host", host.value()).execute();
            ReportIntake.enqueueAll(handle, host);
            handle.createUpdate("delete from fleet.item where host = :host and not desired").bind("host", host.value()).execute();
            tellRegion(handle, host);
            return null;
        });
    }

    private static void refuseRemoved(Handle handle, HostId host) {
        if (handle.createQuery("select 1 from fleet.host where id = :host and state = 'REMOVED'").bind("host", host.value()).mapTo(Integer.class).findOne().isPresent()) {
            throw new CloudException(FleetError.HOST_REMOVED, "The host " + host + " was removed. A new one needs a name of its own.");
        }
    }

    /** Whether new machines may be placed on the host; those that are there stay. */
    public void setSchedulable(HostId host, boolean schedulable) {
        database.with(handle -> handle.createUpdate("update fleet.host set schedulable = :schedulable where id = :host")
                .bind("host", host.value()).bind("schedulable", schedulable).execute());
    }

    /** All hosts, for operators. */
    public List<View> list() {
        return database.with(handle -> read(handle.createQuery("select * from fleet.host order by id")));
    }

    /** One host. */
    public Optional<View> find(Handle handle, HostId host) {
        return read(handle.createQuery("select * from fleet.host where id = :host").bind("host", host.value())).stream().findFirst();
    }

    /**
     * Spends a token on a key. The same key may spend it again, so that an agent that never got the answer is not locked out.
     *
     * @return the host that the token was issued for; from now on this key, and no other, speaks for it
     */
    HostId spend(String token, PublicKey key) {
        return database.transaction(handle -> {
            HostId host = handle.createQuery("""
                    update fleet.enrolment_token set key_hash = :key
                    where hash = :hash and expires_at > :now and (key_hash is null or key_hash = :key) returning host""")
                    .bind("hash", hash(token.getBytes(StandardCharsets.UTF_8))).bind("key", hash(key.getEncoded())).bind("now", clock.instant())
                    .mapTo(String.class).map(HostId::new).findOne()
                    .orElseThrow(() -> new CloudException(FleetError.ENROLMENT_REFUSED,
                            "The enrolment token is unknown, used, or too old. Ask the operator for a new one."));
            handle.createUpdate("update fleet.host set key_hash = :key where id = :host").bind("key", hash(key.getEncoded()))
                    .bind("host", host.value()).execute();
            tellRegion(handle, host);
            return host;
        });
    }

    /** Whether this key speaks for the host. */
    boolean speaksFor(HostId host, PublicKey key) {
        byte[] known = database.with(handle -> handle.createQuery("select key_hash from fleet.host where id = :host and key_hash is not null")
                .bind("host", host.value()).mapTo(byte[].class).findOne().orElse(new byte[0]));
        return MessageDigest.isEqual(known, hash(key.getEncoded()));
    }

    /** The hosts of a region are each other's peers: a change of one is news to all. */
    private void tellRegion(Handle handle, HostId host) {
        handle.createQuery("""
                with region as (select id from fleet.host where region = (select region from fleet.host where id = :host) order by id for no key update)
                update fleet.host h set generation = generation + 1 from region where h.id = region.id returning h.id""")
                .bind("host", host.value()).mapTo(String.class).list().forEach(id -> signals.changedBy(handle, new HostId(id)));
    }

    private static List<View> read(Query query) {
        return query.map((row, context) -> new View(new HostId(row.getString("id")), row.getString("region"), row.getString("zone"),
                        row.getString("underlay_address"), State.valueOf(row.getString("state")), row.getBoolean("schedulable"),
                        Optional.ofNullable(row.getTimestamp("last_seen")).map(java.sql.Timestamp::toInstant).orElse(null), row.getString("accelerator"),
                        new Capacity(row.getInt("vcpus"), row.getLong("memory_mib"), row.getLong("disk_gib")),
                        new Capacity(row.getInt("reserved_vcpus"), row.getLong("reserved_memory_mib"), row.getLong("reserved_disk_gib")),
                        row.getLong("generation"), row.getLong("applied_generation"))).list();
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
