package woad.storage.account;

/** Classic logging of requests, as a client set it. Source: Set Blob Service Properties. */
public record Logging(String version, boolean delete, boolean read, boolean write, Retention retention) {
    /** As for a new account. */
    public static final Logging OFF = new Logging("1.0", false, false, false, Retention.OFF);
}
