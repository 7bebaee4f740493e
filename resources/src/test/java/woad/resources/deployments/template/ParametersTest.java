package woad.resources.deployments.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.resources.deployments.template.Plans.plan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.CloudException;
import woad.resources.deployments.template.expression.Language;

class ParametersTest {

    @Test
    void takesValuesAndDefaults() {
        DeploymentPlan plan = plan("~parameters~: {~a~: {~type~: ~string~, ~defaultValue~: ~[concat(parameters('b'), '!')]~}, ~b~: {~type~: ~String~}, ~c~: {~type~: ~int~, ~defaultValue~: 5},"
                + "~when~: {~type~: ~string~, ~defaultValue~: ~[utcNow('yyyy')]~}, ~id~: {~type~: ~string~, ~defaultValue~: ~[newGuid()]~}}, ~resources~: []",
                "{~B~: {~value~: ~[not an expression()]~}, ~c~: {~value~: null}}");
        assertThat(plan.maskedParameters().toString()).isEqualTo("{\"a\":{\"type\":\"String\",\"value\":\"[not an expression()]!\"},\"b\":{\"type\":\"String\",\"value\":\"[not an expression()]\"},"
                + "\"c\":{\"type\":\"Int\",\"value\":5},\"id\":{\"type\":\"String\",\"value\":\"33333333-3333-4333-8333-333333333333\"},\"when\":{\"type\":\"String\",\"value\":\"2026\"}}");
        assertThat(DeploymentPlanner.plan(plan.template(), plan.resolvedParameters(), Language.context()).maskedParameters()).isEqualTo(plan.maskedParameters());
    }

