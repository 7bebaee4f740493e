package woad.resources.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** How far the world is from a resource's desired state. */
public sealed interface Convergence {

    /** It is as desired. */
    record Ready(ObjectNode observed) implements Convergence {}

    /** Not yet; look again when enqueued, and after {@code lookAgain} at the latest. */
    record Working(ObjectNode observed, Duration lookAgain) implements Convergence {}

    /** It cannot be; the code and message go to the customer. */
    record Failed(ObjectNode observed, String code, String message) implements Convergence {}

    /** It was to be deleted, and nothing is left of it. */
    record Gone() implements Convergence {}
}
