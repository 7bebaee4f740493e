package woad.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.core.CloudException;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;

class KeyHierarchyTest {
    private static final TenantId CONTOSO = new TenantId(UUID.fromString("11111111-1111-4111-8111-111111111111"));
    private static final TenantId FABRIKAM = new TenantId(UUID.fromString("22222222-2222-4222-8222-222222222222"));

    @TempDir
    private Path directory;
    private final SecureRandom random = new SecureRandom();
    private Database database;
    private KeyHierarchy keys;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        keys = KeyHierarchy.open(database, FileRootKey.createOrOpen(directory.resolve("root.key"), random), random);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aResourceKeyOutlivesARestart() throws Exception {
        create(CONTOSO, "disk-1");
        byte[] key = unwrap(CONTOSO, "disk-1");
        assertThat(key).hasSize(32);
        create(CONTOSO, "disk-1");
        KeyHierarchy again = KeyHierarchy.open(database, FileRootKey.open(directory.resolve("root.key"), random), random);
        assertThat(database.<byte[]>with(h -> again.unwrap(h, CONTOSO, "disk-1"))).isEqualTo(key);
        create(CONTOSO, "disk-2");
        assertThat(unwrap(CONTOSO, "disk-2")).isNotEqualTo(key);
    }

    @Test
    void aKeyIsErasedForGood() {
        create(CONTOSO, "disk-1");
        byte[] key = unwrap(CONTOSO, "disk-1");
        database.with(h -> {
            keys.destroy(h, CONTOSO, "disk-1");
            return null;
        });
        refused(KeyError.KEY_NOT_FOUND, () -> unwrap(CONTOSO, "disk-1"));
        create(CONTOSO, "disk-1");
        assertThat(unwrap(CONTOSO, "disk-1")).isNotEqualTo(key);
        database.with(h -> {
            keys.destroyTenant(h, CONTOSO);
            return null;
        });
        refused(KeyError.KEY_NOT_FOUND, () -> unwrap(CONTOSO, "disk-1"));
    }

    @Test
    void anotherTenantHasNoUseForIt() {
        create(CONTOSO, "disk-1");
        refused(KeyError.KEY_NOT_FOUND, () -> unwrap(FABRIKAM, "disk-1"));
        create(FABRIKAM, "disk-1");
        execute("update platform.wrapped_key f set wrapped = c.wrapped from platform.wrapped_key c where c.tenant = '" + CONTOSO
                + "' and f.tenant = '" + FABRIKAM + "' and f.resource = c.resource and f.resource = 'disk-1'");
        refused(KeyError.KEY_NOT_GENUINE, () -> unwrap(FABRIKAM, "disk-1"));
    }

    @Test
    void aKeyMovedToAnotherResourceDoesNotOpen() {
        create(CONTOSO, "disk-1");
        execute("update platform.wrapped_key set resource = 'disk-2' where resource = 'disk-1'");
        refused(KeyError.KEY_NOT_GENUINE, () -> unwrap(CONTOSO, "disk-2"));
    }

    @Test
    void aFlippedBitIsSeenWhereverItIs() {
        create(CONTOSO, "disk-1");
        int bits = database.with(h -> h.createQuery("select octet_length(wrapped) * 8 from platform.wrapped_key where resource = 'disk-1'").mapTo(Integer.class).one());
        for (int bit = 0; bit < bits; bit += 7) {
            String flip = "update platform.wrapped_key set wrapped = set_bit(wrapped, " + bit + ", 1 - get_bit(wrapped, " + bit + ")) where resource = 'disk-1'";
            execute(flip);
            refused(KeyError.KEY_NOT_GENUINE, () -> unwrap(CONTOSO, "disk-1"));
            execute(flip);
        }
        assertThat(unwrap(CONTOSO, "disk-1")).hasSize(32);
        execute("update platform.wrapped_key set wrapped = '\\x00' where resource = 'disk-1'");
        refused(KeyError.KEY_NOT_GENUINE, () -> unwrap(CONTOSO, "disk-1"));
    }

    @Test
    void aLostRootKeyIsNeverReplacedSilently() throws Exception {
        create(CONTOSO, "disk-1");
        Files.delete(directory.resolve("root.key"));
        refused(KeyError.ROOT_KEY_MISSING, () -> FileRootKey.open(directory.resolve("root.key"), random));
        RootKey other = FileRootKey.createOrOpen(directory.resolve("root.key"), random);
        refused(KeyError.ROOT_KEY_MISSING, () -> KeyHierarchy.open(database, other, random));
        Files.writeString(directory.resolve("root.key"), "c2hvcnQ=");
        refused(KeyError.ROOT_KEY_MISSING, () -> FileRootKey.open(directory.resolve("root.key"), random));
    }

    @Test
    void smallSecretsOpenOnlyInTheirContext() {
        byte[] secret = "signing key".getBytes(StandardCharsets.UTF_8);
        byte[] wrapped = keys.wrap(secret, "identity/signing/1");
        assertThat(keys.unwrap(wrapped, "identity/signing/1")).isEqualTo(secret);
        refused(KeyError.KEY_NOT_GENUINE, () -> keys.unwrap(wrapped, "identity/signing/2"));
        wrapped[20] ^= 1;
        refused(KeyError.KEY_NOT_GENUINE, () -> keys.unwrap(wrapped, "identity/signing/1"));
        assertThatThrownBy(() -> keys.wrap(new byte[(64 << 10) + 1], "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRootKeyIsItsOwnersOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("root.key")))).isEqualTo("rw-------");
    }

    private void create(TenantId tenant, String resource) {
        database.transaction(h -> {
            keys.createResourceKey(h, tenant, resource);
            return null;
        });
    }

    private byte[] unwrap(TenantId tenant, String resource) {
        return database.with(h -> keys.unwrap(h, tenant, resource));
    }

    private void execute(String statement) {
        assertThat(database.<Integer>with(h -> h.execute(statement))).isEqualTo(1);
    }

    private static void refused(KeyError error, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.error()).isEqualTo(error));
    }
}
