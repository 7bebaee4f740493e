package woad.compute;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.Json;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.HostPattern;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;
import woad.resources.Resource;
import woad.resources.provider.Action;

/**
 * What a machine writes to its serial port, given out by links that hold for a while: who has the link reads the log. The cloud keeps
 * the log itself. Source: REST reference, "Virtual Machines - Retrieve Boot Diagnostics Data".
 */
final class BootDiagnostics {
    private static final String KEY_CONTEXT = "compute boot diagnostics links";
    private static final Duration USUAL = Duration.ofMinutes(120);
    private static final int MOST_MINUTES = 1440;
    private static final int KEY_BYTES = 32;

    private final ComputeParts parts;
    private final String host;

    BootDiagnostics(ComputeParts parts) {
        this.parts = parts;
        this.host = "bootdiag.compute." + parts.profile().domain();
    }

    Action action() {
        return Action.answer("retrieveBootDiagnosticsData", "Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action", this::links);
    }

    WebService service() {
        Endpoint read = Endpoint.of("BootDiagnostics_Get", Method.GET, "/{machineId}/serialconsole.log",
                new Access.Open("the link itself is the credential: it is signed and ends by itself"), this::log);
        return new WebService("boot-diagnostics", List.of(new HostPattern(host)), List.of(read), null, null, ErrorFormat.ODATA);
    }

    private WebResponse links(Resource machine, Action.Request request) {
        if (!WantedMachine.of(machine).properties().diagnosticsProfile().bootDiagnostics().enabled()) {
            throw Refusal.notAllowed("Boot diagnostics of VM '" + machine.id().name() + "' are not enabled. Enable them with 'az vm boot-diagnostics enable'.");
        }
        Instant end = parts.clock().instant().plus(lifetime(request));
        String link = "https://" + host + "/" + machine.uniqueId() + "/serialconsole.log?se=" + end.getEpochSecond() + "&sig="
                + signature(machine.uniqueId(), end.getEpochSecond());
        return WebResponse.ok(Json.object().put("serialConsoleLogBlobUri", link));
    }

    private static Duration lifetime(Action.Request request) {
        String minutes = request.query().get("sasuriexpirationtimeinminutes");
        if (minutes == null) {
            return USUAL;
        }
        if (!minutes.matches("\\d{1,4}") || Integer.parseInt(minutes) < 1 || Integer.parseInt(minutes) > MOST_MINUTES) {
            throw Refusal.parameter("sasUriExpirationTimeInMinutes", "The value of 'sasUriExpirationTimeInMinutes' must be between 1 and " + MOST_MINUTES + ".");
        }
        return Duration.ofMinutes(Integer.parseInt(minutes));
    }

    private WebResponse log(WebRequest request) {
        String machine = request.pathValue("machineId");
        String end = request.queryValue("se").orElse("");
        if (!Guid.matches(machine) || !end.matches("\\d{1,12}")
                || !MessageDigest.isEqual(signature(Guid.parse(machine), Long.parseLong(end)).getBytes(StandardCharsets.US_ASCII),
                        request.queryValue("sig").orElse("").getBytes(StandardCharsets.UTF_8))
                || Instant.ofEpochSecond(Long.parseLong(end)).isBefore(parts.clock().instant())) {
            throw new CloudException(ComputeError.LINK_EXPIRED, "The link does not hold or not any more. Ask for a new one with retrieveBootDiagnosticsData.");
        }
        byte[] text = parts.database().with(handle -> parts.serialLogs().read(handle, Guid.parse(machine).toString()));
        return new WebResponse(200, List.of(), "text/plain; charset=utf-8", text);
    }

    private String signature(UUID machine, long end) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal((machine + "\n" + end).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    private byte[] key() {
        byte[] wrapped = parts.database().with(handle -> stored(handle).orElseGet(() -> {
            handle.createUpdate("insert into compute.link_key (wrapped) values (:wrapped) on conflict do nothing")
                    .bind("wrapped", parts.keys().wrap(parts.ids().bytes(KEY_BYTES), KEY_CONTEXT)).execute();
            return stored(handle).orElseThrow();
        }));
        return parts.keys().unwrap(wrapped, KEY_CONTEXT);
    }

    private static java.util.Optional<byte[]> stored(Handle handle) {
        return handle.createQuery("select wrapped from compute.link_key").mapTo(byte[].class).findOne();
    }
}
