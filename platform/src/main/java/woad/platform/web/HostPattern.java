package woad.platform.web;

import java.util.Locale;

/** The host names a service answers to: {@code management.woad.test}, or {@code *.vault.woad.test} for one label in front. */
public record HostPattern(String text) {
    public HostPattern {
        text = text.toLowerCase(Locale.ROOT);
    }

    /** Whether a host name, without port, is meant. */
    public boolean matches(String host) {
        if (!text.startsWith("*.")) {
            return text.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && text.regionMatches(2, host, dot + 1, Math.max(text.length() - 2, host.length() - dot - 1));
    }
}
