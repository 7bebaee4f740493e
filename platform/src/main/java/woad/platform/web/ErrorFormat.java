package woad.platform.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.platform.core.CloudException;
import woad.platform.core.Json;

/** How a service writes errors; each service has one, and nothing else writes them. */
@FunctionalInterface
public interface ErrorFormat {

    /** The whole answer for a refusal. */
    WebResponse render(CloudException refusal, WebRequest request);

    /** Azure Resource Manager's (and OData v4's) form: {@code {"error":{"code","message","target","details":[]}}}. */
    ErrorFormat ODATA = (refusal, request) -> {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("code", refusal.error().code());
        error.put("message", refusal.getMessage());
        if (refusal.target() != null) {
            error.put("target", refusal.target());
        }
        if (!refusal.details().isEmpty()) {
            ArrayNode details = error.putArray("details");
            for (CloudException.Detail detail : refusal.details()) {
                ObjectNode item = details.addObject().put("code", detail.code()).put("message", detail.message());
                if (detail.target() != null) {
                    item.put("target", detail.target());
                }
            }
        }
        return WebResponse.json(refusal.error().status(), body).header("x-ms-error-code", refusal.error().code());
    };
}
