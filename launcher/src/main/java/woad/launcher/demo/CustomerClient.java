package woad.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import woad.launcher.Failure;
import woad.launcher.environment.DemoCustomer;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.keys.Pem;
import woad.platform.keys.TlsContexts;

/** A customer's client: public names, the proxy, the cloud's certificate authority, a token; nothing that a stranger's client has not. */
public final class CustomerClient {
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Set<String> RUNNING = Set.of("Creating", "Updating", "Deleting", "Accepted", "InProgress", "Running");

    private final HttpClient http;
    private final CloudProfile profile;
    private String token;

    /** @param authority file with the cloud's certificate authority, PEM */
    public CustomerClient(CloudProfile profile, InetSocketAddress proxy, Path authority) throws IOException {
        this.profile = profile;
        this.http = HttpClient.newBuilder().proxy(ProxySelector.of(proxy)).connectTimeout(Duration.ofSeconds(20))
                .sslContext(TlsContexts.client(Pem.certificates(Files.readString(authority)).getFirst(), new SecureRandom())).build();
    }

    /** Signs in with the application's secret (OAuth 2.0 client credentials). */
    public void signIn(DemoCustomer customer) throws IOException {
        String form = Map.of("grant_type", "client_credentials", "client_id", customer.clientId().toString(), "client_secret", customer.clientSecret(),
                "scope", profile.managementUrl() + "/.default").entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(URI.create(profile.loginUrl() + "/" + customer.tenantId() + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)));
        token = checked(answer, "sign-in").path("access_token").asText();
    }

    /** Reads a resource. @param path with its api-version */
    public JsonNode get(String path) throws IOException {
        return checked(send(authorised(path).GET()), path);
    }

    /**
     * Makes a resource and waits until it stands.
     *
     * @param limit after which it is given up
     * @return the resource as it stands
     */
    public JsonNode put(String path, Object body, Duration limit) throws IOException {
        JsonNode made = checked(send(authorised(path).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))), path);
        long deadline = System.nanoTime() + limit.toNanos();
        while (RUNNING.contains(made.path("properties").path("provisioningState").asText())) {
            if (System.nanoTime() > deadline) {
                throw new Failure(path + " is not there after " + limit.toSeconds() + " s", "look at ./woad status and ./woad logs");
            }
            pause();
            made = get(path);
        }
        String state = made.path("properties").path("provisioningState").asText("Succeeded");
        if (!state.equals("Succeeded")) {
            throw new Failure(path + " ended as " + state, "look at its activity log: az monitor activity-log list; and at ./woad logs");
        }
        return made;
    }

    private HttpRequest.Builder authorised(String path) {
        return HttpRequest.newBuilder(URI.create(profile.managementUrl() + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }

    private static JsonNode checked(HttpResponse<byte[]> answer, String what) {
        JsonNode body = answer.body().length == 0 ? Json.object() : Json.parseUntrusted(answer.body());
        if (answer.statusCode() >= 300) {
            String message = body.path("error").path("message").asText(body.path("error_description").asText("status " + answer.statusCode()));
            throw new Failure(what + " was refused: " + message, "look at ./woad status and ./woad logs server");
        }
        return body;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }
}
