package woad.storage.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an account can hold. Source: Storage Accounts REST reference, {@code Kind}. {@code FileStorage} is not offered: there are no file shares. */
public enum AccountKind {
    /** Blobs, queues, tables, without access tiers: the first generation. */
    @JsonProperty("Storage") STORAGE("Storage", true),
    /** Blobs, queues, tables. */
    @JsonProperty("StorageV2") STORAGE_V2("StorageV2", true),
    /** Blobs only. */
    @JsonProperty("BlobStorage") BLOB_STORAGE("BlobStorage", false),
    /** Blobs only, on fast disks; a premium SKU. */
    @JsonProperty("BlockBlobStorage") BLOCK_BLOB_STORAGE("BlockBlobStorage", false);

    private final String text;
    private final boolean queuesAndTables;

    AccountKind(String text, boolean queuesAndTables) {
        this.text = text;
        this.queuesAndTables = queuesAndTables;
    }

    /** As in requests and answers. */
    public String text() {
        return text;
    }

    /** Whether the account has a queue and a table endpoint. */
    public boolean hasQueuesAndTables() {
        return queuesAndTables;
    }
}
