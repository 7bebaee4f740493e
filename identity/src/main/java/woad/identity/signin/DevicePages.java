package woad.identity.signin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import woad.identity.directory.Tenant;
import woad.identity.tokens.Clients;
import woad.identity.tokens.DeviceCodes;
import woad.identity.tokens.LoginError;
import woad.identity.tokens.LoginErrorFormat;
import woad.identity.tokens.LoginForm;
import woad.identity.tokens.PersonLookup;
import woad.identity.tokens.RealmProfile;
import woad.identity.tokens.TokenEndpoint;
import woad.platform.core.CloudException;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Handler;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code /device}: a person types another device's code, signs in and confirms (RFC 8628, section 3.3). */
public final class DevicePages {
    private static final Access OPEN = new Access.Open("the page where people sign in");

    private final Database database;
    private final RealmProfile profile;
    private final Clients clients;
    private final DeviceCodes codes;
    private final Guesses guesses;
    private final BrowserSessions sessions;
    private final PageSignIn signIn;
    private final FormTokens formTokens;
    private final LoginErrorFormat errors;

    public DevicePages(AuthorizeEndpoint.Parts parts, DeviceCodes codes, Guesses guesses) {
        this.database = parts.database();
        this.profile = parts.profile();
        this.clients = parts.clients();
        this.codes = codes;
        this.guesses = guesses;
        this.sessions = parts.sessions();
        this.signIn = parts.signIn();
        this.formTokens = parts.formTokens();
        this.errors = parts.errors();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("Device_Code", Method.GET, PathPattern.of("/device"), OPEN, 0, shown(this::open)),
                new Endpoint("Device_Answer", Method.POST, PathPattern.of("/device"), OPEN, TokenEndpoint.FORM_LIMIT, shown(this::post)));
    }

    private Handler shown(Handler step) {
        return request -> {
            try {
                return step.handle(request);
            } catch (CloudException refusal) {
                LoginError error = LoginErrorFormat.errorOf(refusal);
                return Pages.problem(error.status(), Texts.of(request), errors.body(error, refusal.getMessage(), request).path("error_description").asText());
            }
        };
    }

    private WebResponse open(WebRequest request) {
        FormTokens.Token token = formTokens.token(request);
        return Pages.deviceCode(Texts.of(request), Map.of(FormTokens.FIELD, token.text()), false).header("Set-Cookie", token.cookie());
    }

    private WebResponse post(WebRequest request) {
        LoginForm form = LoginForm.ofBody(request);
        formTokens.check(request, form);
        if (!guesses.begin(Guesses.Kind.ADDRESS, request.clientAddress())) {
            throw new CloudException(LoginError.LOCKED, "Too many attempts from this address. Try again later.");
        }
        Optional<DeviceCodes.Stored> found = database.with(handle -> codes.findPending(handle, form.find("otc").orElse("")));
        if (found.isEmpty()) {
            FormTokens.Token token = formTokens.token(request);
            return Pages.deviceCode(Texts.of(request), Map.of(FormTokens.FIELD, token.text()), true).header("Set-Cookie", token.cookie());
        }
        DeviceCodes.Stored code = found.get();
        database.with(handle -> {
            guesses.succeeded(handle, Guesses.Kind.ADDRESS, request.clientAddress());
            return code;
        });
        return switch (form.find("choice").orElse("code")) {
            case "cancel" -> open(request);
            case "other" -> password(request, code, "", null);
            case "password" -> byPassword(request, form, code);
            case "approve" -> answer(request, code, true);
            case "deny" -> answer(request, code, false);
            default -> signedIn(request, code).map(person -> confirm(request, code, person)).orElseGet(() -> password(request, code, "", null));
        };
    }

    private WebResponse byPassword(WebRequest request, LoginForm form, DeviceCodes.Stored code) {
        PageSignIn.SignedIn signedIn;
        try {
            signedIn = signIn.signIn(request, form, tenant(code), code.clientId());
        } catch (CloudException refusal) {
            return password(request, code, form.find("login").orElse(""), refusal);
        }
        return confirm(request, code, signedIn.person()).header("Set-Cookie", signedIn.cookie());
    }

    private WebResponse answer(WebRequest request, DeviceCodes.Stored code, boolean approved) {
        Optional<PersonLookup.Person> person = signedIn(request, code);
        if (person.isEmpty()) {
            return password(request, code, "", null);
        }
        boolean waited = database.with(handle -> codes.answer(handle, code.userCode(), person.get().user().id().value(), approved));
        Texts texts = Texts.of(request);
        if (!waited) {
            throw new CloudException(LoginError.WRONG_DEVICE_CODE, "The code has expired or was answered already.");
        }
        return approved ? Pages.message(200, texts, texts.done(), texts.doneHint()) : Pages.message(200, texts, texts.declined(), texts.declinedHint());
    }

    private Optional<PersonLookup.Person> signedIn(WebRequest request, DeviceCodes.Stored code) {
        return database.with(handle -> sessions.find(handle, request))
                .filter(person -> code.tenant() == null || code.tenant().equals(person.tenant().id().value()));
    }

    private Optional<Tenant> tenant(DeviceCodes.Stored code) {
        return code.tenant() == null ? Optional.empty()
                : database.with(handle -> woad.identity.directory.Tenants.find(handle, profile.realm(), new TenantId(code.tenant())));
    }

    private WebResponse password(WebRequest request, DeviceCodes.Stored code, String name, CloudException error) {
        FormTokens.Token token = formTokens.token(request);
        return Pages.password(Texts.of(request), "/device", hidden(token, code), application(code), name, error, "").header("Set-Cookie", token.cookie());
    }

    private WebResponse confirm(WebRequest request, DeviceCodes.Stored code, PersonLookup.Person person) {
        FormTokens.Token token = formTokens.token(request);
        return Pages.deviceConfirm(Texts.of(request), hidden(token, code), application(code), person.user().name(), code.clientAddress())
                .header("Set-Cookie", token.cookie());
    }

    private static Map<String, String> hidden(FormTokens.Token token, DeviceCodes.Stored code) {
        return Map.of(FormTokens.FIELD, token.text(), "otc", code.userCode());
    }

    private String application(DeviceCodes.Stored code) {
        return clients.own(code.clientId()).map(client -> client.displayName()).orElseGet(() -> tenant(code)
                .map(found -> database.with(handle -> clients.find(handle, found, code.clientId())).displayName()).orElse(code.clientId()));
    }
}
