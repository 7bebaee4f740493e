package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AzureNamedKeyCredential;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.file.datalake.DataLakeServiceClient;
import com.azure.storage.file.datalake.DataLakeServiceClientBuilder;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import woad.platform.core.CloudException;
import woad.storage.account.Account;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.NetworkRules;
import woad.storage.wire.HttpDates;

/** Holds signatures with account keys against what the Azure SDK signs. */
class SharedKeyTest {
    private static final Account ACCOUNT = TestAccounts.account("acct");
    private final SdkRequests requests = new SdkRequests();
    private final StorageSharedKeyCredential credential = new StorageSharedKeyCredential("acct", Base64.getEncoder().encodeToString(ACCOUNT.keys().key2()));

    private static void ignoringAnswers(Runnable... calls) {
        for (Runnable call : calls) {
            try {
                call.run();
            } catch (RuntimeException nothingIsAnswered) {
                assertThat(nothingIsAnswered).hasMessageNotContaining("Unexpected");
            }
        }
    }

    private void accept(StorageService service, int atLeast) {
        List<AccessRequest> taken = requests.take();
        assertThat(taken).hasSizeGreaterThanOrEqualTo(atLeast);
        for (AccessRequest request : taken) {
            verify(service, request);
            refuseChanged(service, request);
        }
    }

    private static void verify(StorageService service, AccessRequest request) {
        ServiceVersion version = request.header("x-ms-version").flatMap(ServiceVersion::parse).orElse(ServiceVersion.OLDEST);
        SharedKey.verify(request, service, ACCOUNT, version, Instant.now());
    }

    private static void refuseChanged(StorageService service, AccessRequest request) {
        refuse(service, new AccessRequest(request.method(), request.host(), request.rawPath() + "x", request.query(), request.headers(), request.clientAddress(), true));
        refuse(service, new AccessRequest(request.method(), request.host(), request.rawPath(), Query.parse("comp=other"), request.headers(), request.clientAddress(), true));
        if (service != StorageService.TABLE) {
            Map<String, String> headers = new HashMap<>(request.headers());
            headers.put("x-ms-meta-other", "1");
            refuse(service, new AccessRequest(request.method(), request.host(), request.rawPath(), request.query(), headers, request.clientAddress(), true));
            refuse(service, new AccessRequest("PATCH", request.host(), request.rawPath(), request.query(), request.headers(), request.clientAddress(), true));
        }
    }

    private static void refuse(StorageService service, AccessRequest request) {
        assertThatThrownBy(() -> verify(service, request)).isInstanceOfSatisfying(CloudException.class, refusal -> {
            assertThat(refusal.error().code()).isEqualTo("AuthenticationFailed");
            assertThat(refusal.details().getFirst().message()).contains("Server used following string to sign: '");
        });
    }

    @Test
    void blobs() {
        BlobServiceClient client = new BlobServiceClientBuilder().endpoint("https://acct.blob.core.woad.test").credential(credential).httpClient(requests).buildClient();
        var container = client.getBlobContainerClient("c-1");
        var blob = container.getBlobClient("dir/ä b+c%2F;=,(1)&'.txt");
        ignoringAnswers(() -> client.listBlobContainers().stream().count(), client::getProperties, client::getAccountInfo,
                container::create, () -> container.listBlobs(new ListBlobsOptions().setPrefix("a b/ü").setMaxResultsPerPage(5)
                        .setDetails(new BlobListDetails().setRetrieveMetadata(true).setRetrieveSnapshots(true).setRetrieveTags(true)), null).stream().count(),
                () -> container.setMetadata(Map.of("a", "1 2", "b_c", "x  y", "Upper", "ü")), container::getAccessPolicy, container::delete,
                () -> blob.upload(BinaryData.fromString("content"), true), () -> blob.upload(BinaryData.fromBytes(new byte[0]), true), blob::getProperties, blob::downloadContent,
                () -> blob.downloadStreamWithResponse(new java.io.ByteArrayOutputStream(), new BlobRange(3, 4L), null,
                        new BlobRequestConditions().setIfMatch("\"0x8\"").setIfUnmodifiedSince(OffsetDateTime.now()), false, null, null),
                () -> blob.setTags(Map.of("k", "v")), blob::createSnapshot, () -> blob.getSnapshotClient("2026-01-01T00:00:00.0000000Z").delete(),
                () -> blob.getBlockBlobClient().stageBlock(Base64.getEncoder().encodeToString("block/+=1".getBytes()), BinaryData.fromString("x")),
                () -> blob.getBlockBlobClient().commitBlockList(List.of("QQ==")), () -> blob.copyFromUrl("https://other.blob.core.woad.test/c/b?sig=a%2Fb"));
        accept(StorageService.BLOB, 17);
    }

