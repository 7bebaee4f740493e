package woad.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Secrets;
import woad.identity.tokens.PersonLookup;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** A browser's sign-in to the sign-in service itself: a random cookie, stored as a digest, for a working day. */
public final class BrowserSessions {
    private static final String COOKIE = "__Host-woad-session";
    private static final Duration LIFE = Duration.ofHours(8);

    private final PersonLookup people;
    private final Ids ids;
    private final InstantSource clock;

    public BrowserSessions(PersonLookup people, Ids ids, InstantSource clock) {
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    /** Who is signed in in this browser, where they and their tenant are enabled. */
    public Optional<PersonLookup.Person> find(Handle handle, WebRequest request) {
        String cookie = request.cookies().get(COOKIE);
        if (cookie == null) {
            return Optional.empty();
        }
        return handle.createQuery("select user_id from identity.browser_sessions where hash = :hash and expires_at > :now")
                .bind("hash", Secrets.sha256(cookie)).bind("now", clock.instant()).mapTo(UUID.class).findOne()
                .flatMap(user -> people.find(handle, new PrincipalId(user)))
                .filter(person -> person.user().enabled() && person.tenant().enabled());
    }

    /** Begins a session, always a new one. @return the cookie's header value */
    public String begin(Handle handle, DirectoryObject user) {
        String cookie = ids.secret(32);
        Instant now = clock.instant();
        handle.createUpdate("insert into identity.browser_sessions (hash, user_id, created_at, expires_at) values (:hash, :user, :now, :expires)")
                .bind("hash", Secrets.sha256(cookie)).bind("user", user.id().value()).bind("now", now).bind("expires", now.plus(LIFE)).execute();
        return COOKIE + "=" + cookie + "; Path=/; Secure; HttpOnly; SameSite=Lax";
    }

    /** Ends this browser's session. */
    public WebResponse end(Handle handle, WebRequest request, WebResponse response) {
        String cookie = request.cookies().get(COOKIE);
        if (cookie != null) {
            handle.createUpdate("delete from identity.browser_sessions where hash = :hash").bind("hash", Secrets.sha256(cookie)).execute();
        }
        return response.header("Set-Cookie", COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    }
}
