package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One resource of a deployment.
 *
 * @param position  in the plan, from 0
 * @param existing  whether it is only read
 * @param operation path and query of the running operation, or null
 * @param failure   {@code {"code","message"}}, or null
 */
record Step(int position, String resourceId, String type, String apiVersion, boolean existing, State state, String operation,
            ObjectNode failure, Instant startedAt, Instant endedAt) {

    /** How far it is. */
    enum State {
        WAITING("NotStarted"), RUNNING("Running"), SUCCEEDED("Succeeded"), FAILED("Failed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    Step running(String polled, Instant at) {
        return new Step(position, resourceId, type, apiVersion, existing, State.RUNNING, polled, null, at, null);
    }

    Step succeeded(Instant at) {
        return new Step(position, resourceId, type, apiVersion, existing, State.SUCCEEDED, operation, null, startedAt == null ? at : startedAt, at);
    }

    Step failed(ObjectNode why, Instant at) {
        return new Step(position, resourceId, type, apiVersion, existing, State.FAILED, operation, why, startedAt == null ? at : startedAt, at);
    }
}
