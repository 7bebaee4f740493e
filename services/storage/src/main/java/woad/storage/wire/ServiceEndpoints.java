package woad.storage.wire;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.ServiceProperties;
import woad.storage.account.SimpleServiceProperties;

/**
 * The operations on a queue or table service as a whole: its properties, its statistics and what browsers ask before they call it.
 *
 * @param get reads the service's part of an account's properties
 * @param set writes it
 */
public record ServiceEndpoints(AccountHosts hosts, Function<ServiceProperties, SimpleServiceProperties> get, Replacement set) {
    private static final int DOCUMENT_LIMIT = 64 << 10;

    /** Puts a service's part into an account's properties. */
    @FunctionalInterface
    public interface Replacement {
        ServiceProperties with(ServiceProperties all, SimpleServiceProperties part);
    }

    /**
     * The endpoints.
     *
     * @param read  who may read the properties
     * @param write who may write them
     * @param stats who may read the statistics
     */
    public List<Endpoint> endpoints(Access read, Access write, Access stats) {
        return List.of(at(Endpoint.of("ServiceProperties_Get", Method.GET, "/", read, this::read), "properties"),
                at(new Endpoint("ServiceProperties_Set", Method.PUT, PathPattern.of("/"), write, DOCUMENT_LIMIT, this::write), "properties"),
                at(Endpoint.of("ServiceStats_Get", Method.GET, "/", stats, ServiceEndpoints::stats), "stats"),
                Endpoint.of("Preflight", Method.OPTIONS, "/{path*}", new Access.Open("browsers ask what they may send before they send a credential"), this::preflight));
    }

    private static Endpoint at(Endpoint endpoint, String component) {
        return endpoint.whenQuery("restype", "service").whenQuery("comp", component);
    }

    /** The rules for browsers of the account that a request names; none where there is no such account. */
    public StorageFinish finish() {
        return new StorageFinish(request -> hosts.find(request).map(account -> get.apply(account.services()).cors()).orElse(List.of()));
    }

    private WebResponse read(WebRequest request) {
        return ServicePropertiesXml.write(get.apply(hosts.account(request).services())).answer();
    }

    private WebResponse write(WebRequest request) {
        Account account = hosts.account(request);
        // Before the account's row is locked.
        ServicePropertiesXml.read(request.body(), SimpleServiceProperties.INITIAL);
        UnaryOperator<ServiceProperties> change = all -> set.with(all, ServicePropertiesXml.read(request.body(), get.apply(all)));
        hosts.accounts().changeServices(account, change);
        return WebResponse.empty(202);
    }

    /** Statistics are those of the replication to another region, and are asked of the account's name there; locally redundant accounts have none. */
    private static WebResponse stats(WebRequest request) {
        throw StorageError.invalidQuery("comp", "stats", "Statistics are those of the secondary location. This account has none: it is not replicated to another region.");
    }

    private WebResponse preflight(WebRequest request) {
        return Cors.preflight(get.apply(hosts.account(request).services()).cors(), request);
    }
}
