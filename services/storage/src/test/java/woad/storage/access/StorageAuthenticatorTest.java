package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.account.Account;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.AccountSettings.SasPolicy;
import woad.storage.account.NetworkRules;
import woad.storage.wire.HttpDates;
import woad.storage.wire.XmlElement;

class StorageAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final PrincipalId USER = PrincipalId.parse("30000000-0000-0000-0000-000000000001");
    private static final String V = "2025-11-05";

    private final Map<String, Account> accounts = new HashMap<>(Map.of("acct", TestAccounts.account("acct")));
    private final Set<PrincipalId> enabled = new java.util.HashSet<>(Set.of(USER));
    private TenantId tenant = TestAccounts.TENANT;
    private AccessLookups.StoredAccessPolicy policy;
    private final StorageAuthenticator.Foundation foundation = new StorageAuthenticator.Foundation(name -> Optional.ofNullable(accounts.get(name)), this::token,
            (account, service, resource, id) -> Optional.ofNullable(policy).filter(found -> id.equals("policy") && resource.equals("c")),
            (of, principal) -> enabled.contains(principal) ? Optional.of(user()) : Optional.empty(), "https://login.woad.test", () -> NOW);
    private final StorageAuthenticator authenticator = new StorageAuthenticator(StorageService.BLOB, foundation);

    private Caller token(String token, Set<String> audiences) {
        assertThat(audiences).containsExactly("https://acct.blob.core.woad.test");
        return switch (token) {
            case "good" -> user();
            case "expired" -> throw new CloudException(CommonError.EXPIRED_AUTHENTICATION_TOKEN, "expired");
            default -> throw new CloudException(CommonError.INVALID_AUTHENTICATION_TOKEN, "The access token is invalid.");
        };
    }

    private Caller user() {
        return new Caller(Caller.Realm.CUSTOMER, tenant, USER, Caller.Kind.USER, Set.of(), "app", "user@woad.test");
    }

    private static WebRequest request(Method method, String host, String path, String query, Map<String, String> headers, String body) {
        return new WebRequest(method, host, path, path, query, Map.of(), Map.of(), headers, body.getBytes(StandardCharsets.UTF_8), InputStream.nullInputStream(), null,
                "192.0.2.7", null, new UUID(0, 1), new UUID(0, 1));
    }

    private static WebRequest get(String path, String query, Map<String, String> headers) {
        return request(Method.GET, "acct.blob.core.woad.test", path, query, headers, "");
    }

    private CloudException refuse(WebRequest request, int status, String code) {
        CloudException[] caught = new CloudException[1];
        assertThatThrownBy(() -> authenticator.authenticate(request)).isInstanceOfSatisfying(CloudException.class, refusal -> {
            assertThat(refusal.error().code()).as(refusal.details().toString()).isEqualTo(code);
            assertThat(refusal.error().status()).isEqualTo(status);
            caught[0] = refusal;
        });
        return caught[0];
    }

    private static String detail(CloudException refusal) {
        return refusal.details().getFirst().message();
    }

    /** A signature of a container or blob, made with the account's first key. */
    private String sas(String resource, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(Map.of("sv", V));
        all.putAll(fields);
        Query query = new Query(all.entrySet().stream().map(field -> new Query.Parameter(field.getKey(), field.getValue())).toList());
        String text = all.containsKey("ss") ? SasText.ofAccount(query, new ServiceVersion(V), "acct")
                : SasText.ofResource(query, new ServiceVersion(V), StorageService.BLOB, "/blob/acct/" + resource, null);
        all.put("sig", Base64.getEncoder().encodeToString(Hmac.sign(accounts.get("acct").keys().key1(), text)));
        StringBuilder written = new StringBuilder();
        all.forEach((name, value) -> written.append('&').append(name).append('=').append(value.replace("%", "%25").replace("+", "%2B").replace("&", "%26")));
        return written.substring(1);
    }

    private void settings(boolean sharedKey, PublicNetworkAccess network, NetworkRules rules, SasPolicy sasPolicy) {
        accounts.put("acct", TestAccounts.account("acct", TestAccounts.settings(true, sharedKey, network, rules, sasPolicy)));
    }

    @Test
    void whoSaysNothingIsNobody() {
        assertThat(authenticator.authenticate(get("/c/b", "", Map.of()))).isInstanceOfSatisfying(Caller.class, caller -> {
            assertThat(caller.kind()).isEqualTo(Caller.Kind.ANONYMOUS);
            assertThat(caller.grant()).isEqualTo(new StorageGrant.Nobody(accounts.get("acct"), false));
        });
        assertThat(authenticator.authenticate(get("/c/b", "", Map.of("x-ms-version", "2019-12-12"))).grant()).isEqualTo(new StorageGrant.Nobody(accounts.get("acct"), true));
    }

    @ParameterizedTest
    @CsvSource({"Basic abc", "Negotiate x", "SharedKey", "x"})
    void refusesOtherCredentials(String authorization) {
        refuse(get("/", "", Map.of("authorization", authorization, "x-ms-version", V)), 400, "InvalidAuthenticationInfo");
    }

    @Test
    void refusesWhatIsNoVersionAndWhatIsNoAccount() {
        assertThat(refuse(get("/", "", Map.of("x-ms-version", "2025-13-01")), 400, "InvalidHeaderValue").details().getFirst().message()).isEqualTo("x-ms-version");
        refuse(request(Method.GET, "nobody.blob.core.woad.test", "/", "", Map.of(), ""), 404, "ResourceNotFound");
        refuse(get("/c/b", "sv=%zz&sig=x", Map.of()), 400, "RequestUrlFailedToParse");
    }

    @Test
    void theSecondaryIsReadOnly() {
        assertThat(authenticator.authenticate(request(Method.GET, "acct-secondary.blob.core.woad.test", "/c/b", "", Map.of(), "")).kind()).isEqualTo(Caller.Kind.ANONYMOUS);
        refuse(request(Method.PUT, "acct-secondary.blob.core.woad.test", "/c/b", "", Map.of(), ""), 403, "InsufficientAccountPermissions");
    }

    @Test
    void tokensOfTheAccountsTenantAreTaken() {
        assertThat(authenticator.authenticate(get("/", "", Map.of("authorization", "Bearer good", "x-ms-version", V)))).isEqualTo(user());
        assertThat(detail(refuse(get("/", "", Map.of("authorization", "Bearer good")), 403, "AuthenticationFailed"))).contains("Bearer is not supported in this version");
        refuse(get("/", "", Map.of("authorization", "Bearer bad", "x-ms-version", V)), 401, "InvalidAuthenticationInfo");
        assertThat(detail(refuse(get("/", "", Map.of("authorization", "bearer expired", "x-ms-version", V)), 401, "InvalidAuthenticationInfo"))).contains("expired");
        tenant = TenantId.parse("10000000-0000-0000-0000-000000000002");
        assertThat(detail(refuse(get("/", "", Map.of("authorization", "Bearer good", "x-ms-version", V)), 401, "InvalidAuthenticationInfo"))).contains("Issuer did not match");
    }

    @Test
    void clientsAreToldWhereToGetAToken() {
        assertThat(authenticator.challenge(get("/", "", Map.of()))).isEqualTo("Bearer authorization_uri=https://login.woad.test/" + TestAccounts.TENANT
                + "/oauth2/authorize resource_id=https://storage.azure.com");
        assertThat(authenticator.challenge(request(Method.GET, "nobody.blob.core.woad.test", "/", "", Map.of(), ""))).isNull();
    }

    @Test
    void theNetworkComesBeforeEverything() {
        Map<String, String> token = Map.of("authorization", "Bearer good", "x-ms-version", V);
        settings(true, PublicNetworkAccess.DISABLED, NetworkRules.OPEN, null);
        refuse(get("/", "", token), 403, "AuthorizationFailure");
        settings(true, PublicNetworkAccess.ENABLED, new NetworkRules(NetworkRules.DefaultAction.DENY, "None", List.of("198.51.100.0/24"), List.of()), null);
        refuse(get("/", "", token), 403, "AuthorizationFailure");
        settings(true, PublicNetworkAccess.ENABLED, new NetworkRules(NetworkRules.DefaultAction.DENY, "None", List.of("192.0.2.0/29"), List.of()), null);
        assertThat(authenticator.authenticate(get("/", "", token))).isEqualTo(user());
        AccessRequest plain = new AccessRequest("GET", "acct.blob.core.woad.test", "/", Query.parse(""), Map.of(), "192.0.2.7", false);
        assertThatThrownBy(() -> authenticator.authenticate(plain)).isInstanceOfSatisfying(CloudException.class, refusal -> assertThat(refusal.error().code()).isEqualTo("AccountRequiresHttps"));
    }

    @Test
    void signaturesHoldInTheirTimes() {
        Map<String, String> fields = Map.of("sr", "c", "sp", "r", "st", "2026-11-26T09:59:00Z", "se", "2026-11-26T10:00:01Z");
        assertThat(authenticator.authenticate(get("/c/b", sas("c", fields), Map.of())).kind()).isEqualTo(Caller.Kind.SHARED_ACCESS_SIGNATURE);
        String expired = sas("c", Map.of("sr", "c", "sp", "r", "se", "2026-11-26T10:00:00Z"));
        assertThat(detail(refuse(get("/c/b", expired, Map.of()), 403, "AuthenticationFailed")))
                .isEqualTo("Signature not valid in the specified time frame: Start [] - Expiry [Thu, 26 Nov 2026 10:00:00 GMT] - Current [Thu, 26 Nov 2026 10:00:00 GMT]");
        String early = sas("c", Map.of("sr", "c", "sp", "r", "st", "2026-11-26T10:00:01Z", "se", "2026-11-27"));
        assertThat(detail(refuse(get("/c/b", early, Map.of()), 403, "AuthenticationFailed"))).contains("Start [Thu, 26 Nov 2026 10:00:01 GMT]");
    }

    @ParameterizedTest
    @CsvSource({"sv,sv is mandatory. Cannot be empty", "sr,sr is mandatory. Cannot be empty", "se,se is mandatory. Cannot be empty", "sp,sp is mandatory. Cannot be empty"})
    void signaturesNeedTheirFields(String without, String message) {
        Map<String, String> fields = new HashMap<>(Map.of("sr", "c", "sp", "r", "se", "2026-11-27"));
        fields.remove(without);
        String query = sas("c", fields);
        if (without.equals("sv")) {
            query = query.replaceAll("sv=[^&]*&?", "");
        }
        assertThat(detail(refuse(get("/c/b", query, Map.of()), 403, "AuthenticationFailed"))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"se=soon", "st=2026-99-99", "sip=here", "spr=ftp", "sr=z", "sr=d", "sv=1999-01-01", "sv=x", "sig=", "sig=%C3%BC"})
    void refusesMalformedFields(String field) {
        Map<String, String> fields = new HashMap<>(Map.of("sr", "c", "sp", "r", "se", "2026-11-27"));
        String name = field.substring(0, field.indexOf('='));
        String value = field.substring(field.indexOf('=') + 1);
        if (!name.equals("sig") && !name.equals("sv")) {
            fields.put(name, value);
        }
        String query = name.equals("sig") || name.equals("sv") ? sas("c", fields).replaceAll(name + "=[^&]*", field) : sas("c", fields);
        refuse(get("/c/b", query, Map.of()), 403, "AuthenticationFailed");
    }

    @Test
    void refusesFieldsThatAreThereTwice() {
        String query = sas("c", Map.of("sr", "c", "sp", "r", "se", "2026-11-27"));
        assertThat(detail(refuse(get("/c/b", query + "&sp=rw", Map.of()), 403, "AuthenticationFailed"))).isEqualTo("Signature fields not well formed.");
    }

    @Test
    void aWrongSignatureIsToldWhatWasSigned() {
        String query = sas("c", Map.of("sr", "c", "sp", "r", "se", "2026-11-27")).replace("sp=r", "sp=rw");
        assertThat(detail(refuse(get("/c/b", query, Map.of()), 403, "AuthenticationFailed"))).startsWith("Signature did not match. String to sign used was rw\n\n2026-11-27\n/blob/acct/c\n");
    }

    @Test
    void signaturesAreHeldToAddressesAndProtocol() {
        Map<String, String> fields = Map.of("sr", "c", "sp", "r", "se", "2026-11-27", "sip", "192.0.2.8-192.0.2.20");
        assertThat(refuse(get("/c/b", sas("c", fields), Map.of()), 403, "AuthorizationSourceIPMismatch")).hasMessageContaining("192.0.2.7");
        Map<String, String> https = Map.of("ss", "b", "srt", "o", "sp", "r", "se", "2026-11-27", "spr", "https");
        assertThat(authenticator.authenticate(get("/c/b", sas("", https), Map.of()))).isNotNull();
    }

    @Test
    void storedAccessPoliciesFillWhatTheSignatureLeavesOpen() {
        refuse(get("/c/b", sas("c", Map.of("sr", "c", "si", "policy")), Map.of()), 403, "AuthenticationFailed");
        policy = new AccessLookups.StoredAccessPolicy(null, NOW.plusSeconds(1), "rw");
        assertThat(StorageGrant.signatureOf(authenticator.authenticate(get("/c/b", sas("c", Map.of("sr", "c", "si", "policy")), Map.of()))).orElseThrow().permissions()).isEqualTo("rw");
        assertThat(detail(refuse(get("/c/b", sas("c", Map.of("sr", "c", "si", "policy", "sp", "r")), Map.of()), 403, "AuthenticationFailed"))).contains("both");
        policy = new AccessLookups.StoredAccessPolicy(null, NOW, "rw");
        refuse(get("/c/b", sas("c", Map.of("sr", "c", "si", "policy")), Map.of()), 403, "AuthenticationFailed");
        refuse(get("/c/b", sas("c", Map.of("sr", "c", "si", "other", "sp", "r", "se", "2026-11-27")), Map.of()), 403, "AuthenticationFailed");
    }

    @Test
    void accountsMayRefuseKeysAndLongSignatures() {
        Map<String, String> fields = Map.of("sr", "c", "sp", "r", "st", "2026-11-26", "se", "2026-11-28");
        settings(true, PublicNetworkAccess.ENABLED, NetworkRules.OPEN, new SasPolicy("2.00:00:00", SasPolicy.ExpirationAction.BLOCK));
        assertThat(authenticator.authenticate(get("/c/b", sas("c", fields), Map.of()))).isNotNull();
        settings(true, PublicNetworkAccess.ENABLED, NetworkRules.OPEN, new SasPolicy("1.23:59:59", SasPolicy.ExpirationAction.BLOCK));
        refuse(get("/c/b", sas("c", fields), Map.of()), 403, "AuthenticationFailed");
        refuse(get("/c/b", sas("c", Map.of("sr", "c", "sp", "r", "se", "2026-11-27")), Map.of()), 403, "AuthenticationFailed");
        settings(false, PublicNetworkAccess.ENABLED, NetworkRules.OPEN, null);
        refuse(get("/c/b", sas("c", fields), Map.of()), 403, "KeyBasedAuthenticationNotPermitted");
        refuse(get("/c/b", sas("", Map.of("ss", "b", "srt", "o", "sp", "r", "se", "2026-11-27")), Map.of()), 403, "KeyBasedAuthenticationNotPermitted");
    }

    private WebRequest keyRequest(String start, String expiry) {
        String body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><KeyInfo><Start>" + start + "</Start><Expiry>" + expiry + "</Expiry></KeyInfo>";
        WebRequest request = request(Method.POST, "acct.blob.core.woad.test", "/", "restype=service&comp=userdelegationkey", Map.of("x-ms-version", V), body);
        return new WebRequest(request.method(), request.host(), request.path(), request.rawPath(), request.rawQuery(), request.pathValues(), request.query(), request.headers(),
                request.body(), request.stream(), user(), request.clientAddress(), null, request.requestId(), request.correlationId());
    }

    private XmlElement key(String start, String expiry) {
        WebResponse answer = new UserDelegationKeys(StorageService.BLOB, foundation.accounts(), foundation.clock()).handle(keyRequest(start, expiry));
        return XmlElement.parse(answer.body(), "UserDelegationKey");
    }

    /** As a client does: with what the service answered, and the key of that answer. */
    private String userSas(XmlElement key) {
        Map<String, String> fields = new HashMap<>(Map.of("sv", V, "sr", "c", "sp", "r", "se", "2026-12-01"));
        Map.of("skoid", "SignedOid", "sktid", "SignedTid", "skt", "SignedStart", "ske", "SignedExpiry", "sks", "SignedService", "skv", "SignedVersion")
                .forEach((field, element) -> fields.put(field, key.value(element).orElseThrow()));
        Query query = new Query(fields.entrySet().stream().map(field -> new Query.Parameter(field.getKey(), field.getValue())).toList());
        AccessRequest request = new AccessRequest("GET", "acct.blob.core.woad.test", "/c/b", query, Map.of(), "192.0.2.7", true);
        byte[] value = Base64.getDecoder().decode(key.value("Value").orElseThrow());
        fields.put("sig", Base64.getEncoder().encodeToString(Hmac.sign(value, SasText.ofUser(request, new ServiceVersion(V), StorageService.BLOB, "/blob/acct/c", null))));
        StringBuilder written = new StringBuilder();
        fields.forEach((name, text) -> written.append('&').append(name).append('=').append(text.replace("+", "%2B")));
        return written.substring(1);
    }

    @Test
    void keysOfUsersAreGivenOutAndSignFor() {
        String sas = userSas(key("2026-11-26T09:00:00Z", "2026-11-27T10:00:00Z"));
        assertThat(authenticator.authenticate(get("/c/b", sas, Map.of())).grant()).isInstanceOfSatisfying(StorageGrant.UserDelegation.class,
                grant -> assertThat(grant.user()).isEqualTo(user()));
        enabled.clear();
        refuse(get("/c/b", sas, Map.of()), 403, "AuthenticationFailed");
    }

    @Test
    void keysOfUsersEndWithTheirTimeAndWithTheAccountsSecret() {
        assertThat(detail(refuse(get("/c/b", userSas(key("2026-11-26T10:00:01Z", "2026-11-27T10:00:00Z")), Map.of()), 403, "AuthenticationFailed"))).contains("key time frame");
        String sas = userSas(key("2026-11-26T09:00:00Z", "2026-11-27T10:00:00Z"));
        accounts.put("acct", TestAccounts.revoked(accounts.get("acct")));
        assertThat(detail(refuse(get("/c/b", sas, Map.of()), 403, "AuthenticationFailed"))).startsWith("Signature did not match");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-26T09:00:00Z,2026-12-03T10:00:01Z", "2026-11-26T09:00:00Z,2026-11-26T10:00:00Z", "2026-11-27T09:00:00Z,2026-11-27T08:00:00Z",
            "2026-11-18T09:00:00Z,2026-11-26T11:00:00Z", "soon,2026-11-27", "2026-11-26,later", "2026-11-26,''"})
    void keysOfUsersHoldForSevenDaysAtMost(String start, String expiry) {
        assertThatThrownBy(() -> key(start, expiry)).isInstanceOfSatisfying(CloudException.class, refusal -> assertThat(refusal.error().code()).isEqualTo("InvalidXmlNodeValue"));
    }

    @Test
    void keysAreSecretsOfTheirPurpose() {
        String first = key("2026-11-26T09:00:00Z", "2026-11-27T10:00:00Z").value("Value").orElseThrow();
        assertThat(key("2026-11-26T09:00:00Z", "2026-11-27T10:00:00Z").value("Value").orElseThrow()).isEqualTo(first);
        assertThat(key("2026-11-26T09:00:01Z", "2026-11-27T10:00:00Z").value("Value").orElseThrow()).isNotEqualTo(first);
        tenant = TenantId.parse("10000000-0000-0000-0000-000000000002");
        assertThat(key("2026-11-26T09:00:00Z", "2026-11-27T10:00:00Z").value("Value").orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void keysSignedWithTheSecondKeyOfTheAccountAreTakenAfterTheFirstWasRenewed() {
        Map<String, String> headers = new HashMap<>(Map.of("x-ms-version", V, "x-ms-date", HttpDates.format(NOW.minus(Duration.ofMinutes(14)))));
        AccessRequest unsigned = AccessRequest.of(get("/c/b", "", headers));
        String text = SharedKeyText.of(unsigned, StorageService.BLOB, "acct", SharedKeyText.Scheme.SHARED_KEY_LITE, new ServiceVersion(V)).findFirst().orElseThrow();
        headers.put("authorization", "SharedKeyLite acct:" + Base64.getEncoder().encodeToString(Hmac.sign(accounts.get("acct").keys().key2(), text)));
        assertThat(authenticator.authenticate(get("/c/b", "", headers)).grant()).isEqualTo(new StorageGrant.AccountKey(accounts.get("acct")));
    }
}
