package woad.resources.deployments.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.resources.deployments.template.Plans.plan;
import static woad.resources.deployments.template.Plans.resource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.Language;

/** What is wrong with a template is said before anything is deployed, with its place. */
class BadTemplatesTest {

    private static void refused(String sections, String message) {
        assertThatThrownBy(() -> plan(sections)).isInstanceOfSatisfying(CloudException.class, e -> {
            assertThat(e.error()).isEqualTo(TemplateError.INVALID_TEMPLATE);
            assertThat(e.getMessage()).contains(message);
        });
    }

    /** {@code A(name, more)} stands for a resource. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "~parameters~: {} | must have an array 'resources'",
        "~resources~: {} | must have an array 'resources'",
        "~resources~: [], ~varriables~: {} | Could not find member 'varriables'",
        "~resources~: [], ~parameters~: [] | The value at path 'parameters' must be an object",
        "~resources~: [], ~languageVersion~: ~9.0~ | language version '9.0'",
        "~resources~: [], ~parameters~: {~a~: {~type~: ~int~, ~defaultValue~: 1}, ~A~: {~type~: ~int~, ~defaultValue~: 1}} | 'A' is used more than once",
        "~resources~: [5] | The value at path 'resources[0]' must be an object",
        "~resources~: [{~name~: ~a~, ~apiVersion~: ~2024-01-01~}] | 'resources[0].type' must be a string",
        "~resources~: [{~type~: ~T.A/b~, ~apiVersion~: ~2024-01-01~}] | 'resources[0].name' must be a string",
        "~resources~: [{~type~: ~T.A/b~, ~name~: ~x~}] | 'resources[0].apiVersion' must be a string",
        "~resources~: [A(~a/b~)] | incorrect segment lengths",
        "~resources~: [A(~[concat('a', '/')]~)] | incorrect segment lengths",
        "~resources~: [A(~[parameters('none')]~)] | at path 'resources[0].name': 'The template parameter 'none' is not found.'",
        "~resources~: [A(~[nope()]~)] | The template function 'nope' is not valid",
        "~resources~: [A(~[concat(~)] | 'resources[0].name': 'Unable to parse language expression",
        "~resources~: [A(~a~, ~properties~: {~x~: [{~y~: ~[nope()]~}]})] | at path 'resources[0].properties.x[0].y'",
        "~resources~: [A(~a~), A(~A~)] | is defined multiple times",
        "~resources~: [A(~a~, ~dependsOn~: [~b~])] | The resource 'b' is not defined in the template",
        "~resources~: [A(~a~, ~dependsOn~: [5])] | 'resources[0].dependsOn' must be an array of strings",
        "~resources~: [A(~a~, ~dependsOn~: ~b~)] | 'resources[0].dependsOn' must be an array of strings",
        "~resources~: [A(~a~, ~dependsOn~: [~a~])] | Circular dependency detected on resource",
        "~resources~: [A(~a~, ~dependsOn~: [~b~]), A(~b~, ~dependsOn~: [~c~]), A(~c~, ~dependsOn~: [~a~])] | Test.A/b/a -> Test.A/b/b -> Test.A/b/c -> Test.A/b/a",
        "~resources~: [A(~a~, ~properties~: {~x~: ~[reference('b')]~}), A(~b~, ~dependsOn~: [~a~])] | Circular dependency detected",
        "~resources~: [A(~a~, ~dependsOn~: [~x~]), A(~x~), {~type~: ~Test.A/other~, ~name~: ~x~, ~apiVersion~: ~2024-01-01~}] | is ambiguous",
        "~resources~: [A(~a~, ~condition~: ~[reference('b').x]~)] | 'reference' is not expected at this location",
        "~resources~: [A(~[reference('b').x]~)] | 'reference' is not expected at this location",
        "~resources~: [A(~a~, ~condition~: 5)] | must be a boolean",
        "~resources~: [A(~a~, ~properties~: {~x~: ~[reference('none')]~})] | could not find template resource or resource copy with this name",
        "~resources~: [A(~a~, ~properties~: {~x~: ~[reference(resourceId('Test.A/b', 'none'))]~})] | requires an api-version",
        "~resources~: [A(~no~, ~condition~: false), A(~a~, ~properties~: {~x~: ~[reference('no')]~})] | the condition of the resource is false",
        "~resources~: [A(~a~, ~copy~: {~name~: ~c~, ~count~: 801})] | cannot exceed '800'",
        "~resources~: [A(~a~, ~copy~: {~name~: ~c~, ~count~: -1})] | non-negative",
        "~resources~: [A(~a~, ~copy~: {~name~: ~c~, ~count~: ~two~})] | must be an integer",
        "~resources~: [A(~a~, ~copy~: {~name~: ~c~, ~count~: 2})] | is defined multiple times",
        "~resources~: [A(~a~, ~copy~: [])] | must be an object with 'name' and 'count'",
        "~resources~: [A(~a~, ~copy~: {~name~: ~c~, ~count~: 1, ~mode~: ~Random~})] | 'Parallel' or 'Serial'",
        "~resources~: [A(~a~, ~copy~: {~name~: ~c~, ~count~: 1, ~mode~: ~Serial~, ~batchSize~: 0})] | at least '1'",
        "~resources~: [A(~a~, ~resources~: [{~type~: ~c~, ~name~: ~k~, ~apiVersion~: ~2024-01-01~, ~copy~: {~name~: ~c~, ~count~: 1}}])] | cannot be copied",
        "~resources~: [A(~[copyIndex()]~)] | 'copyIndex' is not expected",
        "~resources~: [A(~a~, ~tags~: {~[reference('a', '2024-01-01').x]~: 1})] | must be a string that is known",
        "~resources~: [{~type~: ~Microsoft.Resources/resourceGroups~, ~name~: ~g~, ~apiVersion~: ~2024-01-01~}] | only to a subscription",
        "~resources~: [], ~variables~: {~a~: ~[variables('b')]~, ~b~: ~[variables('a')]~} | Circular dependency detected on the template variable",
        "~resources~: [], ~variables~: {~a~: ~[reference('x')]~} | for the template variable 'a' at path 'variables.a': 'The template function 'reference' is not expected",
        "~resources~: [], ~variables~: {~a~: ~[utcNow()]~} | 'utcNow' is not expected",
        "~resources~: [], ~outputs~: {~o~: {~type~: ~string~}} | must have either a 'value' or a 'copy'",
        "~resources~: [], ~outputs~: {~o~: {~value~: 1}} | The type '' at path 'outputs.o'",
        "~resources~: [], ~outputs~: {~o~: {~type~: ~string~, ~value~: ~[nope()]~}} | for the output 'o' at path 'outputs.o.value'",
        "~resources~: [], ~outputs~: {~o~: {~type~: ~string~, ~value~: ~[reference('x').y]~}} | could not find template resource",
        "~resources~: [], ~functions~: {} | 'functions' must be an array",
        "~resources~: [], ~functions~: [{~namespace~: ~n~, ~members~: {~f~: {~output~: {~type~: ~string~}}}}] | has no 'value'",
    })
    void refuses(String sections, String message) {
        refused(sections.replaceAll("A\\((~[^~]*~)", "{~type~: ~Test.A/b~, ~apiVersion~: ~2024-01-01~, ~name~: $1").replaceAll("\\)(?=[,\\]]( |$|A|,|\\{|\\]))", "}")
                .replace("concat(~}", "concat(]~}"), message);
    }

    @Test
    void refusesWhatOutputsTurnOutToBe() {
        DeploymentPlan plan = plan("~resources~: [" + resource("a", "") + "], ~outputs~: {~o~: {~type~: ~int~, ~value~: ~[reference('a').x]~}, ~p~: {~type~: ~int~, ~value~: 1}}");
        String id = Language.GROUP + "/providers/Test.A/b/a";
        for (String state : new String[] {"{~properties~: {~x~: ~text~}}", "{~properties~: {~y~: 1}}", "{}"}) {
            assertThatThrownBy(() -> plan.outputs(new Plans.World().with(id, state))).isInstanceOfSatisfying(CloudException.class,
                    e -> assertThat(e.error()).isEqualTo(TemplateError.OUTPUT_EVALUATION_FAILED)).hasMessageContaining("'o'");
        }
        DeploymentPlan late = plan("~resources~: [" + resource("a", "") + "," + resource("b", "~properties~: {~v~: ~[reference('a').none]~}") + "]");
        assertThatThrownBy(() -> late.resources().getLast().evaluate(new Plans.World().with(id, "{~properties~: {}}")))
                .hasMessageContaining("at path 'resources[1].properties.v': 'The language expression property 'none' doesn't exist");
    }

    @Test
    void isLimited() {
        refused("~parameters~: {" + many(257, "~p%d~: {~type~: ~int~, ~defaultValue~: 1}") + "}, ~resources~: []", "Limit: '256' and actual: '257'");
        refused("~variables~: {" + many(257, "~v%d~: 1") + "}, ~resources~: []", "variables limit exceeded");
        refused("~outputs~: {" + many(65, "~o%d~: {~type~: ~int~, ~value~: 1}") + "}, ~resources~: []", "outputs limit exceeded");
        refused("~resources~: [" + many(801, resource("r%d", "")) + "]", "resources limit exceeded");
        refused("~resources~: [" + many(3, resource("[concat('r%d-', copyIndex())]", "~copy~: {~name~: ~c%1$d~, ~count~: 400}")) + "]", "resources limit exceeded");
        refused("~variables~: {~big~: ~" + "x".repeat(20_000) + "~}, ~resources~: [" + resource("[concat('r', copyIndex())]",
                "~copy~: {~name~: ~c~, ~count~: 400}, ~properties~: {~x~: ~[variables('big')]~}") + "]", "with its copies and values is larger");
        assertThatThrownBy(() -> TemplateParser.parse(Json.object().put("x", "y".repeat(4 << 20)))).hasMessageContaining("larger than the limit");
        assertThat(plan("~resources~: [" + resource("[concat('r', copyIndex())]", "~copy~: {~name~: ~c~, ~count~: 800, ~mode~: ~serial~}") + "]").resources()).hasSize(800);
    }

    private static String many(int count, String form) {
        return IntStream.range(0, count).mapToObj(i -> String.format(form, i)).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "[]", "{}", "{\"$schema\": 5}", "{\"$schema\": \"x/deploymentTemplate.json\"}",
        "{\"$schema\": \"x/deploymentTemplate.json\", \"contentVersion\": \"1.0.0.0\"}"})
    void refusesWhatIsNoTemplate(String json) {
        assertThatThrownBy(() -> TemplateParser.parse(Json.parse(json))).isInstanceOfSatisfying(CloudException.class,
                e -> assertThat(e.error()).isEqualTo(TemplateError.INVALID_TEMPLATE));
    }
}
