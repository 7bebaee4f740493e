package woad.identity.signin;

import java.time.InstantSource;
import java.util.Optional;
import woad.identity.directory.Tenant;
import woad.identity.tokens.LoginErrorFormat;
import woad.identity.tokens.LoginForm;
import woad.identity.tokens.PersonLookup;
import woad.identity.tokens.SignInLog;
import woad.platform.core.CloudException;
import woad.platform.store.Database;
import woad.platform.web.WebRequest;

/** What happens when somebody sends the form for name and password: the check, the log, and a new browser session. */
final class PageSignIn {
    private final Database database;
    private final PasswordCheck check;
    private final BrowserSessions sessions;
    private final SignInLog log;
    private final InstantSource clock;

    /** A good sign-in. @param cookie the header value that begins the browser's session */
    record SignedIn(PersonLookup.Person person, String cookie) {
        @Override
        public String toString() {
            return "SignedIn[" + person.user().id() + "]";
        }
    }

    PageSignIn(Database database, PasswordCheck check, BrowserSessions sessions, SignInLog log, InstantSource clock) {
        this.database = database;
        this.check = check;
        this.sessions = sessions;
        this.log = log;
        this.clock = clock;
    }

    /** @throws CloudException where the check refuses, after it was logged */
    SignedIn signIn(WebRequest request, LoginForm form, Optional<Tenant> tenant, String clientId) {
        String name = form.find("login").orElse("").strip();
        try {
            PersonLookup.Person person = check.check(name, form.find("passwd").orElse(""), form.find("newpasswd"), tenant, request.clientAddress());
            return database.transaction(handle -> {
                log.write(handle, record(request, person.tenant(), person, name, clientId, 0));
                return new SignedIn(person, sessions.begin(handle, person.user()));
            });
        } catch (CloudException refusal) {
            database.transaction(handle -> {
                log.write(handle, record(request, tenant.orElse(null), null, name, clientId, LoginErrorFormat.errorOf(refusal).number()));
                return refusal;
            });
            throw refusal;
        }
    }

    private SignInLog.Record record(WebRequest request, Tenant tenant, PersonLookup.Person person, String name, String clientId, int error) {
        return new SignInLog.Record(clock.instant(), tenant == null ? null : tenant.id().value(), person == null ? null : person.user().id().value(),
                name, clientId, null, SignInLog.Kind.PASSWORD_PAGE, request.clientAddress(), error, LoginErrorFormat.correlation(request));
    }
}
