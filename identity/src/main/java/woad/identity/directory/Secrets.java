package woad.identity.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;

/**
 * Secrets of applications and service principals: random, made here, stored as SHA-256 and compared in constant time. The text
 * is told once.
 */
public final class Secrets {
    /** How long a secret holds where its maker does not say: as Microsoft Graph, two years. */
    public static final Duration DEFAULT_LIFE = Duration.ofDays(730);

    private final Ids ids;

    /** What may be shown of a secret. @param hint its first three characters */
    public record Shown(UUID keyId, UUID object, String hint, String displayName, Instant startsAt, Instant endsAt) {}

    /** A new secret with its text. */
    public record Made(Shown shown, String text) {
        @Override
        public String toString() {
            return "Made[" + shown + "]";
        }
    }

    public Secrets(Ids ids) {
        this.ids = ids;
    }

    /** Adds a secret to an application or service principal. @param displayName for people, or null */
    public Made add(Handle handle, UUID object, String displayName, Instant startsAt, Instant endsAt) {
        if (!endsAt.isAfter(startsAt)) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "The endDateTime of a password credential must be after its startDateTime.");
        }
        String text = ids.secret(32);
        Shown shown = new Shown(ids.guid(), object, text.substring(0, 3), displayName, startsAt, endsAt);
        handle.createUpdate("""
                insert into identity.secrets (key_id, object_id, hash, hint, display_name, starts_at, ends_at)
                values (:keyId, :object, :hash, :hint, :displayName, :startsAt, :endsAt)
                """)
                .bind("keyId", shown.keyId()).bind("object", object).bind("hash", sha256(text)).bind("hint", shown.hint())
                .bind("displayName", displayName).bind("startsAt", startsAt).bind("endsAt", endsAt).execute();
        return new Made(shown, text);
    }

    /** Removes a secret. @return whether there was one */
    public static boolean remove(Handle handle, UUID object, UUID keyId) {
        return handle.createUpdate("delete from identity.secrets where key_id = :keyId and object_id = :object")
                .bind("keyId", keyId).bind("object", object).execute() > 0;
    }

    /** What may be shown of the secrets of some objects, oldest first. */
    public static List<Shown> list(Handle handle, List<UUID> objects) {
        return handle.createQuery("""
                select key_id, object_id, hint, display_name, starts_at, ends_at from identity.secrets
                where object_id = any(:objects) order by starts_at, key_id
                """)
                .bind("objects", objects.toArray(UUID[]::new))
                .map((row, context) -> new Shown(row.getObject("key_id", UUID.class), row.getObject("object_id", UUID.class),
                        row.getString("hint"), row.getString("display_name"),
                        row.getTimestamp("starts_at").toInstant(), row.getTimestamp("ends_at").toInstant())).list();
    }

    /** The digest under which a random secret is kept. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
