package woad.platform.web;

import java.util.Arrays;
import java.util.Optional;

/** HTTP methods in use. */
public enum Method {
    GET, HEAD, POST, PUT, PATCH, MERGE, DELETE, OPTIONS;

    /** The method of this name, in upper case, if it is in use. */
    static Optional<Method> of(String name) {
        return Arrays.stream(values()).filter(method -> method.name().equals(name)).findFirst();
    }
}
