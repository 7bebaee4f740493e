package woad.storage.access;

import static woad.storage.StorageError.fact;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.storage.StorageError;
import woad.storage.account.Account;
import woad.storage.wire.HttpDates;

/** Checks requests that a client signed with an account key: {@code Authorization: SharedKey account:signature}, or {@code SharedKeyLite}. */
final class SharedKey {
    /** How far the date of a request may be from the service's: older ones may be replayed. */
    static final Duration SKEW = Duration.ofMinutes(15);

    private static final Pattern FORM = Pattern.compile("(SharedKey|SharedKeyLite)\\s+([^:\\s]+):(\\S+)\\s*", Pattern.CASE_INSENSITIVE);

    private SharedKey() {}

    /** Whether an {@code Authorization} header is of this kind, well-formed or not. */
    static boolean is(String authorization) {
        return authorization.regionMatches(true, 0, "SharedKey", 0, "SharedKey".length());
    }

    /**
     * @param account the one that the host names
     * @throws CloudException {@code InvalidAuthenticationInfo}, {@code AuthenticationFailed}, {@code KeyBasedAuthenticationNotPermitted},
     *         {@code InvalidHeaderValue}
     */
    static void verify(AccessRequest request, StorageService service, Account account, ServiceVersion version, Instant now) {
        Matcher header = FORM.matcher(request.header("authorization").orElse(""));
        if (!header.matches()) {
            throw StorageError.INVALID_AUTHENTICATION_INFO.refusal();
        }
        if (!account.settings().allowSharedKeyAccess()) {
            throw StorageError.KEY_BASED_AUTHENTICATION_NOT_PERMITTED.refusal();
        }
        checkDate(request, now);
        SharedKeyText.Scheme scheme = scheme(header.group(1));
        String signature = header.group(3);
        boolean good = SharedKeyText.of(request, service, account.name(), scheme, version)
                .anyMatch(text -> Hmac.matches(account.keys().key1(), text, signature) || Hmac.matches(account.keys().key2(), text, signature));
        if (!header.group(2).equals(account.name()) || !good) {
            throw StorageError.AUTHENTICATION_FAILED.refusal(fact("AuthenticationErrorDetail", "The MAC signature found in the HTTP request '" + signature
                    + "' is not the same as any computed signature. Server used following string to sign: '" + SharedKeyText.of(request, service, account.name(), scheme, version).findFirst().orElseThrow() + "'."));
        }
    }

    private static SharedKeyText.Scheme scheme(String name) {
        return name.toLowerCase(Locale.ROOT).equals("sharedkey") ? SharedKeyText.Scheme.SHARED_KEY : SharedKeyText.Scheme.SHARED_KEY_LITE;
    }

    private static void checkDate(AccessRequest request, Instant now) {
        String name = request.headers().containsKey("x-ms-date") ? "x-ms-date" : "date";
        String text = request.header(name).orElse("");
        if (text.isBlank()) {
            throw StorageError.AUTHENTICATION_FAILED.refusal(fact("AuthenticationErrorDetail", "The request has neither an x-ms-date nor a Date header."));
        }
        Optional<Instant> date = HttpDates.parse(text);
        if (date.isEmpty()) {
            throw StorageError.invalidHeader(name, text);
        }
        Duration age = Duration.between(date.get(), now);
        if (age.abs().compareTo(SKEW) > 0) {
            throw StorageError.AUTHENTICATION_FAILED.refusal(fact("AuthenticationErrorDetail",
                    "Request date header too " + (age.isNegative() ? "far in the future" : "old") + ": '" + text + "'"));
        }
    }
}
