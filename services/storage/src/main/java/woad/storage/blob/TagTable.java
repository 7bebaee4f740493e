package woad.storage.blob;

import java.util.SortedMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of {@code storage.blob_tag}: the tags of present blobs. */
final class TagTable {
    private TagTable() {}

    static void insert(Handle handle, UUID account, UUID container, String name, SortedMap<String, String> tags) {
        tags.forEach((key, value) -> handle.createUpdate("insert into storage.blob_tag (account, key, value, container, name) values (:account, :key, :value, :container, :name)")
                .bind("account", account).bind("key", key).bind("value", value).bind("container", container).bind("name", name).execute());
    }

    static void remove(Handle handle, UUID container, String name) {
        handle.createUpdate("delete from storage.blob_tag where container = :container and name = :name").bind("container", container).bind("name", name).execute();
    }
}
