package woad.storage.access;

import static woad.storage.StorageError.fact;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.storage.StorageError;

/** The fields of a signature in a query, read strictly: each at most once, and in its form. */
record SasFields(Query query, ServiceVersion version) {
    private static final Set<String> NAMES = Set.of("sv", "ss", "srt", "sp", "st", "se", "sip", "spr", "ses", "sig", "sr", "si", "sdd", "tn", "spk", "srk", "epk",
            "erk", "rscc", "rscd", "rsce", "rscl", "rsct", "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid", "skdutid", "sduoid", "srh", "srq");

    /** Reads the signature of a request that has one. @throws CloudException {@code AuthenticationFailed} */
    static SasFields read(Query query) {
        for (String name : NAMES) {
            if (query.all(name).size() > 1) {
                throw malformed();
            }
        }
        String version = query.first("sv").filter(sv -> !sv.isEmpty()).orElseThrow(() -> missing("sv"));
        return new SasFields(query, ServiceVersion.parse(version).orElseThrow(SasFields::malformed));
    }

    /** A field that says something. */
    Optional<String> field(String name) {
        return query.first(name).filter(value -> !value.isEmpty());
    }

    /** A field that must be there. */
    String required(String name) {
        return field(name).orElseThrow(() -> missing(name));
    }

    /** A time; null where the field is not there. */
    Instant time(String name) {
        return field(name).map(text -> SasTime.parse(text).orElseThrow(() -> wrong(name))).orElse(null);
    }

    /** A GUID that must be there. */
    PrincipalId principal(String name) {
        String text = required(name);
        if (!Guid.matches(text)) {
            throw wrong(name);
        }
        return PrincipalId.parse(text);
    }

    /** A tenant; null where the field is not there. */
    TenantId tenant(String name) {
        Optional<String> text = field(name);
        if (text.isPresent() && !Guid.matches(text.get())) {
            throw wrong(name);
        }
        return text.map(TenantId::parse).orElse(null);
    }

    static CloudException missing(String name) {
        return failed(name + " is mandatory. Cannot be empty");
    }

    static CloudException wrong(String name) {
        return failed(name + " is not in the correct format");
    }

    static CloudException malformed() {
        return failed("Signature fields not well formed.");
    }

    static CloudException failed(String detail) {
        return StorageError.AUTHENTICATION_FAILED.refusal(fact("AuthenticationErrorDetail", detail));
    }
}
