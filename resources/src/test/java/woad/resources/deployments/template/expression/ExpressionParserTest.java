package woad.resources.deployments.template.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParserTest {

    @Test
    void readsCallsPropertiesAndIndexes() {
        assertThat(ExpressionParser.parse("[a('x', b(1))[0].c]")).isEqualTo(new Expression.Property(new Expression.Index(
                new Expression.Call(null, "a", List.of(new Expression.Text("x"), new Expression.Call(null, "b", List.of(new Expression.Whole(1))))),
                new Expression.Whole(0)), "c"));
        assertThat(ExpressionParser.parse("[ ns.f ( ) ]")).isEqualTo(new Expression.Call("ns", "f", List.of()));
        assertThat(ExpressionParser.parse("['it''s [x] (y)']")).isEqualTo(new Expression.Text("it's [x] (y)"));
    }

    @ParameterizedTest
    @CsvSource({"[[x],[x]", "[[x,[[x", "x],x]", "[x] y,[x] y", "[,["})
    void leavesPlainText(String text, String meaning) {
        assertThat(ExpressionParser.isExpression(text)).isFalse();
        assertThat(ExpressionParser.literal(text)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[ ]", "[a]", "[a(]", "[a('x]", "[a(,)]", "[a(1,)]", "[a())]", "[a() b()]", "[a().]", "[a()[]]", "[a()[0]", "[1.5]",
        "[99999999999999999999]", "[-]", "[a.b]", "[a.b.c()]", "[\"x\"]", "[a('x')'y']", "[]]", "[a(+1)]", "[é()]"})
    void refusesWhatIsNoExpression(String text) {
        assertThatThrownBy(() -> ExpressionParser.parse(text)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> ExpressionParser.parse("[concat('" + "x".repeat(ExpressionParser.MAXIMUM_LENGTH) + "')]"))
                .hasMessageContaining("exceeds the limit of '24576' characters");
        assertThatThrownBy(() -> ExpressionParser.parse("[" + "a(".repeat(5000) + ")".repeat(5000) + "]")).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> ExpressionParser.parse("[" + "a()[".repeat(4000) + "]".repeat(4000) + "]")).hasMessageContaining("nested deeper");
    }

    /** Whatever the text, the parser answers or explains; and the escape is undone by the literal. */
    @Test
    void neverFailsInAnotherWay() {
        Random random = new Random(42);
        String alphabet = "[]()'.,-019abZ_ \t\n{}\"é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(ExpressionParser.isExpression(ExpressionParser.escape(text.toString()))).isFalse();
            assertThat(ExpressionParser.literal(ExpressionParser.escape(text.toString()))).isEqualTo(text.toString());
            try {
                ExpressionParser.parse("[" + text + "]");
            } catch (ExpressionException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
