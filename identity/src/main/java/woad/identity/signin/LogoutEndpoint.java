package woad.identity.signin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.identity.tokens.LoginForm;
import woad.identity.tokens.RealmProfile;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code /{tenant}/oauth2/v2.0/logout}: ends the browser's session (OpenID Connect RP-Initiated Logout 1.0). */
public final class LogoutEndpoint {
    private static final Access OPEN = new Access.Open("signing out needs no more than the browser's own cookie");

    private final Database database;
    private final RealmProfile profile;
    private final BrowserSessions sessions;

    public LogoutEndpoint(Database database, RealmProfile profile, BrowserSessions sessions) {
        this.database = database;
        this.profile = profile;
        this.sessions = sessions;
    }

    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String prefix : List.of("", "/adfs/t")) {
            String suffix = prefix.isEmpty() ? "" : "_Adfs";
            endpoints.add(Endpoint.of("Logout_V2" + suffix, Method.GET, prefix + "/{tenant}/oauth2/v2.0/logout", OPEN, this::answer));
            endpoints.add(Endpoint.of("Logout_V1" + suffix, Method.GET, prefix + "/{tenant}/oauth2/logout", OPEN, this::answer));
        }
        return endpoints;
    }

    private WebResponse answer(WebRequest request) {
        Texts texts = Texts.of(request);
        // Only our own console is returned to: anything else would make this an open redirect.
        Optional<String> target = LoginForm.ofQuery(request).find("post_logout_redirect_uri").filter(this::isPortal);
        WebResponse answer = target.map(uri -> WebResponse.empty(303).header("Location", uri))
                .orElseGet(() -> Pages.message(200, texts, texts.signedOut(), texts.signedOutHint()));
        return database.with(handle -> sessions.end(handle, request, answer));
    }

    private boolean isPortal(String uri) {
        return uri.equals(profile.portalUrl()) || uri.startsWith(profile.portalUrl() + "/");
    }
}
