package woad.platform.core;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** The source of new identifiers and secrets, handed in from the composition root. */
public final class Ids {
    private final SecureRandom random;

    public Ids(SecureRandom random) {
        this.random = random;
    }

    /** A random (version 4) GUID. */
    public UUID guid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | bytes[i] & 0xff;
            low = low << 8 | bytes[i + 8] & 0xff;
        }
        return new UUID(high, low);
    }

    /** Random bytes, fit for a key. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A secret of {@code count} random bytes as unpadded base64url. It never begins with a hyphen, for which command lines would take it for an option. */
    public String secret(int count) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(count));
        return text.startsWith("-") ? secret(count) : text;
    }

    /** A number from 0 up to but not including {@code bound}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }
}
