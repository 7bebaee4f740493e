package woad.storage.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.CloudException;
import woad.storage.account.CorsRule;
import woad.storage.account.Logging;
import woad.storage.account.Metrics;
import woad.storage.account.Retention;
import woad.storage.account.SimpleServiceProperties;

class ServiceDocumentsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void propertiesAreReadAsTheyAreWritten() {
        SimpleServiceProperties properties = new SimpleServiceProperties(
                List.of(new CorsRule(List.of("https://a.example", "*"), List.of("GET", "PUT"), 60, List.of("x-ms-*"), List.of())),
                new Logging("1.0", true, false, true, Retention.of(7)), new Metrics("1.0", true, true, Retention.OFF), Metrics.OFF);
        byte[] written = ServicePropertiesXml.write(properties).answer().body();
        assertThat(ServicePropertiesXml.read(written, SimpleServiceProperties.INITIAL)).isEqualTo(properties);
    }

    @Test
    void whatIsLeftOutStaysAsItIs() {
        SimpleServiceProperties present = new SimpleServiceProperties(List.of(), new Logging("1.0", true, true, true, Retention.of(3)), Metrics.OFF, Metrics.OFF);
        assertThat(ServicePropertiesXml.read(bytes("<StorageServiceProperties/>"), present)).isEqualTo(present);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<a/>", "<StorageServiceProperties>", "<StorageServiceProperties><X/></StorageServiceProperties>",
        "<StorageServiceProperties><Cors><CorsRule/></Cors></StorageServiceProperties>", "<StorageServiceProperties><Cors><Rule/></Cors></StorageServiceProperties>",
        "<StorageServiceProperties><Logging><Version>1.0</Version></Logging></StorageServiceProperties>",
        "<StorageServiceProperties><HourMetrics><Version>1.0</Version><Enabled>perhaps</Enabled></HourMetrics></StorageServiceProperties>",
        "<StorageServiceProperties><HourMetrics><Version>1.0</Version><Enabled>false</Enabled><RetentionPolicy><Enabled>true</Enabled><Days>366</Days>"
            + "</RetentionPolicy></HourMetrics></StorageServiceProperties>"})
    void refusesPropertiesThatAreNotInOrder(String document) {
        assertThatThrownBy(() -> ServicePropertiesXml.read(bytes(document), SimpleServiceProperties.INITIAL)).isInstanceOf(CloudException.class);
    }

    @Test
    void identifiersAreReadAsTheyAreWritten() {
        List<SignedIdentifier> identifiers = List.of(
                new SignedIdentifier("a", Instant.parse("2026-01-02T03:04:05.1234567Z"), Instant.parse("2027-01-01T00:00:00Z"), "raup"), new SignedIdentifier("b", null, null, null));
        assertThat(SignedIdentifier.read(SignedIdentifier.write(identifiers).answer().body(), "raup")).isEqualTo(identifiers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-26", "2026-11-26T00:00", "2026-11-26T00:00Z", "2026-11-26T00:00:00Z", "2026-11-26T00:00:00.000Z", "2026-11-26T00:00:00.0000000Z", "2026-11-26T01:00:00+01:00"})
    void timesHaveManyForms(String time) {
        String document = "<SignedIdentifiers><SignedIdentifier><Id>x</Id><AccessPolicy><Start>" + time + "</Start></AccessPolicy></SignedIdentifier></SignedIdentifiers>";
        assertThat(SignedIdentifier.read(bytes(document), "r").getFirst().start()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a/>", "<SignedIdentifiers><x/></SignedIdentifiers>", "<SignedIdentifiers><SignedIdentifier/></SignedIdentifiers>",
        "<SignedIdentifiers><SignedIdentifier><Id>a</Id></SignedIdentifier><SignedIdentifier><Id>a</Id></SignedIdentifier></SignedIdentifiers>",
        "<SignedIdentifiers><SignedIdentifier><Id>a</Id><AccessPolicy><Permission>x</Permission></AccessPolicy></SignedIdentifier></SignedIdentifiers>",
        "<SignedIdentifiers><SignedIdentifier><Id>a</Id><AccessPolicy><Expiry>soon</Expiry></AccessPolicy></SignedIdentifier></SignedIdentifiers>"})
    void refusesIdentifiersThatAreNotInOrder(String document) {
        assertThatThrownBy(() -> SignedIdentifier.read(bytes(document), "raup")).isInstanceOf(CloudException.class);
    }
}
