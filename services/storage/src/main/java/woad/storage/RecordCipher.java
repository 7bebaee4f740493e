package woad.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import woad.platform.bytes.EncryptionKey;
import woad.platform.core.Ids;
import woad.storage.account.Account;

/**
 * Seals small records of an account (a message, an entity) with AES-256-GCM: a version byte, a random 12-byte nonce, the cipher text
 * with its 16-byte tag. Each record has a key of its own, derived from the account's data key and the record's identity, so that any
 * number of them may be sealed (NIST SP 800-38D bounds random nonces under one key) and none opens in the place of another.
 */
public final class RecordCipher {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String purpose;
    private final Ids ids;
    private final Cache<Account, EncryptionKey> keys = Caffeine.newBuilder().weakKeys().build();

    /** @param purpose what is sealed, for example {@code woad.storage.message}: two purposes share no key */
    public RecordCipher(String purpose, Ids ids) {
        this.purpose = purpose;
        this.ids = ids;
    }

    /** @param identity tells the record from all others of its purpose in the account */
    public byte[] seal(Account account, byte[] identity, byte[] record) {
        byte[] nonce = ids.bytes(NONCE_BYTES);
        byte[] sealed = new byte[1 + NONCE_BYTES + record.length + TAG_BITS / 8];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, account, identity, nonce).doFinal(record, 0, record.length, sealed, 1 + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /** @throws IllegalStateException where a bit of it was changed, or it belongs to another record or account */
    public byte[] open(Account account, byte[] identity, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new IllegalStateException("a stored record is not in a known form");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, account, identity, Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES))
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored record is not genuine", e);
        }
    }

    private Cipher cipher(int mode, Account account, byte[] identity, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(account, a -> new EncryptionKey(a.dataKey())).derive(purpose, identity), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
