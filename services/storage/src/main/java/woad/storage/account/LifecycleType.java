package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.ProxyType;
import woad.resources.provider.View;

/** {@code managementPolicies} of an account: {@code default}, where there is one, says what becomes of blobs with time. */
final class LifecycleType implements ProxyType {
    private final Database database;
    private final AccountTable table;
    private final Accounts accounts;
    private final InstantSource clock;

    LifecycleType(Database database, AccountTable table, Accounts accounts, InstantSource clock) {
        this.database = database;
        this.table = table;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public String type() {
        return AccountType.TYPE + "/managementPolicies";
    }

    @Override
    public List<String> apiVersions() {
        return AccountType.VERSIONS;
    }

    @Override
    public boolean deletable() {
        return true;
    }

    /** Clients of this service take 200 only. */
    @Override
    public int createdStatus() {
        return 200;
    }

    @Override
    public Optional<ObjectNode> find(Resource owner, ResourceId id, View view) {
        return isDefault(id) ? database.with(handle -> AccountTable.policy(handle, owner.uniqueId())).map(policy -> {
            ObjectNode body = Json.object();
            body.set("properties", LifecycleBodies.write(policy));
            return body;
        }) : Optional.empty();
    }

    @Override
    public List<Named> list(Resource owner, ResourceId parent, Page page, View view) {
        return page.only(ServiceType.DEFAULT, find(owner, parent.child("managementPolicies", ServiceType.DEFAULT), view));
    }

    @Override
    public boolean put(Handle handle, Resource owner, ResourceId id, ObjectNode body) {
        Account account = table.find(handle, owner.id().name()).orElseThrow();
        if (!isDefault(id)) {
            throw new CloudException(AccountError.NOT_FOR_ACCOUNT, "The only management policy of an account is 'default'.");
        }
        if (!account.kind().hasAccessTiers()) {
            throw new CloudException(AccountError.NOT_FOR_ACCOUNT, "An account of kind " + account.kind().text() + " has no access tiers and no management policy.");
        }
        boolean present = AccountTable.policy(handle, account.id()).isPresent();
        LifecyclePolicy policy = LifecycleBodies.read(body, account.services().blob().lastAccessTimeTracking(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        AccountTable.writePolicy(handle, account.id(), policy);
        accounts.changed(handle, account.name());
        return !present;
    }

    @Override
    public boolean delete(Handle handle, Resource owner, ResourceId id) {
        boolean present = isDefault(id) && AccountTable.policy(handle, owner.uniqueId()).isPresent();
        if (present) {
            AccountTable.writePolicy(handle, owner.uniqueId(), null);
            accounts.changed(handle, owner.id().name());
        }
        return present;
    }

    private static boolean isDefault(ResourceId id) {
        return id.name().equalsIgnoreCase(ServiceType.DEFAULT);
    }
}
