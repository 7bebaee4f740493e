package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import woad.storage.access.SharedKeyText.Scheme;

/** The examples of "Authorize with Shared Key", and the forms that no current client signs. */
class SharedKeyTextTest {
    private static String text(String method, String path, String query, Map<String, String> headers, StorageService service, Scheme scheme, String version) {
        AccessRequest request = new AccessRequest(method, "myaccount.blob.core.woad.test", path, Query.parse(query), headers, "192.0.2.7", true);
        return SharedKeyText.of(request, service, "myaccount", scheme, new ServiceVersion(version)).findFirst().orElseThrow();
    }

    @Test
    void containerMetadata() {
        Map<String, String> headers = Map.of("x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT", "x-ms-version", "2015-02-21");
        assertThat(text("GET", "/mycontainer", "restype=container&comp=metadata&timeout=20", headers, StorageService.BLOB, Scheme.SHARED_KEY, "2015-02-21"))
                .isEqualTo("GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n"
                        + "/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20");
        assertThat(text("GET", "/mycontainer", "restype=container&comp=metadata&timeout=20", headers, StorageService.BLOB, Scheme.SHARED_KEY_LITE, "2015-02-21"))
                .isEqualTo("GET\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n/myaccount/mycontainer?comp=metadata");
    }

    @Test
    void repeatedParametersAreSortedAndJoined() {
        assertThat(text("GET", "/mycontainer", "restype=container&comp=list&include=snapshots&include=metadata&include=uncommittedblobs", Map.of("x-ms-date", "d"),
                StorageService.BLOB, Scheme.SHARED_KEY, "2015-02-21"))
                .endsWith("/myaccount/mycontainer\ncomp:list\ninclude:metadata,snapshots,uncommittedblobs\nrestype:container");
    }

    @Test
    void noContentIsSignedAsNothingSince2015() {
        Map<String, String> headers = Map.of("content-length", "0", "date", "d");
        assertThat(text("PUT", "/c/b", "", headers, StorageService.BLOB, Scheme.SHARED_KEY, "2015-02-21")).startsWith("PUT\n\n\n\n\n\nd\n");
        assertThat(text("PUT", "/c/b", "", headers, StorageService.BLOB, Scheme.SHARED_KEY, "2014-02-14")).startsWith("PUT\n\n\n0\n\n\nd\n");
    }

    @Test
    void emptyHeadersAreSignedSince2016() {
        Map<String, String> headers = Map.of("x-ms-date", "d", "x-ms-meta-empty", "");
        assertThat(text("PUT", "/c/b", "", headers, StorageService.BLOB, Scheme.SHARED_KEY, "2016-05-31")).contains("x-ms-meta-empty:\n");
        assertThat(text("PUT", "/c/b", "", headers, StorageService.BLOB, Scheme.SHARED_KEY, "2015-12-11")).doesNotContain("x-ms-meta-empty");
    }

    @Test
    void theFirstVersionHadTheShortFormOnly() {
        assertThat(text("GET", "/c", "comp=list", Map.of("date", "d"), StorageService.BLOB, Scheme.SHARED_KEY, "2008-10-27")).isEqualTo("GET\n\n\nd\n/myaccount/c?comp=list");
    }

    @Test
    void tables() {
        Map<String, String> headers = Map.of("x-ms-date", "Mon, 11 Apr 2011 00:00:00 GMT", "date", "other", "content-type", "application/json", "x-ms-version", "2019-02-02");
        assertThat(text("POST", "/Tables", "comp=x&timeout=5", headers, StorageService.TABLE, Scheme.SHARED_KEY, "2019-02-02"))
                .isEqualTo("POST\n\napplication/json\nMon, 11 Apr 2011 00:00:00 GMT\n/myaccount/Tables?comp=x");
        assertThat(text("POST", "/Tables", "", headers, StorageService.TABLE, Scheme.SHARED_KEY_LITE, "2019-02-02"))
                .isEqualTo("Mon, 11 Apr 2011 00:00:00 GMT\n/myaccount/Tables");
    }

    @Test
    void namesOfHeadersAreSortedAsWords() {
        List<String> sorted = List.of("x-ms-blob-content-type", "x-ms-blobb", "x-ms-meta-", "x-ms-meta-_a", "x-ms-meta-1", "x-ms-meta-ab", "x-ms-meta-a-b", "x-ms-meta-abc", "x-ms-meta-a-c");
        assertThat(sorted.reversed().stream().sorted(HeaderOrder.WORDS)).isEqualTo(sorted.stream().sorted(HeaderOrder.WORDS).toList());
        assertThat(HeaderOrder.WORDS.compare("x-ms-meta-ab", "x-ms-meta-a-b")).isNegative();
        assertThat(HeaderOrder.WORDS.compare("x-ms-meta-a-b", "x-ms-meta-abc")).isNegative();
        assertThat(HeaderOrder.WORDS.compare("x-ms-meta-abc", "x-ms-meta-a-b-d")).isNegative();
        assertThat(HeaderOrder.WORDS.compare("x-ms-blob-type", "x-ms-blobcontent")).isPositive();
        assertThat(HeaderOrder.WORDS.compare("x-ms-meta-_a", "x-ms-meta-1")).isNegative();
    }
}
