package woad.identity.tokens;

import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.web.Caller;

/**
 * The RSA keys (3072 bits) that sign one realm's tokens. The newest signs; older ones are published until the last token that
 * they signed has expired. Nodes learn of each other's new keys when they meet an unknown {@code kid}.
 */
public final class SigningKeys {
    private static final Duration RELOAD = Duration.ofSeconds(5);
    private static final int BITS = 3072;

    private final Database database;
    private final Caller.Realm realm;
    private final Ids ids;
    private final InstantSource clock;
    private final KeyHierarchy hierarchy;
    private volatile Loaded loaded;

    private record Loaded(Map<String, RSAKey> byId, RSAKey signing, Instant at) {}

    public SigningKeys(Database database, Caller.Realm realm, Ids ids, InstantSource clock, KeyHierarchy hierarchy) {
        this.database = database;
        this.realm = realm;
        this.ids = ids;
        this.clock = clock;
        this.hierarchy = hierarchy;
        database.transaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtext('identity.signing_keys'))");
            boolean exists = handle.createQuery("select exists (select from identity.signing_keys where realm = :realm)")
                    .bind("realm", realm.name()).mapTo(Boolean.class).one();
            if (!exists) {
                store(handle, generate());
            }
            return realm;
        });
        reload();
    }

    /** The key that signs now, private part included. */
    RSAKey signing() {
        return loaded.signing();
    }

    /** The public parts of all keys whose tokens may still hold, newest first. */
    List<RSAKey> published() {
        Instant now = clock.instant();
        if (loaded.at().plus(Duration.ofMinutes(1)).isBefore(now)) {
            reload();
        }
        return List.copyOf(loaded.byId().values());
    }

    /** The public key of a {@code kid}; empty where the realm has none of that name, or not any more. */
    Optional<RSAKey> find(String kid) {
        RSAKey key = loaded.byId().get(kid);
        if (key == null && loaded.at().plus(RELOAD).isBefore(clock.instant())) {
            reload();
            key = loaded.byId().get(kid);
        }
        return Optional.ofNullable(key);
    }

    /** Makes a new key that signs from now on. Older ones are published for {@link TokenIssuer#LONGEST_LIFE} more, then gone. */
    public void rotate() {
        RSAKey key = generate();
        Instant now = clock.instant();
        database.transaction(handle -> {
            handle.createUpdate("update identity.signing_keys set retires_at = :at where realm = :realm and retires_at is null")
                    .bind("at", now.plus(TokenIssuer.LONGEST_LIFE)).bind("realm", realm.name()).execute();
            handle.createUpdate("delete from identity.signing_keys where realm = :realm and retires_at < :now")
                    .bind("realm", realm.name()).bind("now", now).execute();
            store(handle, key);
            return key;
        });
        reload();
    }

    private synchronized void reload() {
        Instant now = clock.instant();
        Map<String, RSAKey> byId = new LinkedHashMap<>();
        RSAKey[] newest = new RSAKey[1];
        database.with(handle -> handle.createQuery("""
                select kid, public_key, private_key, retires_at from identity.signing_keys
                where realm = :realm and (retires_at is null or retires_at > :now) order by created_at desc, kid
                """)
                .bind("realm", realm.name()).bind("now", now)
                .map((row, context) -> {
                    String kid = row.getString("kid");
                    RSAKey known = loaded == null ? null : loaded.byId().get(kid);
                    RSAKey key = known == null ? new RSAKey.Builder(publicKey(row.getBytes("public_key"))).keyID(kid).build() : known;
                    byId.put(kid, key);
                    if (newest[0] == null && row.getTimestamp("retires_at") == null) {
                        newest[0] = loaded != null && loaded.signing().getKeyID().equals(kid) ? loaded.signing()
                                : new RSAKey.Builder(key).privateKey(privateKey(row.getBytes("private_key"), kid)).build();
                    }
                    return kid;
                }).list());
        loaded = new Loaded(byId, newest[0], now);
    }

    private RSAKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey((RSAPrivateKey) pair.getPrivate())
                    .keyID(ids.secret(20)).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make an RSA key", e);
        }
    }

    private void store(Handle handle, RSAKey key) {
        try {
            byte[] plain = key.toRSAPrivateKey().getEncoded();
            byte[] wrapped = hierarchy.wrap(plain, purpose(key.getKeyID()));
            Arrays.fill(plain, (byte) 0);
            handle.createUpdate("""
                    insert into identity.signing_keys (kid, realm, public_key, private_key, created_at)
                    values (:kid, :realm, :public, :private, :now)
                    """)
                    .bind("kid", key.getKeyID()).bind("realm", realm.name()).bind("public", key.toRSAPublicKey().getEncoded())
                    .bind("private", wrapped).bind("now", clock.instant()).execute();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException("a key just made has no RSA parts", e);
        }
    }

    private String purpose(String kid) {
        return "identity/signing/" + realm + "/" + kid;
    }

    private static RSAPublicKey publicKey(byte[] encoded) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored public key is malformed", e);
        }
    }

    private RSAPrivateKey privateKey(byte[] wrapped, String kid) {
        byte[] plain = hierarchy.unwrap(wrapped, purpose(kid));
        try {
            return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored private key is malformed", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
