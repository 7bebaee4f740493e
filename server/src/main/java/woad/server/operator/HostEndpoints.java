package woad.server.operator;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import woad.fleet.hosts.Hosts;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** The hosts of the fleet. */
record HostEndpoints(Hosts hosts, CloudProfile profile) {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
    private static final int MOST = 1_000_000_000;

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("Hosts_List", Method.GET, "/hosts", OperatorService.OPERATOR, request -> list()),
                Endpoint.withBody("Hosts_Register", Method.PUT, "/hosts/{host}", OperatorService.OPERATOR, this::register),
                Endpoint.of("Hosts_Remove", Method.DELETE, "/hosts/{host}", OperatorService.OPERATOR, this::remove),
                Endpoint.of("Hosts_IssueToken", Method.POST, "/hosts/{host}/tokens", OperatorService.OPERATOR, this::issueToken));
    }

    private WebResponse list() {
        return WebResponse.ok(Json.object().set("value", Json.MAPPER.valueToTree(hosts.list())));
    }

    private WebResponse register(WebRequest request) {
        Fields fields = new Fields(request.jsonObject());
        Region region = profile.region(fields.text("region"))
                .orElseThrow(() -> new CloudException(CommonError.BAD_REQUEST, "The cloud has no such region.", "region", List.of()));
        String zone = fields.text("zone");
        if (!region.zones().contains(zone)) {
            throw new CloudException(CommonError.BAD_REQUEST, "The region " + region.name() + " has the zones " + region.zones() + ".", "zone", List.of());
        }
        hosts.register(new Hosts.Registration(host(request), region.name(), zone, address(fields.text("underlayAddress")), new Hosts.Capacity(
                fields.number("vcpus", 1, 4096), fields.number("memoryMib", 1, MOST), fields.number("diskGib", 1, MOST))));
        return WebResponse.ok(Json.object().put("host", host(request).value()));
    }

    /** For a host that is gone for good. */
    private WebResponse remove(WebRequest request) {
        hosts.remove(host(request));
        return WebResponse.empty(204);
    }

    /** A token with which the host's agent enrols once. */
    private WebResponse issueToken(WebRequest request) {
        return WebResponse.json(201, Json.object().put("token", hosts.issueToken(host(request), TOKEN_LIFE)));
    }

    private static String address(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.BAD_REQUEST, "The underlay address is no IP address.", "underlayAddress", List.of());
        }
    }

    private static HostId host(WebRequest request) {
        try {
            return new HostId(request.pathValue("host"));
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.BAD_REQUEST, "A host's name is a lower-case letter and up to 30 letters, digits or hyphens.", "host", List.of());
        }
    }
}
