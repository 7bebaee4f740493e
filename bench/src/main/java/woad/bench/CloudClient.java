package woad.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import woad.platform.core.Json;

/** A customer's client of the public interfaces: signs in once, then calls the resource manager. */
final class CloudClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BenchCloud cloud;
    private final HttpClient http;
    private final String token;

    CloudClient(BenchCloud cloud) throws IOException, InterruptedException, GeneralSecurityException {
        this.cloud = cloud;
        this.http = HttpClient.newBuilder().proxy(ProxySelector.of(cloud.proxy())).sslContext(trust(cloud.authority())).connectTimeout(PATIENCE).build();
        this.token = signIn();
    }

    String token() {
        return token;
    }

    /** {@code /subscriptions/…/path?api-version=…} */
    String path(String inSubscription, String apiVersion) {
        return "/subscriptions/" + cloud.customer().subscriptionId() + inSubscription + "?api-version=" + apiVersion;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    /** Writes a resource and waits until it is provisioned. */
    JsonNode make(String path, Object body) throws IOException, InterruptedException {
        put(path, body);
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < end) {
            JsonNode now = get(path);
            switch (now.path("properties").path("provisioningState").asText()) {
                case "Succeeded" -> {
                    return now;
                }
                case "Failed" -> throw new IOException(path + " failed: " + now);
                default -> Thread.sleep(20);
            }
        }
        throw new IOException(path + " was not provisioned in time");
    }

    /** Deletes and waits until it is gone. */
    void remove(String path) throws IOException, InterruptedException {
        request("DELETE", path, null);
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (request("GET", path, null).statusCode() != 404) {
            if (System.nanoTime() > end) {
                throw new IOException(path + " was not deleted in time");
            }
            Thread.sleep(100);
        }
    }

    private JsonNode send(String method, String path, Object body) throws IOException, InterruptedException {
        HttpResponse<String> answer = request(method, path, body);
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return Json.parse(answer.body());
    }

    private HttpResponse<String> request(String method, String path, Object body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("https://management." + cloud.domain() + path)).timeout(PATIENCE)
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String signIn() throws IOException, InterruptedException {
        BenchCloud.Customer customer = cloud.customer();
        String form = "grant_type=client_credentials&client_id=" + customer.clientId() + "&client_secret=" + encode(customer.clientSecret())
                + "&scope=" + encode("https://management." + cloud.domain() + "//.default");
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("https://login." + cloud.domain() + "/" + customer.tenantId() + "/oauth2/v2.0/token"))
                .timeout(PATIENCE).header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("sign-in answered " + answer.statusCode());
        }
        return Json.parse(answer.body()).path("access_token").asText();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** TLS that trusts one certificate authority. */
    static SSLContext trust(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry("cloud", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        http.close();
    }
}
