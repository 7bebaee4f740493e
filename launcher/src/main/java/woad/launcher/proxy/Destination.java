package woad.launcher.proxy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client asks to be connected to, from {@code CONNECT host:port HTTP/1.1} (RFC 9110, section 9.3.6). */
record Destination(String host, int port) {
    private static final Pattern REQUEST = Pattern.compile("CONNECT ([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5}) HTTP/1\\.[01]");

    /** The destination in a request line, or null where it is no valid CONNECT. */
    static Destination parse(String requestLine) {
        Matcher matcher = REQUEST.matcher(requestLine);
        if (!matcher.matches()) {
            return null;
        }
        int port = Integer.parseInt(matcher.group(2));
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return port == 0 || port > 65535 ? null : new Destination(host, port);
    }

    /** Whether it is a name of the cloud with domain D, at the port for https. */
    boolean isUnder(String domain) {
        return port == 443 && (host.equals(domain) || host.endsWith("." + domain));
    }
}
