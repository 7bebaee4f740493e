package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import woad.storage.account.BlobServiceProperties;
import woad.storage.account.StaticWebsite;
import woad.storage.blob.BlobFixture.Answer;
import woad.storage.wire.HttpDates;

/** Blobs that nobody may change, and blobs that are a website. */
class BlobProtectionTest {
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

    private String in(Duration duration) {
        return HttpDates.format(cloud.now().plus(duration));
    }

    @Test
    void aLegalHoldKeepsABlob() {
        String blob = container + "/b";
        cloud.upload(blob, "evidence");
        assertThat(cloud.put(blob + "?comp=legalhold", "", "x-ms-legal-hold", "true").header("x-ms-legal-hold")).isEqualTo("true");
        assertThat(cloud.head(blob).header("x-ms-legal-hold")).isEqualTo("true");
        assertThat(cloud.delete(blob).outcome()).isEqualTo("409 BlobImmutableDueToLegalHold");
        assertThat(cloud.upload(blob, "forged").outcome()).isEqualTo("409 BlobImmutableDueToLegalHold");
        assertThat(cloud.put(blob + "?comp=metadata", "", "x-ms-meta-a", "b").outcome()).isEqualTo("409 BlobImmutableDueToLegalHold");
        assertThat(cloud.put(blob + "?comp=blocklist", "<BlockList/>").outcome()).isEqualTo("409 BlobImmutableDueToLegalHold");
        assertThat(cloud.delete(container + "?restype=container").outcome()).isEqualTo("409 BlobImmutableDueToPolicy");
        assertThat(cloud.get(blob).text()).isEqualTo("evidence");
        assertThat(cloud.put(blob + "?comp=legalhold", "", "x-ms-legal-hold", "perhaps").outcome()).isEqualTo("400 InvalidHeaderValue");
        cloud.put(blob + "?comp=legalhold", "", "x-ms-legal-hold", "false");
        assertThat(cloud.delete(blob).status()).isEqualTo(202);
    }

    @Test
    void aLockedPolicyIsOnlyExtended() {
        String blob = container + "/b";
        cloud.upload(blob, "x", "x-ms-immutability-policy-until-date", in(Duration.ofDays(1)), "x-ms-immutability-policy-mode", "unlocked");
        assertThat(cloud.delete(blob).outcome()).isEqualTo("409 BlobImmutableDueToPolicy");
        assertThat(cloud.delete(blob + "?comp=immutabilityPolicies").status()).isEqualTo(200);
        Answer set = cloud.put(blob + "?comp=immutabilityPolicies", "", "x-ms-immutability-policy-until-date", in(Duration.ofDays(2)), "x-ms-immutability-policy-mode", "Locked");
        assertThat(set.status() + set.header("x-ms-immutability-policy-mode")).isEqualTo("200locked");
        assertThat(cloud.delete(blob + "?comp=immutabilityPolicies").outcome()).isEqualTo("409 ImmutabilityPolicyDeleteOnLockedPolicy");
        assertThat(cloud.put(blob + "?comp=immutabilityPolicies", "", "x-ms-immutability-policy-until-date", in(Duration.ofDays(1)), "x-ms-immutability-policy-mode", "Locked")
                .outcome()).isEqualTo("409 BlobImmutableDueToPolicy");
        assertThat(cloud.put(blob + "?comp=immutabilityPolicies", "", "x-ms-immutability-policy-until-date", in(Duration.ofDays(3))).outcome()).isEqualTo("409 BlobImmutableDueToPolicy");
        assertThat(cloud.put(blob + "?comp=immutabilityPolicies", "", "x-ms-immutability-policy-until-date", in(Duration.ofDays(3)), "x-ms-immutability-policy-mode", "Locked")
                .status()).isEqualTo(200);
        cloud.pass(Duration.ofDays(2).plusHours(1));
        assertThat(cloud.delete(blob).outcome()).isEqualTo("409 BlobImmutableDueToPolicy");
        cloud.pass(Duration.ofDays(1));
        assertThat(cloud.delete(blob).status()).isEqualTo(202);
    }

    @Test
    void theWebsiteIsForEverybody() {
        assertThat(cloud.site("/").status()).isEqualTo(404);
        cloud.configure(p -> new BlobServiceProperties(p.cors(), p.defaultServiceVersion(), p.deleteRetention(), p.containerDeleteRetention(), p.versioning(),
                p.lastAccessTimeTracking(), p.logging(), p.hourMetrics(), p.minuteMetrics(), new StaticWebsite(true, "index.html", "404.html", null)));
        assertThat(cloud.site("/").outcome()).isEqualTo("404 WebContentNotFound");
        cloud.put("/$web?restype=container", "");
        cloud.upload("/$web/index.html", "<h1>home</h1>", "x-ms-blob-content-type", "text/html", "x-ms-blob-cache-control", "max-age=60");
        cloud.upload("/$web/docs/index.html", "docs");
        cloud.upload("/$web/404.html", "lost");
        Answer home = cloud.site("/");
        assertThat(home.status() + home.text() + home.header("content-type") + home.header("cache-control")).isEqualTo("200<h1>home</h1>text/htmlmax-age=60");
        assertThat(cloud.site("/index.html").text()).isEqualTo("<h1>home</h1>");
        assertThat(cloud.site("/docs").text()).isEqualTo("docs");
        assertThat(cloud.site("/docs/").text()).isEqualTo("docs");
        Answer lost = cloud.site("/nothing");
        assertThat(lost.status() + lost.text()).isEqualTo("404lost");
        assertThat(cloud.site("/index.html", "If-None-Match", home.header("etag")).status()).isEqualTo(304);
        assertThat(cloud.site("/index.html", "Range", "bytes=4-7").text()).isEqualTo("home");
        assertThat(cloud.get("/$web/index.html").status()).isEqualTo(200);
    }
}
