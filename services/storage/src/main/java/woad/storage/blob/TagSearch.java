package woad.storage.blob;

import static woad.storage.StorageError.CONTAINER_NOT_FOUND;
import static woad.storage.StorageError.INVALID_QUERY_PARAMETER_VALUE;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.ArrayList;
import org.jdbi.v3.core.statement.Query;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.storage.account.Account;

/** Finds present blobs by their tags, along the index of tags. Source: Find Blobs by Tags. */
final class TagSearch {
    private final Database database;

    TagSearch(Database database) {
        this.database = database;
    }

    /** A blob that was found. */
    record Hit(UUID containerId, String container, String name, SortedMap<String, String> tags) {}

    /** The last blob of the page before. */
    record Marker(UUID container, String name) {
        static Marker after(Hit hit) {
            return new Marker(hit.containerId(), hit.name());
        }

        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(this).getBytes(StandardCharsets.UTF_8));
        }

        static Marker parse(String text) {
            try {
                Marker marker = Json.MAPPER.readValue(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8), Marker.class);
                if (marker != null && marker.container() != null && marker.name() != null && Names.isText(marker.name())) {
                    return marker;
                }
            } catch (IllegalArgumentException | JsonProcessingException e) {
                throw new CloudException(INVALID_QUERY_PARAMETER_VALUE, INVALID_QUERY_PARAMETER_VALUE.message(), e);
            }
            throw INVALID_QUERY_PARAMETER_VALUE.refusal();
        }
    }

    /**
     * The blobs that meet all comparisons, at least one of which is on a tag.
     *
     * @param container where to look; null for everywhere
     * @param after     null for the beginning
     */
    List<Hit> find(Account account, String container, List<TagExpression.Comparison> comparisons, Marker after, int most) {
        Map<String, List<TagExpression.Comparison>> byKey = new LinkedHashMap<>();
        comparisons.forEach(comparison -> byKey.computeIfAbsent(comparison.key(), key -> new ArrayList<>()).add(comparison));
        List<TagExpression.Comparison> named = byKey.remove(TagExpression.CONTAINER);
        if (byKey.isEmpty() || byKey.size() > 10 || container != null && named != null) {
            throw INVALID_QUERY_PARAMETER_VALUE.refusal();
        }
        String in = container != null ? container : named == null ? null : named.getFirst().value();
        StringBuilder sql = new StringBuilder("""
                select c.id, c.name, t0.name as blob, b.tags from storage.blob_tag t0 join storage.container c on c.id = t0.container and c.deleted_at is null
                join storage.blob b on b.container = t0.container and b.current and b.name = t0.name
                where t0.account = :account""");
        List<String> keys = new ArrayList<>();
        List<TagExpression.Comparison> all = new ArrayList<>();
        byKey.forEach((key, tests) -> {
            String table = "t" + keys.size();
            String tested = predicate(table, keys.size(), tests, all);
            sql.append(keys.isEmpty() ? tested : " and exists (select from storage.blob_tag " + table + " where " + table + ".account = :account and " + table
                    + ".container = t0.container and " + table + ".name = t0.name" + tested + ")");
            keys.add(key);
        });
        sql.append(in == null ? "" : " and c.name = :container").append(after == null ? "" : " and (t0.container, t0.name) > (:afterContainer, :afterName)")
                .append(" order by t0.container, t0.name limit :most");
        return database.with(handle -> {
            if (container != null && ContainerTable.id(handle, account.id(), container).isEmpty()) {
                throw CONTAINER_NOT_FOUND.refusal();
            }
            Query query = handle.createQuery(sql.toString()).bind("account", account.id()).bind("container", in).bind("most", most)
                    .bind("afterContainer", after == null ? null : after.container()).bind("afterName", after == null ? null : after.name());
            for (int i = 0; i < keys.size(); i++) {
                query.bind("key" + i, keys.get(i));
            }
            for (int i = 0; i < all.size(); i++) {
                query.bind("value" + i, all.get(i).value());
            }
            return query.map((row, context) -> new Hit(row.getObject("id", UUID.class), row.getString("name"), row.getString("blob"), Rows.map(row, "tags"))).list();
        });
    }

    private static String predicate(String table, int key, List<TagExpression.Comparison> tests, List<TagExpression.Comparison> all) {
        StringBuilder sql = new StringBuilder(" and " + table + ".key = :key" + key);
        for (TagExpression.Comparison test : tests) {
            sql.append(" and ").append(table).append(".value ").append(test.operator().text()).append(" :value").append(all.size());
            all.add(test);
        }
        return sql.toString();
    }
}
