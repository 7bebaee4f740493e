package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.storage.blob.BlobFixture.Answer;

/** Append blobs, page blobs, and copies of all kinds, over the wire of the service. */
class BlobKindsTest {
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
        assertThat(cloud.put(container + "?restype=container", "").status()).isEqualTo(201);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static List<String> pages(Answer answer) {
        return Pattern.compile("<(Page|Clear)Range><Start>(\\d+)</Start><End>(\\d+)</End>").matcher(answer.text()).results()
                .map(match -> (match.group(1).equals("Clear") ? "-" : "") + match.group(2) + "-" + match.group(3)).toList();
    }

    private static void reclaim() {
        cloud.pass(Duration.ofHours(1));
        while (cloud.service.reclaimer().step() > 0) {
            cloud.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void anAppendBlobGrows() {
        assertThat(cloud.put(container + "/log", "", "x-ms-blob-type", "AppendBlob").status()).isEqualTo(201);
        Answer first = cloud.put(container + "/log?comp=appendblock", "one,");
        assertThat(first.status() + first.header("x-ms-blob-append-offset") + first.header("x-ms-blob-committed-block-count")).isEqualTo("20101");
        byte[] large = random(100_000);
        Answer second = cloud.send("PUT", container + "/log?comp=appendblock", large, "x-ms-blob-condition-appendpos", "4");
        assertThat(second.header("x-ms-blob-append-offset") + second.header("x-ms-blob-committed-block-count")).isEqualTo("42");
        assertThat(cloud.put(container + "/log?comp=appendblock", "x", "x-ms-blob-condition-appendpos", "4").outcome()).isEqualTo("412 AppendPositionConditionNotMet");
        assertThat(cloud.put(container + "/log?comp=appendblock", "x", "x-ms-blob-condition-maxsize", "100004").outcome()).isEqualTo("412 MaxBlobSizeConditionNotMet");
        String snapshot = cloud.put(container + "/log?comp=snapshot", "").header("x-ms-snapshot");
        cloud.put(container + "/log?comp=appendblock", "end");
        Answer all = cloud.get(container + "/log");
        assertThat(all.text()).startsWith("one,").endsWith("end");
        assertThat(Arrays.copyOfRange(all.body(), 4, 100_004)).isEqualTo(large);
        assertThat(cloud.get(container + "/log?snapshot=" + snapshot).body()).hasSize(100_004);
        assertThat(cloud.get(container + "/log", "Range", "bytes=100003-100005").text()).endsWith("en");
        assertThat(cloud.put(container + "/log?comp=seal", "").header("x-ms-blob-sealed")).isEqualTo("true");
        assertThat(cloud.put(container + "/log?comp=appendblock", "x").outcome()).isEqualTo("409 BlobIsSealed");
        cloud.upload(container + "/block", "x");
        assertThat(cloud.put(container + "/block?comp=appendblock", "x").outcome()).isEqualTo("409 InvalidBlobType");
        assertThat(cloud.put(container + "/none?comp=appendblock", "x").outcome()).isEqualTo("404 BlobNotFound");
        assertThat(cloud.put(container + "/log?comp=block&blockid=AAAA", "x").outcome()).isEqualTo("409 InvalidBlobType");
    }

    @Test
    void aPageBlobIsWrittenAnywhere() {
        String disk = container + "/disk";
        assertThat(cloud.put(disk, "", "x-ms-blob-type", "PageBlob", "x-ms-blob-content-length", "1000").outcome()).isEqualTo("400 InvalidHeaderValue");
        assertThat(cloud.put(disk, "", "x-ms-blob-type", "PageBlob", "x-ms-blob-content-length", "1048576", "x-ms-blob-sequence-number", "5").status()).isEqualTo(201);
        byte[] expected = new byte[1 << 20];
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            int start = random.nextInt(2000) * 512;
            int end = Math.min(expected.length, start + (1 + random.nextInt(i % 5 == 0 ? 200 : 20)) * 512);
            byte[] piece = i % 4 == 3 ? new byte[end - start] : random(end - start);
            String range = "bytes=" + start + "-" + (end - 1);
            Answer written = i % 4 == 3 ? cloud.put(disk + "?comp=page", "", "x-ms-page-write", "clear", "x-ms-range", range)
                    : cloud.send("PUT", disk + "?comp=page", piece, "x-ms-page-write", "update", "x-ms-range", range);
            assertThat(written.status()).as(written.text()).isEqualTo(201);
            System.arraycopy(piece, 0, expected, start, piece.length);
        }
        reclaim();
        assertThat(cloud.get(disk).body()).isEqualTo(expected);
        assertThat(cloud.get(disk, "x-ms-range", "bytes=1000-300000").body()).isEqualTo(Arrays.copyOfRange(expected, 1000, 300_001));
        assertThat(cloud.send("PUT", disk + "?comp=page", random(512), "x-ms-page-write", "update", "x-ms-range", "bytes=1-512").outcome()).isEqualTo("416 InvalidPageRange");
        assertThat(cloud.send("PUT", disk + "?comp=page", random(512), "x-ms-page-write", "update", "x-ms-range", "bytes=1048576-1049087").outcome()).isEqualTo("416 InvalidPageRange");
        assertThat(cloud.send("PUT", disk + "?comp=page", random(512), "x-ms-page-write", "update", "x-ms-range", "bytes=0-511", "x-ms-if-sequence-number-lt", "5").outcome())
                .isEqualTo("412 SequenceNumberConditionNotMet");
        assertThat(cloud.put(disk + "?comp=properties", "", "x-ms-sequence-number-action", "increment").header("x-ms-blob-sequence-number")).isEqualTo("6");
        assertThat(cloud.put(disk + "?comp=properties", "", "x-ms-blob-content-length", "512").status()).isEqualTo(200);
        assertThat(cloud.get(disk).body()).isEqualTo(Arrays.copyOf(expected, 512));
        cloud.put(disk + "?comp=properties", "", "x-ms-blob-content-length", "1024");
        assertThat(cloud.get(disk).body()).isEqualTo(Arrays.copyOf(Arrays.copyOf(expected, 512), 1024));
    }

    @Test
    void tellsWhichPagesWereWritten() {
        String disk = container + "/disk";
        cloud.put(disk, "", "x-ms-blob-type", "PageBlob", "x-ms-blob-content-length", "4096");
        assertThat(pages(cloud.get(disk + "?comp=pagelist"))).isEmpty();
        cloud.send("PUT", disk + "?comp=page", random(1024), "x-ms-page-write", "update", "x-ms-range", "bytes=512-1535");
        cloud.send("PUT", disk + "?comp=page", random(512), "x-ms-page-write", "update", "x-ms-range", "bytes=1536-2047");
        assertThat(pages(cloud.get(disk + "?comp=pagelist"))).containsExactly("512-2047");
        String snapshot = cloud.put(disk + "?comp=snapshot", "").header("x-ms-snapshot");
        cloud.put(disk + "?comp=page", "", "x-ms-page-write", "clear", "x-ms-range", "bytes=1024-1535");
        cloud.send("PUT", disk + "?comp=page", random(512), "x-ms-page-write", "update", "x-ms-range", "bytes=3584-4095");
        assertThat(pages(cloud.get(disk + "?comp=pagelist"))).containsExactly("512-1023", "1536-2047", "3584-4095");
        assertThat(pages(cloud.get(disk + "?comp=pagelist&prevsnapshot=" + snapshot))).containsExactly("-1024-1535", "3584-4095");
        assertThat(pages(cloud.get(disk + "?comp=pagelist&snapshot=" + snapshot))).containsExactly("512-2047");
        assertThat(pages(cloud.get(disk + "?comp=pagelist", "x-ms-range", "bytes=1024-4000"))).containsExactly("1536-2047", "3584-4000");
        assertThat(cloud.get(disk + "?comp=pagelist&prevsnapshot=2020-01-01T00:00:00.0000000Z").outcome()).isEqualTo("409 PreviousSnapshotNotFound");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 300_000})
    void copiesWithinAnAccount(int length) {
        byte[] bytes = random(length);
        cloud.upload(container + "/from", bytes, "x-ms-blob-content-type", "text/x-test", "x-ms-meta-a", "1", "x-ms-tags", "t=1");
        String url = BlobFixture.HOST + container + "/from";
        Answer copied = cloud.put(container + "/to", "", "x-ms-copy-source", url);
        assertThat(copied.outcome() + copied.header("x-ms-copy-status")).isEqualTo("202success");
        cloud.delete(container + "/from");
        reclaim();
        Answer got = cloud.get(container + "/to");
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(got.header("content-type") + got.header("x-ms-meta-a") + got.header("x-ms-tag-count")).isEqualTo("text/x-test1null");
        assertThat(got.header("x-ms-copy-id")).isEqualTo(copied.header("x-ms-copy-id"));
        assertThat(got.header("x-ms-copy-source")).isEqualTo(url);
        assertThat(cloud.put(container + "/to?comp=copy&copyid=" + copied.header("x-ms-copy-id"), "", "x-ms-copy-action", "abort").outcome()).isEqualTo("409 NoPendingCopyOperation");
        assertThat(cloud.put(container + "/to", "", "x-ms-copy-source", url).outcome()).isEqualTo("404 CannotVerifyCopySource");
        Answer synced = cloud.put(container + "/to2", "", "x-ms-copy-source", BlobFixture.HOST + container + "/to", "x-ms-requires-sync", "true", "x-ms-meta-b", "2");
        assertThat(synced.outcome()).isEqualTo("202");
        assertThat(cloud.head(container + "/to2").header("x-ms-meta-a") + cloud.head(container + "/to2").header("x-ms-meta-b")).isEqualTo("null2");
        Answer put = cloud.put(container + "/to3", "", "x-ms-copy-source", BlobFixture.HOST + container + "/to", "x-ms-blob-type", "BlockBlob");
        assertThat(put.outcome()).isEqualTo("201");
        assertThat(cloud.get(container + "/to3").body()).isEqualTo(bytes);
        assertThat(cloud.get(container + "/to3").header("content-type")).isEqualTo("text/x-test");
    }

