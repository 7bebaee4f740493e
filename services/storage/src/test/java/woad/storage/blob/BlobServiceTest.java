package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.storage.blob.BlobFixture.Answer;

/** Block blobs and their containers, over the wire of the service. */
class BlobServiceTest {
    private static BlobFixture cloud;
    private static int count;
    private String container;

    @BeforeAll
    static void open() {
        cloud = new BlobFixture();
    }

    @AfterAll
    static void close() {
        cloud.close();
    }

    @BeforeEach
    void createContainer() {
        container = "/box" + count++;
        assertThat(cloud.put(container + "?restype=container", "", "x-ms-meta-Kind", "test").status()).isEqualTo(201);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String md5(byte[] bytes) throws Exception {
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private static String block(int number) {
        return Base64.getEncoder().encodeToString("%06d".formatted(number).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(Answer answer) {
        return Pattern.compile("<Name>([^<]*)</Name>").matcher(answer.text()).results().map(match -> match.group(1)).toList();
    }

    @Test
    void keepsAContainerAndWhatIsSaidOfIt() {
        Answer made = cloud.get(container + "?restype=container");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("x-ms-meta-kind")).isEqualTo("test");
        assertThat(made.header("x-ms-lease-state")).isEqualTo("available");
        assertThat(made.header("etag")).matches("\"0x[0-9A-F]{16}\"");
        assertThat(cloud.put(container + "?restype=container", "").outcome()).isEqualTo("409 ContainerAlreadyExists");
        assertThat(cloud.put(container + "?restype=container&comp=metadata", "", "x-ms-meta-a", "b").status()).isEqualTo(200);
        Answer changed = cloud.head(container + "?restype=container&comp=metadata");
        assertThat(changed.header("x-ms-meta-kind")).isNull();
        assertThat(changed.header("x-ms-meta-a")).isEqualTo("b");
        assertThat(changed.header("etag")).isNotEqualTo(made.header("etag"));
        assertThat(cloud.delete(container + "?restype=container").status()).isEqualTo(202);
        assertThat(cloud.get(container + "?restype=container").outcome()).isEqualTo("404 ContainerNotFound");
        assertThat(cloud.upload(container + "/blob", "x").outcome()).isEqualTo("404 ContainerNotFound");
        assertThat(cloud.get(container + "/blob").outcome()).isEqualTo("404 ContainerNotFound");
        assertThat(cloud.delete(container + "?restype=container").outcome()).isEqualTo("404 ContainerNotFound");
    }

    @Test
    void keepsWhoMayReadAContainer() {
        String policies = "<SignedIdentifiers><SignedIdentifier><Id>one</Id><AccessPolicy><Start>2026-01-02T03:04:05Z</Start><Expiry>2027-01-01</Expiry>"
                + "<Permission>rl</Permission></AccessPolicy></SignedIdentifier></SignedIdentifiers>";
        assertThat(cloud.put(container + "?restype=container&comp=acl", policies, "x-ms-blob-public-access", "blob").status()).isEqualTo(200);
        Answer acl = cloud.get(container + "?restype=container&comp=acl");
        assertThat(acl.header("x-ms-blob-public-access")).isEqualTo("blob");
        assertThat(acl.text()).contains("<Id>one</Id>", "<Start>2026-01-02T03:04:05.0000000Z</Start>", "<Expiry>2027-01-01T00:00:00.0000000Z</Expiry>", "<Permission>rl</Permission>");
        assertThat(cloud.service.policy(cloud.account(), container.substring(1), "one").orElseThrow().permissions()).isEqualTo("rl");
        assertThat(cloud.put(container + "?restype=container&comp=acl", "<SignedIdentifiers>").outcome()).isEqualTo("400 InvalidXmlDocument");
        assertThat(cloud.put(container + "?restype=container&comp=acl", "", "x-ms-blob-public-access", "all").outcome()).isEqualTo("400 InvalidHeaderValue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "-abc", "abc-", "a--b", "aBc", "a_b", "$abc", "%00abc"})
    void refusesNamesThatNoContainerHas(String name) {
        assertThat(cloud.put("/" + name + "?restype=container", "").status()).isEqualTo(400);
        assertThat(cloud.get("/" + name + "/blob").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 16384, 16385, 300_000})
    void givesBackWhatWasPut(int length) throws Exception {
        byte[] bytes = random(length);
        Answer put = cloud.upload(container + "/dir/a%20b%2Bc+d", bytes, "Content-MD5", md5(bytes), "x-ms-blob-content-type", "text/x-test", "x-ms-meta-A", "1");
        assertThat(put.status()).as(put.text()).isEqualTo(201);
        assertThat(put.header("content-md5")).isEqualTo(md5(bytes));
        assertThat(put.header("x-ms-request-server-encrypted")).isEqualTo("true");
        Answer got = cloud.get(container + "/dir/a%20b%2Bc%2Bd");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(got.header("content-type")).isEqualTo("text/x-test");
        assertThat(got.header("etag")).isEqualTo(put.header("etag"));
        assertThat(got.header("last-modified")).isEqualTo(put.header("last-modified"));
        assertThat(got.header("x-ms-meta-a")).isEqualTo("1");
        assertThat(got.header("x-ms-blob-type")).isEqualTo("BlockBlob");
        Answer head = cloud.head(container + "/dir/a%20b%2Bc%2Bd");
        assertThat(head.header("content-length")).isEqualTo(Integer.toString(length));
        assertThat(head.header("x-ms-access-tier") + head.header("x-ms-access-tier-inferred")).isEqualTo("Hottrue");
        assertThat(head.header("accept-ranges")).isEqualTo("bytes");
        assertThat(head.header("x-ms-server-encrypted")).isEqualTo("true");
    }

    @Test
    void refusesBytesWithAnotherChecksum() throws Exception {
        for (int length : new int[] {100, 100_000}) {
            byte[] bytes = random(length);
            assertThat(cloud.upload(container + "/b", bytes, "Content-MD5", md5(random(99))).outcome()).isEqualTo("400 Md5Mismatch");
            assertThat(cloud.upload(container + "/b", bytes, "x-ms-blob-content-md5", md5(random(99))).outcome()).isEqualTo("400 Md5Mismatch");
            assertThat(cloud.upload(container + "/b", bytes, "Content-MD5", "nonsense").outcome()).isEqualTo("400 InvalidMd5");
            assertThat(cloud.upload(container + "/b", bytes, "x-ms-content-crc64", "AAAAAAAAAAA=").outcome()).isEqualTo("400 Crc64Mismatch");
            String sum = cloud.send("PUT", container + "/b?comp=block&blockid=" + block(0), bytes).header("x-ms-content-crc64");
            assertThat(cloud.upload(container + "/ok", bytes, "x-ms-content-crc64", sum).header("x-ms-content-crc64")).isEqualTo(sum);
        }
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("404 BlobNotFound");
    }

    @Test
    void readsRanges() throws Exception {
        byte[] bytes = random(100_000);
        cloud.upload(container + "/b", bytes);
        Answer middle = cloud.get(container + "/b", "x-ms-range", "bytes=70000-79999", "Range", "bytes=0-1", "x-ms-range-get-content-md5", "true");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(bytes, 70_000, 80_000));
        assertThat(middle.header("content-range")).isEqualTo("bytes 70000-79999/100000");
        assertThat(middle.header("content-md5")).isEqualTo(md5(middle.body()));
        assertThat(middle.header("x-ms-blob-content-md5")).isEqualTo(md5(bytes));
        assertThat(cloud.get(container + "/b", "Range", "bytes=99999-").body()).isEqualTo(Arrays.copyOfRange(bytes, 99_999, 100_000));
        assertThat(cloud.get(container + "/b", "Range", "bytes=99999-200000").header("content-range")).isEqualTo("bytes 99999-99999/100000");
        assertThat(cloud.get(container + "/b", "Range", "bytes=100000-").outcome()).isEqualTo("416 InvalidRange");
        assertThat(cloud.get(container + "/b", "x-ms-range", "bytes=2-1").outcome()).isEqualTo("400 InvalidHeaderValue");
        assertThat(cloud.get(container + "/b", "x-ms-range-get-content-md5", "true").outcome()).isEqualTo("400 InvalidHeaderValue");
    }

    @Test
    void makesABlobOfBlocks() throws Exception {
        byte[] large = random(200_000);
        assertThat(cloud.send("PUT", container + "/b?comp=block&blockid=" + block(1), large).status()).isEqualTo(201);
        assertThat(cloud.put(container + "/b?comp=block&blockid=" + block(2), "two").status()).isEqualTo(201);
        assertThat(cloud.put(container + "/b?comp=block&blockid=" + block(3), "three").status()).isEqualTo(201);
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("404 BlobNotFound");
        assertThat(names(cloud.get(container + "?restype=container&comp=list"))).isEmpty();
        assertThat(names(cloud.get(container + "?restype=container&comp=list&include=uncommittedblobs"))).containsExactly("b");
        assertThat(names(cloud.get(container + "/b?comp=blocklist&blocklisttype=all"))).containsExactly(block(1), block(2), block(3));
        String list = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><Latest>" + block(2) + "</Latest><Uncommitted>" + block(1) + "</Uncommitted></BlockList>";
        assertThat(cloud.put(container + "/b?comp=blocklist", list, "x-ms-blob-content-type", "text/plain", "x-ms-meta-k", "v").outcome()).isEqualTo("201");
        Answer got = cloud.get(container + "/b");
        assertThat(got.text()).startsWith("two");
        assertThat(Arrays.copyOfRange(got.body(), 3, got.body().length)).isEqualTo(large);
        assertThat(cloud.get(container + "/b", "Range", "bytes=1-4").body()).isEqualTo(new byte[] {'w', 'o', large[0], large[1]});
        Answer lists = cloud.get(container + "/b?comp=blocklist&blocklisttype=all");
        assertThat(names(lists)).containsExactly(block(2), block(1));
        assertThat(lists.header("x-ms-blob-content-length")).isEqualTo("200003");
        // What was not listed is gone; what was committed can be committed again, in another order and more than once.
        assertThat(cloud.put(container + "/b?comp=blocklist", "<BlockList><Latest>" + block(3) + "</Latest></BlockList>").outcome()).isEqualTo("400 InvalidBlockList");
        cloud.put(container + "/b?comp=block&blockid=" + block(4), "four");
        assertThat(cloud.put(container + "/b?comp=blocklist", "<BlockList><Latest>" + block(4) + "</Latest><Committed>" + block(2) + "</Committed><Committed>" + block(2)
                + "</Committed></BlockList>").outcome()).isEqualTo("201");
        assertThat(cloud.get(container + "/b").text()).isEqualTo("fourtwotwo");
        assertThat(cloud.put(container + "/b?comp=blocklist", "<BlockList/>").outcome()).isEqualTo("201");
        assertThat(cloud.get(container + "/b").body()).isEmpty();
    }

    @Test
    void refusesBlocksThatAreNone() {
        assertThat(cloud.put(container + "/b?comp=block&blockid=!", "x").outcome()).isEqualTo("400 InvalidQueryParameterValue");
        assertThat(cloud.put(container + "/b?comp=block", "x").outcome()).isEqualTo("400 MissingRequiredQueryParameter");
        assertThat(cloud.put(container + "/b?comp=block&blockid=" + block(1), "").outcome()).isEqualTo("400 InvalidHeaderValue");
        assertThat(cloud.put(container + "/b?comp=block&blockid=" + block(1), "x").status()).isEqualTo(201);
        assertThat(cloud.put(container + "/b?comp=block&blockid=AAAA", "x").outcome()).isEqualTo("400 InvalidBlobOrBlock");
        assertThat(cloud.put("/nothere/b?comp=block&blockid=AAAA", "x").outcome()).isEqualTo("404 ContainerNotFound");
        assertThat(cloud.put(container + "/b?comp=blocklist", "<BlockList><Wrong>AAAA</Wrong></BlockList>").outcome()).isEqualTo("400 InvalidXmlDocument");
        assertThat(cloud.put(container + "/b?comp=blocklist", "<!DOCTYPE x [<!ENTITY e \"x\">]><BlockList>&e;</BlockList>").outcome()).isEqualTo("400 InvalidXmlDocument");
    }

    @Test
    void holdsToConditions() {
        assertThat(cloud.upload(container + "/b", "1", "If-Match", "*").outcome()).isEqualTo("412 ConditionNotMet");
        String first = cloud.upload(container + "/b", "1", "If-None-Match", "*").header("etag");
        assertThat(cloud.upload(container + "/b", "2", "If-None-Match", "*").outcome()).isEqualTo("409 BlobAlreadyExists");
        assertThat(cloud.upload(container + "/b", "2", "If-Match", "\"0x0\"").outcome()).isEqualTo("412 ConditionNotMet");
        String second = cloud.upload(container + "/b", "2", "If-Match", first).header("etag");
        assertThat(second).isNotEqualTo(first);
        assertThat(cloud.get(container + "/b", "If-None-Match", second).outcome()).isEqualTo("304 ConditionNotMet");
        assertThat(cloud.get(container + "/b", "If-Match", first).outcome()).isEqualTo("412 ConditionNotMet");
        String modified = cloud.head(container + "/b").header("last-modified");
        assertThat(cloud.get(container + "/b", "If-Modified-Since", modified).status()).isEqualTo(304);
        assertThat(cloud.get(container + "/b", "If-Unmodified-Since", modified).status()).isEqualTo(200);
        assertThat(cloud.put(container + "/b?comp=metadata", "", "If-Match", first).outcome()).isEqualTo("412 ConditionNotMet");
        assertThat(cloud.delete(container + "/b", "If-Match", first).outcome()).isEqualTo("412 ConditionNotMet");
        assertThat(cloud.delete(container + "/b", "If-Match", second).status()).isEqualTo(202);
        assertThat(cloud.delete(container + "/b").outcome()).isEqualTo("404 BlobNotFound");
    }

    @Test
    void exactlyOneOfManyMakesABlobThatMustNotExist() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                String path = container + "/race" + round;
                List<Callable<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String body = "client " + i;
                    boolean slow = i % 2 == 0;
                    // A tag takes another way through the database than a plain blob.
                    clients.add(() -> slow ? cloud.upload(path, body, "If-None-Match", "*", "x-ms-tags", "a=b").status() : cloud.upload(path, body, "If-None-Match", "*").status());
                }
                List<Integer> statuses = new ArrayList<>();
                for (var outcome : executor.invokeAll(clients)) {
                    statuses.add(outcome.get());
                }
                assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
                assertThat(statuses.stream().filter(status -> status == 409)).hasSize(7);
            }
        }
    }

