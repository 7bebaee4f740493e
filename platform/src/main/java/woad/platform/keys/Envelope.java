package woad.platform.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import woad.platform.core.CloudException;

/**
 * AES-256-GCM over small secrets: a version byte, a random 12-byte nonce, the cipher text with its 16-byte tag. The context
 * is authenticated with it, so that a sealed secret opens only in its own place. A key seals far fewer than 2^32 secrets,
 * the bound for random nonces of NIST SP 800-38D.
 */
final class Envelope {
    static final int KEY_BYTES = 32;
    /** Most bytes that one envelope holds. */
    static final int LIMIT = 64 << 10;
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private Envelope() {}

    static byte[] seal(byte[] key, byte[] secret, String context, SecureRandom random) {
        if (secret.length > LIMIT) {
            throw new IllegalArgumentException("a sealed secret has at most " + LIMIT + " bytes");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(secret);
            byte[] whole = new byte[1 + NONCE_BYTES + sealed.length];
            whole[0] = VERSION;
            System.arraycopy(nonce, 0, whole, 1, NONCE_BYTES);
            System.arraycopy(sealed, 0, whole, 1 + NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /** @throws CloudException {@code KeyNotGenuine} where a bit, the key or the context is not the one that sealed it */
    static byte[] open(byte[] key, byte[] whole, String context) {
        if (whole.length < 1 + NONCE_BYTES + TAG_BITS / 8 || whole[0] != VERSION) {
            throw notGenuine(null);
        }
        byte[] nonce = Arrays.copyOfRange(whole, 1, 1 + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(whole, 1 + NONCE_BYTES, whole.length - 1 - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw notGenuine(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static CloudException notGenuine(Throwable cause) {
        return new CloudException(KeyError.KEY_NOT_GENUINE, "A stored key was changed or does not belong where it was found.", cause);
    }
}