    @Test
    void copiesBetweenAccountsOnlyWhatMayBeRead() {
        byte[] bytes = random(70_000);
        String block = "AAAA";
        String last = "BBBB";
        cloud.send("PUT", container + "/from?comp=block&blockid=" + block, bytes);
        cloud.put(container + "/from?comp=block&blockid=" + last, "tail");
        cloud.put(container + "/from?comp=blocklist", "<BlockList><Latest>" + block + "</Latest><Latest>" + last + "</Latest></BlockList>");
        String other = "https://fabrikam.blob.core.woad.test";
        cloud.at(other, "fabrikam", "PUT", container + "?restype=container", new byte[0]);
        String url = BlobFixture.HOST + container + "/from";
        assertThat(cloud.at(other, "fabrikam", "PUT", container + "/to", new byte[0], "x-ms-copy-source", url).outcome()).isEqualTo("401 CannotVerifyCopySource");
        Answer copied = cloud.at(other, "fabrikam", "PUT", container + "/to", new byte[0], "x-ms-copy-source", url, "x-ms-copy-source-authorization", "contoso");
        assertThat(copied.outcome()).isEqualTo("202");
        cloud.delete(container + "/from");
        reclaim();
        Answer got = cloud.at(other, "fabrikam", "GET", container + "/to", new byte[0]);
        assertThat(Arrays.copyOf(got.body(), 70_000)).isEqualTo(bytes);
        assertThat(got.text()).endsWith("tail");
        assertThat(cloud.at(other, "fabrikam", "GET", container + "/to?comp=blocklist", new byte[0]).text()).contains(block);
        for (String elsewhere : List.of("https://example.org/c/b", "http://contoso.blob.core.woad.test/c/b", "file:///etc/passwd", "nonsense", "https://contoso.blob.core.woad.test:22/c/b")) {
            assertThat(cloud.put(container + "/to", "", "x-ms-copy-source", elsewhere).status()).isEqualTo(404);
        }
    }

