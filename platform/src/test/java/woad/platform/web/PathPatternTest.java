package woad.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    private static Map<String, String> match(String pattern, String path) {
        return PathPattern.of(pattern).match(PathPattern.split(path), path);
    }

    @Test
    void partsStandAloneOrInText() {
        assertThat(match("/a/{x}/b", "/A/1/b")).containsExactlyEntriesOf(Map.of("x", "1"));
        assertThat(match("/{table}({keys})", "/t(PartitionKey='(',RowKey=')')")).isEqualTo(Map.of("table", "t", "keys", "PartitionKey='(',RowKey=')'"));
        assertThat(match("/Tables('{table}')", "/tables('Orders')")).isEqualTo(Map.of("table", "Orders"));
        assertThat(match("/{table}()", "/t()")).isEqualTo(Map.of("table", "t"));
        assertThat(match("/{x*}", "/")).isEqualTo(Map.of("x", "/"));
        assertThat(match("/a/{rest*}", "/a//b/")).isEqualTo(Map.of("rest", "/b/"));
    }

    @ParameterizedTest
    @CsvSource({"/{table}({keys}),/t()", "/{table}({keys}),/t", "/{table}({keys}),/(a)", "/Tables('{table}'),/Tables()", "/a/{x},/a", "/a,/b"})
    void whatDoesNotFit(String pattern, String path) {
        assertThat(match(pattern, path)).isNull();
    }

    @Test
    void moreTextWins() {
        assertThat(PathPattern.of("/Tables").weight()).isGreaterThan(PathPattern.of("/Tables('{table}')").weight());
        assertThat(PathPattern.of("/Tables('{table}')").weight()).isGreaterThan(PathPattern.of("/{table}({keys})").weight());
        assertThat(PathPattern.of("/{table}({keys})").weight()).isGreaterThan(PathPattern.of("/{table}").weight());
        assertThat(PathPattern.of("/{a}/b").weight()).isGreaterThan(PathPattern.of("/{a}/{b}").weight());
    }
}
