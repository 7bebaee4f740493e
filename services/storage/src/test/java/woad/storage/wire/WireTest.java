package woad.storage.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.CloudException;
import woad.platform.web.Method;
import woad.platform.web.TestRequest;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.account.CorsRule;

class WireTest {
    private static final ETag TAG = new ETag(0x8DCB0123456789AL);
    private static final Instant CHANGED = Instant.parse("1994-11-06T08:49:37.700Z");
    private static final String SAME_SECOND = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";

    private static WebRequest request(String... headers) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return TestRequest.of(Method.GET, "https://a.blob.core.woad.test/c/b?comp=x", map);
    }

    private static void assertRefused(ThrowingCallable call, StorageError error) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    private static Conditions conditions(String... headers) {
        return Conditions.of(request(headers));
    }

    @Test
    void tagsAreReadWithAndWithoutQuotes() {
        assertThat(TAG).hasToString("\"0x08DCB0123456789A\"");
        assertThat(TAG.matches("0x08dcb0123456789a")).isTrue();
        assertThat(TAG.matches(" \"0x08DCB0123456789A\" ")).isTrue();
        assertThat(TAG.matches("*")).isTrue();
        assertThat(TAG.matches("\"")).isFalse();
        assertThat(TAG.matches("\"0x1\"")).isFalse();
    }

    @Test
    void readsMeetTheirConditions() {
        assertThatCode(() -> conditions().checkRead(TAG, CHANGED)).doesNotThrowAnyException();
        assertThatCode(() -> conditions("If-Match", "\"0x1\", " + TAG).checkRead(TAG, CHANGED)).doesNotThrowAnyException();
        assertRefused(() -> conditions("If-Match", "\"0x1\"").checkRead(TAG, CHANGED), StorageError.CONDITION_NOT_MET);
        assertRefused(() -> conditions("If-None-Match", TAG.toString()).checkRead(TAG, CHANGED), StorageError.NOT_MODIFIED);
        assertRefused(() -> conditions("If-Modified-Since", SAME_SECOND).checkRead(TAG, CHANGED), StorageError.NOT_MODIFIED);
        assertThatCode(() -> conditions("If-Modified-Since", BEFORE).checkRead(TAG, CHANGED)).doesNotThrowAnyException();
        assertRefused(() -> conditions("If-Unmodified-Since", BEFORE).checkRead(TAG, CHANGED), StorageError.CONDITION_NOT_MET);
        assertThatCode(() -> conditions("If-Unmodified-Since", SAME_SECOND).checkRead(TAG, CHANGED)).doesNotThrowAnyException();
    }

    @Test
    void writesMeetTheirConditions() {
        assertThat(conditions("If-None-Match", " * ").mustNotExist()).isTrue();
        assertRefused(() -> conditions("If-None-Match", "*").checkWrite(TAG, CHANGED), StorageError.CONDITION_NOT_MET);
        assertRefused(() -> conditions("If-Modified-Since", SAME_SECOND).checkWrite(TAG, CHANGED), StorageError.CONDITION_NOT_MET);
        assertThat(Conditions.ofSource(request("x-ms-source-if-match", "\"0x1\"")).ifMatch()).isEqualTo("\"0x1\"");
        assertRefused(() -> conditions("If-Unmodified-Since", "yesterday"), StorageError.INVALID_HEADER_VALUE);
        assertRefused(() -> conditions("If-Match", "*").onlyTimes(false), StorageError.MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED);
    }

    @Test
    void metadataIsCheckedAndGivenBack() {
        assertThat(MetadataHeaders.read(request("X-Ms-Meta-Colour", " blue ", "x-ms-other", "y"))).isEqualTo(Map.of("colour", "blue"));
        assertThat(MetadataHeaders.write(WebResponse.empty(200), Map.of("colour", "blue")).headers()).containsExactly(new WebResponse.Header("x-ms-meta-colour", "blue"));
        assertRefused(() -> MetadataHeaders.read(request("x-ms-meta-", "v")), StorageError.EMPTY_METADATA_KEY);
        assertRefused(() -> MetadataHeaders.read(request("x-ms-meta-a-b", "v")), StorageError.INVALID_METADATA);
        assertRefused(() -> MetadataHeaders.read(request("x-ms-meta-a", "v\r\nSet-Cookie: x")), StorageError.INVALID_METADATA);
        assertRefused(() -> MetadataHeaders.read(request("x-ms-meta-a", "v".repeat(8192))), StorageError.METADATA_TOO_LARGE);
    }

    @Test
    void whatIsWrittenAsXmlIsReadBack() {
        WebResponse answer = new XmlWriter("List", Map.of("ServiceEndpoint", "https://a/?x=\"<&")).start("Blob").element("Name", "a<b>&\u0001]]>").element("Empty", "")
                .element("Absent", null).end().answer();
        XmlElement read = XmlElement.parse(answer.body(), "List");
        assertThat(read.child("Blob").orElseThrow().children()).extracting(XmlElement::name).containsExactly("Name", "Empty");
        assertThat(read.child("Blob").orElseThrow().value("Name")).contains("a<b>&\uFFFD]]>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<a>", "<a></b>", "<b/>", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "<a>&y;</a>", "<a/><a/>", "\u0000", "<a><?x"})
    void refusesXmlThatIsNotWellFormedOrBringsEntities(String document) {
        assertRefused(() -> XmlElement.parse(document.getBytes(StandardCharsets.UTF_8), "a"), StorageError.INVALID_XML_DOCUMENT);
    }

    @Test
    void refusesXmlThatIsTooDeep() {
        assertRefused(() -> XmlElement.parse(("<a>".repeat(100) + "</a>".repeat(100)).getBytes(StandardCharsets.UTF_8), "a"), StorageError.INVALID_XML_DOCUMENT);
    }

    @Test
    void browsersAreToldWhatTheRulesAllow() {
        CorsRule rule = new CorsRule(List.of("https://*.contoso.com"), List.of("GET", "PUT"), 60, List.of("x-ms-meta-*"), List.of("x-ms-*", "content-type"));
        WebRequest preflight = request("Origin", "https://www.contoso.com", "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-ms-version, Content-Type");
        assertThat(Cors.preflight(List.of(rule), preflight).headers()).contains(new WebResponse.Header("Access-Control-Allow-Origin", "https://www.contoso.com"),
                new WebResponse.Header("Access-Control-Max-Age", "60"));
        assertRefused(() -> Cors.preflight(List.of(), preflight), StorageError.CORS_PREFLIGHT_FAILURE);
        for (String origin : List.of("https://contoso.com", "http://www.contoso.com", "https://www.contoso.com.evil.example", "null")) {
            assertRefused(() -> Cors.preflight(List.of(rule), request("Origin", origin, "Access-Control-Request-Method", "PUT")), StorageError.CORS_PREFLIGHT_FAILURE);
        }
        assertRefused(() -> Cors.preflight(List.of(rule), request("Origin", "https://www.contoso.com", "Access-Control-Request-Method", "DELETE")), StorageError.CORS_PREFLIGHT_FAILURE);
        StorageFinish finish = new StorageFinish(any -> List.of(rule));
        assertThat(finish.finish(request("Origin", "https://www.contoso.com"), WebResponse.empty(200)).headers()).extracting(WebResponse.Header::name).contains("Access-Control-Allow-Origin");
        assertThat(finish.finish(request("Origin", "https://other.example"), WebResponse.empty(200)).headers()).extracting(WebResponse.Header::name).doesNotContain("Access-Control-Allow-Origin");
    }

    @Test
    void everyAnswerNamesTheVersionAndTheClientsRequest() {
        StorageFinish finish = new StorageFinish(any -> List.of());
        assertThat(finish.finish(request("x-ms-version", "2021-08-06", "x-ms-client-request-id", "mine"), WebResponse.empty(200)).headers())
                .containsExactly(new WebResponse.Header("x-ms-version", "2021-08-06"), new WebResponse.Header("x-ms-client-request-id", "mine"));
        assertThat(finish.finish(request("x-ms-version", "2021\r\nx", "x-ms-client-request-id", "a\r\nb"), WebResponse.empty(200)).headers())
                .containsExactly(new WebResponse.Header("x-ms-version", StorageFinish.NEWEST));
    }
}
