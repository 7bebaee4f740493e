package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.resources.ResourceId;

/**
 * A deployment as stored, without what is sealed.
 *
 * @param run        new with each PUT of the same name; names the operation that clients poll
 * @param caller     who deploys: each step is authorised as this caller's own request
 * @param canceling  whether no further step is to be started
 * @param parameters as clients may see them
 * @param outputs    null until it has succeeded
 * @param failure    {@code {"code","message","details"}}, or null
 * @param endedAt    null while it runs
 */
public record Deployment(ResourceId id, TenantId tenant, UUID run, Caller caller, String clientAddress, UUID correlationId, State state,
                         boolean canceling, ObjectNode parameters, String templateHash, ObjectNode outputs, ObjectNode failure,
                         Instant startedAt, Instant endedAt) {

    /** Provisioning states that clients know. */
    public enum State {
        ACCEPTED("Accepted"), RUNNING("Running"), SUCCEEDED("Succeeded"), FAILED("Failed"), CANCELED("Canceled");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As in {@code properties.provisioningState}. */
        public String text() {
            return text;
        }

        /** Whether nothing more will happen. */
        public boolean terminal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELED;
        }
    }
}
