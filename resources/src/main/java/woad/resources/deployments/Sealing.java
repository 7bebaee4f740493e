package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import woad.platform.core.Json;
import woad.platform.keys.KeyHierarchy;

/** Seals what a deployment was asked, which holds secrets, in chunks; each chunk opens only in its place. */
final class Sealing {
    private static final int CHUNK = 48 << 10;

    private final KeyHierarchy keys;

    Sealing(KeyHierarchy keys) {
        this.keys = keys;
    }

    byte[] seal(ObjectNode secret, String context) {
        byte[] plain = Json.bytes(secret);
        int chunks = (plain.length + CHUNK - 1) / CHUNK;
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        for (int i = 0; i < chunks; i++) {
            byte[] chunk = keys.wrap(Arrays.copyOfRange(plain, i * CHUNK, Math.min(plain.length, (i + 1) * CHUNK)), place(context, i, chunks));
            sealed.writeBytes(ByteBuffer.allocate(8).putInt(chunks).putInt(chunk.length).array());
            sealed.writeBytes(chunk);
        }
        return sealed.toByteArray();
    }

    /** @throws woad.platform.core.CloudException {@code KeyNotGenuine} where it was changed or belongs elsewhere */
    ObjectNode open(byte[] sealed, String context) {
        ByteBuffer rest = ByteBuffer.wrap(sealed);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; rest.hasRemaining(); i++) {
            int chunks = rest.getInt();
            byte[] chunk = new byte[rest.getInt()];
            rest.get(chunk);
            plain.writeBytes(keys.unwrap(chunk, place(context, i, chunks)));
        }
        return (ObjectNode) Json.parse(plain.toString(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String place(String context, int index, int count) {
        return "deployment:" + context + ":" + index + "/" + count;
    }
}