    @Test
    void neverShowsSecrets() {
        String sections = "~parameters~: {~p~: {~type~: ~securestring~}, ~o~: {~type~: ~secureObject~, ~defaultValue~: {~k~: ~hunter2~}}}, ~resources~: ["
                + Plans.resource("a", "~properties~: {~password~: ~[parameters('p')]~, ~deployment~: ~[string(deployment().properties.parameters)]~}") + "], ~outputs~: {~o~: {~type~: ~secureobject~, ~value~: ~[parameters('o')]~}}";
        DeploymentPlan plan = plan(sections, "{~p~: {~value~: ~hunter2~}}");
        assertThat(plan.maskedParameters().toString()).isEqualTo("{\"o\":{\"type\":\"SecureObject\"},\"p\":{\"type\":\"SecureString\"}}");
        assertThat(plan.outputs(new Plans.World()).toString()).isEqualTo("{\"o\":{\"type\":\"SecureObject\"}}");
        assertThat(plan.resources().getFirst().evaluate(new Plans.World()).path("properties").toString()).isEqualTo("{\"password\":\"hunter2\",\"deployment\":\"{}\"}");
        assertThat(plan + " " + plan.resources() + plan.template()).doesNotContain("hunter2");

        String constrained = "~parameters~: {~p~: {~type~: ~securestring~, CONSTRAINT}}, ~resources~: []";
        for (String constraint : new String[] {"~minLength~: 50", "~allowedValues~: [~x~]", "~maxLength~: 2"}) {
            assertThatThrownBy(() -> plan(constrained.replace("CONSTRAINT", constraint), "{~p~: {~value~: ~hunter2~}}"))
                    .isInstanceOf(CloudException.class).hasMessageNotContaining("hunter2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "{~type~: ~string~} | {} | The value for the template parameter 'p' is not provided",
        "{~type~: ~string~} | {~p~: {~value~: 1}} | Expected type 'String', actual type 'Integer'",
        "{~type~: ~int~} | {~p~: {~value~: ~1~}} | Expected type 'Int', actual type 'String'",
        "{~type~: ~int~} | {~p~: {~value~: 1.5}} | actual type 'Float'",
        "{~type~: ~bool~} | {~p~: {~value~: ~true~}} | Expected type 'Bool'",
        "{~type~: ~array~} | {~p~: {~value~: {}}} | Expected type 'Array', actual type 'Object'",
        "{~type~: ~object~} | {~p~: {~value~: []}} | Expected type 'Object'",
        "{~type~: ~string~} | {~q~: {~value~: ~x~}} | The template parameters 'q' in the parameters file are not valid",
        "{~type~: ~string~} | {~p~: ~x~} | must be given as an object with a 'value'",
        "{~type~: ~string~} | {~p~: {~reference~: {}}} | key vault",
        "{~type~: ~string~, ~allowedValues~: [~a~, ~b~]} | {~p~: {~value~: ~c~}} | The value 'c' is not part of the allowed value(s): 'a,b'",
        "{~type~: ~array~, ~allowedValues~: [~a~, ~b~]} | {~p~: {~value~: [~a~, ~c~]}} | not part of the allowed value(s)",
        "{~type~: ~string~, ~minLength~: 3} | {~p~: {~value~: ~ab~}} | Length of the value should be greater than or equal to '3'",
        "{~type~: ~array~, ~maxLength~: 1} | {~p~: {~value~: [1, 2]}} | less than or equal to '1'",
        "{~type~: ~int~, ~minValue~: 3} | {~p~: {~value~: 2}} | The value should be greater than or equal to '3'",
        "{~type~: ~int~, ~maxValue~: 3} | {~p~: {~value~: 4}} | less than or equal to '3'",
        "{~type~: ~number~} | {} | The type 'number' at path 'parameters.p' is not valid",
        "{~type~: ~string~, ~defaultValue~: 5} | {} | Expected type 'String'",
        "{~type~: ~string~, ~defaultValue~: ~[parameters('p')]~} | {} | Circular dependency detected on the template parameter 'p'",
        "{~type~: ~string~, ~defaultValue~: ~[parameters('q')]~} | {} | 'parameters.p.defaultValue': 'The template parameter 'q' is not found.'",
        "{~type~: ~string~, ~defaultValue~: ~[reference('x')]~} | {} | 'reference' is not expected at this location",
        "{~type~: ~array~, ~items~: {~type~: ~int~}} | {~p~: {~value~: [1, ~x~]}} | 'p'[1] is not valid",
        "{~type~: ~object~, ~properties~: {~a~: {~type~: ~int~}}} | {~p~: {~value~: {}}} | lacks the property 'a'",
        "{~type~: ~object~, ~additionalProperties~: false} | {~p~: {~value~: {~b~: 1}}} | has the property 'b'",
        "{~$ref~: ~#/definitions/none~} | {} | type reference '#/definitions/none'",
        "{~type~: ~array~, ~prefixItems~: []} | {} | uses 'prefixItems', which is not supported",
    })
    void refuses(String declaration, String given, String message) {
        assertThatThrownBy(() -> plan("~parameters~: {~p~: " + declaration + "}, ~resources~: []", given))
                .isInstanceOfSatisfying(CloudException.class, e -> {
                    assertThat(e.error()).isEqualTo(TemplateError.INVALID_TEMPLATE);
                    assertThat(e.getMessage()).contains(message);
                });
    }

    @Test
    void followsTypeReferences() {
        String sections = "~languageVersion~: ~2.0~, ~definitions~: {~size~: {~type~: ~string~, ~allowedValues~: [~S~, ~L~]}}, ~parameters~: {~p~: {~$ref~: ~#/definitions/size~, ~nullable~: true}}, ~resources~: {}";
        assertThat(plan(sections, "{~p~: {~value~: ~L~}}").maskedParameters().at("/p/value").asText()).isEqualTo("L");
        assertThat(plan(sections).maskedParameters().at("/p/value").isNull()).isTrue();
        assertThatThrownBy(() -> plan(sections, "{~p~: {~value~: ~M~}}")).hasMessageContaining("allowed value(s): 'S,L'");
    }
}
