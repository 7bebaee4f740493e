package woad.platform.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A 256-bit key under which extents are sealed, for example an account's. It is never used itself: every extent is sealed under
 * a key derived from it (HKDF-SHA-256, RFC 5869), so that one key may seal any number of extents.
 */
public final class EncryptionKey {
    private static final int BYTES = 32;
    private static final String KDF_NAME = "HKDF-SHA256";
    /** The pseudo-random key of RFC 5869, section 2.2. */
    private final SecretKey extracted;
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
        this.extracted = extract(key);
        ByteBuffer derived = ByteBuffer.wrap(derive("woad.encryption-key-id", new byte[0]).getEncoded());
        this.id = new Id(new UUID(derived.getLong(), derived.getLong()));
    }

    /** What tells this key from others. */
    public Id id() {
        return id;
    }

    /**
     * An AES-256 key for one purpose in one context.
     *
     * @param purpose what it is for; no two uses share it
     * @param context what the key is bound to: another context gives another key. Where keys must not repeat, it holds random bytes
     */
    public SecretKey derive(String purpose, byte[] context) {
        byte[] label = purpose.getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(label.length + 1 + context.length).put(label).put((byte) 0).put(context).array();
        try {
            return KDF.getInstance(KDF_NAME).deriveKey("AES", HKDFParameterSpec.expandOnly(extracted, info, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(KDF_NAME + " is not available", e);
        }
    }

    private static SecretKey extract(byte[] key) {
        try {
            return KDF.getInstance(KDF_NAME).deriveKey("Generic", HKDFParameterSpec.ofExtract().addIKM(key).extractOnly());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(KDF_NAME + " is not available", e);
        }
    }

    @Override
    public String toString() {
        return "EncryptionKey " + id;
    }
}
