package woad.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.HostPattern;
import woad.platform.web.InProcessClient;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;

/** The portal's service. Its pages need no JavaScript. */
public final class Portal {
    private static final Access PUBLIC = new Access.Open("a browser without a session is sent to sign in; with one, the session's own token decides what is shown");

    private final CloudProfile profile;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Overview overview;
    private final Pages pages;

    /**
     * @param clientId the portal's own application in the directory
     * @param api      reaches the sign-in service and the resource manager
     */
    public Portal(CloudProfile profile, UUID clientId, InProcessClient api, Database database, KeyHierarchy keys, Ids ids, InstantSource clock) {
        this.profile = profile;
        this.sessions = new Sessions(database, keys, ids, clock);
        this.pages = new Pages(profile);
        this.signIn = new SignIn(profile, clientId, api, sessions, pages, ids);
        this.overview = new Overview(profile, api);
    }

    /** For the front door. */
    public WebService service() {
        return new WebService("portal", List.of(new HostPattern("portal." + profile.domain())), List.of(
                Endpoint.of("Portal_Overview", Method.GET, "/", PUBLIC, this::overview),
                Endpoint.of("Portal_SignedIn", Method.GET, "/signin-oidc", PUBLIC, signIn::finish),
                Endpoint.withBody("Portal_SignOut", Method.POST, "/signout", PUBLIC, this::signOut),
                Endpoint.of("Portal_Style", Method.GET, "/style.css", new Access.Open("a style sheet"), request -> style())),
                null, null, (refusal, request) -> pages.secure(pages.error(refusal.error().status(), refusal.getMessage(), Language.of(request))));
    }

    private WebResponse overview(WebRequest request) {
        Optional<Sessions.Session> session = sessions.find(request);
        if (session.isEmpty()) {
            return signIn.start(request);
        }
        return overview.read(session.get(), request.clientAddress())
                .map(found -> pages.secure(pages.overview(session.get(), found, Language.of(request))))
                .orElseGet(() -> signIn.start(request));
    }

    private WebResponse signOut(WebRequest request) {
        String origin = request.header("origin").orElse("");
        if (!origin.equals(profile.portalUrl())) {
            return pages.secure(pages.error(403, "The request came from another site.", Language.of(request)));
        }
        sessions.end(request);
        return Sessions.forget(WebResponse.redirect(URI.create(profile.loginUrl() + "/common/oauth2/v2.0/logout?post_logout_redirect_uri=" + profile.portalUrl() + "/").toString()));
    }

    private static WebResponse style() {
        try (InputStream file = Portal.class.getResourceAsStream("/woad/portal/style.css")) {
            return new WebResponse(200, List.of(new WebResponse.Header("Cache-Control", "public, max-age=300")), "text/css; charset=utf-8", file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
