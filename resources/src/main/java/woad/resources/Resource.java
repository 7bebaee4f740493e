package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import woad.platform.core.TenantId;

/**
 * A stored resource.
 *
 * @param uniqueId   never used again for another resource ({@code properties.resourceGuid}, {@code vmId})
 * @param desired    what the customer asked for
 * @param observed   what its service last made of it; only the service's {@code converge} and rendering know its shape
 * @param state      of the provisioning
 * @param failure    why it failed: {@code {"code","message"}}, or null
 * @param generation counts the writes of {@code desired}
 * @param etag       changes with everything a client can see
 */
public record Resource(ResourceId id, TenantId tenant, UUID uniqueId, Desired desired, ObjectNode observed, State state,
                       ObjectNode failure, long generation, String etag, SystemData systemData) {

    /** Provisioning states that clients know. */
    public enum State {
        CREATING("Creating"), UPDATING("Updating"), DELETING("Deleting"), SUCCEEDED("Succeeded"), FAILED("Failed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As in {@code properties.provisioningState}. */
        public String text() {
            return text;
        }

        /** Whether nothing more will happen by itself. */
        public boolean terminal() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    /** Who wrote it and when. {@code byType} is {@code User} or {@code Application}. */
    public record SystemData(String createdBy, String createdByType, Instant createdAt, String changedBy, String changedByType,
                             Instant changedAt) {}
}
