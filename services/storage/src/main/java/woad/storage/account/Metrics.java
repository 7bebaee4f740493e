package woad.storage.account;

/** Classic metrics, as a client set them. Source: Set Blob Service Properties. */
public record Metrics(String version, boolean enabled, boolean includeApis, Retention retention) {
    /** As for a new account. */
    public static final Metrics OFF = new Metrics("1.0", false, false, Retention.OFF);
}
