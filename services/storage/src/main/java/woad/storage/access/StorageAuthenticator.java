package woad.storage.access;

import static woad.storage.StorageError.fact;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;
import woad.storage.access.AccessLookups.AccountsByName;
import woad.storage.access.AccessLookups.Principals;
import woad.storage.access.AccessLookups.StoredAccessPolicies;
import woad.storage.access.AccessLookups.Tokens;
import woad.storage.account.Account;
import woad.storage.account.AccountSettings.PublicNetworkAccess;

/**
 * Proves the callers of one storage service: by a key of the account, by a shared access signature, by a token of the directory, or as
 * nobody in particular, whom {@link StorageAuthoriser} lets read what is open to all. Before that the account's own rules: network,
 * protocol. Since nobody is a caller too, every endpoint of storage has to name a permission.
 */
public final class StorageAuthenticator implements Authenticator {
    /** What tokens of the directory are for, if not for the account's own address. */
    public static final String RESOURCE = "https://storage.azure.com";
    private static final String BEARER = "Bearer ";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final StorageService service;
    private final Foundation foundation;
    private final SasVerifier signatures;

    /**
     * What it stands on.
     *
     * @param loginUrl {@code https://login.D}, to which clients are sent that have no token
     */
    public record Foundation(AccountsByName accounts, Tokens tokens, StoredAccessPolicies policies, Principals principals, String loginUrl, InstantSource clock) {}

    public StorageAuthenticator(StorageService service, Foundation foundation) {
        this.service = service;
        this.foundation = foundation;
        this.signatures = new SasVerifier(service, foundation.policies(), foundation.principals());
    }

    @Override
    public Caller authenticate(WebRequest request) {
        return authenticate(AccessRequest.of(request));
    }

    /** As {@link #authenticate(WebRequest)}; also for the source of a copy, a part of a batch, the source of a renaming. */
    public Caller authenticate(AccessRequest request) {
        return authenticate(request, null);
    }

    /** As {@link #authenticate(AccessRequest)}, for a part of a batch. @param inherited the version of the batch, which its parts do not name; or null */
    public Caller authenticate(AccessRequest request, String inherited) {
        Account account = foundation.accounts().find(request.account()).filter(this::serves)
                .orElseThrow(() -> StorageError.RESOURCE_NOT_FOUND.refusalSaying("There is no such storage account, or it does not have this service."));
        checkConnection(request, account);
        Optional<ServiceVersion> named = request.header("x-ms-version").or(() -> Optional.ofNullable(inherited)).map(text -> ServiceVersion.parse(text)
                .orElseThrow(() -> StorageError.invalidHeader("x-ms-version", text)));
        if (request.secondary() && !READS.contains(request.method())) {
            throw StorageError.INSUFFICIENT_ACCOUNT_PERMISSIONS.refusalSaying("Write operations are not allowed.");
        }
        String authorization = request.header("authorization").orElse("");
        if (authorization.isBlank()) {
            return request.query().has("sig") ? bySignature(request, account, null) : nobody(account, named);
        }
        if (SharedKey.is(authorization)) {
            SharedKey.verify(request, service, account, named.or(() -> initialVersion(account)).orElse(ServiceVersion.OLDEST), foundation.clock().instant());
            return granted(account, Caller.Kind.ACCOUNT_KEY, new PrincipalId(account.id()), "key of " + account.name(), new StorageGrant.AccountKey(account));
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            Caller bearer = byToken(authorization.substring(BEARER.length()).strip(), request, account, named);
            return request.query().has("sig") && request.query().has("sduoid") ? bySignature(request, account, bearer) : bearer;
        }
        throw StorageError.INVALID_AUTHENTICATION_INFO.refusal();
    }

    private boolean serves(Account account) {
        return switch (service) {
            case BLOB -> true;
            case DATA_LAKE -> account.kind().hasDataLakeAndWebsite();
            case QUEUE, TABLE -> account.kind().hasQueuesAndTables();
        };
    }

    private static void checkConnection(AccessRequest request, Account account) {
        if (account.settings().supportsHttpsTrafficOnly() && !request.https()) {
            throw StorageError.ACCOUNT_REQUIRES_HTTPS.refusal();
        }
        boolean reachable = account.settings().publicNetworkAccess() != PublicNetworkAccess.DISABLED;
        if (!reachable || !account.settings().networkAcls().admit(request.clientAddress(), null)) {
            throw StorageError.AUTHORIZATION_FAILURE.refusal();
        }
    }

    /** The version that the account's owner chose for requests to its blobs that name none. */
    private Optional<ServiceVersion> initialVersion(Account account) {
        return switch (service) {
            case BLOB, DATA_LAKE -> Optional.ofNullable(account.services().blob().defaultServiceVersion()).flatMap(ServiceVersion::parse);
            case QUEUE, TABLE -> Optional.empty();
        };
    }

    private Caller bySignature(AccessRequest request, Account account, Caller bearer) {
        StorageGrant grant = signatures.verify(request, account, bearer, foundation.clock().instant());
        return grant instanceof StorageGrant.UserDelegation delegated
                ? granted(account, Caller.Kind.SHARED_ACCESS_SIGNATURE, delegated.user().principal(), "signature of " + delegated.user().name(), grant)
                : granted(account, Caller.Kind.SHARED_ACCESS_SIGNATURE, new PrincipalId(account.id()), "signature of " + account.name(), grant);
    }

    private static Caller nobody(Account account, Optional<ServiceVersion> named) {
        boolean challenged = named.filter(version -> version.from("2019-12-12")).isPresent();
        return granted(account, Caller.Kind.ANONYMOUS, null, "anonymous", new StorageGrant.Nobody(account, challenged));
    }

    private static Caller granted(Account account, Caller.Kind kind, PrincipalId principal, String name, StorageGrant grant) {
        return new Caller(Caller.Realm.CUSTOMER, account.tenant(), principal, kind, Set.of(), "", name, grant);
    }

    private Caller byToken(String token, AccessRequest request, Account account, Optional<ServiceVersion> named) {
        if (named.filter(version -> version.from("2017-11-09")).isEmpty()) {
            throw SasFields.failed("Authentication scheme Bearer is not supported in this version.");
        }
        Caller caller;
        try {
            caller = foundation.tokens().caller(token, Set.of("https://" + account.name() + request.host().substring(request.host().indexOf('.'))));
        } catch (CloudException e) {
            CloudException refusal = invalidToken(detail(e));
            refusal.initCause(e);
            throw refusal;
        }
        if (caller.realm() != Caller.Realm.CUSTOMER || !caller.tenant().equals(account.tenant())) {
            throw invalidToken("Issuer validation failed. Issuer did not match.");
        }
        return caller;
    }

    private static CloudException invalidToken(String detail) {
        return StorageError.INVALID_AUTHENTICATION_TOKEN.refusal(fact("AuthenticationErrorDetail", detail));
    }

    /** What storage says of what is wrong with a token. */
    private static String detail(CloudException refusal) {
        return switch (refusal.error().code()) {
            case "InvalidAuthenticationTokenAudience" -> "Audience validation failed. Audience did not match.";
            case "ExpiredAuthenticationToken" -> "Lifetime validation failed. The token is expired.";
            default -> refusal.getMessage();
        };
    }

    @Override
    public String challenge(WebRequest request) {
        return foundation.accounts().find(AccessRequest.of(request).account()).map(account -> "Bearer authorization_uri=" + foundation.loginUrl() + "/"
                + account.tenant() + "/oauth2/authorize resource_id=" + RESOURCE).orElse(null);
    }
}
