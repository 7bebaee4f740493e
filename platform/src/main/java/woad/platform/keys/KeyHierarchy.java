package woad.platform.keys;

import java.security.SecureRandom;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.TenantId;
import woad.platform.store.Database;

/**
 * The keys of the cloud: the root key wraps a key for each tenant, which wraps a key for each of its resources. Only wrapped
 * keys are stored, each bound to its tenant and resource, so that one moved elsewhere does not open. Destroying a key erases
 * what it protects; destroying a tenant's key erases everything of the tenant.
 */
public final class KeyHierarchy {
    /** The resource part of a tenant key's row. */
    private static final String TENANT_KEY = "";

    private final RootKey root;
    private final SecureRandom random;

    private KeyHierarchy(RootKey root, SecureRandom random) {
        this.root = root;
        this.random = random;
    }

    /**
     * The hierarchy under a root key.
     *
     * @throws CloudException {@code RootKeyMissing} where this database's keys were wrapped by another root key: a new one must
     *         never silently take the place of a lost one
     */
    public static KeyHierarchy open(Database database, RootKey root, SecureRandom random) {
        String stored = database.with(handle -> {
            handle.createUpdate("insert into platform.root_key (id) values (:id) on conflict do nothing").bind("id", root.id()).execute();
            return handle.createQuery("select id from platform.root_key").mapTo(String.class).one();
        });
        if (!stored.equals(root.id())) {
            throw new CloudException(KeyError.ROOT_KEY_MISSING, "The keys in the database were wrapped by the root key " + stored
                    + ", but the present one is " + root.id() + ": restore the root key from its backup.");
        }
        return new KeyHierarchy(root, random);
    }

    /** Makes a 256-bit key for a resource inside the caller's transaction; one that exists already stays. */
    public void createResourceKey(Handle handle, TenantId tenant, String resourceId) {
        if (resourceId.isEmpty()) {
            throw new IllegalArgumentException("a resource key needs a resource id");
        }
        byte[] tenantKey = tenantKey(handle, tenant).orElseGet(() -> createTenantKey(handle, tenant));
        insert(handle, tenant, resourceId, Envelope.seal(tenantKey, fresh(), context(tenant, resourceId), random));
    }

    /** The 32 bytes of a resource's key. @throws CloudException {@code KeyNotFound} or {@code KeyNotGenuine} */
    public byte[] unwrap(Handle handle, TenantId tenant, String resourceId) {
        byte[] wrapped = find(handle, tenant, resourceId).orElseThrow(() -> notFound(resourceId));
        byte[] tenantKey = tenantKey(handle, tenant).orElseThrow(() -> notFound(resourceId));
        return Envelope.open(tenantKey, wrapped, context(tenant, resourceId));
    }

    /**
     * Erases a resource's key inside the caller's transaction, and so for good what it protects; nothing where there is none.
     * Backups and logs of the database hold the wrapped form until they expire.
     */
    public void destroy(Handle handle, TenantId tenant, String resourceId) {
        if (resourceId.isEmpty()) {
            throw new IllegalArgumentException("a resource key needs a resource id");
        }
        handle.createUpdate("delete from platform.wrapped_key where tenant = :tenant and resource = :resource")
                .bind("tenant", tenant.value()).bind("resource", resourceId).execute();
    }

    /** Erases all keys of a tenant inside the caller's transaction. */
    public void destroyTenant(Handle handle, TenantId tenant) {
        handle.createUpdate("delete from platform.wrapped_key where tenant = :tenant").bind("tenant", tenant.value()).execute();
    }

    /**
     * Wraps a small secret of the cloud itself (at most 64 KiB), to be stored by the caller.
     *
     * @param context what it is and where it is stored; the same text opens it
     */
    public byte[] wrap(byte[] secret, String context) {
        return root.wrap(secret, "secret:" + context);
    }

    /** Opens what {@link #wrap} sealed. @throws CloudException {@code KeyNotGenuine} where it was changed or the context is another */
    public byte[] unwrap(byte[] wrapped, String context) {
        return root.unwrap(wrapped, "secret:" + context);
    }

    private Optional<byte[]> tenantKey(Handle handle, TenantId tenant) {
        return find(handle, tenant, TENANT_KEY).map(wrapped -> root.unwrap(wrapped, context(tenant, TENANT_KEY)));
    }

    private byte[] createTenantKey(Handle handle, TenantId tenant) {
        insert(handle, tenant, TENANT_KEY, root.wrap(fresh(), context(tenant, TENANT_KEY)));
        return tenantKey(handle, tenant).orElseThrow(() -> notFound(tenant.toString()));
    }

    private byte[] fresh() {
        byte[] key = new byte[Envelope.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private static void insert(Handle handle, TenantId tenant, String resource, byte[] wrapped) {
        handle.createUpdate("insert into platform.wrapped_key (tenant, resource, wrapped) values (:tenant, :resource, :wrapped) on conflict do nothing")
                .bind("tenant", tenant.value()).bind("resource", resource).bind("wrapped", wrapped).execute();
    }

    private static Optional<byte[]> find(Handle handle, TenantId tenant, String resource) {
        return handle.createQuery("select wrapped from platform.wrapped_key where tenant = :tenant and resource = :resource")
                .bind("tenant", tenant.value()).bind("resource", resource).mapTo(byte[].class).findOne();
    }

    private static String context(TenantId tenant, String resource) {
        return resource.equals(TENANT_KEY) ? "tenant-key:" + tenant : "resource-key:" + tenant + ":" + resource;
    }

    private static CloudException notFound(String what) {
        return new CloudException(KeyError.KEY_NOT_FOUND, "The key of " + what + " does not exist or was destroyed.");
    }
}
