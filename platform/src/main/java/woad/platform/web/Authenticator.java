package woad.platform.web;

/** Turns the credential of a request into a caller. Declared here, implemented above. */
public interface Authenticator {

    /**
     * @throws woad.platform.core.CloudException 401 where there is no credential or it does not hold; headers of the answer
     *         (a challenge) come from {@link #challenge}
     */
    Caller authenticate(WebRequest request);

    /** The {@code WWW-Authenticate} value of a 401, or null for none. */
    String challenge(WebRequest request);
}
