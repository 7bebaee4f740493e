package woad.storage.account;

import java.util.List;

/** Who may call a service from a browser. Source: Set Blob Service Properties, {@code CorsRule}; {@code *} stands for any. */
public record CorsRule(List<String> allowedOrigins, List<String> allowedMethods, int maxAgeInSeconds, List<String> exposedHeaders, List<String> allowedHeaders) {
    /** Most rules of a service. */
    public static final int MOST = 5;

    public CorsRule {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedMethods = List.copyOf(allowedMethods);
        exposedHeaders = List.copyOf(exposedHeaders);
        allowedHeaders = List.copyOf(allowedHeaders);
    }
}
