package woad.storage.queue;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import woad.storage.StorageError;

/** What proves that its holder was the last to take, or to change, a message; Base64 on the wire. */
public record PopReceipt(UUID value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    /** Reads one from a query. @throws woad.platform.core.CloudException {@code InvalidQueryParameterValue} for what never was one */
    public static PopReceipt parse(String text) {
        // A plus sign that a client did not encode arrives as a space.
        String base64 = text.replace(' ', '+');
        if (!FORM.matcher(base64).matches()) {
            throw StorageError.invalidQuery("popreceipt", text, "Invalid pop receipt format.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        return new PopReceipt(new UUID(bytes.getLong(), bytes.getLong()));
    }

    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()).array());
    }
}
