package woad.storage.account;

import java.util.List;

/**
 * Properties of the blob service, and of the Data Lake service, which has none of its own. Written through the resource manager
 * ({@code blobServices/default}) and through Set Blob Service Properties.
 *
 * @param defaultServiceVersion          of requests that name none; null for the oldest
 * @param deleteRetention                soft delete of blobs
 * @param containerDeleteRetention       soft delete of containers; set through the resource manager only
 * @param versioning                     whether an overwritten blob is kept as a version; set through the resource manager only
 * @param lastAccessTimeTracking         whether reads are recorded, for lifecycle rules; set through the resource manager only
 */
public record BlobServiceProperties(List<CorsRule> cors, String defaultServiceVersion, Retention deleteRetention, Retention containerDeleteRetention,
                                    boolean versioning, boolean lastAccessTimeTracking, Logging logging, Metrics hourMetrics, Metrics minuteMetrics,
                                    StaticWebsite staticWebsite) {
    /** As for a new account. */
    public static final BlobServiceProperties INITIAL = new BlobServiceProperties(List.of(), null, Retention.OFF, Retention.OFF, false, false,
            Logging.OFF, Metrics.OFF, Metrics.OFF, StaticWebsite.OFF);

    public BlobServiceProperties {
        cors = List.copyOf(cors);
    }
}
