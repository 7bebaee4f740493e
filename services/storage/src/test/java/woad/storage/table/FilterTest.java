package woad.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.CloudException;
import woad.storage.StorageError;

class FilterTest {
    private static final Entity ENTITY = new Entity(new EntityKey("p", "r'1"), Instant.parse("2026-11-26T10:00:00.123456Z"), Map.of(
            "Name", new EdmValue.Text("O'Neil 🙂"), "Age", new EdmValue.Int32(-5), "Big", new EdmValue.Int64(1L << 40), "Rate", new EdmValue.Double(1.5),
            "NotANumber", new EdmValue.Double(Double.NaN), "Open", new EdmValue.Bool(true), "Since", new EdmValue.DateTime(Instant.parse("2020-01-02T03:04:05.1234567Z")),
            "Id", new EdmValue.Guid(UUID.fromString("00000000-0000-0000-0000-00000000000a")), "Data", new EdmValue.Binary(new byte[] {0, (byte) 0xff})));

    @ParameterizedTest
    @ValueSource(strings = {"PartitionKey eq 'p'", "RowKey eq 'r''1'", "(PartitionKey eq 'p') and (RowKey eq 'r''1')", "Name eq 'O''Neil 🙂'", "Name gt 'O'", "'O' lt Name",
        "Age eq -5", "Age lt 0", "Big eq 1099511627776L", "Big ge 1099511627776", "Rate eq 1.5", "Rate lt 2.0", "Rate gt 1e0", "Rate lt INF", "Rate gt -INF", "NotANumber ne NaN",
        "Open", "Open eq true", "not (Open eq false)", "not (Age gt 0)", "Since eq datetime'2020-01-02T03:04:05.1234567Z'", "Since lt datetime'2020-01-03'",
        "Id eq guid'00000000-0000-0000-0000-00000000000A'", "Data eq X'00ff'", "Data eq binary'00FF'", "Data gt X'00'", "Timestamp ge datetime'2026-11-26T10:00:00Z'",
        "Name eq 'x' or Age eq -5 and Open", "Missing eq 1 or true", "not (Missing eq 1)", "true", "1 lt 2"})
    void matches(String filter) {
        assertThat(FilterParser.parse(filter).matches(ENTITY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Missing eq 1", "Missing ne 1", "Missing ne 'x'", "Age eq '-5'", "Age ne '-5'", "Age eq -5L", "Big eq 5", "Rate eq 1", "Name eq 5", "Open eq 'true'", "not Open",
        "NotANumber eq NaN", "Name eq 'o''neil 🙂'", "false", "Since eq '2020-01-02T03:04:05.1234567Z'", "(Name eq 'x' or Age eq -5) and not Open"})
    void doesNotMatch(String filter) {
        assertThat(FilterParser.parse(filter).matches(ENTITY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "(", ")", "Name", "Name eq", "eq 'x'", "Name eq 'x", "Name eq x'", "Name = 'x'", "Name eq 'x' and", "Name eq 'x' Age eq 1", "(Name eq 'x'", "not", "5", "'x'",
        "Age eq 5x", "Age eq 99999999999999999999", "Id eq guid'no'", "Since eq datetime'soon'", "Data eq X'0g'", "Name eq \u0001", "Age eq --5", "Age eq 1.5.2"})
    void refusesWhatIsMalformed(String filter) {
        if (filter.equals("Name")) {
            // A property by itself is a condition: that it is true.
            assertThat(FilterParser.parse(filter).matches(ENTITY)).isFalse();
        } else {
            assertThatThrownBy(() -> FilterParser.parse(filter)).isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.error()).isEqualTo(StorageError.INVALID_INPUT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"startswith(Name,'a')", "substringof('a',Name)", "Name eq toupper('a')", "Name eq Age"})
    void saysWhatIsNotOffered(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter)).isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.error()).isEqualTo(StorageError.NOT_IMPLEMENTED));
    }

    @Test
    void keysBoundWhatIsRead() {
        assertThat(range("PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b'")).isEqualTo(new KeyRange(new KeyRange.Bounds("p", "p"), new KeyRange.Bounds("a", "b")));
        assertThat(range("PartitionKey eq 'p' or PartitionKey eq 'q'")).isEqualTo(new KeyRange(new KeyRange.Bounds("p", "q"), KeyRange.Bounds.ALL));
        assertThat(range("(PartitionKey gt 'p' and Age eq 1) and 'q' ge PartitionKey")).isEqualTo(new KeyRange(new KeyRange.Bounds("p", "q"), KeyRange.Bounds.ALL));
        assertThat(range("PartitionKey eq 'p' or Age eq 1")).isEqualTo(KeyRange.ALL);
        assertThat(range("not (PartitionKey eq 'p')")).isEqualTo(KeyRange.ALL);
        assertThat(range("PartitionKey ne 'p'")).isEqualTo(KeyRange.ALL);
        assertThat(range("PartitionKey eq 5")).isEqualTo(KeyRange.ALL);
    }

    private static KeyRange range(String filter) {
        return KeyRange.of(FilterParser.parse(filter));
    }

    @Test
    void isBoundedInDepthAndLength() {
        assertThat(FilterParser.parse("(".repeat(90) + "true" + ")".repeat(90)).matches(ENTITY)).isTrue();
        for (String filter : new String[] {"(".repeat(100_000), "not ".repeat(100_000) + "true", "true and ".repeat(50_000) + "true", "Name eq '" + "''".repeat(100_000)}) {
            assertThatThrownBy(() -> FilterParser.parse(filter)).isInstanceOf(CloudException.class);
        }
    }
}
