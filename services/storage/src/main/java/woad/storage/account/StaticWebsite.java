package woad.storage.account;

/** The website in container {@code $web}. Source: Set Blob Service Properties. Paths and names are null where they are not set. */
public record StaticWebsite(boolean enabled, String indexDocument, String errorDocument404Path, String defaultIndexDocumentPath) {
    /** As for a new account. */
    public static final StaticWebsite OFF = new StaticWebsite(false, null, null, null);
}
