package woad.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import woad.fleet.spec.Desired;
import woad.fleet.spec.Enrolment;
import woad.fleet.spec.HostReport;
import woad.platform.core.Json;
import woad.platform.keys.Credential;
import woad.platform.keys.TlsContexts;

/** The control plane's endpoints for hosts, over mutual TLS. Each call ends within half a minute. */
final class ControlPlane {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** The control plane holds the question for 20 seconds. */
    private static final Duration NEWS = Duration.ofSeconds(30);

    private final URI address;
    private final X509Certificate root;
    private final SecureRandom random;
    private final InstantSource clock;
    private final ExecutorService executor;
    private volatile HttpClient client;

    /** The control plane answered, but refused. */
    static final class Refused extends IOException {
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    ControlPlane(URI address, X509Certificate root, SecureRandom random, InstantSource clock, ExecutorService executor) {
        this.address = address;
        this.root = root;
        this.random = random;
        this.clock = clock;
        this.executor = executor;
        this.client = client(TlsContexts.client(root, random));
    }

    /** From now on the host shows this certificate. */
    void identify(Credential credential) {
        client = client(TlsContexts.client(root, credential, random, clock));
    }

    /** Spends the enrolment token; gives the certificates, PEM. */
    String enrol(String token, String certificationRequest) throws IOException {
        return send(post("/enrol", Json.bytes(new Enrolment.Request(token, certificationRequest))), Enrolment.Answer.class)
                .orElseThrow(() -> new IOException("the control plane gave no certificate")).certificates();
    }

    /** A new certificate for the same key, PEM. */
    String renew(String certificationRequest) throws IOException {
        return send(post("/certificate", Json.bytes(new Enrolment.Renewal(certificationRequest))), Enrolment.Answer.class)
                .orElseThrow(() -> new IOException("the control plane gave no certificate")).certificates();
    }

    /** Waits up to 20 s for something newer than a generation. */
    Optional<Desired> desired(long held) throws IOException {
        return send(request("/desired?generation=" + held, NEWS).GET(), Desired.class);
    }

    /** Tells what is on this host. */
    void report(HostReport report) throws IOException {
        send(post("/report", Json.bytes(report)), Void.class);
    }

    /** What the control plane knows of a machine's log after a piece of it. */
    private record LogEnd(long end) {}

    /** Sends a piece of a machine's serial log that begins at {@code start}; gives up to where the control plane knows it now. */
    long appendLog(String machineId, long start, byte[] piece) throws IOException {
        return send(post("/machines/" + machineId + "/serialLog?start=" + start, piece), LogEnd.class)
                .orElseThrow(() -> new IOException("the control plane did not say what it knows of the log")).end();
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return request(path, ANSWER).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private HttpRequest.Builder request(String path, Duration within) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(within);
    }

    private <T> Optional<T> send(HttpRequest.Builder request, Class<T> type) throws IOException {
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(Json.MAPPER.readValue(answer.body(), type));
                case 204 -> Optional.empty();
                default -> throw new Refused(answer.statusCode(), "the control plane answered " + answer.statusCode() + " " + message(answer.body()));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while asking the control plane");
        } catch (Refused refused) {
            throw refused;
        } catch (IOException e) {
            throw new IOException("no answer from the control plane at " + address + ": " + reason(e), e);
        }
    }

    /** What happened, in words or by its name: Java's client says nothing where nobody listens. */
    private static String reason(Throwable failure) {
        if (failure.getMessage() != null) {
            return failure.getMessage();
        }
        return failure.getCause() == null ? failure.getClass().getSimpleName() : failure.getClass().getSimpleName() + " (" + reason(failure.getCause()) + ")";
    }

    private static String message(byte[] body) {
        try {
            return Json.MAPPER.readTree(body).path("error").path("message").asText();
        } catch (JsonProcessingException e) {
            return "without saying why";
        } catch (IOException e) {
            return "unreadably";
        }
    }

    private HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder().sslContext(tls).connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).executor(executor).build();
    }
}
