package woad.storage.access;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import woad.storage.StorageError;

/** The parameters of a query in their order, decoded; names are in lower case. A {@code +} stands for itself, as signers take it. */
public record Query(List<Parameter> parameters) {
    public Query {
        parameters = List.copyOf(parameters);
    }

    /** One parameter; a name may occur several times. */
    public record Parameter(String name, String value) {}

    /** Reads a query without its {@code ?}. @throws woad.platform.core.CloudException {@code RequestUrlFailedToParse} on malformed percent-encoding */
    public static Query parse(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.add(new Parameter(decode(name).toLowerCase(Locale.ROOT), equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return new Query(parameters);
    }

    /** Whether a parameter is there. */
    public boolean has(String name) {
        return parameters.stream().anyMatch(p -> p.name().equals(name));
    }

    /** All values of a name, in their order. */
    public List<String> all(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).toList();
    }

    /** The first value of a name. */
    public Optional<String> first(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).findFirst();
    }

    /** Undoes percent-encoding as UTF-8. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw StorageError.REQUEST_URL_FAILED_TO_PARSE.refusal();
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
