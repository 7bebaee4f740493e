package woad.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.resources.Desired;
import woad.resources.provider.Body;

/** The top-level members of a request beside {@code properties}. */
final class Envelope {
    private Envelope() {}

    /** Refuses members that a type does not have. */
    static void only(Desired desired, String... members) {
        ObjectNode envelope = desired.envelope();
        Body.of(envelope, "request").ignore(members).ignore("extendedLocation").end();
        Body.of(envelope, "request").notOffered("extendedLocation");
    }

    /** Shows an ETag of a child as that of its parent. */
    static String etag(String etag) {
        return "W/\"" + etag + "\"";
    }
}
