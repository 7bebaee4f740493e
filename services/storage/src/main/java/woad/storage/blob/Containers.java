package woad.storage.blob;

import static woad.storage.StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY;
import static woad.storage.StorageError.CONTAINER_ALREADY_EXISTS;
import static woad.storage.StorageError.CONTAINER_NOT_FOUND;
import static woad.storage.StorageError.PUBLIC_ACCESS_NOT_PERMITTED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.storage.access.PublicAccess;
import woad.storage.account.Account;
import woad.storage.account.Retention;
import woad.storage.wire.Conditions;
import woad.storage.wire.SignedIdentifier;

/** The containers of accounts. Methods refuse with the errors of the blob service. */
public final class Containers {
    private final Database database;
    private final Ids ids;
    private final Moments moments;

    public Containers(Database database, Ids ids, Moments moments) {
        this.database = database;
        this.ids = ids;
        this.moments = moments;
    }

    /** Makes a container. */
    public Container create(Account account, String name, SortedMap<String, String> metadata, PublicAccess access) {
        requirePermitted(account, access);
        Instant moment = moments.next();
        Container container = new Container(ids.guid(), account.id(), Names.container(name), Moments.tag(moment), moment, metadata, access, List.of(), Lease.NONE, null);
        if (!database.with(handle -> ContainerTable.insert(handle, container))) {
            throw CONTAINER_ALREADY_EXISTS.refusal();
        }
        return container;
    }

    /** The container, if it is there. */
    public Optional<Container> find(Account account, String name) {
        return Names.isContainer(name) ? database.with(handle -> ContainerTable.find(handle, account.id(), name)) : Optional.empty();
    }

    /** The container. @param lease the lease that the request names, or null */
    public Container get(Account account, String name, UUID lease) {
        Container container = find(account, name).orElseThrow(CONTAINER_NOT_FOUND::refusal);
        LeaseGuard.CONTAINER.read(container.lease(), lease, moments.now());
        return container;
    }

    /** Replaces the metadata. */
    Container setMetadata(Account account, String name, Demand demand, SortedMap<String, String> metadata) {
        return change(account, name, demand, (container, moment) -> container.with(metadata).changed(moment));
    }

    /** Replaces who may read without credential, and the policies to which signatures refer. */
    Container setAccess(Account account, String name, Demand demand, PublicAccess access, List<SignedIdentifier> policies) {
        requirePermitted(account, access);
        return change(account, name, demand, (container, moment) -> container.with(access, policies).changed(moment));
    }

    /** Changes the lease; neither the tag nor the time of the last change does. @param change of the lease, at the present moment */
    Container lease(Account account, String name, Conditions conditions, BiFunction<Lease, Instant, Lease> change) {
        return change(account, name, new Demand(conditions, null, null), (container, moment) -> container.with(change.apply(container.lease(), moment)));
    }

    /** Deletes the container; what it holds goes with it, and comes back with it where containers are kept for a while. */
    void delete(Account account, String name, Demand demand) {
        database.transaction(handle -> {
            Container container = ContainerTable.lock(handle, account.id(), name).orElseThrow(CONTAINER_NOT_FOUND::refusal);
            Instant now = moments.next();
            demand.conditions().checkWrite(container.etag(), container.lastModified());
            LeaseGuard.CONTAINER.write(container.lease(), demand.lease(), now);
            remove(handle, account, container, now);
            return null;
        });
    }

    /** Removes a container that nothing keeps, or lets it wait to be taken back. */
    static void remove(Handle handle, Account account, Container container, Instant now) {
        if (ContainerTable.isProtected(handle, container.id(), now)) {
            throw BLOB_IMMUTABLE_DUE_TO_POLICY.refusalSaying("The container has blobs under a legal hold or an immutability policy.");
        }
        Retention retention = account.services().blob().containerDeleteRetention();
        if (retention.enabled()) {
            String version = Long.toHexString(Moments.tag(now).value()).toUpperCase(java.util.Locale.ROOT);
            ContainerTable.softDelete(handle, container.id(), new Container.Deleted(now, version, now.plus(Duration.ofDays(retention.days()))));
        } else {
            ContainerTable.remove(handle, container.id());
        }
    }

    /** Takes back a deletion. @param version of the deleted container @param as the name it gets */
    public void restore(Account account, String name, String version, String as) {
        Names.container(as);
        boolean restored = database.with(handle -> ContainerTable.restore(handle, account.id(), name, version, as));
        if (!restored) {
            throw (find(account, as).isPresent() ? CONTAINER_ALREADY_EXISTS : CONTAINER_NOT_FOUND).refusal();
        }
    }

    /** Containers in the order of their names, one more than {@code most} where there are more. */
    public List<Container> list(Account account, String prefix, String from, boolean deleted, boolean system, int most) {
        return database.with(handle -> ContainerTable.list(handle, account.id(), prefix, from, deleted, system, most + 1));
    }

    private Container change(Account account, String name, Demand demand, BiFunction<Container, Instant, Container> change) {
        return database.transaction(handle -> {
            Container container = ContainerTable.lock(handle, account.id(), name).orElseThrow(CONTAINER_NOT_FOUND::refusal);
            demand.conditions().checkWrite(container.etag(), container.lastModified());
            LeaseGuard.CONTAINER.read(container.lease(), demand.lease(), moments.now());
            Container changed = change.apply(container, moments.next());
            ContainerTable.update(handle, changed);
            return changed;
        });
    }

    private static void requirePermitted(Account account, PublicAccess access) {
        if (access != PublicAccess.NONE && !account.settings().allowBlobPublicAccess()) {
            throw PUBLIC_ACCESS_NOT_PERMITTED.refusal();
        }
    }
}
