package woad.storage.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.TenantId;
import woad.platform.web.Access;
import woad.platform.web.Caller;
import woad.platform.web.Endpoint;
import woad.platform.web.Handler;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.AccessLookups.AccountsByName;
import woad.storage.account.Account;
import woad.storage.wire.StorageFinish;
import woad.storage.wire.XmlElement;
import woad.storage.wire.XmlWriter;

/**
 * Get User Delegation Key: {@code POST /?restype=service&comp=userdelegationkey}. The caller is one of the directory, with the
 * permission of {@link StorageAction#GET_BLOB_USER_DELEGATION_KEY} or its like; the key's signatures never give more than he may himself.
 */
public final class UserDelegationKeys implements Handler {
    private static final int BODY_LIMIT = 16 << 10;

    private final StorageService service;
    private final AccountsByName accounts;
    private final InstantSource clock;

    UserDelegationKeys(StorageService service, AccountsByName accounts, InstantSource clock) {
        this.service = service;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The operation of a service. */
    public static Endpoint endpoint(StorageService service, AccountsByName accounts, InstantSource clock) {
        UserDelegationKeys keys = new UserDelegationKeys(service, accounts, clock);
        StorageAction action = switch (service) {
            case BLOB, DATA_LAKE -> StorageAction.GET_BLOB_USER_DELEGATION_KEY;
            case QUEUE -> StorageAction.GET_QUEUE_USER_DELEGATION_KEY;
            case TABLE -> StorageAction.GET_TABLE_USER_DELEGATION_KEY;
        };
        Access access = new Access.Permission(action.name(), request -> StorageScope.service(keys.account(request), service).toString());
        return new Endpoint("UserDelegationKey_Get", Method.POST, PathPattern.of("/"), access, BODY_LIMIT, keys)
                .whenQuery("restype", "service").whenQuery("comp", "userdelegationkey");
    }

    private Account account(WebRequest request) {
        return accounts.find(AccessRequest.of(request).account()).orElseThrow(StorageError.RESOURCE_NOT_FOUND::refusal);
    }

    @Override
    public WebResponse handle(WebRequest request) {
        Account account = account(request);
        XmlElement info = XmlElement.parse(request.body(), "KeyInfo");
        ServiceVersion version = ServiceVersion.parse(StorageFinish.version(request)).orElseThrow(() -> StorageError.invalidHeader("x-ms-version", StorageFinish.version(request)));
        return xml(issue(info, request.caller(), version), account).answer();
    }

    private UserDelegationKey issue(XmlElement info, Caller caller, ServiceVersion version) {
        Instant now = clock.instant();
        Instant start = info.value("Start").filter(text -> !text.isEmpty()).map(text -> time("Start", text)).orElse(now).truncatedTo(ChronoUnit.SECONDS);
        Instant expiry = time("Expiry", info.value("Expiry").orElseThrow(() -> StorageError.MISSING_REQUIRED_XML_NODE.refusal(StorageError.fact("XmlNodeName", "Expiry"))));
        boolean tooLong = Duration.between(start, expiry).compareTo(UserDelegationKey.LONGEST) > 0 || Duration.between(now, expiry).compareTo(UserDelegationKey.LONGEST) > 0;
        if (!expiry.isAfter(start) || !expiry.isAfter(now) || tooLong) {
            throw invalid("Expiry", expiry.toString(), "The key must end after it starts, in the future, and at most 7 days from now and from its start.");
        }
        Optional<String> delegated = info.value("DelegatedUserTid").filter(text -> !text.isEmpty());
        if (delegated.filter(text -> !Guid.matches(text)).isPresent()) {
            throw invalid("DelegatedUserTid", delegated.get(), "It must be a GUID.");
        }
        return new UserDelegationKey(caller.tenant(), caller.principal(), start, expiry, service.letter(), version, delegated.map(TenantId::parse).orElse(null));
    }

    private static Instant time(String name, String text) {
        return SasTime.parse(text).orElseThrow(() -> invalid(name, text, "It must be a time as in 2026-01-31T12:00:00Z."));
    }

    private static CloudException invalid(String name, String value, String reason) {
        return StorageError.INVALID_XML_NODE_VALUE.refusal(StorageError.fact("XmlNodeName", name), StorageError.fact("XmlNodeValue", value), StorageError.fact("Reason", reason));
    }

    private static XmlWriter xml(UserDelegationKey key, Account account) {
        return new XmlWriter("UserDelegationKey").element("SignedOid", key.user()).element("SignedTid", key.tenant())
                .element("SignedStart", key.start()).element("SignedExpiry", key.expiry()).element("SignedService", key.service())
                .element("SignedVersion", key.version()).element("SignedDelegatedUserTid", key.delegatedTenant()).element("Value", key.text(account));
    }
}
