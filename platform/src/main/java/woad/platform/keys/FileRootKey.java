package woad.platform.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import woad.platform.core.CloudException;

/** A root key in an owner-only file: base64 of 32 random bytes. */
public final class FileRootKey implements RootKey {
    private final byte[] key;
    private final SecureRandom random;

    private FileRootKey(byte[] key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /** Reads the root key, or makes it where the file does not exist. */
    public static FileRootKey createOrOpen(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] key = new byte[Envelope.KEY_BYTES];
            random.nextBytes(key);
            PrivateFiles.write(file, Base64.getEncoder().encode(key));
        }
        return open(file, random);
    }

    /** Reads the root key. @throws CloudException {@code RootKeyMissing} where the file does not exist or holds no key */
    public static FileRootKey open(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            throw new CloudException(KeyError.ROOT_KEY_MISSING, "The root key " + file + " does not exist: restore it from its backup.");
        }
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == Envelope.KEY_BYTES) {
                return new FileRootKey(key, random);
            }
            throw new CloudException(KeyError.ROOT_KEY_MISSING, "The root key " + file + " has the wrong length: restore it from its backup.");
        } catch (IllegalArgumentException e) {
            throw new CloudException(KeyError.ROOT_KEY_MISSING, "The root key " + file + " is not base64: restore it from its backup.", e);
        }
    }

    @Override
    public String id() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("woad root key id".getBytes(StandardCharsets.US_ASCII)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    @Override
    public byte[] wrap(byte[] secret, String context) {
        return Envelope.seal(key, secret, context, random);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String context) {
        return Envelope.open(key, wrapped, context);
    }
}
