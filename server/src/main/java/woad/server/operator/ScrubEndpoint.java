package woad.server.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.platform.bytes.ScrubReport;
import woad.platform.bytes.Scrubber;
import woad.platform.core.Json;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebResponse;

/** What the scrub of objects' bytes has found: the walk that goes on, and the one that ended last. */
record ScrubEndpoint(Scrubber scrubber) {

    Endpoint endpoint() {
        return Endpoint.of("Scrubs_List", Method.GET, "/scrubs", OperatorService.OPERATOR, request -> list());
    }

    private WebResponse list() {
        ObjectNode answer = Json.object();
        ArrayNode passes = answer.putArray("value");
        for (Scrubber.Pass pass : scrubber.passes()) {
            ObjectNode view = passes.addObject().put("started", pass.started().toString()).put("extents", pass.extents()).put("bytes", pass.bytes())
                    .put("damagedExtents", pass.damaged());
            pass.ended().ifPresent(ended -> view.put("ended", ended.toString()));
            ArrayNode damaged = view.putArray("damaged");
            for (ScrubReport.Damage damage : scrubber.damaged(pass)) {
                damaged.addObject().put("extent", damage.id().toString()).put("finding", damage.finding());
            }
        }
        return WebResponse.ok(answer);
    }
}
