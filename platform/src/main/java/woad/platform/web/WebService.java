package woad.platform.web;

import java.util.List;

/**
 * A service behind the front door.
 *
 * @param name          for logs and tests
 * @param hosts         the names it answers to; no other service has them
 * @param endpoints     all of its operations
 * @param authenticator proves callers; not asked for {@link Access.Open} endpoints
 * @param authoriser    decides {@link Access.Permission}s
 * @param errors        writes its errors
 * @param finish        completes its answers
 */
public record WebService(String name, List<HostPattern> hosts, List<Endpoint> endpoints, Authenticator authenticator,
                         Authoriser authoriser, ErrorFormat errors, Finish finish) {
    public WebService {
        hosts = List.copyOf(hosts);
        endpoints = List.copyOf(endpoints);
    }

    /** A service whose answers are private. */
    public WebService(String name, List<HostPattern> hosts, List<Endpoint> endpoints, Authenticator authenticator, Authoriser authoriser, ErrorFormat errors) {
        this(name, hosts, endpoints, authenticator, authoriser, errors, Finish.PRIVATE);
    }
}
