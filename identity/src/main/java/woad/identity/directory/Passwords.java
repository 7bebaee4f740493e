package woad.identity.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.UUID;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;

/**
 * People's passwords: Argon2id (RFC 9106) with 19 MiB and two passes, as OWASP advises, in PHC string form. At most a few are
 * computed at a time, so that a storm of guesses cannot take the memory of everything else.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LENGTH = 32;
    private static final int LONGEST = 256;
    private static final int SHORTEST = 8;
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private final Ids ids;
    private final Semaphore turns = new Semaphore(2, true);
    private final String unknown;

    /** A stored password. */
    public record Stored(String hash, boolean mustChange) {
        @Override
        public String toString() {
            return "Stored[mustChange=" + mustChange + "]";
        }
    }

    public Passwords(Ids ids) {
        this.ids = ids;
        // Random bytes, which no password hashes to: what costs time is comparing with them.
        this.unknown = stored(ids.bytes(16), ids.bytes(LENGTH));
    }

    /** A new password of 20 letters and digits (about 116 bits), none of which look alike. */
    public String generate() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "").append(ALPHABET.charAt(ids.below(ALPHABET.length())));
        }
        return password.toString();
    }

    /** Sets a user's password. @throws CloudException {@code Request_BadRequest} where it is too short, too long or too simple */
    public void set(Handle handle, UUID user, String password, boolean mustChange, Instant now) {
        check(password);
        handle.createUpdate("""
                insert into identity.passwords (user_id, hash, must_change, changed_at) values (:user, :hash, :mustChange, :now)
                on conflict (user_id) do update set hash = excluded.hash, must_change = excluded.must_change, changed_at = excluded.changed_at
                """).bind("user", user).bind("hash", hash(password)).bind("mustChange", mustChange).bind("now", now).execute();
    }

    /** The stored password of a user, where there is one. */
    public static Optional<Stored> find(Handle handle, UUID user) {
        return handle.createQuery("select hash, must_change from identity.passwords where user_id = :user").bind("user", user)
                .map((row, context) -> new Stored(row.getString("hash"), row.getBoolean("must_change"))).findOne();
    }

    /** Whether the password is the stored one. Takes the same time where there is none, so that nobody learns which names exist. */
    public boolean matches(String password, Optional<Stored> stored) {
        boolean fits = password.length() <= LONGEST;
        boolean same = verify(fits ? password : "", stored.map(Stored::hash).orElse(unknown));
        return fits && same && stored.isPresent();
    }

    private static void check(String password) {
        long classes = password.chars().map(Passwords::characterClass).distinct().count();
        if (password.length() < SHORTEST || password.length() > LONGEST || classes < 3) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "The specified password does not comply with password complexity requirements. "
                    + "Please provide a different password: 8 to 256 characters from at least three of lower case, upper case, digits and symbols.");
        }
    }

    private static int characterClass(int character) {
        return Character.isLowerCase(character) ? 0 : Character.isUpperCase(character) ? 1 : Character.isDigit(character) ? 2 : 3;
    }

    private String hash(String password) {
        byte[] salt = ids.bytes(16);
        return stored(salt, compute(password, salt, MEMORY_KIB, PASSES));
    }

    private static String stored(byte[] salt, byte[] hash) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
    }

    private boolean verify(String password, String stored) {
        String[] parts = stored.split("\\$");
        String[] costs = parts[3].split("[=,]");
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        byte[] computed = compute(password, Base64.getDecoder().decode(parts[4]), Integer.parseInt(costs[1]), Integer.parseInt(costs[3]));
        return MessageDigest.isEqual(expected, computed);
    }

    private byte[] compute(String password, byte[] salt, int memory, int passes) {
        byte[] text = password.getBytes(StandardCharsets.UTF_8);
        byte[] result = new byte[LENGTH];
        turns.acquireUninterruptibly();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory).withIterations(passes).withParallelism(1).withSalt(salt).build());
            generator.generateBytes(text, result);
        } finally {
            turns.release();
            Arrays.fill(text, (byte) 0);
        }
        return result;
    }
}
