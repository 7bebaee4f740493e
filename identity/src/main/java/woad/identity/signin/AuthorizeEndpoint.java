package woad.identity.signin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import woad.identity.tokens.AuthorizationCodes;
import woad.identity.tokens.Clients;
import woad.identity.tokens.LoginError;
import woad.identity.tokens.LoginErrorFormat;
import woad.identity.tokens.LoginForm;
import woad.identity.tokens.PersonLookup;
import woad.identity.tokens.RealmProfile;
import woad.identity.tokens.RedirectUris;
import woad.identity.tokens.Scopes;
import woad.identity.tokens.TokenEndpoint;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Handler;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/**
 * {@code /{tenant}/oauth2/v2.0/authorize}: the sign-in page (OpenID Connect Core 1.0, section 3.1). It keeps nothing on the server
 * before a person has signed in: the request's own query goes with the form.
 */
public final class AuthorizeEndpoint {
    private static final Access OPEN = new Access.Open("the page where people sign in");

    private final Database database;
    private final RealmProfile profile;
    private final Clients clients;
    private final Scopes scopes;
    private final AuthorizationCodes codes;
    private final BrowserSessions sessions;
    private final PageSignIn signIn;
    private final FormTokens formTokens;
    private final LoginErrorFormat errors;

    /** What the sign-in pages share. */
    public record Parts(Database database, RealmProfile profile, Clients clients, Scopes scopes, BrowserSessions sessions,
                        PasswordCheck check, woad.identity.tokens.SignInLog log, Ids ids, java.time.InstantSource clock, LoginErrorFormat errors) {
        PageSignIn signIn() {
            return new PageSignIn(database, check, sessions, log, clock);
        }

        FormTokens formTokens() {
            return new FormTokens(ids, profile.loginUrl());
        }
    }

