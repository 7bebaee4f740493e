package woad.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import woad.bench.peers.Azurite;

/**
 * Storage services under measurement, ours or another's, reached with an account signature.
 *
 * @param address where a service ({@code blob}, {@code queue}, {@code table}) listens
 * @param host    a service's name
 * @param prefix  what paths start with: {@code /account} or nothing
 */
record StorageTarget(String name, SSLContext tls, Function<String, InetSocketAddress> address, Function<String, String> host, String prefix, String signature) {
    private static final String VERSION = "x-ms-version: 2020-08-04";
    static final List<String> BLOCK_BLOB = List.of(VERSION, "x-ms-blob-type: BlockBlob");
    static final List<String> PLAIN = List.of(VERSION);
    static final List<String> JSON = List.of(VERSION, "Content-Type: application/json", "Accept: application/json;odata=nometadata", "Prefer: return-no-content",
            "DataServiceVersion: 3.0");

    /** A new account of a cloud, made by its customer as any other. */
    static StorageTarget ours(BenchCloud cloud, CloudClient client, String group, String account) throws IOException, InterruptedException, GeneralSecurityException {
        client.put(client.path("/resourceGroups/" + group, "2024-11-01"), Map.of("location", "francecentral"));
        String path = "/resourceGroups/" + group + "/providers/Microsoft.Storage/storageAccounts/" + account;
        client.make(client.path(path, "2024-01-01"), Map.of("location", "francecentral", "kind", "StorageV2", "sku", Map.of("name", "Standard_LRS")));
        JsonNode signed = client.post(client.path(path + "/ListAccountSas", "2024-01-01"), Map.of("signedServices", "bqt", "signedResourceTypes", "sco",
                "signedPermission", "rwdlacup", "signedExpiry", "2099-01-01T00:00:00Z", "signedProtocol", "https"));
        return new StorageTarget("ours", CloudClient.trust(cloud.authority()), service -> cloud.frontDoor(), service -> account + "." + service + ".core." + cloud.domain(), "",
                signed.path("accountSasToken").asText());
    }

    static StorageTarget of(Azurite azurite, SSLContext tls) throws GeneralSecurityException {
        return new StorageTarget("Azurite", tls, azurite::address, service -> "localhost", azurite.prefix(), azurite.signature());
    }

    /** A path with its query and the signature. @param path {@code /container/blob?x=y} */
    String signed(String path) {
        return prefix + path + (path.contains("?") ? "&" : "?") + signature;
    }

    /** Connections to a service. */
    Load load(String service, int connections) {
        return new Load(tls, address.apply(service), host.apply(service), connections);
    }

    /** Calls a service once. */
    byte[] call(String service, String method, String path, List<String> headers, byte[] body) throws IOException {
        try (Connection connection = new Connection(tls, address.apply(service), host.apply(service))) {
            return connection.call(method, signed(path), headers, body);
        }
    }

    /** Makes the container, queue and table {@code bench}, and the hot set: {@code blobs} blobs of these bytes. */
    void prepare(int blobs, byte[] content) throws IOException {
        call("blob", "PUT", "/bench?restype=container", PLAIN, new byte[0]);
        call("queue", "PUT", "/bench", PLAIN, new byte[0]);
        call("table", "POST", "/Tables", JSON, "{\"TableName\":\"bench\"}".getBytes(StandardCharsets.US_ASCII));
        try (Connection connection = new Connection(tls, address.apply("blob"), host.apply("blob"))) {
            for (int i = 0; i < blobs; i++) {
                connection.call("PUT", signed("/bench/hot-" + i), BLOCK_BLOB, content);
            }
        }
    }
}
