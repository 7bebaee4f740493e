package woad.engines.qemu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header of a LUKS volume, version 1 (LUKS On-Disk Format Specification 1.2.3): AES-256-XTS, plain64, SHA-256, one
 * key slot. It is written here rather than by {@code qemu-img} because that spends two seconds of processor time on
 * finding how often to derive a key; the passphrases here are 256 random bits, which need no slow derivation.
 */
final class LuksHeader {

    /** Bytes from the header's begin to the place of the first data, as QEMU lays out eight slots. */
    static final int BYTES = 4040 * 512;

    private static final int SECTOR = 512;
    private static final int VOLUME_KEY_BYTES = 64;
    private static final int STRIPES = 4000;
    private static final int ITERATIONS = 1000;
    private static final int SLOTS = 8;
    private static final int FIRST_SLOT_SECTOR = 8;
    private static final int SLOT_SECTORS = 504;
    private static final int ENABLED = 0x00AC71F3;
    private static final int DISABLED = 0x0000DEAD;

    private LuksHeader() {}

    /** A new volume's header with a volume key of its own, which the passphrase opens. */
    static byte[] create(byte[] passphrase, SecureRandom random) {
        byte[] volumeKey = bytes(random, VOLUME_KEY_BYTES);
        try {
            return write(passphrase, volumeKey, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES or SHA-256", e);
        } finally {
            Arrays.fill(volumeKey, (byte) 0);
        }
    }

    private static byte[] write(byte[] passphrase, byte[] volumeKey, SecureRandom random) throws GeneralSecurityException {
        byte[] digestSalt = bytes(random, 32);
        byte[] slotSalt = bytes(random, 32);
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.put(new byte[] {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe}).putShort((short) 1);
        text(header, "aes", 32);
        text(header, "xts-plain64", 32);
        text(header, "sha256", 32);
        header.putInt(BYTES / SECTOR).putInt(VOLUME_KEY_BYTES);
        header.put(derive(volumeKey, digestSalt, 20)).put(digestSalt).putInt(ITERATIONS);
        text(header, UUID.nameUUIDFromBytes(bytes(random, 16)).toString(), 40);
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean first = slot == 0;
            header.putInt(first ? ENABLED : DISABLED).putInt(first ? ITERATIONS : 0).put(first ? slotSalt : new byte[32]);
            header.putInt(FIRST_SLOT_SECTOR + slot * SLOT_SECTORS).putInt(STRIPES);
        }
        header.position(FIRST_SLOT_SECTOR * SECTOR);
        header.put(encrypt(split(volumeKey, random), derive(passphrase, slotSalt, VOLUME_KEY_BYTES)));
        return header.array();
    }

    /** The anti-forensic splitter (specification, section 2.4): all stripes are needed to get the key back. */
    private static byte[] split(byte[] key, SecureRandom random) throws GeneralSecurityException {
        byte[] stripes = bytes(random, key.length * STRIPES);
        byte[] mixed = new byte[key.length];
        int last = key.length * (STRIPES - 1);
        for (int at = 0; at < last; at += key.length) {
            for (int index = 0; index < key.length; index++) {
                mixed[index] ^= stripes[at + index];
            }
            mixed = diffuse(mixed);
        }
        for (int index = 0; index < key.length; index++) {
            stripes[last + index] = (byte) (mixed[index] ^ key[index]);
        }
        return stripes;
    }

    private static byte[] diffuse(byte[] block) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer out = ByteBuffer.allocate(block.length);
        for (int part = 0; part < block.length / digest.getDigestLength(); part++) {
            digest.update(ByteBuffer.allocate(4).putInt(part).flip());
            digest.update(block, part * digest.getDigestLength(), digest.getDigestLength());
            out.put(digest.digest());
        }
        return out.array();
    }

    /** PBKDF2 with HMAC-SHA-256 (RFC 8018) over bytes, which Java's own takes only as text. */
    private static byte[] derive(byte[] secret, byte[] salt, int length) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        ByteBuffer derived = ByteBuffer.allocate((length + 31) / 32 * 32);
        for (int block = 1; derived.hasRemaining(); block++) {
            mac.update(salt);
            byte[] round = mac.doFinal(ByteBuffer.allocate(4).putInt(block).array());
            byte[] sum = round.clone();
            for (int iteration = 1; iteration < ITERATIONS; iteration++) {
                round = mac.doFinal(round);
                for (int index = 0; index < sum.length; index++) {
                    sum[index] ^= round[index];
                }
            }
            derived.put(sum);
        }
        return Arrays.copyOf(derived.array(), length);
    }

    /** AES-XTS (IEEE 1619) with the sector's number, from 0, as tweak. */
    private static byte[] encrypt(byte[] plain, byte[] key) throws GeneralSecurityException {
        Cipher data = aes(Arrays.copyOfRange(key, 0, key.length / 2));
        Cipher tweaks = aes(Arrays.copyOfRange(key, key.length / 2, key.length));
        byte[] encrypted = new byte[plain.length];
        for (int sector = 0; sector < plain.length / SECTOR; sector++) {
            byte[] mask = sectorMask(tweaks, sector);
            byte[] block = Arrays.copyOfRange(plain, sector * SECTOR, (sector + 1) * SECTOR);
            xor(block, mask);
            block = data.doFinal(block);
            xor(block, mask);
            System.arraycopy(block, 0, encrypted, sector * SECTOR, SECTOR);
        }
        return encrypted;
    }

    /** The tweak of each 16-byte block: the encrypted sector number, doubled in GF(2^128) from one to the next. */
    private static byte[] sectorMask(Cipher tweaks, int sector) throws GeneralSecurityException {
        ByteBuffer number = ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(0, sector);
        byte[] tweak = tweaks.doFinal(number.array());
        byte[] mask = new byte[SECTOR];
        for (int at = 0; at < SECTOR; at += tweak.length) {
            System.arraycopy(tweak, 0, mask, at, tweak.length);
            int carry = 0;
            for (int index = 0; index < tweak.length; index++) {
                int doubled = (tweak[index] & 0xff) << 1 | carry;
                carry = doubled >> 8;
                tweak[index] = (byte) doubled;
            }
            tweak[0] ^= (byte) (carry == 0 ? 0 : 0x87);
        }
        return mask;
    }

    private static void xor(byte[] block, byte[] mask) {
        for (int index = 0; index < block.length; index++) {
            block[index] ^= mask[index];
        }
    }

    private static Cipher aes(byte[] key) throws GeneralSecurityException {
        // One block at a time is what XTS is built of; the mode's own weakness does not apply.
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher;
    }

    private static void text(ByteBuffer header, String text, int width) {
        header.put(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), width));
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
