package woad.engines.localbytes;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import woad.platform.bytes.EncryptionKey;

/**
 * Seals and opens the chunks of one extent. The nonce is the chunk's index and whether it is the last one (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that a chunk opens only in its place, and an extent that
 * was cut short does not pass for whole. No nonce occurs twice under a key, since each extent has its own. For one thread.
 */
final class ChunkCipher {
    private static final int NONCE = 12;
    private final Cipher cipher;
    private final SecretKey key;

    ChunkCipher(ExtentHeader header, EncryptionKey callers) {
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw notAvailable(e);
        }
        this.key = header.chunkKey(callers);
    }

    /** @return the number of bytes written to the beginning of {@code sealed} */
    int seal(byte[] plain, int length, long index, boolean last, byte[] sealed) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(index, last));
            return cipher.doFinal(plain, 0, length, sealed, 0);
        } catch (GeneralSecurityException e) {
            throw notAvailable(e);
        }
    }

    /** @return whether the sealed bytes were genuine; only then anything is in {@code plain} that counts */
    boolean open(byte[] sealed, int length, long index, boolean last, byte[] plain) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(index, last));
            cipher.doFinal(sealed, 0, length, plain, 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw notAvailable(e);
        }
    }

    private static GCMParameterSpec nonce(long index, boolean last) {
        return new GCMParameterSpec(ExtentFormat.TAG * 8, ByteBuffer.allocate(NONCE).putInt(last ? 1 : 0).putLong(index).array());
    }

    private static IllegalStateException notAvailable(GeneralSecurityException e) {
        return new IllegalStateException("AES-256-GCM is not available", e);
    }
}
