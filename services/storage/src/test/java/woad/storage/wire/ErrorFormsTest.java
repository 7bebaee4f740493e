package woad.storage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.web.Method;
import woad.platform.web.TestRequest;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;

class ErrorFormsTest {
    private static final UUID ID = new UUID(1, 2);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T10:00:00.123456700Z"));
    private static final String TAIL = "\nRequestId:" + ID + "\nTime:2026-11-26T10:00:00.1234567Z";

    private static WebRequest request(Method method) {
        return TestRequest.of(method, "https://a.blob.woad.test/c/b", Map.of("x-ms-version", "2025-11-05"));
    }

    private static String header(WebResponse answer, String name) {
        return answer.headers().stream().filter(h -> h.name().equals(name)).map(WebResponse.Header::value).findFirst().orElse(null);
    }

    @Test
    void blobsAndQueuesAnswerInXml() {
        WebResponse answer = new XmlErrors(CLOCK).render(StorageError.BLOB_NOT_FOUND.refusal(), request(Method.GET));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(header(answer, "x-ms-error-code")).isEqualTo("BlobNotFound");
        assertThat(answer.contentType()).isEqualTo("application/xml");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>BlobNotFound</Code><Message>"
                + "The specified blob does not exist." + TAIL + "</Message></Error>");
    }

    @Test
    void factsBecomeElementsThatAnyParserReads() throws Exception {
        WebResponse answer = new XmlErrors(CLOCK).render(StorageError.invalidHeader("x-ms-meta-<&\"", "\u0000\ud800 ]]> \r\n"), request(Method.PUT));
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(answer.body()));
        assertThat(document.getElementsByTagName("HeaderName").item(0).getTextContent()).isEqualTo("x-ms-meta-<&\"");
        assertThat(document.getElementsByTagName("HeaderValue").item(0).getTextContent()).isEqualTo("\ufffd\ufffd ]]> \r\n");
    }

    @Test
    void headAndNotModifiedHaveNoBody() {
        WebResponse head = new XmlErrors(CLOCK).render(StorageError.BLOB_NOT_FOUND.refusal(), request(Method.HEAD));
        WebResponse notModified = new DataLakeErrors(CLOCK).render(StorageError.NOT_MODIFIED.refusal(), request(Method.GET));
        assertThat(head.body()).isNull();
        assertThat(header(head, "x-ms-error-code")).isEqualTo("BlobNotFound");
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.body()).isNull();
        assertThat(header(notModified, "x-ms-error-code")).isEqualTo("ConditionNotMet");
    }

    @Test
    void tablesAnswerInOdata() {
        WebResponse answer = new TableErrors(CLOCK).render(StorageError.TABLE_NOT_FOUND.refusal(), request(Method.GET));
        JsonNode error = Json.parseUntrusted(answer.body()).path("odata.error");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(error.path("code").textValue()).isEqualTo("TableNotFound");
        assertThat(error.path("message").path("lang").textValue()).isEqualTo("en-US");
        assertThat(error.path("message").path("value").textValue()).isEqualTo("The table specified does not exist." + TAIL);
    }

    @Test
    void theDataLakeHasItsOwnWords() {
        WebResponse answer = new DataLakeErrors(CLOCK).render(StorageError.CONTAINER_NOT_FOUND.refusal(), request(Method.GET));
        JsonNode error = Json.parseUntrusted(answer.body()).path("error");
        assertThat(error.path("code").textValue()).isEqualTo("FilesystemNotFound");
        assertThat(error.path("message").textValue()).isEqualTo("The specified filesystem does not exist." + TAIL);
        assertThat(header(answer, "x-ms-error-code")).isEqualTo("FilesystemNotFound");
    }

    @Test
    void whatThePlatformRefusesIsSaidInTheWordsOfStorage() {
        CloudException refusal = new CloudException(CommonError.REQUEST_TOO_LARGE, "The request body is larger than 5 bytes.");
        WebResponse answer = new XmlErrors(CLOCK).render(refusal, request(Method.PUT));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(header(answer, "x-ms-error-code")).isEqualTo("RequestBodyTooLarge");
        for (CommonError error : CommonError.values()) {
            assertThat(new XmlErrors(CLOCK).render(new CloudException(error, "text"), request(Method.PUT)).status()).isGreaterThanOrEqualTo(400);
        }
    }
}