    public AuthorizeEndpoint(Parts parts, AuthorizationCodes codes) {
        this.database = parts.database();
        this.profile = parts.profile();
        this.clients = parts.clients();
        this.scopes = parts.scopes();
        this.codes = codes;
        this.sessions = parts.sessions();
        this.signIn = parts.signIn();
        this.formTokens = parts.formTokens();
        this.errors = parts.errors();
    }

    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String version : List.of("/v2.0", "")) {
            for (String prefix : List.of("", "/adfs/t")) {
                String name = (version.isEmpty() ? "_V1" : "_V2") + (prefix.isEmpty() ? "" : "_Adfs");
                PathPattern path = PathPattern.of(prefix + "/{tenant}/oauth2" + version + "/authorize");
                endpoints.add(new Endpoint("Authorize" + name, Method.GET, path, OPEN, 0, shown(this::open)));
                endpoints.add(new Endpoint("SignIn" + name, Method.POST, path, OPEN, TokenEndpoint.FORM_LIMIT, shown(this::post)));
            }
        }
        return endpoints;
    }

    private interface Step {
        WebResponse answer(WebRequest request, AuthorizeRequest asked);
    }

    /** Refusals go to the application where it is known, else to the person. */
    private Handler shown(Step step) {
        return request -> {
            AuthorizeRequest asked;
            try {
                LoginForm query = LoginForm.ofQuery(request);
                asked = database.with(handle -> AuthorizeRequest.read(handle, profile.realm(), clients, request.pathValue("tenant"), query));
            } catch (CloudException refusal) {
                return problem(request, refusal);
            }
            try {
                asked.check();
                return step.answer(request, asked);
            } catch (CloudException refusal) {
                if (refusal.error() == LoginError.CROSS_SITE_FORM) {
                    return problem(request, refusal);
                }
                LoginError error = LoginErrorFormat.errorOf(refusal);
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("error", error.code());
                fields.put("error_description", errors.body(error, refusal.getMessage(), request).path("error_description").asText());
                return redirect(request, asked, fields);
            }
        };
    }

    private WebResponse problem(WebRequest request, CloudException refusal) {
        LoginError error = LoginErrorFormat.errorOf(refusal);
        return Pages.problem(error.status(), Texts.of(request), errors.body(error, refusal.getMessage(), request).path("error_description").asText());
    }

    private WebResponse open(WebRequest request, AuthorizeRequest asked) {
        String prompt = asked.form().find("prompt").orElse("");
        Optional<PersonLookup.Person> person = prompt.equals("login") ? Optional.empty() : signedIn(request, asked);
        // A program on the person's own computer cannot be told from another: it never gets a code without a click (RFC 8252, section 8.6).
        boolean silent = !asked.redirectUri().startsWith("http:") && !prompt.equals("select_account") && !prompt.equals("consent");
        if (person.isPresent() && silent) {
            return grant(request, asked, person.get());
        }
        if (prompt.equals("none")) {
            throw new CloudException(LoginError.LOGIN_REQUIRED, "Session information is not sufficient for single-sign-on: nobody is signed in in this browser, "
                    + "or a person must confirm.");
        }
        return person.isPresent() ? accounts(request, asked, person.get()) : password(request, asked, asked.form().find("login_hint").orElse(""), null);
    }

    private WebResponse post(WebRequest request, AuthorizeRequest asked) {
        LoginForm form = LoginForm.ofBody(request);
        formTokens.check(request, form);
        return switch (form.find("choice").orElse("password")) {
            case "cancel" -> throw new CloudException(LoginError.DECLINED, "User declined to sign in.");
            case "other" -> password(request, asked, "", null);
            case "session" -> signedIn(request, asked).map(person -> grant(request, asked, person))
                    .orElseGet(() -> password(request, asked, asked.form().find("login_hint").orElse(""), null));
            default -> byPassword(request, asked, form);
        };
    }

    private WebResponse byPassword(WebRequest request, AuthorizeRequest asked, LoginForm form) {
        PageSignIn.SignedIn signedIn;
        try {
            signedIn = signIn.signIn(request, form, asked.tenant(), asked.client().clientId());
        } catch (CloudException refusal) {
            return password(request, asked, form.find("login").orElse(""), refusal);
        }
        return grant(request, asked, signedIn.person()).header("Set-Cookie", signedIn.cookie());
    }

    private Optional<PersonLookup.Person> signedIn(WebRequest request, AuthorizeRequest asked) {
        return database.with(handle -> sessions.find(handle, request))
                .filter(person -> asked.tenant().isEmpty() || asked.tenant().get().id().equals(person.tenant().id()));
    }

    private WebResponse grant(WebRequest request, AuthorizeRequest asked, PersonLookup.Person person) {
        String code = database.transaction(handle -> {
            scopes.read(handle, person.tenant(), asked.scope());
            return codes.add(handle, new AuthorizationCodes.Code(person.tenant().id().value(), person.user().id().value(), asked.client().clientId(),
                    asked.redirectUri(), asked.scope(), asked.form().find("nonce").orElse(null), asked.form().find("code_challenge").orElse(null)));
        });
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("code", code);
        return redirect(request, asked, fields);
    }

    private WebResponse redirect(WebRequest request, AuthorizeRequest asked, Map<String, String> fields) {
        asked.form().find("state").ifPresent(state -> fields.put("state", state));
        String encoded = encode(fields);
        String uri = asked.redirectUri();
        return switch (asked.mode()) {
            case QUERY -> WebResponse.empty(303).header("Location", uri + (uri.contains("?") ? "&" : "?") + encoded);
            case FRAGMENT -> WebResponse.empty(303).header("Location", uri + "#" + encoded);
            case FORM_POST -> Pages.formPost(Texts.of(request), uri, fields, RedirectUris.origin(uri));
        };
    }

    private WebResponse password(WebRequest request, AuthorizeRequest asked, String name, CloudException error) {
        FormTokens.Token token = formTokens.token(request);
        return Pages.password(Texts.of(request), action(request), Map.of(FormTokens.FIELD, token.text()), asked.client().displayName(), name, error,
                RedirectUris.origin(asked.redirectUri())).header("Set-Cookie", token.cookie());
    }

    private WebResponse accounts(WebRequest request, AuthorizeRequest asked, PersonLookup.Person person) {
        FormTokens.Token token = formTokens.token(request);
        return Pages.accounts(Texts.of(request), action(request), Map.of(FormTokens.FIELD, token.text()), asked.client().displayName(), person.user().name(),
                RedirectUris.origin(asked.redirectUri())).header("Set-Cookie", token.cookie());
    }

    private static String action(WebRequest request) {
        return request.path() + "?" + encode(new TreeMap<>(request.query()));
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }
}
