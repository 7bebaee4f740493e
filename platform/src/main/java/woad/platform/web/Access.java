package woad.platform.web;

import java.util.function.Function;

/** What an endpoint demands before its handler runs. */
public sealed interface Access {

    /** Anybody, without a credential; {@code reason} says why that is right. */
    record Open(String reason) implements Access {}

    /** Any caller the authenticator accepts; the handler shows only what is the caller's. {@code reason} says why no permission is named. */
    record SignedIn(String reason) implements Access {}

    /** A caller that holds a permission at a scope taken from the request. */
    record Permission(String action, Function<WebRequest, String> scope) implements Access {}
}
