package woad.storage.access;

import java.util.Map;
import java.util.Optional;
import woad.platform.web.Caller;
import woad.platform.web.Grant;
import woad.storage.account.Account;

/** What a credential of a storage account allows by itself. A caller with a token of the directory has none: its roles decide. */
public sealed interface StorageGrant extends Grant {

    /** The account whose credential it is. */
    Account account();

    /** The account's own key: everything in the account. */
    record AccountKey(Account account) implements StorageGrant {}

    /** A shared access signature made with an account key. */
    record Signature(Account account, SharedAccessSignature signature) implements StorageGrant {}

    /**
     * A shared access signature made with a user delegation key: never more than the user may at this moment.
     *
     * @param user        whose key it was made with, as it is now
     * @param actsFor     the user whom the path's access control list is asked for ({@code suoid}); {@code user} where none is named
     * @param preauthorised whether a list is not asked at all ({@code saoid})
     */
    record UserDelegation(Account account, SharedAccessSignature signature, Caller user, Caller actsFor, boolean preauthorised) implements StorageGrant {}

    /**
     * No credential.
     *
     * @param challenged whether the client knows the service as of 2019-12-12, and so is told how to sign in (401) and not that there is nothing (404)
     */
    record Nobody(Account account, boolean challenged) implements StorageGrant {}

    /** The signature of a caller, if that is what it came with. */
    static Optional<SharedAccessSignature> signatureOf(Caller caller) {
        return switch (caller.grant()) {
            case Signature grant -> Optional.of(grant.signature());
            case UserDelegation grant -> Optional.of(grant.signature());
            case null, default -> Optional.empty();
        };
    }

    /** Headers that a caller's signature overrides in the answer to a read, by their HTTP names. */
    static Map<String, String> responseHeadersOf(Caller caller) {
        return signatureOf(caller).map(SharedAccessSignature::responseHeaders).orElse(Map.of());
    }

    /** The entities of a table that a caller reaches. */
    static EntityRange entitiesOf(Caller caller) {
        return signatureOf(caller).map(SharedAccessSignature::entities).orElse(EntityRange.ALL);
    }
}
