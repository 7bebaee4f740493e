package woad.identity.directory;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What happens to all of a user's sign-ins at once. */
public final class Users {
    private Users() {}

    /** Ends all sessions of a user: browser sessions, refresh tokens, and access tokens issued before now. */
    public static void endSessions(Handle handle, DirectoryObject user, Instant now) {
        handle.createUpdate("update identity.objects set session_version = session_version + 1 where id = :user")
                .bind("user", user.id().value()).execute();
        handle.createUpdate("update identity.grants set revoked_at = :now where user_id = :user and revoked_at is null")
                .bind("now", now).bind("user", user.id().value()).execute();
        handle.createUpdate("delete from identity.browser_sessions where user_id = :user").bind("user", user.id().value()).execute();
    }
}
