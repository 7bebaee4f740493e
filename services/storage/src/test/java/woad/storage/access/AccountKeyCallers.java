package woad.storage.access;

import java.util.Optional;
import java.util.Set;
import woad.platform.core.PrincipalId;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;
import woad.resources.access.Grants;
import woad.storage.StorageError;
import woad.storage.account.Account;
import woad.storage.account.Accounts;

/**
 * For tests of what lies behind the door: a request whose {@code Authorization} names an account holds that account's key. What it may
 * then do is decided as in the cloud.
 */
public record AccountKeyCallers(Accounts accounts) implements Authenticator {
    @Override
    public Caller authenticate(WebRequest request) {
        Account account = request.header("authorization").flatMap(accounts::find).orElseThrow(StorageError.NO_AUTHENTICATION_INFORMATION::refusal);
        return new Caller(Caller.Realm.CUSTOMER, account.tenant(), new PrincipalId(account.id()), Caller.Kind.ACCOUNT_KEY, Set.of(), "", account.name(),
                new StorageGrant.AccountKey(account));
    }

    @Override
    public String challenge(WebRequest request) {
        return null;
    }

    /** Who decides, where no role, list or openness does. */
    public static StorageAuthoriser authoriser() {
        return new StorageAuthoriser((caller, scope) -> Grants.NONE, (caller, action, scope) -> false, (account, container) -> PublicAccess.NONE);
    }
}
