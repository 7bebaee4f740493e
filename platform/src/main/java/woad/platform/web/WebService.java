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
 */
public record WebService(String name, List<HostPattern> hosts, List<Endpoint> endpoints, Authenticator authenticator,
                         Authoriser authoriser, ErrorFormat errors) {
    public WebService {
        hosts = List.copyOf(hosts);
        endpoints = List.copyOf(endpoints);
    }
}
