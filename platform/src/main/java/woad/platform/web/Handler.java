package woad.platform.web;

/** Does the work of an endpoint. */
@FunctionalInterface
public interface Handler {

    /** @throws woad.platform.core.CloudException a refusal that goes to the client */
    WebResponse handle(WebRequest request) throws Exception;
}
