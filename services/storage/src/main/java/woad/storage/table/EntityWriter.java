package woad.storage.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import woad.platform.core.Json;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/**
 * Writes tables and entities into answers.
 *
 * @param host  of the account
 * @param level how much is told beside the data
 */
record EntityWriter(String host, MetadataLevel level) {

    static EntityWriter of(WebRequest request) {
        return new EntityWriter(request.host(), MetadataLevel.of(request));
    }

    /** A page of a table's entities. @param select names of the properties to show; empty for all */
    WebResponse page(TableName table, List<Entity> entities, Set<String> select) {
        ObjectNode document = document(table.text() + (select.isEmpty() ? "" : "&$select=" + String.join(",", select)));
        ArrayNode values = document.putArray("value");
        entities.forEach(entity -> write(values.addObject(), table, entity, select));
        return answer(200, document);
    }

    /** One entity. */
    WebResponse entity(int status, TableName table, Entity entity, Set<String> select) {
        ObjectNode document = document(table.text() + (select.isEmpty() ? "" : "&$select=" + String.join(",", select)) + "/@Element");
        write(document, table, entity, select);
        return answer(status, document).header("ETag", entity.tag().toString());
    }

    /** A page of tables. */
    WebResponse tables(List<TableName> tables) {
        ObjectNode document = document("Tables");
        ArrayNode values = document.putArray("value");
        tables.forEach(table -> write(values.addObject(), table));
        return answer(200, document);
    }

    /** One table. */
    WebResponse table(int status, TableName table) {
        ObjectNode document = document("Tables/@Element");
        write(document, table);
        return answer(status, document);
    }

    /** Where a table is. */
    String url(TableName table) {
        return "https://" + host + "/Tables('" + table + "')";
    }

    /** Where an entity is. */
    String url(TableName table, EntityKey key) {
        return "https://" + host + "/" + path(table, key);
    }

    private static String path(TableName table, EntityKey key) {
        return table + "(" + KeyPredicate.write(key) + ")";
    }

    private ObjectNode document(String metadata) {
        ObjectNode document = Json.object();
        return level == MetadataLevel.NONE ? document : document.put("odata.metadata", "https://" + host + "/$metadata#" + metadata);
    }

    private WebResponse answer(int status, ObjectNode document) {
        return new WebResponse(status, List.of(), level.contentType(), Json.bytes(document));
    }

    private void write(ObjectNode document, TableName table) {
        if (level == MetadataLevel.FULL) {
            document.put("odata.type", account() + ".Tables").put("odata.id", url(table)).put("odata.editLink", "Tables('" + table + "')");
        }
        document.put("TableName", table.text());
    }

    private void write(ObjectNode document, TableName table, Entity entity, Set<String> select) {
        boolean typed = level != MetadataLevel.NONE;
        if (level == MetadataLevel.FULL) {
            document.put("odata.type", account() + "." + table).put("odata.id", url(table, entity.key()));
        }
        if (typed) {
            document.put("odata.etag", entity.tag().toString());
        }
        if (level == MetadataLevel.FULL) {
            document.put("odata.editLink", path(table, entity.key()));
        }
        if (shows(select, PropertyJson.PARTITION_KEY)) {
            document.put(PropertyJson.PARTITION_KEY, entity.key().partition());
        }
        if (shows(select, PropertyJson.ROW_KEY)) {
            document.put(PropertyJson.ROW_KEY, entity.key().row());
        }
        if (shows(select, PropertyJson.TIMESTAMP)) {
            PropertyJson.write(document, PropertyJson.TIMESTAMP, new EdmValue.DateTime(entity.timestamp()), level == MetadataLevel.FULL);
        }
        entity.properties().forEach((name, value) -> {
            if (shows(select, name)) {
                PropertyJson.write(document, name, value, typed);
            }
        });
    }

    private static boolean shows(Set<String> select, String name) {
        return select.isEmpty() || select.contains(name);
    }

    private String account() {
        return host.substring(0, host.indexOf('.'));
    }
}
