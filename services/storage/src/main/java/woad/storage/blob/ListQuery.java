package woad.storage.blob;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import woad.platform.core.Json;
import woad.storage.StorageError;

/**
 * What a client wants to see of a container's blobs.
 *
 * @param delimiter names are cut after its first occurrence behind the prefix; null for no cutting
 * @param from      where the listing goes on
 */
record ListQuery(String prefix, String delimiter, Marker from, int most, Set<Include> includes) {
    ListQuery {
        includes = Set.copyOf(includes);
    }

    /** What is listed beside present blobs, and said of them. */
    enum Include { SNAPSHOTS, VERSIONS, DELETED, DELETEDWITHVERSIONS, UNCOMMITTEDBLOBS, METADATA, TAGS, COPY, IMMUTABILITYPOLICY, LEGALHOLD, PERMISSIONS }

    boolean has(Include include) {
        return includes.contains(include);
    }

    /** Whether states are listed that are not present. */
    boolean listsPast() {
        return has(Include.SNAPSHOTS) || has(Include.VERSIONS) || listsDeleted();
    }

    boolean listsDeleted() {
        return has(Include.DELETED) || has(Include.DELETEDWITHVERSIONS);
    }

    /**
     * A place in the order of a container's states.
     *
     * @param name  the first name
     * @param after the moment of the last state of this name that was listed already; null where none was
     */
    record Marker(String name, Instant after) {
        static final Marker START = new Marker("", null);

        /** As the client gets it; without meaning to it. */
        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(this).getBytes(StandardCharsets.UTF_8));
        }

        /** Reads what {@link #text} wrote. @throws woad.platform.core.CloudException {@code OutOfRangeInput} where it is something else */
        static Marker parse(String text) {
            try {
                Marker marker = Json.MAPPER.readValue(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8), Marker.class);
                if (marker != null && marker.name() != null && Names.isText(marker.name())) {
                    return marker;
                }
            } catch (IllegalArgumentException | JsonProcessingException e) {
                throw new woad.platform.core.CloudException(StorageError.OUT_OF_RANGE_INPUT, StorageError.OUT_OF_RANGE_INPUT.message(), e);
            }
            throw StorageError.OUT_OF_RANGE_INPUT.refusal();
        }
    }
}
