package woad.fleet.spec;

/** What a host is told: the answer of {@code GET /desired?generation=N} where there is something newer than N. */
public record Desired(HostSpec spec, HostSecrets secrets) {}
