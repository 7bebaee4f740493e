package woad.platform.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256-bit key under which extents are sealed, for example an account's. It is never used itself: every extent is sealed under
 * a key derived from it (HKDF-SHA-256, RFC 5869), so that one key may seal any number of extents.
 */
public final class EncryptionKey {
    private static final int BYTES = 32;
    private final SecretKey secret;
    private final Id id;

    /**
     * Tells keys apart without giving anything of them away; derived from the key, so that it need not be stored. Not a secret.
     */
    public record Id(UUID value) {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** @throws IllegalArgumentException where the key has not 32 bytes */
    public EncryptionKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("an encryption key has " + BYTES + " bytes");
        }
        this.secret = new SecretKeySpec(key, "HKDF");
        ByteBuffer derived = ByteBuffer.wrap(derive(new byte[0], "woad.encryption-key-id").getEncoded());
        this.id = new Id(new UUID(derived.getLong(), derived.getLong()));
    }

    /** What tells this key from others. */
    public Id id() {
        return id;
    }

    /**
     * An AES-256 key for one purpose.
     *
     * @param salt makes it different each time for the same purpose
     * @param purpose what it is for; no two uses share it
     */
    public SecretKey derive(byte[] salt, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt)
                    .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA-256 is not available", e);
        }
    }

    @Override
    public String toString() {
        return "EncryptionKey " + id;
    }
}
