package woad.storage.access;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import woad.platform.web.WebRequest;

/**
 * What of a request decides about access.
 *
 * @param method        in upper case
 * @param host          in lower case, without port
 * @param rawPath       as it came from the wire, since signatures are over it
 * @param headers       names in lower case
 * @param clientAddress IPv4 or IPv6
 * @param https         whether it came over TLS
 */
public record AccessRequest(String method, String host, String rawPath, Query query, Map<String, String> headers, String clientAddress, boolean https) {
    private static final String SECONDARY = "-secondary";

    /** A request from the front door, which speaks TLS only. */
    public static AccessRequest of(WebRequest request) {
        return new AccessRequest(request.method().name(), request.host(), request.rawPath(), Query.parse(request.rawQuery()), request.headers(),
                request.clientAddress(), true);
    }

    /** A header; empty where it is not there. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The account that the host names, also where it names the account's secondary endpoint. */
    public String account() {
        String label = label();
        return label.endsWith(SECONDARY) ? label.substring(0, label.length() - SECONDARY.length()) : label;
    }

    /** Whether the host is that of the account's secondary, which can be read only. */
    public boolean secondary() {
        return label().endsWith(SECONDARY);
    }

    private String label() {
        int dot = host.indexOf('.');
        return (dot < 0 ? host : host.substring(0, dot)).toLowerCase(Locale.ROOT);
    }
}
