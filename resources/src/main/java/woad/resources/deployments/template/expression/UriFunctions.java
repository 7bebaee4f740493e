package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Functions on URIs (RFC 3986) and data URIs (RFC 2397). */
final class UriFunctions {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    static final List<Function> ALL = List.of(
            Function.of("uri", 2, UriFunctions::uri),
            Function.of("uriComponent", 1, call -> Nodes.text(encode(call.text(0)))),
            Function.of("uriComponentToString", 1, call -> Nodes.text(decode(call, call.text(0)))),
            Function.of("dataUri", 1, call -> Nodes.text("data:text/plain;charset=utf8;base64,"
                    + ConversionFunctions.base64(ConversionFunctions.asText(call.value(0))))),
            Function.of("dataUriToString", 1, UriFunctions::dataUriToString));

    private UriFunctions() {}

    private static JsonNode uri(Invocation call) {
        try {
            URI base = URI.create(call.text(0));
            if (!base.isAbsolute()) {
                throw call.failure("the base must be an absolute URI.");
            }
            boolean bare = base.getRawPath() == null || base.getRawPath().isEmpty();
            return Nodes.text((bare ? URI.create(call.text(0) + "/") : base).resolve(call.text(1)).toString());
        } catch (IllegalArgumentException e) {
            throw call.failure("the parameters do not form a URI.", e);
        }
    }

    private static String encode(String text) {
        StringBuilder result = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                result.append((char) b);
            } else {
                result.append(String.format("%%%02X", b & 0xff));
            }
        }
        return result.toString();
    }

    private static String decode(Invocation call, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw call.failure("the text has a percent sign that does not start an encoded byte.");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode dataUriToString(Invocation call) {
        String uri = call.text(0);
        int comma = uri.indexOf(',');
        if (!uri.regionMatches(true, 0, "data:", 0, 5) || comma < 0) {
            throw call.failure("the parameter is not a data URI.");
        }
        String data = uri.substring(comma + 1);
        if (!uri.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            return Nodes.text(decode(call, data));
        }
        try {
            return Nodes.text(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw call.failure("the data URI is not valid base64.", e);
        }
    }
}
