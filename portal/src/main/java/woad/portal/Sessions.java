package woad.portal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Who is signed in: the browser holds a random secret, the database its digest and the reader's wrapped access token. */
final class Sessions {
    private static final String COOKIE = "__Host-woad-portal";
    private static final String CONTEXT = "portal session";

    private final Database database;
    private final KeyHierarchy keys;
    private final Ids ids;
    private final InstantSource clock;

    Sessions(Database database, KeyHierarchy keys, Ids ids, InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /** A reader who is signed in, and the access token that reads for them. */
    record Session(String name, String accessToken) {
        @Override
        public String toString() {
            return "Session[" + name + "]";
        }
    }

    /** Starts a session that ends with its token, and gives its cookie to the answer. */
    WebResponse begin(WebResponse answer, Session session, Duration validity) {
        String secret = ids.secret(32);
        database.with(handle -> {
            handle.execute("delete from portal.session where expires_at < now()");
            return handle.createUpdate("insert into portal.session (id, token, name, expires_at) values (:id, :token, :name, :expires)")
                    .bind("id", digest(secret)).bind("token", keys.wrap(session.accessToken().getBytes(StandardCharsets.UTF_8), CONTEXT))
                    .bind("name", session.name()).bind("expires", clock.instant().plus(validity).atOffset(ZoneOffset.UTC)).execute();
        });
        return answer.header("Set-Cookie", COOKIE + "=" + secret + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + validity.toSeconds());
    }

    Optional<Session> find(WebRequest request) {
        String secret = request.cookies().get(COOKIE);
        return secret == null ? Optional.empty() : database.with(handle -> handle
                .createQuery("select token, name from portal.session where id = :id and expires_at > :now").bind("id", digest(secret))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Session(row.getString("name"), new String(keys.unwrap(row.getBytes("token"), CONTEXT), StandardCharsets.UTF_8))).findOne());
    }

    void end(WebRequest request) {
        String secret = request.cookies().get(COOKIE);
        if (secret != null) {
            database.with(handle -> handle.createUpdate("delete from portal.session where id = :id").bind("id", digest(secret)).execute());
        }
    }

    static WebResponse forget(WebResponse answer) {
        return answer.header("Set-Cookie", COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
