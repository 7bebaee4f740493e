package woad.storage.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.web.ErrorFormat;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** The errors of tables: OData v3's {@code {"odata.error":{"code","message":{"lang","value"}}}}. */
public final class TableErrors implements ErrorFormat {
    private final InstantSource clock;

    public TableErrors(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public WebResponse render(CloudException refusal, WebRequest request) {
        WireError error = WireError.of(refusal, request, clock.instant());
        ObjectNode body = Json.object();
        ObjectNode content = body.putObject("odata.error").put("code", error.code());
        content.putObject("message").put("lang", "en-US").put("value", error.message());
        return error.answer(request, "application/json;odata=minimalmetadata;streaming=true;charset=utf-8", Json.bytes(body));
    }
}