    @Test
    void setsPropertiesAndMetadata() {
        cloud.upload(container + "/b", "x", "x-ms-meta-a", "1", "x-ms-blob-cache-control", "no-cache");
        Answer set = cloud.put(container + "/b?comp=properties", "", "x-ms-blob-content-type", "text/css", "x-ms-blob-content-disposition", "inline");
        assertThat(set.status()).isEqualTo(200);
        Answer head = cloud.head(container + "/b");
        assertThat(head.header("content-type") + head.header("content-disposition") + head.header("cache-control")).isEqualTo("text/cssinlinenull");
        assertThat(head.header("x-ms-meta-a")).isEqualTo("1");
        assertThat(cloud.put(container + "/b?comp=metadata", "", "x-ms-meta-b", "2").status()).isEqualTo(200);
        Answer metadata = cloud.get(container + "/b?comp=metadata");
        assertThat(metadata.header("x-ms-meta-a") + metadata.header("x-ms-meta-b")).isEqualTo("null2");
        assertThat(cloud.get(container + "/b").text()).isEqualTo("x");
        assertThat(cloud.put(container + "/none?comp=metadata", "").outcome()).isEqualTo("404 BlobNotFound");
    }

    @Test
    void listsPageByPage() {
        for (String name : List.of("a", "b/1", "b/2", "b/c/3", "c", "d/1", "%C3%A9", "%F0%9F%98%80")) {
            cloud.upload(container + "/" + name, name, "x-ms-meta-n", name.replace("%", "_"));
        }
        List<String> found = new ArrayList<>();
        String marker = "";
        do {
            Answer page = cloud.get(container + "?restype=container&comp=list&maxresults=3&include=metadata&marker=" + marker);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            found.addAll(names(page));
            marker = page.element("NextMarker");
        } while (!marker.isEmpty());
        assertThat(found).containsExactly("a", "b/1", "b/2", "b/c/3", "c", "d/1", "é", "😀");
        Answer cut = cloud.get(container + "?restype=container&comp=list&delimiter=/");
        assertThat(names(cut)).containsExactly("a", "b/", "c", "d/", "é", "😀");
        assertThat(cut.text()).contains("<BlobPrefix><Name>b/</Name></BlobPrefix>");
        found.clear();
        marker = "";
        do {
            Answer page = cloud.get(container + "?restype=container&comp=list&delimiter=/&maxresults=1&marker=" + marker);
            found.addAll(names(page));
            marker = page.element("NextMarker");
        } while (!marker.isEmpty());
        assertThat(found).containsExactly("a", "b/", "c", "d/", "é", "😀");
        assertThat(names(cloud.get(container + "?restype=container&comp=list&prefix=b/&delimiter=/"))).containsExactly("b/1", "b/2", "b/c/");
        assertThat(names(cloud.get(container + "?restype=container&comp=list&prefix=b/"))).containsExactly("b/1", "b/2", "b/c/3");
        assertThat(names(cloud.get(container + "?restype=container&comp=list&prefix=%F0%9F%98%80"))).containsExactly("😀");
        assertThat(cloud.get(container + "?restype=container&comp=list&marker=junk").outcome()).isEqualTo("400 OutOfRangeInput");
        assertThat(cloud.get(container + "?restype=container&comp=list&maxresults=0").outcome()).isEqualTo("400 OutOfRangeQueryParameterValue");
        assertThat(cloud.get(container + "?restype=container&comp=list&include=everything").outcome()).isEqualTo("400 InvalidQueryParameterValue");
    }

