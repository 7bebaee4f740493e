package woad.launcher.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.platform.core.Json;
import woad.platform.keys.Pem;
import woad.platform.keys.TlsContexts;
import woad.server.ServerSettings;
import woad.server.operator.OperatorCredential;

/** Calls the control plane's operator interface with the operator's certificate. */
public final class OperatorClient {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final DataDirectory data;
    private final CloudSettings settings;
    private HttpClient client;

    public OperatorClient(DataDirectory data, CloudSettings settings) {
        this.data = data;
        this.settings = settings;
    }

    /** Where the operator interface is, without a trailing slash. */
    public String url() {
        return "https://" + settings.operatorAddress() + ":" + settings.operatorPort();
    }

    /** Whether the control plane answers and is in order. */
    public boolean answers() {
        try {
            return Files.exists(ServerSettings.operatorCredential(data.server())) && send("GET", "/health", HttpRequest.BodyPublishers.noBody()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A GET that has to succeed. @throws Failure with the control plane's own message where it refuses */
    public JsonNode get(String path) throws IOException {
        return checked(send("GET", path, HttpRequest.BodyPublishers.noBody()));
    }

    /** A PUT that has to succeed. @throws Failure with the control plane's own message where it refuses */
    public JsonNode put(String path, Object body) throws IOException {
        return checked(send("PUT", path, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /** A POST that has to succeed. @throws Failure with the control plane's own message where it refuses */
    public JsonNode post(String path, Object body) throws IOException {
        return checked(send("POST", path, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /** A DELETE that has to succeed. @throws Failure with the control plane's own message where it refuses */
    public void delete(String path) throws IOException {
        checked(send("DELETE", path, HttpRequest.BodyPublishers.noBody()));
    }

    private static JsonNode checked(HttpResponse<byte[]> answer) {
        if (answer.statusCode() < 300) {
            return answer.body().length == 0 ? Json.object() : Json.parseUntrusted(answer.body());
        }
        String message = answer.headers().firstValue("content-type").orElse("").startsWith("application/json")
                ? Json.parseUntrusted(answer.body()).path("error").path("message").asText("") : "";
        throw new Failure(message.isEmpty() ? "the control plane answered " + answer.statusCode() : message, "mend that, then run the command again");
    }

    private HttpResponse<byte[]> send(String method, String path, HttpRequest.BodyPublisher body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(ANSWER).header("Content-Type", "application/json")
                .method(method, body).build();
        try {
            return client().send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }

    private synchronized HttpClient client() throws IOException {
        if (client == null) {
            SSLContext tls = TlsContexts.client(Pem.certificates(Files.readString(ServerSettings.operatorRoot(data.server()))).getFirst(),
                    OperatorCredential.read(ServerSettings.operatorCredential(data.server())), new SecureRandom(), InstantSource.system());
            client = HttpClient.newBuilder().sslContext(tls).connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY).build();
        }
        return client;
    }
}
