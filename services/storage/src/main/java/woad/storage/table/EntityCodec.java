package woad.storage.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.storage.RecordCipher;
import woad.storage.account.Account;

/** The form in which an entity's properties are stored: as on the wire, sealed under a key of the entity's own. */
final class EntityCodec {
    private final RecordCipher cipher;

    EntityCodec(Ids ids) {
        cipher = new RecordCipher("woad.storage.entity", ids);
    }

    byte[] seal(Account account, TableName table, EntityKey key, Map<String, EdmValue> properties) {
        ObjectNode document = Json.object();
        properties.forEach((name, value) -> PropertyJson.write(document, name, value, true));
        return cipher.seal(account, identity(table, key), Json.bytes(document));
    }

    Map<String, EdmValue> open(Account account, TableName table, EntityKey key, byte[] sealed) {
        return PropertyJson.read((ObjectNode) Json.parse(new String(cipher.open(account, identity(table, key), sealed), StandardCharsets.UTF_8)));
    }

    /** Names cannot run into each other: each but the last stands behind its length. */
    private static byte[] identity(TableName table, EntityKey key) {
        byte[] name = table.key().getBytes(StandardCharsets.UTF_8);
        byte[] partition = EntityKey.stored(key.partition());
        byte[] row = EntityKey.stored(key.row());
        return ByteBuffer.allocate(2 * Integer.BYTES + name.length + partition.length + row.length)
                .putInt(name.length).put(name).putInt(partition.length).put(partition).put(row).array();
    }
}
