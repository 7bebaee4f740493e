package woad.identity.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import woad.identity.tokens.LoginError;
import woad.identity.tokens.LoginForm;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.web.WebRequest;

/**
 * Keeps other sites from posting forms: what the form carries must be what the cookie carries. The {@code __Host-} prefix keeps
 * neighbouring hosts from planting one.
 */
final class FormTokens {
    static final String FIELD = "csrf";
    private static final String COOKIE = "__Host-woad-form";

    private final Ids ids;
    private final String origin;

    /** @param origin the only {@code Origin} that browsers may name */
    FormTokens(Ids ids, String origin) {
        this.ids = ids;
        this.origin = origin;
    }

    /** A form's token, and the cookie to set with it. */
    record Token(String text) {
        String cookie() {
            return COOKIE + "=" + text + "; Path=/; Secure; HttpOnly; SameSite=Lax";
        }

        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /** The browser's token, or a new one. */
    Token token(WebRequest request) {
        return new Token(Optional.ofNullable(request.cookies().get(COOKIE)).filter(text -> text.matches("[A-Za-z0-9_-]{43}")).orElseGet(() -> ids.secret(32)));
    }

    /** @throws CloudException {@code AADSTS165900} where the form does not come from a page of ours */
    void check(WebRequest request, LoginForm form) {
        String cookie = request.cookies().getOrDefault(COOKIE, "");
        String field = form.find(FIELD).orElse("");
        boolean same = !cookie.isEmpty() && MessageDigest.isEqual(cookie.getBytes(StandardCharsets.UTF_8), field.getBytes(StandardCharsets.UTF_8));
        if (!same || !request.header("origin").orElse(origin).equals(origin)) {
            throw new CloudException(LoginError.CROSS_SITE_FORM, "The form was not sent by a page of this service, or cookies are off. Go back, reload the page and try again.");
        }
    }
}