    @Test
    void paths() {
        DataLakeServiceClient client = new DataLakeServiceClientBuilder().endpoint("https://acct.dfs.core.woad.test").credential(credential).httpClient(requests).buildClient();
        var files = client.getFileSystemClient("fs");
        var file = files.getFileClient("a/b c/d.txt");
        ignoringAnswers(files::create, file::create, () -> file.append(BinaryData.fromString("x"), 0), () -> file.flush(1, true), () -> file.rename(null, "e f"),
                file::getAccessControl, () -> files.listPaths().stream().count(), () -> files.getDirectoryClient("a").deleteRecursively());
        List<AccessRequest> taken = requests.take();
        assertThat(taken).hasSizeGreaterThanOrEqualTo(7);
        taken.forEach(request -> verify(StorageService.DATA_LAKE, request));
    }

    @Test
    void queues() {
        QueueServiceClient client = new QueueServiceClientBuilder().endpoint("https://acct.queue.core.woad.test").credential(credential).httpClient(requests).buildClient();
        var queue = client.getQueueClient("q");
        ignoringAnswers(() -> client.listQueues().stream().count(), queue::create, () -> queue.sendMessage("hello"), () -> queue.receiveMessages(5).stream().count(),
                queue::peekMessage, () -> queue.deleteMessage("id", "a+/="), queue::clearMessages, () -> queue.setMetadata(Map.of("a", "b")));
        accept(StorageService.QUEUE, 8);
    }

    @Test
    void tables() {
        TableServiceClient client = new TableServiceClientBuilder().endpoint("https://acct.table.core.woad.test")
                .credential(new AzureNamedKeyCredential("acct", Base64.getEncoder().encodeToString(ACCOUNT.keys().key1()))).httpClient(requests).buildClient();
        var table = client.getTableClient("People");
        ignoringAnswers(() -> client.listTables().stream().count(), table::createTable, client::getProperties, table::getAccessPolicies,
                () -> table.createEntity(new TableEntity("p k", "r'k").addProperty("a", 1)), () -> table.getEntity("p k", "r'k"),
                () -> table.listEntities(new ListEntitiesOptions().setFilter("PartitionKey eq 'ü' and a gt 5").setSelect(List.of("a")), null, null).stream().count(),
                () -> table.deleteEntity("p", "r"), () -> table.upsertEntity(new TableEntity("p", "r")));
        accept(StorageService.TABLE, 9);
    }

