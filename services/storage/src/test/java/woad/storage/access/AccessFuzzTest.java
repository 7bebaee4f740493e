package woad.storage.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;
import woad.storage.account.Account;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.NetworkRules;

/** Whatever a client sends, it is nobody or refused with an error of the catalogue: never let in, never an exception without a reason. */
class AccessFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final List<String> NAMES = List.of("sv", "ss", "srt", "sp", "st", "se", "sip", "spr", "ses", "sig", "sr", "si", "sdd", "tn", "spk", "rscc", "skoid", "sktid", "skt",
            "ske", "sks", "skv", "saoid", "suoid", "scid", "skdutid", "sduoid", "srh", "srq", "comp", "restype", "snapshot", "directory", "");
    private static final List<String> VALUES = List.of("", "r", "b", "c", "d", "bs", "sco", "2025-11-05", "2026-04-06", "2012-02-12", "9999-99-99", "2026-11-26T00:00:00Z", "2026-11-27",
            "+999999999-12-31T23:59:59Z", "30000000-0000-0000-0000-000000000001", "10000000-0000-0000-0000-000000000001", "1.2.3.4", "1.2.3.4-", "::1-::2", "https", "-1", "99999999999",
            "0", "3", "container", "AAAA", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "%00", "%C3", "%", "%zz", "%F0%9F%92%A9", "\u0000", "ü", "/", "a,b,,c", "' or 1=1");
    private static final List<String> PATHS = List.of("", "/", "//", "/c", "/c/", "/c/b", "/c//b", "/%", "/%C3", "/$root", "/$root/b", "/c/../..", "/Tables('x')", "/t(PartitionKey='a'", "/$batch", "*");
    private static final List<String> HEADERS = List.of("authorization", "x-ms-date", "date", "x-ms-version", "content-length", "x-ms-meta-ü", "x-ms-");
    private static final List<String> HEADER_VALUES = List.of("", " ", "SharedKey acct:AAAA", "SharedKeyLite acct:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "SharedKey :", "sharedkey\tacct:=",
            "Bearer ", "Bearer x", "bearer", "Thu, 26 Nov 2026 10:00:00 GMT", "Thu, 26 Nov 2026 10:00:00", "31 Feb", "2025-11-05", "0000-00-00", "2025-11-05 ", "-1", "\u0000", "ü");

    private static <T> T any(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static AccessRequest request(Random random, StorageService service) {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(14); i > 0; i--) {
            query.append(query.isEmpty() ? "" : "&").append(any(random, NAMES)).append(random.nextInt(9) == 0 ? "" : "=").append(any(random, VALUES));
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            headers.put(any(random, HEADERS), any(random, HEADER_VALUES));
        }
        return new AccessRequest(any(random, List.of("GET", "PUT", "HEAD", "DELETE")), any(random, List.of("acct", "acct-secondary", "", "other", "-secondary")) + "." + service.hostLabel() + ".core.woad.test",
                any(random, PATHS), Query.parse(query.toString()), headers, any(random, List.of("192.0.2.7", "2001:db8::1", "", "?")), random.nextInt(9) > 0);
    }

    @Test
    void neverLetInAndNeverUnexplained() {
        long seed = Instant.now().toEpochMilli();
        Random random = new Random(seed);
        Account open = TestAccounts.account("acct");
        Account bounded = TestAccounts.account("acct", TestAccounts.settings(true, true, PublicNetworkAccess.ENABLED,
                new NetworkRules(NetworkRules.DefaultAction.DENY, "None", List.of("192.0.2.0/24"), List.of()), null));
        Caller user = new Caller(Caller.Realm.CUSTOMER, TestAccounts.TENANT, PrincipalId.parse("30000000-0000-0000-0000-000000000001"), Caller.Kind.USER, Set.of(), "", "");
        for (int round = 0; round < 60_000; round++) {
            StorageService service = any(random, List.of(StorageService.values()));
            Account account = random.nextBoolean() ? open : bounded;
            StorageAuthenticator authenticator = new StorageAuthenticator(service, new StorageAuthenticator.Foundation(
                    name -> Optional.of(account).filter(a -> a.name().equals(name)), (token, audiences) -> { throw new CloudException(woad.platform.core.CommonError.INVALID_AUTHENTICATION_TOKEN, "no"); },
                    (of, in, resource, id) -> Optional.of(new AccessLookups.StoredAccessPolicy(null, Instant.MAX, "r")), (tenant, principal) -> Optional.of(user), "https://login", () -> NOW));
            AccessRequest request = null;
            try {
                request = request(random, service);
                Caller caller = authenticator.authenticate(request);
                if (caller.kind() != Caller.Kind.ANONYMOUS) {
                    throw new AssertionError("let in with seed " + seed + ", round " + round + ": " + request);
                }
            } catch (CloudException refusal) {
                if (refusal.error().status() < 400 || refusal.error().status() >= 500) {
                    throw new AssertionError("not the client's fault with seed " + seed + ", round " + round + ": " + request, refusal);
                }
            } catch (RuntimeException unexplained) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + request, unexplained);
            }
        }
    }
}
