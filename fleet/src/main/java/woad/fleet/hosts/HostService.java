package woad.fleet.hosts;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import woad.fleet.FleetError;
import woad.fleet.Item;
import woad.fleet.SerialLogs;
import woad.fleet.spec.Desired;
import woad.fleet.spec.Enrolment;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.KeyHierarchy;
import woad.platform.keys.Pem;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;
import woad.platform.web.Access;
import woad.platform.web.Authoriser;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.HostPattern;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;

/** The service that host agents dial, on a listener of its own with client certificates. A host sees and reports itself only. */
public final class HostService {
    /** How long a question for news is held open. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** How often the database is looked at meanwhile, in case another process wrote. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long LOG_PIECE = 256 << 10;
    private static final Access OWN = new Access.SignedIn("the host is named by its certificate, and gets and gives nothing but its own");

    private final Database database;
    private final Hosts hosts;
    private final HostSignals signals;
    private final SpecAssembly assembly;
    private final ReportIntake intake;
    private final SerialLogs logs = new SerialLogs();
    private final CertificateAuthority authority;
    private final InstantSource clock;

    /** @param authority the fleet's own, apart from the cloud's public one */
    public HostService(Database database, WorkQueue queue, Hosts hosts, HostSignals signals, KeyHierarchy keys, CertificateAuthority authority, InstantSource clock) {
        this.database = database;
        this.hosts = hosts;
        this.signals = signals;
        this.assembly = new SpecAssembly(keys);
        this.intake = new ReportIntake(database, queue, clock);
        this.authority = authority;
        this.clock = clock;
    }

    /** @param names host names or addresses by which agents dial it */
    public WebService service(List<HostPattern> names) {
        Authoriser nothingToGrant = (caller, action, scope) -> {
            throw new CloudException(CommonError.AUTHORIZATION_FAILED, "Hosts hold no permissions.");
        };
        return new WebService("hosts", names, List.of(
                Endpoint.withBody("Hosts_Enrol", Method.POST, "/enrol", new Access.Open("a host that enrols has no certificate yet; its token is its credential"), this::enrol),
                Endpoint.withBody("Hosts_RenewCertificate", Method.POST, "/certificate", OWN, this::renew),
                Endpoint.of("Hosts_GetDesired", Method.GET, "/desired", OWN, this::desired),
                Endpoint.withBody("Hosts_Report", Method.POST, "/report", OWN, this::report),
                new Endpoint("Hosts_AppendSerialLog", Method.POST, PathPattern.of("/machines/{machine}/serialLog"), OWN, LOG_PIECE, this::appendLog)),
                new HostAuthenticator(hosts), nothingToGrant, ErrorFormat.ODATA);
    }

    private WebResponse enrol(WebRequest request) {
        Enrolment.Request enrolment = read(request, Enrolment.Request.class);
        PublicKey key = key(enrolment.request());
        HostId host = hosts.spend(enrolment.token() == null ? "" : enrolment.token(), key);
        return WebResponse.ok(new Enrolment.Answer(host, Pem.certificates(authority.issueClient(host.value(), key))));
    }

    private WebResponse renew(WebRequest request) {
        HostId host = host(request);
        PublicKey key = key(read(request, Enrolment.Renewal.class).request());
        if (!hosts.speaksFor(host, key)) {
            throw new CloudException(FleetError.ENROLMENT_REFUSED, "A certificate is renewed for the key that enrolled; another key must enrol anew.");
        }
        return WebResponse.ok(new Enrolment.Answer(host, Pem.certificates(authority.issueClient(host.value(), key))));
    }

    private WebResponse desired(WebRequest request) {
        HostId host = host(request);
        long held = number(request, "generation");
        Instant end = clock.instant().plus(PATIENCE);
        while (true) {
            long mark = signals.mark(host);
            long present = database.with(handle -> SpecAssembly.generation(handle, host)).orElse(0L);
            if (present < held) {
                throw new CloudException(FleetError.HOST_IS_AHEAD, "The host holds generation " + held + ", but the control plane knows only " + present
                        + ": its database is older than the host's state. Restore a newer one.");
            }
            if (present > held) {
                Desired desired = database.with(handle -> assembly.assemble(handle, host));
                return WebResponse.ok(desired);
            }
            Duration rest = Duration.between(clock.instant(), end);
            if (!rest.isPositive()) {
                return WebResponse.empty(204);
            }
            try {
                signals.await(host, mark, rest.compareTo(LOOK) < 0 ? rest : LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CloudException(CommonError.SERVICE_UNAVAILABLE, "The control plane is being stopped. Ask again.", e);
            }
        }
    }

    private WebResponse report(WebRequest request) {
        HostReport report = read(request, HostReport.class);
        if (!host(request).equals(report.host())) {
            throw new CloudException(FleetError.NOT_THIS_HOST, "A host reports itself only.");
        }
        intake.take(report);
        return WebResponse.empty(204);
    }

    /** Answers up to where the log is known; the agent goes on from there. */
    private WebResponse appendLog(WebRequest request) {
        HostId host = host(request);
        String machine = request.pathValue("machine");
        long start = number(request, "start");
        if (start < 0) {
            throw new CloudException(CommonError.BAD_REQUEST, "The parameter start must not be negative.");
        }
        long end = database.transaction(handle -> {
            boolean here = handle.createQuery("select exists (select 1 from fleet.item where host = :host and kind = :kind and id = :id)")
                    .bind("host", host.value()).bind("kind", Item.Kind.MACHINE).bind("id", machine).mapTo(Boolean.class).one();
            if (!here) {
                throw new CloudException(FleetError.NOT_THIS_HOST, "The machine is not on this host.");
            }
            return logs.append(handle, machine, start, request.body());
        });
        return WebResponse.ok(Json.object().put("end", end));
    }

    private static PublicKey key(String certificationRequest) {
        try {
            return CertificateAuthority.requestedKey(Base64.getDecoder().decode(certificationRequest == null ? "" : certificationRequest));
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.BAD_REQUEST, "The certification request does not hold: " + e.getMessage() + ".", e);
        }
    }

    private static HostId host(WebRequest request) {
        return new HostId(request.caller().name());
    }

    private static long number(WebRequest request, String name) {
        try {
            return Long.parseLong(request.queryValue(name).orElse(""));
        } catch (NumberFormatException e) {
            throw new CloudException(CommonError.BAD_REQUEST, "The parameter " + name + " must be a number.", e);
        }
    }

    private static <T> T read(WebRequest request, Class<T> type) {
        try {
            return Json.MAPPER.treeToValue(request.jsonObject(), type);
        } catch (JsonProcessingException e) {
            throw new CloudException(CommonError.INVALID_JSON, "The request body is not a valid " + type.getSimpleName() + ".", e);
        }
    }
}
