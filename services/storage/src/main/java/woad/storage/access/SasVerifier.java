package woad.storage.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.storage.StorageError;
import woad.storage.access.AccessLookups.Principals;
import woad.storage.access.AccessLookups.StoredAccessPolicies;
import woad.storage.access.AccessLookups.StoredAccessPolicy;
import woad.storage.access.SharedAccessSignature.Reach;
import woad.storage.account.Account;
import woad.storage.account.AccountSettings.SasPolicy;

/**
 * Checks shared access signatures: that the signature is good, made with a key that is good, and that the request stays within its
 * times, addresses and protocol. What it allows is left to the {@link StorageAuthoriser}.
 */
final class SasVerifier {
    private final StorageService service;
    private final StoredAccessPolicies policies;
    private final Principals principals;

    SasVerifier(StorageService service, StoredAccessPolicies policies, Principals principals) {
        this.service = service;
        this.policies = policies;
        this.principals = principals;
    }

    /** One request with its signature. */
    private record Check(AccessRequest request, Account account, SasFields fields, Instant now) {
        SasPolicy policy() {
            return account.settings().sasPolicy();
        }
    }

    /**
     * The grant of a signature.
     *
     * @param bearer who proved himself with a token besides, or null; some signatures are good for one user only
     * @throws CloudException {@code AuthenticationFailed}, {@code AuthorizationSourceIPMismatch}, {@code AuthorizationProtocolMismatch},
     *         {@code KeyBasedAuthenticationNotPermitted}
     */
    StorageGrant verify(AccessRequest request, Account account, Caller bearer, Instant now) {
        Check check = new Check(request, account, SasFields.read(request.query()), now);
        StorageGrant grant = isUsers(request.query()) ? ofUser(check, bearer) : isAccounts(request.query()) ? ofAccount(check) : ofResource(check);
        SasTerms.checkConnection(check.fields(), request);
        return grant;
    }

    private static boolean isUsers(Query query) {
        return query.has("skoid");
    }

    private static boolean isAccounts(Query query) {
        return query.has("ss") || query.has("srt");
    }

    private static StorageGrant ofAccount(Check check) {
        SasFields fields = check.fields();
        Reach reach = new Reach.WholeAccount(fields.required("ss"), fields.required("srt"));
        require(fields.version().from("2015-04-05"));
        checkSignature(check, List.of(SasText.ofAccount(fields.query(), fields.version(), check.account().name())));
        return new StorageGrant.Signature(check.account(), SasTerms.within(fields, reach, Optional.empty(), check.policy(), check.now()));
    }

    private StorageGrant ofResource(Check check) {
        SasFields fields = check.fields();
        SasSubject subject = SasSubject.of(fields, Target.of(check.request(), service), service);
        require(fields.version().from("2012-02-12"));
        checkSignature(check, names(check, subject).stream().map(name -> SasText.ofResource(fields.query(), fields.version(), service, name, subject.moment())).toList());
        Optional<StoredAccessPolicy> stored = fields.field("si").map(id -> stored(check.account(), subject, id));
        return new StorageGrant.Signature(check.account(), SasTerms.within(fields, subject.reach(), stored, check.policy(), check.now()));
    }

    private StoredAccessPolicy stored(Account account, SasSubject subject, String id) {
        return policies.find(account, service == StorageService.DATA_LAKE ? StorageService.BLOB : service, subject.policyHolder(), id)
                .orElseThrow(() -> SasFields.failed("The stored access policy that the signature names does not exist."));
    }

    private List<String> names(Check check, SasSubject subject) {
        return subject.names().stream().map(name -> SasText.resource(check.fields().version(), service, check.account().name(), name)).toList();
    }

    private static void checkSignature(Check check, List<String> texts) {
        Account account = check.account();
        if (!account.settings().allowSharedKeyAccess()) {
            throw StorageError.KEY_BASED_AUTHENTICATION_NOT_PERMITTED.refusal();
        }
        checkSignature(check, texts, account.keys().key1(), account.keys().key2());
    }

    private static void checkSignature(Check check, List<String> texts, byte[]... keys) {
        String signature = check.fields().required("sig");
        for (String text : texts) {
            for (byte[] key : keys) {
                if (Hmac.matches(key, text, signature)) {
                    return;
                }
            }
        }
        throw SasFields.failed("Signature did not match. String to sign used was " + texts.getFirst());
    }

    private StorageGrant ofUser(Check check, Caller bearer) {
        SasFields fields = check.fields();
        Account account = check.account();
        require(fields.version().from("2018-11-09"));
        UserDelegationKey key = key(fields);
        SasSubject subject = SasSubject.of(fields, Target.of(check.request(), service), service);
        checkSignature(check, names(check, subject).stream().map(name -> SasText.ofUser(check.request(), fields.version(), service, name, subject.moment())).toList(),
                key.value(account));
        if (key.service() != service.letter()) {
            throw StorageError.AUTHORIZATION_SERVICE_MISMATCH.refusal();
        }
        SasTerms.checkKey(key, check.now());
        SharedAccessSignature signature = SasTerms.within(fields, subject.reach(), Optional.empty(), check.policy(), check.now());
        checkBearer(fields, key, bearer);
        Caller user = user(account, key.tenant(), key.user());
        Caller actsFor = fields.field("suoid").isPresent() ? user(account, key.tenant(), fields.principal("suoid")) : user;
        return new StorageGrant.UserDelegation(account, signature, user, actsFor, fields.field("saoid").isPresent());
    }

    private static UserDelegationKey key(SasFields fields) {
        String letter = fields.required("sks");
        ServiceVersion version = ServiceVersion.parse(fields.required("skv")).orElseThrow(() -> SasFields.wrong("skv"));
        for (String name : List.of("skt", "ske", "sktid")) {
            fields.required(name);
        }
        return new UserDelegationKey(fields.tenant("sktid"), fields.principal("skoid"), fields.time("skt"), fields.time("ske"), letter.charAt(0), version,
                fields.tenant("skdutid"));
    }

    /** Who alone may use the signature, where it says so. */
    private static void checkBearer(SasFields fields, UserDelegationKey key, Caller bearer) {
        if (fields.field("sduoid").isEmpty() && key.delegatedTenant() == null) {
            return;
        }
        TenantId tenant = key.delegatedTenant() == null ? key.tenant() : key.delegatedTenant();
        PrincipalId wanted = fields.field("sduoid").isEmpty() ? null : fields.principal("sduoid");
        if (bearer == null || !bearer.tenant().equals(tenant) || wanted != null && !wanted.equals(bearer.principal())) {
            throw SasFields.failed("The signature is for another user: it needs that user's token in the Authorization header.");
        }
    }

    private Caller user(Account account, TenantId tenant, PrincipalId principal) {
        return Optional.of(tenant).filter(account.tenant()::equals).flatMap(own -> principals.find(own, principal))
                .orElseThrow(() -> SasFields.failed("The user of the delegation key does not exist in the account's tenant any more, or is disabled."));
    }

    private static void require(boolean formed) {
        if (!formed) {
            throw SasFields.malformed();
        }
    }
}
