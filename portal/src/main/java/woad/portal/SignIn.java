package woad.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.web.InProcessClient;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** The portal as a client of the sign-in service: authorisation code with PKCE (RFC 6749, RFC 7636). */
final class SignIn {
    private static final Logger LOG = System.getLogger(SignIn.class.getName());
    private static final String COOKIE = "__Host-woad-signin";
    private static final int COOKIE_SECONDS = 900;

    private final CloudProfile profile;
    private final UUID clientId;
    private final InProcessClient api;
    private final Sessions sessions;
    private final Pages pages;
    private final Ids ids;

    SignIn(CloudProfile profile, UUID clientId, InProcessClient api, Sessions sessions, Pages pages, Ids ids) {
        this.profile = profile;
        this.clientId = clientId;
        this.api = api;
        this.sessions = sessions;
        this.pages = pages;
        this.ids = ids;
    }

    /** Sends the browser to sign in. */
    WebResponse start(WebRequest request) {
        String state = ids.secret(24);
        String verifier = ids.secret(48);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", clientId.toString());
        query.put("response_type", "code");
        query.put("redirect_uri", redirectUri());
        query.put("scope", "openid profile " + profile.managementUrl() + "//.default");
        query.put("state", state);
        query.put("nonce", ids.secret(16));
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        return WebResponse.redirect(profile.loginUrl() + "/organizations/oauth2/v2.0/authorize?" + form(query))
                .header("Set-Cookie", COOKIE + "=" + state + "." + verifier + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + COOKIE_SECONDS);
    }

    /** Exchanges the code that the browser brings back; where it brings none, says so on a page from which the person can begin again. */
    WebResponse finish(WebRequest request) {
        String[] kept = request.cookies().getOrDefault(COOKIE, "").split("\\.");
        String state = request.queryValue("state").orElse("");
        if (kept.length != 2 || !MessageDigest.isEqual(kept[0].getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
            return pages.notSignedIn(400, "signInExpired", Language.of(request));
        }
        Optional<String> code = request.queryValue("code");
        if (code.isEmpty()) {
            // What comes with the error is for programs.
            boolean cancelled = request.queryValue("error").filter("access_denied"::equals).isPresent();
            return forget(pages.notSignedIn(cancelled ? 200 : 400, cancelled ? "signInCancelled" : "signInFailed", Language.of(request)));
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", clientId.toString());
        form.put("code", code.get());
        form.put("redirect_uri", redirectUri());
        form.put("code_verifier", kept[1]);
        WebResponse answer = api.send(Method.POST, URI.create(profile.loginUrl() + "/organizations/oauth2/v2.0/token"),
                Map.of("content-type", "application/x-www-form-urlencoded"), form(form).getBytes(StandardCharsets.UTF_8), request.clientAddress());
        JsonNode tokens = Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            LOG.log(Level.WARNING, "request " + request.requestId() + " could not exchange its code: " + tokens.path("error_description").asText());
            return forget(pages.notSignedIn(400, "signInFailed", Language.of(request)));
        }
        JsonNode claims = Json.parse(new String(Base64.getUrlDecoder().decode(tokens.path("id_token").asText().split("\\.")[1]), StandardCharsets.UTF_8));
        Sessions.Session session = new Sessions.Session(claims.path("preferred_username").asText(), tokens.path("access_token").asText());
        return forget(sessions.begin(WebResponse.redirect(profile.portalUrl() + "/"), session, Duration.ofSeconds(tokens.path("expires_in").asLong())));
    }

    private static WebResponse forget(WebResponse answer) {
        return answer.header("Set-Cookie", COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    private String redirectUri() {
        return profile.portalUrl() + "/signin-oidc";
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream().map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
