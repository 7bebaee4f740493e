package woad.resources;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/**
 * On whose behalf and under which conditions a resource is written.
 *
 * @param ifMatch     the etag it must have now, or null
 * @param ifNoneMatch whether it must not exist yet
 */
public record Call(Caller caller, String clientAddress, UUID correlationId, String apiVersion, String ifMatch, boolean ifNoneMatch) {

    /** The call that a request makes. */
    public static Call of(WebRequest request) {
        Optional<String> ifMatch = request.header("if-match").filter(v -> !v.equals("*"));
        return new Call(request.caller(), request.clientAddress(), request.correlationId(), ApiVersions.of(request),
                ifMatch.map(v -> v.replaceAll("^(W/)?\"?|\"$", "")).orElse(null), request.header("if-none-match").filter("*"::equals).isPresent());
    }

    /** What follows from a resource's last write goes on in the name of who wrote it. */
    static Call onBehalf(Resource resource) {
        Resource.SystemData data = resource.systemData();
        Caller.Kind kind = data.changedByType().equals("User") ? Caller.Kind.USER : Caller.Kind.SERVICE_PRINCIPAL;
        return new Call(new Caller(Caller.Realm.CUSTOMER, resource.tenant(), new PrincipalId(resource.uniqueId()), kind, Set.of(), data.changedBy(),
                data.changedBy()), "-", UUID.fromString(resource.etag()), "", null, false);
    }

    /** {@code User} or {@code Application}, for system data. */
    public String callerType() {
        return switch (caller.kind()) {
            case USER -> "User";
            case SERVICE_PRINCIPAL -> "Application";
            case ACCOUNT_KEY, SHARED_ACCESS_SIGNATURE, ANONYMOUS -> throw notHere();
        };
    }

    /** The name in system data: a user principal name, or an application id. */
    public String callerName() {
        return switch (caller.kind()) {
            case USER -> caller.name();
            case SERVICE_PRINCIPAL -> caller.clientId();
            case ACCOUNT_KEY, SHARED_ACCESS_SIGNATURE, ANONYMOUS -> throw notHere();
        };
    }

    private static IllegalStateException notHere() {
        return new IllegalStateException("the resource manager knows people and applications only");
    }
}
