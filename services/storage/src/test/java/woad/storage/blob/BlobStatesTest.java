package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.StoredExtent;
import woad.storage.account.BlobServiceProperties;
import woad.storage.account.Retention;
import woad.storage.blob.BlobFixture.Answer;

/** Snapshots, versions, what was deleted, tiers and tags, over the wire of the service. */
class BlobStatesTest {
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
        configure(false, Retention.OFF, Retention.OFF);
        container = "/box" + count++;
        assertThat(cloud.put(container + "?restype=container", "").status()).isEqualTo(201);
    }

    private static void configure(boolean versioning, Retention blobs, Retention containers) {
        cloud.configure(p -> new BlobServiceProperties(p.cors(), p.defaultServiceVersion(), blobs, containers, versioning, p.lastAccessTimeTracking(), p.logging(),
                p.hourMetrics(), p.minuteMetrics(), p.staticWebsite()));
    }

    private static List<String> names(Answer answer) {
        return Pattern.compile("<Name>([^<]*)</Name>").matcher(answer.text()).results().map(match -> match.group(1)).toList();
    }

    private Answer list(String include) {
        return cloud.get(container + "?restype=container&comp=list&include=" + include);
    }

    private static String large(char letter) {
        return String.valueOf(letter).repeat(50_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSnapshotStaysAsItWas(boolean large) {
        String one = large ? large('1') : "1";
        cloud.upload(container + "/b", one, "x-ms-meta-a", "1");
        Answer taken = cloud.put(container + "/b?comp=snapshot", "");
        assertThat(taken.status()).isEqualTo(201);
        String moment = taken.header("x-ms-snapshot");
        assertThat(moment).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z");
        cloud.upload(container + "/b", "2");
        cloud.pass(Duration.ofHours(1));
        while (cloud.service.reclaimer().step() > 0) {
            assertThat(cloud.get(container + "/b").text()).isEqualTo("2");
        }
        assertThat(cloud.get(container + "/b?snapshot=" + moment).text()).isEqualTo(one);
        assertThat(cloud.head(container + "/b?snapshot=" + moment).header("x-ms-meta-a")).isEqualTo("1");
        assertThat(list("snapshots").text()).contains("<Snapshot>" + moment + "</Snapshot>");
        assertThat(names(list("snapshots"))).containsExactly("b", "b");
        assertThat(names(list(""))).containsExactly("b");
        assertThat(cloud.upload(container + "/b?snapshot=" + moment, "3").outcome()).isEqualTo("400 InvalidOperation");
        assertThat(cloud.get(container + "/b?snapshot=2020-01-01T00:00:00.0000000Z").outcome()).isEqualTo("404 BlobNotFound");
        assertThat(cloud.get(container + "/b?snapshot=yesterday").outcome()).isEqualTo("400 InvalidQueryParameterValue");
        assertThat(cloud.delete(container + "/b").outcome()).isEqualTo("409 SnapshotsPresent");
        assertThat(cloud.delete(container + "/b", "x-ms-delete-snapshots", "only").status()).isEqualTo(202);
        assertThat(names(list("snapshots"))).containsExactly("b");
        cloud.put(container + "/b?comp=snapshot", "");
        assertThat(cloud.delete(container + "/b", "x-ms-delete-snapshots", "include").status()).isEqualTo(202);
        assertThat(names(list("snapshots"))).isEmpty();
    }

    @Test
    void whatWasDeletedComesBack() {
        configure(false, Retention.of(7), Retention.OFF);
        cloud.upload(container + "/b", large('1'), "x-ms-meta-a", "1");
        cloud.upload(container + "/b", "2");
        assertThat(cloud.delete(container + "/b").status()).isEqualTo(202);
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("404 BlobNotFound");
        assertThat(names(list(""))).isEmpty();
        Answer deleted = list("deleted");
        assertThat(names(deleted)).containsExactly("b");
        assertThat(deleted.text()).contains("<Deleted>true</Deleted>", "<RemainingRetentionDays>");
        assertThat(names(list("deleted,snapshots"))).containsExactly("b", "b");
        assertThat(cloud.put(container + "/b?comp=undelete", "").status()).isEqualTo(200);
        assertThat(cloud.get(container + "/b").text()).isEqualTo("2");
        String snapshot = list("snapshots").element("Snapshot");
        assertThat(cloud.get(container + "/b?snapshot=" + snapshot).text()).isEqualTo(large('1'));
        assertThat(cloud.put(container + "/none?comp=undelete", "").outcome()).isEqualTo("404 BlobNotFound");
        // Deleted, made anew and deleted again: both are kept until their time has come.
        cloud.delete(container + "/b", "x-ms-delete-snapshots", "include");
        cloud.upload(container + "/b", "3");
        cloud.delete(container + "/b");
        assertThat(names(list("deleted,snapshots"))).hasSize(3);
        cloud.pass(Duration.ofDays(8));
        while (cloud.service.reclaimer().step() > 0) {
            cloud.pass(Duration.ofHours(1));
        }
        assertThat(names(list("deleted,snapshots"))).isEmpty();
    }

    @Test
    void everyWriteMakesAVersion() {
        configure(true, Retention.OFF, Retention.OFF);
        String first = cloud.upload(container + "/b", large('1')).header("x-ms-version-id");
        String second = cloud.put(container + "/b?comp=metadata", "", "x-ms-meta-a", "1").header("x-ms-version-id");
        String third = cloud.upload(container + "/b", "3").header("x-ms-version-id");
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().isSorted();
        assertThat(cloud.get(container + "/b?versionid=" + first).text()).isEqualTo(large('1'));
        assertThat(cloud.get(container + "/b?versionid=" + second).text()).isEqualTo(large('1'));
        assertThat(cloud.head(container + "/b?versionid=" + second).header("x-ms-meta-a")).isEqualTo("1");
        assertThat(cloud.head(container + "/b?versionid=" + first).header("x-ms-meta-a")).isNull();
        assertThat(cloud.get(container + "/b?versionid=" + third).header("x-ms-is-current-version")).isEqualTo("true");
        assertThat(names(list("versions"))).containsExactly("b", "b", "b");
        assertThat(cloud.delete(container + "/b?versionid=" + third).outcome()).isEqualTo("403 OperationNotAllowedOnRootBlob");
        assertThat(cloud.delete(container + "/b?versionid=" + first).status()).isEqualTo(202);
        assertThat(cloud.get(container + "/b?versionid=" + first).outcome()).isEqualTo("404 BlobNotFound");
        assertThat(cloud.delete(container + "/b").status()).isEqualTo(202);
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("404 BlobNotFound");
        assertThat(cloud.get(container + "/b?versionid=" + third).text()).isEqualTo("3");
        cloud.pass(Duration.ofHours(1));
        while (cloud.service.reclaimer().step() > 0) {
            cloud.pass(Duration.ofHours(1));
        }
        assertThat(cloud.get(container + "/b?versionid=" + second).text()).isEqualTo(large('1'));
    }

    @Test
    void aContainerComesBackWithWhatItHeld() {
        configure(false, Retention.OFF, Retention.of(7));
        cloud.upload(container + "/b", "x");
        cloud.delete(container + "?restype=container");
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("404 ContainerNotFound");
        Answer deleted = cloud.get("/?comp=list&include=deleted&prefix=" + container.substring(1));
        String version = deleted.element("Version");
        assertThat(cloud.put(container + "?restype=container&comp=undelete", "", "x-ms-deleted-container-name", container.substring(1),
                "x-ms-deleted-container-version", version).status()).isEqualTo(201);
        assertThat(cloud.get(container + "/b").text()).isEqualTo("x");
        assertThat(cloud.put(container + "?restype=container&comp=undelete", "", "x-ms-deleted-container-name", container.substring(1),
                "x-ms-deleted-container-version", version).outcome()).isEqualTo("409 ContainerAlreadyExists");
    }

    @Test
    void whatIsArchivedIsNotRead() {
        cloud.upload(container + "/b", "x");
        assertThat(cloud.put(container + "/b?comp=tier", "", "x-ms-access-tier", "Cool").status()).isEqualTo(200);
        assertThat(cloud.head(container + "/b").header("x-ms-access-tier")).isEqualTo("Cool");
        assertThat(cloud.put(container + "/b?comp=tier", "", "x-ms-access-tier", "Archive").status()).isEqualTo(200);
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("409 BlobArchived");
        assertThat(cloud.put(container + "/b?comp=metadata", "").outcome()).isEqualTo("409 BlobArchived");
        assertThat(cloud.put(container + "/b?comp=tier", "", "x-ms-access-tier", "Hot").status()).isEqualTo(202);
        Answer pending = cloud.head(container + "/b");
        assertThat(pending.header("x-ms-access-tier") + pending.header("x-ms-archive-status")).isEqualTo("Archiverehydrate-pending-to-hot");
        assertThat(cloud.put(container + "/b?comp=tier", "", "x-ms-access-tier", "Cool").outcome()).isEqualTo("409 BlobBeingRehydrated");
        assertThat(cloud.get(container + "/b").outcome()).isEqualTo("409 BlobArchived");
        cloud.pass(Duration.ofMinutes(2));
        cloud.service.reclaimer().step();
        assertThat(cloud.get(container + "/b").text()).isEqualTo("x");
        assertThat(cloud.put(container + "/b?comp=tier", "", "x-ms-access-tier", "Luke").outcome()).isEqualTo("400 InvalidHeaderValue");
    }

    @Test
    void keepsTagsAndFindsBlobsByThem() {
        String tag = "box" + count;
        for (int i = 0; i < 5; i++) {
            assertThat(cloud.upload(container + "/b" + i, "x", "x-ms-tags", "number=" + i + "&box=" + tag).status()).isEqualTo(201);
        }
        assertThat(cloud.head(container + "/b0").header("x-ms-tag-count")).isEqualTo("2");
        assertThat(cloud.get(container + "/b0?comp=tags").text()).contains("<Tag><Key>number</Key><Value>0</Value></Tag>");
        String etag = cloud.head(container + "/b0").header("etag");
        assertThat(cloud.put(container + "/b0?comp=tags", "<Tags><TagSet><Tag><Key>number</Key><Value>9</Value></Tag><Tag><Key>box</Key><Value>" + tag
                + "</Value></Tag></TagSet></Tags>").status()).isEqualTo(204);
        assertThat(cloud.head(container + "/b0").header("etag")).isEqualTo(etag);
        String where = "%22box%22%20%3D%20%27" + tag + "%27%20AND%20number%20%3E%3D%20%273%27";
        assertThat(names(cloud.get("/?comp=blobs&where=" + where))).containsExactlyInAnyOrder("b0", "b3", "b4");
        Answer page = cloud.get(container + "?restype=container&comp=blobs&maxresults=2&where=" + where);
        assertThat(names(page)).hasSize(2);
        assertThat(names(cloud.get(container + "?restype=container&comp=blobs&where=" + where + "&marker=" + page.element("NextMarker")))).hasSize(1);
        cloud.delete(container + "/b3");
        cloud.upload(container + "/b4", "untagged");
        assertThat(names(cloud.get("/?comp=blobs&where=" + where))).containsExactly("b0");
        assertThat(cloud.get("/?comp=blobs&where=nonsense").outcome()).isEqualTo("400 InvalidQueryParameterValue");
        assertThat(cloud.get(container + "/b0", "x-ms-if-tags", "number = '9' AND NOT").outcome()).isEqualTo("400 InvalidHeaderValue");
        assertThat(cloud.get(container + "/b0", "x-ms-if-tags", "number = '8' OR (number > '8' AND \"box\" <> 'y')").status()).isEqualTo(200);
        assertThat(cloud.upload(container + "/b0", "y", "x-ms-if-tags", "number = '8'").outcome()).isEqualTo("412 ConditionNotMet");
        assertThat(cloud.upload(container + "/c", "y", "x-ms-tags", "=x").outcome()).isEqualTo("400 EmptyTagName");
        assertThat(cloud.upload(container + "/c", "y", "x-ms-tags", "a=1&a=2").outcome()).isEqualTo("400 DuplicateTagNames");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a = '1'                             | true
            a = '2'                             | false
            a <> '2'                            | true
            missing <> '2'                      | false
            a >= '1' AND b < '3'                | true
            a = '2' OR b = '2'                  | true
            (a = '2' OR b = '2') AND a = '2'    | false
            "c d" = 'it''s'                     | true""")
    void tagsMeetConditionsOrNot(String text, boolean expected) {
        assertThat(TagExpression.condition(text).orElseThrow().holds(Map.of("a", "1", "b", "2", "c d", "it's"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a =", "a = 1", "= '1'", "a = '1' AND", "(a = '1'", "a = '1' b = '2'", "@container = 'x'", "a == '1'", "'a' = '1'"})
    void malformedConditionsAreRefused(String text) {
        assertThat(TagExpression.condition(text)).isEmpty();
    }

    @Test
    void aBatchDeletesSeveral() {
        cloud.upload(container + "/b1", "x");
        cloud.upload(container + "/b%202", "x");
        cloud.upload(container + "/b3", "x");
        StringBuilder body = new StringBuilder();
        String[] paths = {"/b1", "/none", "/b%202", "/b3"};
        for (int i = 0; i < paths.length; i++) {
            body.append("--batch_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ").append(i).append("\r\n\r\nDELETE ").append(container)
                    .append(paths[i]).append(" HTTP/1.1\r\nAuthorization: ").append(i == 3 ? "fabrikam" : "contoso").append("\r\nContent-Length: 0\r\n\r\n\r\n");
        }
        Answer answer = cloud.send("POST", "/?comp=batch", body.append("--batch_1--\r\n").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Content-Type", "multipart/mixed; boundary=batch_1");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answer.text()).results().map(match -> match.group(1))).containsExactly("202", "404", "202", "403");
        assertThat(names(list(""))).containsExactly("b3");
        assertThat(cloud.send("POST", "/?comp=batch", new byte[] {1}, "Content-Type", "multipart/mixed; boundary=batch_1").outcome()).isEqualTo("400 InvalidInput");
    }

    @Test
    void spaceComesBack() {
        Set<ExtentId> before = extents();
        for (int i = 0; i < 3; i++) {
            cloud.upload(container + "/b", large((char) ('a' + i)));
            String block = Base64.getEncoder().encodeToString(("block" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            cloud.put(container + "/staged?comp=block&blockid=" + block, large('z'));
        }
        assertThat(extents()).hasSizeGreaterThanOrEqualTo(before.size() + 4);
        cloud.delete(container + "?restype=container");
        reclaimAll();
        assertThat(extents()).isSubsetOf(before);
    }

    @Test
    void whatAnAccountHeldGoesWithIt() {
        cloud.accounts.create("gone" + count);
        String host = "https://gone" + count + ".blob.core.woad.test";
        Set<ExtentId> before = extents();
        cloud.at(host, "gone" + count, "PUT", container + "?restype=container", new byte[0]);
        byte[] bytes = large('a').getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(cloud.at(host, "gone" + count, "PUT", container + "/b", bytes, "x-ms-blob-type", "BlockBlob", "x-ms-tags", "a=b").status()).isEqualTo(201);
        assertThat(extents()).hasSize(before.size() + 1);
        UUID id = cloud.database.with(handle -> handle.createQuery("delete from storage.account where name = :name returning id").bind("name", "gone" + count)
                .mapTo(UUID.class).one());
        reclaimAll();
        assertThat(extents()).isSubsetOf(before);
        assertThat(cloud.database.<Integer>with(handle -> handle.createQuery("select count(*) from storage.blob_tag where account = :id").bind("id", id)
                .mapTo(Integer.class).one())).isZero();
    }

    private static void reclaimAll() {
        for (int round = 0; round < 10; round++) {
            cloud.pass(Duration.ofHours(2));
            while (cloud.service.reclaimer().step() > 0) {
                cloud.pass(Duration.ofMinutes(1));
            }
        }
    }

    private static Set<ExtentId> extents() {
        return cloud.bytes.list(java.time.Instant.MAX, java.util.Optional.empty(), 1000).stream().map(StoredExtent::id).collect(Collectors.toSet());
    }
}
