package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import woad.platform.core.Json;

/** The beginning of every token answer: form 1.0 has its numbers as text and names the resource, form 2.0 has numbers. */
final class TokenAnswers {
    private TokenAnswers() {}

    static ObjectNode start(int version, String audience, Instant now) {
        long life = TokenIssuer.LIFE.toSeconds();
        ObjectNode body = Json.object().put("token_type", "Bearer");
        if (version == 2) {
            return body.put("expires_in", life).put("ext_expires_in", life);
        }
        return body.put("expires_in", Long.toString(life)).put("ext_expires_in", Long.toString(life))
                .put("expires_on", Long.toString(now.getEpochSecond() + life)).put("not_before", Long.toString(now.getEpochSecond()))
                .put("resource", audience);
    }
}
