package woad.storage.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
 * For tests of what lies behind the door: a request whose {@code Authorization} names an account holds that account's key, and one that
 * goes on with {@code table;permissions;first partition;first row;last partition;last row} a signature of that part of a table. What it
 * may then do is decided as in the cloud.
 */
public record AccountKeyCallers(Accounts accounts) implements Authenticator {
    @Override
    public Caller authenticate(WebRequest request) {
        String[] words = request.header("authorization").orElse("").split(" ", 2);
        Account account = accounts.find(words[0]).orElseThrow(StorageError.NO_AUTHENTICATION_INFORMATION::refusal);
        return new Caller(Caller.Realm.CUSTOMER, account.tenant(), new PrincipalId(account.id()), Caller.Kind.ACCOUNT_KEY, Set.of(), "", account.name(),
                words.length == 1 ? new StorageGrant.AccountKey(account) : new StorageGrant.Signature(account, signature(words[1].split(";", -1))));
    }

    private static SharedAccessSignature signature(String[] fields) {
        List<String> range = Arrays.stream(fields).skip(2).map(field -> field.isEmpty() ? null : field).toList();
        return new SharedAccessSignature(new SharedAccessSignature.Reach.Table(fields[0], new EntityRange(range.get(0), range.get(1), range.get(2), range.get(3))),
                fields[1], Instant.MAX, Map.of(), null, null);
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