    @Test
    void listsContainers() {
        for (String name : List.of("zz-one", "zz-two", "zz-three")) {
            cloud.put("/" + name + "?restype=container", "", "x-ms-meta-n", name);
        }
        Answer first = cloud.get("/?comp=list&prefix=zz-&maxresults=2&include=metadata");
        assertThat(names(first)).containsExactly("zz-one", "zz-three");
        assertThat(first.text()).contains("<Metadata><n>zz-one</n></Metadata>");
        assertThat(names(cloud.get("/?comp=list&prefix=zz-&marker=" + first.element("NextMarker")))).containsExactly("zz-two");
    }

    @Test
    void aLeaseKeepsOthersOut() {
        cloud.upload(container + "/b", "x");
        Answer leased = cloud.put(container + "/b?comp=lease", "", "x-ms-lease-action", "acquire", "x-ms-lease-duration", "15");
        assertThat(leased.status()).isEqualTo(201);
        String id = leased.header("x-ms-lease-id");
        assertThat(cloud.upload(container + "/b", "y").outcome()).isEqualTo("412 LeaseIdMissing");
        assertThat(cloud.delete(container + "/b").outcome()).isEqualTo("412 LeaseIdMissing");
        String other = "00000000-0000-0000-0000-000000000001";
        assertThat(cloud.upload(container + "/b", "y", "x-ms-lease-id", other).outcome()).isEqualTo("412 LeaseIdMismatchWithBlobOperation");
        assertThat(cloud.put(container + "/b?comp=block&blockid=AAAA", "y").outcome()).isEqualTo("412 LeaseIdMissing");
        assertThat(cloud.upload(container + "/b", "y", "x-ms-lease-id", id).status()).isEqualTo(201);
        Answer head = cloud.head(container + "/b");
        assertThat(head.header("x-ms-lease-status") + head.header("x-ms-lease-state") + head.header("x-ms-lease-duration")).isEqualTo("lockedleasedfixed");
        assertThat(cloud.put(container + "/b?comp=lease", "", "x-ms-lease-action", "acquire", "x-ms-lease-duration", "-1").outcome()).isEqualTo("409 LeaseAlreadyPresent");
        Answer broken = cloud.put(container + "/b?comp=lease", "", "x-ms-lease-action", "break", "x-ms-lease-break-period", "10");
        assertThat(broken.status() + broken.header("x-ms-lease-time")).isEqualTo("20210");
        assertThat(cloud.head(container + "/b").header("x-ms-lease-state")).isEqualTo("breaking");
        cloud.pass(Duration.ofSeconds(11));
        assertThat(cloud.head(container + "/b").header("x-ms-lease-state")).isEqualTo("broken");
        assertThat(cloud.upload(container + "/b", "z", "x-ms-lease-id", id).outcome()).isEqualTo("412 LeaseLost");
        assertThat(cloud.upload(container + "/b", "z").status()).isEqualTo(201);
        assertThat(cloud.put(container + "/b?comp=lease", "", "x-ms-lease-action", "acquire", "x-ms-lease-duration", "14").outcome()).isEqualTo("400 InvalidHeaderValue");
        assertThat(cloud.put(container + "?restype=container&comp=lease", "", "x-ms-lease-action", "acquire", "x-ms-lease-duration", "-1", "x-ms-proposed-lease-id", other)
                .header("x-ms-lease-id")).isEqualTo(other);
        assertThat(cloud.delete(container + "?restype=container").outcome()).isEqualTo("412 LeaseIdMissing");
        assertThat(cloud.put(container + "?restype=container&comp=lease", "", "x-ms-lease-action", "release", "x-ms-lease-id", other).status()).isEqualTo(200);
        assertThat(cloud.delete(container + "?restype=container").status()).isEqualTo(202);
    }

