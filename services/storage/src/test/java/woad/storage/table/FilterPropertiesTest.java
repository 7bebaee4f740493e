package woad.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import woad.platform.core.CloudException;
import woad.storage.StorageError;

/** What holds for every filter; random ones, each from a seed that the failure names. */
class FilterPropertiesTest {
    private static final List<String> WORDS = List.of("PartitionKey", "RowKey", "Timestamp", "A", "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "(", ")", "'x'", "''", "'", "5", "-5L", "1.5",
            "1e", "NaN", "-INF", "true", "false", "null", "datetime'2020-01-01'", "datetime'x'", "guid'00000000-0000-0000-0000-000000000000'", "guid''", "X'00'", "X'0'", ",", "\0", "🙂", "\ud83d", "startswith(");
    private static final List<String> KEYS = List.of("", "a", "aa", "b", "ba", "c", "\uffff", "🙂");
    private static final Filter.Operator[] OPERATORS = Filter.Operator.values();

    @Test
    void everyTextIsAFilterOrARefusal() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                Filter filter = FilterParser.parse(text.toString());
                assertThatCode(() -> KeyRange.of(filter)).doesNotThrowAnyException();
                assertThatCode(() -> filter.matches(entity("a", "b"))).doesNotThrowAnyException();
            } catch (CloudException refusal) {
                assertThat(refusal.error()).as("seed " + seed + ": " + text).isIn(StorageError.INVALID_INPUT, StorageError.NOT_IMPLEMENTED);
            }
        }
    }

    @Test
    void theRangeHoldsAllThatMatches() {
        for (long seed = 0; seed < 5_000; seed++) {
            Filter filter = random(new Random(seed), 4);
            KeyRange range = KeyRange.of(filter);
            for (String partition : KEYS) {
                for (String row : KEYS) {
                    if (filter.matches(entity(partition, row))) {
                        assertThat(within(range.partition(), partition) && within(range.row(), row)).as("seed " + seed + ": " + filter).isTrue();
                    }
                }
            }
        }
    }

    private static boolean within(KeyRange.Bounds bounds, String key) {
        return (bounds.first() == null || key.compareTo(bounds.first()) >= 0) && (bounds.last() == null || key.compareTo(bounds.last()) <= 0);
    }

    private static Filter random(Random random, int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(6)) {
            case 0, 1 -> new Filter.And(random(random, depth - 1), random(random, depth - 1));
            case 2 -> new Filter.Or(random(random, depth - 1), random(random, depth - 1));
            case 5 -> new Filter.Not(random(random, depth - 1));
            default -> new Filter.Comparison(List.of("PartitionKey", "RowKey", "A").get(random.nextInt(3)), OPERATORS[random.nextInt(OPERATORS.length)],
                    random.nextInt(6) == 0 ? new EdmValue.Int32(1) : new EdmValue.Text(KEYS.get(random.nextInt(KEYS.size()))));
        };
    }

    private static Entity entity(String partition, String row) {
        return new Entity(new EntityKey(partition, row), Instant.EPOCH, Map.of("A", new EdmValue.Int32(1)));
    }
}
