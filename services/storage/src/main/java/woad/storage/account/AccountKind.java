package woad.storage.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an account can hold. Source: Storage Accounts REST reference, {@code Kind}. {@code BlockBlobStorage} and {@code FileStorage} need a
 * premium SKU, which no region offers.
 */
public enum AccountKind {
    /** Blobs, queues, tables, without access tiers: the first generation. */
    @JsonProperty("Storage") STORAGE("Storage", true, false),
    /** Blobs, queues, tables. */
    @JsonProperty("StorageV2") STORAGE_V2("StorageV2", true, true),
    /** Blobs only. */
    @JsonProperty("BlobStorage") BLOB_STORAGE("BlobStorage", false, true);

    private final String text;
    private final boolean queuesAndTables;
    private final boolean accessTiers;

    AccountKind(String text, boolean queuesAndTables, boolean accessTiers) {
        this.text = text;
        this.queuesAndTables = queuesAndTables;
        this.accessTiers = accessTiers;
    }

    /** Whether blobs are in access tiers. */
    public boolean hasAccessTiers() {
        return accessTiers;
    }

    /** Whether the account can have a hierarchical namespace, and has the endpoints of a data lake and of a website. */
    public boolean hasDataLakeAndWebsite() {
        return this == STORAGE_V2;
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
