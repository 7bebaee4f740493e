package woad.platform.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class EncryptionKeyTest {
    private static final byte[] ONES = filled(1);

    @Test
    void theIdTellsKeysApartAndGivesNothingAway() {
        EncryptionKey key = new EncryptionKey(ONES);
        assertThat(key.id()).isEqualTo(new EncryptionKey(ONES).id()).isNotEqualTo(new EncryptionKey(filled(2)).id());
        assertThat(key.toString()).contains(key.id().toString()).doesNotContain(HexFormat.of().formatHex(ONES));
    }

    @Test
    void derivedKeysDependOnKeyPurposeAndContext() {
        EncryptionKey key = new EncryptionKey(ONES);
        byte[] derived = key.derive("a", new byte[] {1}).getEncoded();
        assertThat(derived).hasSize(32).isEqualTo(new EncryptionKey(ONES).derive("a", new byte[] {1}).getEncoded()).isNotEqualTo(ONES);
        assertThat(derived).isNotEqualTo(key.derive("b", new byte[] {1}).getEncoded()).isNotEqualTo(key.derive("a", new byte[] {2}).getEncoded())
                .isNotEqualTo(new EncryptionKey(filled(2)).derive("a", new byte[] {1}).getEncoded());
    }

    /** HKDF spelled out by HMAC (RFC 5869, 2.2 and 2.3): what is sealed today must open with any library later. */
    @Test
    void derivationIsHkdfWithSha256() throws Exception {
        byte[] extracted = hmac(new byte[32], ONES);
        byte[] expanded = hmac(extracted, new byte[] {'a', 0, 7, 1});
        assertThat(new EncryptionKey(ONES).derive("a", new byte[] {7}).getEncoded()).isEqualTo(expanded);
    }

    @Test
    void onlyKeysOf256BitsAreTaken() {
        assertThatThrownBy(() -> new EncryptionKey(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyKeepsNothingOfTheCallersArray() {
        byte[] bytes = ONES.clone();
        EncryptionKey key = new EncryptionKey(bytes);
        Arrays.fill(bytes, (byte) 0);
        assertThat(key.derive("a", new byte[0]).getEncoded()).isEqualTo(new EncryptionKey(ONES).derive("a", new byte[0]).getEncoded());
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