    @Test
    void takesPiecesOfOtherBlobs() {
        byte[] bytes = random(60_000);
        cloud.upload(container + "/from", bytes);
        String url = BlobFixture.HOST + container + "/from";
        String first = "AAAA";
        String second = "BBBB";
        assertThat(cloud.put(container + "/to?comp=block&blockid=" + first, "", "x-ms-copy-source", url, "x-ms-source-range", "bytes=50000-59999").outcome()).isEqualTo("201");
        assertThat(cloud.put(container + "/to?comp=block&blockid=" + second, "", "x-ms-copy-source", url, "x-ms-source-range", "bytes=0-9").outcome()).isEqualTo("201");
        cloud.put(container + "/to?comp=blocklist", "<BlockList><Latest>" + first + "</Latest><Latest>" + second + "</Latest></BlockList>");
        byte[] got = cloud.get(container + "/to").body();
        assertThat(Arrays.copyOf(got, 10_000)).isEqualTo(Arrays.copyOfRange(bytes, 50_000, 60_000));
        assertThat(Arrays.copyOfRange(got, 10_000, 10_010)).isEqualTo(Arrays.copyOf(bytes, 10));
        cloud.put(container + "/log", "", "x-ms-blob-type", "AppendBlob");
        assertThat(cloud.put(container + "/log?comp=appendblock", "", "x-ms-copy-source", url, "x-ms-source-range", "bytes=1-2").outcome()).isEqualTo("201");
        assertThat(cloud.get(container + "/log").body()).isEqualTo(Arrays.copyOfRange(bytes, 1, 3));
        assertThat(cloud.put(container + "/to?comp=block&blockid=CCCC", "", "x-ms-copy-source", url, "x-ms-source-if-match", "\"0x0\"").outcome()).isEqualTo("412 SourceConditionNotMet");
    }
}