    @Test
    void nobodyElsesKeyOpensAnAccount() {
        cloud.upload(container + "/b", "x");
        assertThat(cloud.sendAs("fabrikam", "GET", container + "/b", new byte[0]).status()).isEqualTo(403);
        assertThat(cloud.sendAs("fabrikam", "PUT", container + "/b", new byte[1], "x-ms-blob-type", "BlockBlob").status()).isEqualTo(403);
    }

    @Test
    void refusesWhatIsNotOffered() {
        assertThat(cloud.upload(container + "/b", "x", "x-ms-encryption-key", "k").outcome()).isEqualTo("400 UnsupportedHeader");
        assertThat(cloud.upload(container + "/b", "x", "x-ms-encryption-scope", "s").outcome()).isEqualTo("400 UnsupportedHeader");
        assertThat(cloud.put(container + "/b", "x").outcome()).isEqualTo("400 MissingRequiredHeader");
        assertThat(cloud.put(container + "/b?comp=nonsense", "x", "x-ms-blob-type", "BlockBlob").outcome()).isEqualTo("400 InvalidQueryParameterValue");
    }

    @Test
    void keepsTheServicesProperties() {
        String document = "<StorageServiceProperties><Cors><CorsRule><AllowedMethods>GET,PUT</AllowedMethods><AllowedOrigins>https://shop.test</AllowedOrigins>"
                + "<AllowedHeaders>x-ms-*</AllowedHeaders><ExposedHeaders>ETag</ExposedHeaders><MaxAgeInSeconds>60</MaxAgeInSeconds></CorsRule></Cors>"
                + "<StaticWebsite><Enabled>true</Enabled><IndexDocument>index.html</IndexDocument></StaticWebsite></StorageServiceProperties>";
        assertThat(cloud.put("/?restype=service&comp=properties", document).status()).isEqualTo(202);
        assertThat(cloud.get("/?restype=service&comp=properties").text()).contains("<AllowedOrigins>https://shop.test</AllowedOrigins>", "<IndexDocument>index.html</IndexDocument>");
        Answer preflight = cloud.send("OPTIONS", container + "/b", new byte[0], "Origin", "https://shop.test", "Access-Control-Request-Method", "PUT",
                "Access-Control-Request-Headers", "x-ms-blob-type");
        assertThat(preflight.status() + preflight.header("access-control-allow-origin")).isEqualTo("200https://shop.test");
        assertThat(cloud.get(container + "?restype=container", "Origin", "https://shop.test").header("access-control-expose-headers")).isEqualTo("ETag");
        assertThat(cloud.get("/?restype=account&comp=properties").header("x-ms-account-kind")).isEqualTo("StorageV2");
        assertThat(cloud.put("/?restype=service&comp=properties", "<StorageServiceProperties><Wrong/></StorageServiceProperties>").outcome()).isEqualTo("400 UnsupportedXmlNode");
    }

    @Test
    void blobsInTheRootContainerNeedNoContainer() {
        cloud.put("/$root?restype=container", "");
        assertThat(cloud.upload("/robots.txt", "hello").status()).isEqualTo(201);
        assertThat(cloud.get("/robots.txt").text()).isEqualTo("hello");
        assertThat(cloud.get("/$root/robots.txt").text()).isEqualTo("hello");
    }
}
