package woad.storage.access;

/** The services of a storage account; each has a host name of its own. */
public enum StorageService {
    BLOB("blob", "blob", 'b'),
    QUEUE("queue", "queue", 'q'),
    TABLE("table", "table", 't'),
    /** Data Lake Storage Gen2: the blobs of the account, seen as paths. */
    DATA_LAKE("dfs", "blob", 'b');

    private final String hostLabel;
    private final String resourcePrefix;
    private final char letter;

    StorageService(String hostLabel, String resourcePrefix, char letter) {
        this.hostLabel = hostLabel;
        this.resourcePrefix = resourcePrefix;
        this.letter = letter;
    }

    /** The label after the account's name: {@code account.blob.core.D}. */
    public String hostLabel() {
        return hostLabel;
    }

    /** The first part of a resource's name in a shared access signature: {@code /blob/account/container}. */
    public String resourcePrefix() {
        return resourcePrefix;
    }

    /** Its letter in the {@code ss} field of an account's shared access signature. */
    public char letter() {
        return letter;
    }
}
