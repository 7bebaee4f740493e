package woad.compute;

import java.util.List;
import woad.platform.core.CloudException;

/** Refusals in the words that clients know. */
final class Refusal {
    private Refusal() {}

    static CloudException parameter(String target, String message) {
        return new CloudException(ComputeError.INVALID_PARAMETER, message, target, List.of());
    }

    static CloudException reference(String target, String message) {
        return new CloudException(ComputeError.INVALID_RESOURCE_REFERENCE, message, target, List.of());
    }

    static CloudException required(String target) {
        return parameter(target, "Required parameter '" + target + "' is missing (null).");
    }

    static CloudException notOffered(String target, String message) {
        return new CloudException(ComputeError.FEATURE_NOT_SUPPORTED, message, target, List.of());
    }

    static CloudException immutable(String target) {
        return new CloudException(ComputeError.PROPERTY_CHANGE_NOT_ALLOWED, "Changing property '" + target + "' is not allowed.", target, List.of());
    }

    static CloudException notAllowed(String message) {
        return new CloudException(ComputeError.OPERATION_NOT_ALLOWED, message);
    }

    /** A client's text as it may stand in a message. */
    static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }
}
