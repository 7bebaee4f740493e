package woad.storage.blob;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a client says of a blob that it stores, beside its bytes.
 *
 * @param tier null for the account's own
 */
record NewBlob(BlobType type, HttpProperties http, SortedMap<String, String> metadata, SortedMap<String, String> tags, Tier tier, Immutability immutability) {

    /** Nothing but properties and metadata. */
    static NewBlob of(BlobType type, HttpProperties http, SortedMap<String, String> metadata) {
        return new NewBlob(type, http, metadata, new TreeMap<>(), null, Immutability.NONE);
    }
}
