package woad.server.operator;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import woad.platform.core.Ids;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.HostPattern;
import woad.platform.web.Method;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;
import woad.server.ControlPlane;

/** The operator's interface. Its callers are proven by the TLS handshake: only the operator holds a certificate that the listener accepts. */
public final class OperatorService {
    /** What every endpoint here demands. */
    static final Access OPERATOR = new Access.SignedIn("whoever holds the operator's certificate may do everything here");

    private final List<String> hosts;
    private final ControlPlane plane;
    private final Ids ids;
    private final InstantSource clock;

    /** @param hosts names and addresses that the listener's certificate speaks for */
    public OperatorService(List<String> hosts, ControlPlane plane, Ids ids, InstantSource clock) {
        this.hosts = List.copyOf(hosts);
        this.plane = plane;
        this.ids = ids;
        this.clock = clock;
    }

    /** Its endpoints, for the operator's listener only. */
    public WebService service() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(Endpoint.of("Health_Get", Method.GET, "/health", OPERATOR,
                request -> WebResponse.ok(Map.of("database", databaseAnswers() ? "up" : "down"))));
        endpoints.addAll(new TenantEndpoints(plane).endpoints());
        endpoints.addAll(new SubscriptionEndpoints(plane, ids, clock).endpoints());
        endpoints.addAll(new PrincipalEndpoints(plane, clock).endpoints());
        endpoints.addAll(new HostEndpoints(plane.hosts(), plane.profile()).endpoints());
        endpoints.add(new ScrubEndpoint(plane.scrubber()).endpoint());
        return new WebService("operator", hosts.stream().map(HostPattern::new).toList(), endpoints,
                new OperatorAuthenticator(OperatorRealm.ensure(plane).id()), null, ErrorFormat.ODATA);
    }

    private boolean databaseAnswers() {
        return plane.database().with(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    }
}
