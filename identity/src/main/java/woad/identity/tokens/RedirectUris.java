package woad.identity.tokens;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Comparison of redirect URIs: exact, but for the port of loopback addresses (RFC 8252, section 7.3). */
public final class RedirectUris {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Set<String> REFUSED = Set.of("javascript", "data", "vbscript", "file", "blob", "about", "ws", "wss", "ftp");

    private RedirectUris() {}

    static boolean matches(String registered, String requested) {
        if (registered.equals(requested)) {
            return true;
        }
        try {
            URI left = new URI(registered);
            URI right = new URI(requested);
            return "http".equals(left.getScheme()) && "http".equals(right.getScheme()) && left.getHost() != null
                    && LOOPBACK.contains(left.getHost()) && left.getHost().equals(right.getHost())
                    && right.getUserInfo() == null && right.getFragment() == null && right.getRawQuery() == null
                    && path(left).equals(path(right));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** Scheme, host and port, as a content security policy names them; of a program's own scheme only that. */
    public static String origin(String uri) {
        URI parsed = URI.create(uri);
        return parsed.getRawAuthority() == null ? parsed.getScheme() + ":" : parsed.getScheme() + "://" + parsed.getRawAuthority();
    }

    /** Whether an application may register the URI: of {@code https}, of a loopback address, or of a program's own scheme where allowed. */
    public static boolean acceptable(String uri, boolean ownSchemes) {
        try {
            URI parsed = new URI(uri);
            String scheme = parsed.getScheme();
            if (scheme == null || parsed.getRawFragment() != null || parsed.getRawUserInfo() != null || uri.contains("*") || uri.length() > 2048) {
                return false;
            }
            return switch (scheme) {
                case "https" -> parsed.getHost() != null;
                case "http" -> parsed.getHost() != null && LOOPBACK.contains(parsed.getHost());
                default -> ownSchemes && scheme.matches("[a-z][a-z0-9.+-]*") && !REFUSED.contains(scheme);
            };
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
