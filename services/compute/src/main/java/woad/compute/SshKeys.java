package woad.compute;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** OpenSSH public key lines. Source: RFC 4253 section 6.6 and sshd(8), "AUTHORIZED_KEYS FILE FORMAT". */
final class SshKeys {
    private static final Set<String> KINDS = Set.of("ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LONGEST = 16 * 1024;

    private SshKeys() {}

    /** Whether the text is one public key: a known kind, base64 that says the same kind, RSA of at least 2048 bits, a comment without line breaks. */
    static boolean isPublicKey(String text) {
        String line = text.strip();
        String[] parts = line.split("[ \\t]+", 3);
        if (line.length() > LONGEST || line.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0) || parts.length < 2 || !KINDS.contains(parts[0])) {
            return false;
        }
        try {
            ByteBuffer key = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]));
            if (!new String(field(key), StandardCharsets.US_ASCII).equals(parts[0])) {
                return false;
            }
            if (!parts[0].equals("ssh-rsa")) {
                return field(key).length > 0;
            }
            field(key);
            return new java.math.BigInteger(field(key)).bitLength() >= LEAST_RSA_BITS;
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }

    private static byte[] field(ByteBuffer key) {
        int length = key.getInt();
        if (length < 0 || length > key.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        key.get(bytes);
        return bytes;
    }
}
