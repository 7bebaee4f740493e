package woad.storage.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of blobs with time. Source: Management Policies REST reference.
 *
 * @param lastModified when it was written
 */
public record LifecyclePolicy(Instant lastModified, List<Rule> rules) {
    public LifecyclePolicy {
        rules = List.copyOf(rules);
    }

    /**
     * One rule, for the blobs that all of its filters let through.
     *
     * @param blobTypes at least one
     * @param prefixes  {@code container/start-of-name}; empty for all blobs
     * @param tags      all of which a blob must have
     * @param baseBlob  what becomes of blobs; likewise of snapshots and versions; null for nothing
     */
    public record Rule(String name, boolean enabled, List<BlobType> blobTypes, List<String> prefixes, List<Tag> tags, Actions baseBlob, Actions snapshot,
                       Actions version) {
        public Rule {
            blobTypes = List.copyOf(blobTypes);
            prefixes = List.copyOf(prefixes);
            tags = List.copyOf(tags);
        }
    }

    /** Which blobs a rule is for. */
    public enum BlobType {
        @JsonProperty("blockBlob") BLOCK_BLOB, @JsonProperty("appendBlob") APPEND_BLOB
    }

    /** A blob index tag. */
    public record Tag(String name, String value) {}

    /**
     * What happens, and when; each null for never.
     *
     * @param enableAutoTierToHotFromCool whether a blob that is read becomes hot again
     */
    public record Actions(Condition tierToHot, Condition tierToCool, Condition tierToCold, Condition tierToArchive, Condition delete,
                          boolean enableAutoTierToHotFromCool) {}

    /**
     * Since when, in days; what is not null must all hold. Snapshots and versions are looked at by their creation only.
     *
     * @param daysAfterLastTierChange stands beside another one, for archiving
     */
    public record Condition(Integer daysAfterModification, Integer daysAfterCreation, Integer daysAfterLastAccess, Integer daysAfterLastTierChange) {}
}
