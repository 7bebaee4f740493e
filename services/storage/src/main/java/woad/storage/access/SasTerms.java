package woad.storage.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.storage.StorageError;
import woad.storage.access.AccessLookups.StoredAccessPolicy;
import woad.storage.access.SharedAccessSignature.Reach;
import woad.storage.account.AccountSettings.SasPolicy;
import woad.storage.wire.HttpDates;

/** The terms under which a good signature may be used: its times, addresses and protocol. */
final class SasTerms {
    private static final Map<String, String> RESPONSE_HEADERS = Map.of("rscc", "Cache-Control", "rscd", "Content-Disposition", "rsce", "Content-Encoding",
            "rscl", "Content-Language", "rsct", "Content-Type");
    private static final Pattern PERIOD = Pattern.compile("(?:(\\d{1,8})\\.)?(\\d{1,2}):(\\d{1,2}):(\\d{1,2})");

    private SasTerms() {}

    /**
     * The signature, where now is within its times.
     *
     * @param stored the stored access policy it stands under: what one of the two says, the other must not
     * @param policy of the account, for how long signatures may hold; null for none
     */
    static SharedAccessSignature within(SasFields fields, Reach reach, Optional<StoredAccessPolicy> stored, SasPolicy policy, Instant now) {
        Instant start = either("st", fields.time("st"), stored.map(StoredAccessPolicy::start).orElse(null));
        Instant expiry = either("se", fields.time("se"), stored.map(StoredAccessPolicy::expiry).orElse(null));
        String permissions = either("sp", fields.field("sp").orElse(null), stored.map(StoredAccessPolicy::permissions).orElse(null));
        if (expiry == null) {
            throw SasFields.missing("se");
        }
        if (permissions == null) {
            throw SasFields.missing("sp");
        }
        if (start != null && now.isBefore(start) || !now.isBefore(expiry)) {
            throw SasFields.failed("Signature not valid in the specified time frame: " + frame(start, expiry, now));
        }
        checkLife(policy, start, expiry);
        Map<String, String> headers = new LinkedHashMap<>();
        if (!(reach instanceof Reach.WholeAccount)) {
            RESPONSE_HEADERS.forEach((field, header) -> fields.field(field).ifPresent(value -> headers.put(header, value)));
        }
        return new SharedAccessSignature(reach, permissions, expiry, headers, fields.field("ses").orElse(null), fields.field("scid").orElse(null));
    }

    private static <T> T either(String name, T own, T stored) {
        if (own != null && stored != null) {
            throw SasFields.failed(name + " is given both in the signature and in its stored access policy");
        }
        return own == null ? stored : own;
    }

    /** Refuses signatures that hold longer than the account allows, where it is to block them. */
    private static void checkLife(SasPolicy policy, Instant start, Instant expiry) {
        if (policy == null || policy.expirationAction() != SasPolicy.ExpirationAction.BLOCK) {
            return;
        }
        if (start == null || Duration.between(start, expiry).compareTo(period(policy.sasExpirationPeriod())) > 0) {
            throw SasFields.failed("The account does not allow signatures that hold longer than " + policy.sasExpirationPeriod() + ", or that do not say from when.");
        }
    }

    private static Duration period(String text) {
        Matcher matcher = PERIOD.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a period: " + text);
        }
        return Duration.ofDays(matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1))).plusHours(Long.parseLong(matcher.group(2)))
                .plusMinutes(Long.parseLong(matcher.group(3))).plusSeconds(Long.parseLong(matcher.group(4)));
    }

    /** @throws woad.platform.core.CloudException {@code AuthorizationSourceIPMismatch}, {@code AuthorizationProtocolMismatch} */
    static void checkConnection(SasFields fields, AccessRequest request) {
        Optional<String> addresses = fields.field("sip");
        if (addresses.isPresent() && !AddressRange.parse(addresses.get()).orElseThrow(() -> SasFields.wrong("sip")).contains(request.clientAddress())) {
            throw StorageError.AUTHORIZATION_SOURCE_IP_MISMATCH.refusalSaying("This request is not authorized to perform this operation using this source IP "
                    + request.clientAddress() + ".");
        }
        boolean plain = switch (fields.field("spr").orElse("https,http")) {
            case "https" -> false;
            case "https,http", "http,https" -> true;
            default -> throw SasFields.wrong("spr");
        };
        if (!plain && !request.https()) {
            throw StorageError.AUTHORIZATION_PROTOCOL_MISMATCH.refusal();
        }
    }

    /** @throws woad.platform.core.CloudException {@code AuthenticationFailed} where the key does not hold now, or holds longer than any key may */
    static void checkKey(UserDelegationKey key, Instant now) {
        boolean inTime = !now.isBefore(key.start()) && now.isBefore(key.expiry());
        if (!inTime || Duration.between(key.start(), key.expiry()).compareTo(UserDelegationKey.LONGEST) > 0) {
            throw SasFields.failed("Signature not valid in the specified key time frame: " + frame(key.start(), key.expiry(), now));
        }
    }

    private static String frame(Instant start, Instant expiry, Instant now) {
        return "Start [" + (start == null ? "" : HttpDates.format(start)) + "] - Expiry [" + HttpDates.format(expiry) + "] - Current [" + HttpDates.format(now) + "]";
    }
}
