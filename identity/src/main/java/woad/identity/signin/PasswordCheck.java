package woad.identity.signin;

import java.time.InstantSource;
import java.util.Optional;
import woad.identity.directory.Passwords;
import woad.identity.directory.Tenant;
import woad.identity.tokens.LoginError;
import woad.identity.tokens.PersonLookup;
import woad.identity.tokens.TenantNames;
import woad.identity.tokens.UserTokens;
import woad.platform.core.CloudException;
import woad.platform.store.Database;

/**
 * Checks a person's name and password. Whether a name exists cannot be told from the answer or its time; what is wrong with an
 * account is told only to who knows its password.
 */
public final class PasswordCheck {
    private final Database database;
    private final PersonLookup people;
    private final Passwords passwords;
    private final Guesses guesses;
    private final InstantSource clock;

    public PasswordCheck(Database database, PersonLookup people, Passwords passwords, Guesses guesses, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.passwords = passwords;
        this.guesses = guesses;
        this.clock = clock;
    }

    private record Looked(Optional<PersonLookup.Person> person, Optional<Passwords.Stored> password) {}

    /**
     * The person whose name and password these are.
     *
     * @param tenant      the tenant that they must be of; empty for any
     * @param newPassword takes the place of one that must be changed; empty where none was given
     * @throws CloudException {@code AADSTS50126} where they are not, {@code AADSTS50053} after too many attempts,
     *         {@code AADSTS50057} for a disabled account, {@code AADSTS50055} where the password must be changed first
     */
    public PersonLookup.Person check(String name, String password, Optional<String> newPassword, Optional<Tenant> tenant, String clientAddress) {
        if (!guesses.begin(Guesses.Kind.ADDRESS, clientAddress) || !guesses.begin(Guesses.Kind.ACCOUNT, name)) {
            throw new CloudException(LoginError.LOCKED, "The account is locked, you've tried to sign in too many times with an incorrect user ID or password. "
                    + "Try again later.");
        }
        Looked looked = database.with(handle -> {
            Optional<PersonLookup.Person> person = people.find(handle, name)
                    .filter(found -> tenant.isEmpty() || tenant.get().id().equals(found.tenant().id()));
            return new Looked(person, person.flatMap(found -> Passwords.find(handle, found.user().id().value())));
        });
        if (!passwords.matches(password, looked.password())) {
            throw new CloudException(LoginError.WRONG_CREDENTIALS, "Error validating credentials due to invalid username or password.");
        }
        PersonLookup.Person person = looked.person().orElseThrow();
        boolean mustChange = looked.password().orElseThrow().mustChange();
        database.transaction(handle -> {
            guesses.succeeded(handle, Guesses.Kind.ACCOUNT, name);
            guesses.succeeded(handle, Guesses.Kind.ADDRESS, clientAddress);
            return person;
        });
        TenantNames.enabled(person.tenant());
        UserTokens.checkEnabled(person.user());
        if (mustChange) {
            change(person, password, newPassword);
        }
        return person;
    }

    private void change(PersonLookup.Person person, String old, Optional<String> newPassword) {
        String chosen = newPassword.filter(text -> !text.equals(old)).orElseThrow(() -> new CloudException(LoginError.PASSWORD_MUST_CHANGE,
                "The password is expired. Choose a new one, different from the old."));
        database.transaction(handle -> {
            passwords.set(handle, person.user().id().value(), chosen, false, clock.instant());
            return person;
        });
    }
}
