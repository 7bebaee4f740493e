package woad.storage.access;

import java.time.Instant;
import java.util.Map;

/**
 * A signature that was found good for the request it came with, with what it allows.
 *
 * @param permissions     letters of {@code sp}, or of the stored access policy it stands under
 * @param expires         when it ends
 * @param responseHeaders headers of the answer to a read that it overrides, by their HTTP names: {@code Content-Type}, …
 * @param encryptionScope that writes must use; null for none
 * @param correlationId   {@code scid}, to be logged with the request; null for none
 */
public record SharedAccessSignature(Reach reach, String permissions, Instant expires, Map<String, String> responseHeaders, String encryptionScope,
                                    String correlationId) {
    public SharedAccessSignature {
        responseHeaders = Map.copyOf(responseHeaders);
    }

    /** What a signature is for. */
    public sealed interface Reach {

        /** A whole account: letters of services ({@code ss}) and resource types ({@code srt}). */
        record WholeAccount(String services, String resourceTypes) implements Reach {}

        /** A container with all in it. */
        record Container(String container) implements Reach {}

        /** A directory of a hierarchical account with all below it; {@code ""} is the root. */
        record Directory(String container, String path) implements Reach {}

        /**
         * A blob.
         *
         * @param moment the one snapshot or version that is meant; null for the blob itself
         */
        record Blob(String container, String path, String moment) implements Reach {}

        /** A queue. */
        record Queue(String queue) implements Reach {}

        /** A table, or some of its entities. */
        record Table(String table, EntityRange range) implements Reach {}
    }

    /** Whether a scope is inside of what the signature is for. */
    public boolean reaches(StorageScope scope) {
        return switch (reach) {
            case Reach.WholeAccount account -> true;
            case Reach.Container container -> isBlob(scope) && container.container().equals(scope.container());
            case Reach.Directory directory -> isBlob(scope) && directory.container().equals(scope.container()) && scope.path() != null
                    && (directory.path().isEmpty() || scope.path().equals(directory.path()) || scope.path().startsWith(directory.path() + "/"));
            case Reach.Blob blob -> isBlob(scope) && blob.container().equals(scope.container()) && blob.path().equals(scope.path());
            case Reach.Queue queue -> scope.service() == StorageService.QUEUE && queue.queue().equals(scope.container());
            case Reach.Table table -> scope.service() == StorageService.TABLE && scope.container() != null && table.table().equalsIgnoreCase(scope.container());
        };
    }

    private static boolean isBlob(StorageScope scope) {
        return scope.service() == StorageService.BLOB && scope.container() != null;
    }

    /** The entities it reaches in a table. */
    public EntityRange entities() {
        return reach instanceof Reach.Table table ? table.range() : EntityRange.ALL;
    }
}
