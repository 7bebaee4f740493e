package woad.storage.queue;

import java.nio.ByteBuffer;
import java.util.UUID;
import woad.platform.core.Guid;
import woad.storage.StorageError;

/** The id of a message in its queue. */
public record MessageId(UUID value) {

    /** Reads one from a path. @throws woad.platform.core.CloudException {@code MessageNotFound} for what is no id of any message */
    public static MessageId parse(String text) {
        if (!Guid.matches(text)) {
            throw StorageError.MESSAGE_NOT_FOUND.refusal();
        }
        return new MessageId(UUID.fromString(text));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()).array();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