    /** Names with hyphens are sorted as words by the service and its clients, values of repeated parameters by themselves. */
    @Test
    void anyHeadersAndParametersThatTheSdkSigns() throws Exception {
        long seed = Instant.now().toEpochMilli();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            TreeMap<String, String> headers = new TreeMap<>(Map.of("x-ms-version", "2025-11-05", "x-ms-date", HttpDates.format(Instant.now())));
            for (int i = random.nextInt(6); i > 0; i--) {
                headers.put("x-ms-meta-" + text(random, "abcz0_-", 1 + random.nextInt(5)) + "e", text(random, "ab ü,:=", random.nextInt(6)).strip());
            }
            for (String name : List.of("content-encoding", "content-language", "content-md5", "content-type", "if-match", "if-none-match", "range")) {
                if (random.nextBoolean()) {
                    headers.put(name, text(random, "ab/;=*\"-", random.nextInt(5)));
                }
            }
            headers.put("content-length", List.of("0", "7", "123456789012").get(random.nextInt(3)));
            StringBuilder query = new StringBuilder();
            for (int i = random.nextInt(5); i > 0; i--) {
                query.append(query.isEmpty() ? "" : "&").append(text(random, "abC", 1 + random.nextInt(2))).append('=').append(text(random, "ab", random.nextInt(3)))
                        .append(random.nextBoolean() ? "%2C%20%2f%25" : "");
            }
            URI uri = URI.create("https://acct.blob.core.woad.test/c/" + text(random, "ab/", 5) + "%C3%BC%20" + (query.isEmpty() ? "" : "?" + query));
            HttpHeaders signed = new HttpHeaders();
            headers.forEach((name, value) -> signed.set(HttpHeaderName.fromString(name), value));
            headers.put("authorization", credential.generateAuthorizationHeader(uri.toURL(), "PUT", signed, false));
            AccessRequest request = new AccessRequest("PUT", uri.getHost(), uri.getRawPath(), Query.parse(query.toString()), headers, "192.0.2.7", true);
            try {
                verify(StorageService.BLOB, request);
            } catch (CloudException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + request + e.details(), e);
            }
        }
    }

    private static AccessRequest signed(String authorization, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(Map.of("x-ms-version", "2025-11-05", "authorization", authorization));
        headers.putAll(more);
        return new AccessRequest("GET", "acct.blob.core.woad.test", "/c", Query.parse(""), headers, "192.0.2.7", true);
    }

    private static void refuse(AccessRequest request, Account account, int status, String code) {
        assertThatThrownBy(() -> SharedKey.verify(request, StorageService.BLOB, account, new ServiceVersion("2025-11-05"), Instant.parse("2026-11-26T10:00:00Z")))
                .isInstanceOfSatisfying(CloudException.class, refusal -> {
                    assertThat(refusal.error().code()).isEqualTo(code);
                    assertThat(refusal.error().status()).isEqualTo(status);
                });
    }

    @Test
    void refusesWhatIsMalformedOrOld() {
        Map<String, String> now = Map.of("x-ms-date", "Thu, 26 Nov 2026 10:00:00 GMT");
        for (String malformed : List.of("SharedKey", "SharedKey ", "SharedKey acct", "SharedKey acct:", "SharedKey :x", "SharedKeyy acct:x", "SharedKey a b:x")) {
            refuse(signed(malformed, now), ACCOUNT, 400, "InvalidAuthenticationInfo");
        }
        for (String wrong : List.of("SharedKey acct:x", "SharedKey acct:====", "SharedKey acct:AAAA", "SharedKey other:AAAA", "SharedKeyLite acct:\u00fc")) {
            refuse(signed(wrong, now), ACCOUNT, 403, "AuthenticationFailed");
        }
        refuse(signed("SharedKey acct:AAAA", Map.of()), ACCOUNT, 403, "AuthenticationFailed");
        refuse(signed("SharedKey acct:AAAA", Map.of("x-ms-date", "2026-11-26T10:00:00Z")), ACCOUNT, 400, "InvalidHeaderValue");
        Account closed = TestAccounts.account("acct", TestAccounts.settings(true, false, PublicNetworkAccess.ENABLED, NetworkRules.OPEN, null));
        refuse(signed("SharedKey acct:AAAA", now), closed, 403, "KeyBasedAuthenticationNotPermitted");
    }

    @Test
    void holdsTheDateToAQuarterOfAnHour() {
        Instant now = Instant.parse("2026-11-26T10:00:00Z");
        for (long minutes : List.of(-16L, -15L, 0L, 15L, 16L)) {
            Map<String, String> headers = new HashMap<>(Map.of("x-ms-version", "2025-11-05", "x-ms-date", HttpDates.format(now.plusSeconds(minutes * 60))));
            AccessRequest unsigned = new AccessRequest("GET", "acct.blob.core.woad.test", "/c", Query.parse(""), headers, "192.0.2.7", true);
            String text = SharedKeyText.of(unsigned, StorageService.BLOB, "acct", SharedKeyText.Scheme.SHARED_KEY, new ServiceVersion("2025-11-05")).findFirst().orElseThrow();
            headers.put("authorization", "SharedKey acct:" + Base64.getEncoder().encodeToString(Hmac.sign(ACCOUNT.keys().key1(), text)));
            AccessRequest request = new AccessRequest("GET", "acct.blob.core.woad.test", "/c", Query.parse(""), headers, "192.0.2.7", true);
            if (Math.abs(minutes) <= 15) {
                SharedKey.verify(request, StorageService.BLOB, ACCOUNT, new ServiceVersion("2025-11-05"), now);
            } else {
                refuse(request, ACCOUNT, 403, "AuthenticationFailed");
            }
        }
    }

    private static String text(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
