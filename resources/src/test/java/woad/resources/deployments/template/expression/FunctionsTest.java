package woad.resources.deployments.template.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.Json;

/** Every function of the language: what it answers, and what it refuses. */
class FunctionsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "concat('a', 'b', 1, true()) | \"ab1True\"",
        "concat(parameters('list'), createArray(4)) | [1,2,3,4]",
        "toLower('ABC') | \"abc\"",
        "TOUPPER('abc') | \"ABC\"",
        "trim('  a b ') | \"a b\"",
        "replace('a-b-c', '-', '') | \"abc\"",
        "split('a,b;c', createArray(',', ';')) | [\"a\",\"b\",\"c\"]",
        "split('a--b', '--') | [\"a\",\"b\"]",
        "join(createArray('a', 'b', 1), '-') | \"a-b-1\"",
        "substring('hello', 1, 3) | \"ell\"",
        "substring('hello', 5) | \"\"",
        "padLeft('7', 3, '0') | \"007\"",
        "padLeft(7, 3) | \"  7\"",
        "startsWith('Hello', 'HE') | true",
        "endsWith('Hello', 'LO') | true",
        "format('{0}-{1:D3}-{{x}}-{0,4}', 'a', 7) | \"a-007-{x}-   a\"",
        "format('{0:N2} {1:X4} {2:00}', 1234, 255, 5) | \"1,234.00 00FF 05\"",
        "format('{0}', true()) | \"True\"",
        "uri('http://a.test/b/c', 'd.sh') | \"http://a.test/b/d.sh\"",
        "uri('http://a.test', 'd.sh') | \"http://a.test/d.sh\"",
        "uriComponent('a b/é') | \"a%20b%2F%C3%A9\"",
        "uriComponentToString('a%20b%2F%C3%A9') | \"a b/é\"",
        "dataUri('Hello') | \"data:text/plain;charset=utf8;base64,SGVsbG8=\"",
        "dataUriToString('data:;base64,SGVsbG8=') | \"Hello\"",
        "add(1, 2) | 3", "sub(1, 2) | -1", "mul(3, 4) | 12", "div(-7, 2) | -3", "mod(7, 3) | 1",
        "min(3, 1, 2) | 1", "max(createArray(3, 1, 2)) | 3",
        "if(equals(1, 1), 'yes', fail('never evaluated')) | \"yes\"",
        "and(true(), false(), equals(fail('x'), 1)) | false",
        "or(false(), true()) | true", "not(true()) | false",
        "coalesce(null(), parameters('nothing'), 'x') | \"x\"",
        "equals('a', 'A') | false", "equals(createArray(1), parameters('list')) | false",
        "equals(createObject('a', 1), json('{\"a\": 1}')) | true", "equals(1, float('1.0')) | true",
        "less(1, 2) | true", "lessOrEquals(2, 2) | true", "greater('b', 'a') | true", "greaterOrEquals(1, 2) | false",
        "length('abc') | 3", "length(parameters('list')) | 3", "length(parameters('map')) | 1",
        "empty('') | true", "empty(createObject()) | true", "empty(null()) | true", "empty('a') | false",
        "contains('abc', 'b') | true", "contains('abc', 'B') | false", "contains(parameters('list'), 2) | true",
        "contains(parameters('map'), 'KEY') | true",
        "first('abc') | \"a\"", "last(parameters('list')) | 3", "first(createArray()) | null",
        "take(parameters('list'), 2) | [1,2]", "skip('abc', 1) | \"bc\"", "skip(parameters('list'), 9) | []",
        "indexOf('Hello', 'L') | 2", "lastIndexOf('Hello', 'l') | 3", "indexOf(parameters('list'), 3) | 2", "indexOf('a', 'z') | -1",
        "array(1) | [1]", "array(parameters('list')) | [1,2,3]", "range(5, 3) | [5,6,7]",
        "flatten(createArray(parameters('list'), createArray(9))) | [1,2,3,9]",
        "union(createArray(1, 2), createArray(2, 3)) | [1,2,3]",
        "union(createObject('a', createObject('x', 1)), createObject('A', createObject('y', 2), 'b', 3)) | {\"a\":{\"x\":1,\"y\":2},\"b\":3}",
        "intersection(createArray(1, 2, 3), createArray(3, 2)) | [2,3]",
        "intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3)) | {\"a\":1}",
        "shallowMerge(createArray(createObject('a', 1), createObject('a', 2))) | {\"a\":2}",
        "createObject('a', 1, 'b', createArray()) | {\"a\":1,\"b\":[]}",
        "items(createObject('b', 1, 'a', 2)) | [{\"key\":\"a\",\"value\":2},{\"key\":\"b\",\"value\":1}]",
        "objectKeys(createObject('b', 1, 'a', 2)) | [\"a\",\"b\"]",
        "tryGet(parameters('map'), 'key', 'inner') | 5", "tryGet(parameters('map'), 'no', 'inner') | null",
        "map(parameters('list'), lambda('x', mul(lambdaVariables('x'), 2))) | [2,4,6]",
        "map(createArray('a'), lambda('x', 'i', format('{0}{1}', lambdaVariables('x'), lambdaVariables('i')))) | [\"a0\"]",
        "filter(parameters('list'), lambda('x', greater(lambdaVariables('x'), 1))) | [2,3]",
        "sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b')))) | [1,2,3]",
        "reduce(parameters('list'), 0, lambda('sum', 'x', add(lambdaVariables('sum'), lambdaVariables('x')))) | 6",
        "toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', 1)) | {\"a\":1,\"b\":1}",
        "groupBy(createArray('aa', 'ab', 'b'), lambda('x', first(lambdaVariables('x')))) | {\"a\":[\"aa\",\"ab\"],\"b\":[\"b\"]}",
        "mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1))) | {\"a\":2}",
        "string(parameters('list')) | \"[1,2,3]\"", "string(true()) | \"True\"", "string(5) | \"5\"",
        "int('42') | 42", "bool('TRUE') | true", "bool(0) | false", "json('null') | null",
        "base64('one') | \"b25l\"", "base64ToString('b25l') | \"one\"", "base64ToJson(base64('{\"a\":[1]}')) | {\"a\":[1]}",
        "dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y') | \"2023-04-07 14:53:14Z\"",
        "dateTimeAdd('20200407T145314Z', '-P9D') | \"20200329T145314Z\"",
        "dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H', 'd MMM yyyy HH:mm') | \"7 Apr 2020 15:53\"",
        "dateTimeToEpoch('1970-01-02T00:00:00Z') | 86400", "dateTimeFromEpoch(86400) | \"1970-01-02T00:00:00Z\"",
        "cidrSubnet('10.144.0.0/20', 24, 2) | \"10.144.2.0/24\"", "cidrHost('10.144.3.0/24', 1) | \"10.144.3.2\"",
        "cidrSubnet('fd00:1::/48', 64, 255) | \"fd00:1:0:ff::/64\"",
        "parseCidr('10.144.1.77/20').network | \"10.144.0.0\"", "parseCidr('10.144.0.0/20').broadcast | \"10.144.15.255\"",
        "parseCidr('10.144.0.0/20').netmask | \"255.255.240.0\"", "parseCidr('10.144.0.0/20').lastUsable | \"10.144.15.254\"",
        "resourceGroup().location | \"francecentral\"", "subscription().displayName | \"Demo\"", "deployment().name | \"main\"",
        "environment().suffixes.storage | \"core.woad.test\"", "tenant().tenantId | \"22222222-2222-2222-2222-222222222222\"",
        "providers('Microsoft.Network', 'virtualNetworks').apiVersions[0] | \"2024-01-01\"",
        "pickZones('Microsoft.Compute', 'virtualMachines', 'francecentral', 2, 1) | [\"2\",\"3\"]",
        "pickZones('Microsoft.Compute', 'virtualMachines', 'francesouth') | []",
        "copyIndex() | 3", "copyIndex(1) | 4", "copyIndex('inner') | 7", "copyIndex('OUTER', 10) | 13",
        "parameters('map').key.INNER | 5", "parameters('list')[1] | 2", "parameters('map')['key']['inner'] | 5",
        "variables('name') | \"vm\"", "own.twice('ab') | \"abab\"", "OWN.Twice('ab') | \"abab\"",
        "concat('it''s', ' ok') | \"it's ok\"", "  add( 1 , -2 )  | -1",
    })
    void answers(String expression, String json) {
        assertThat(Nodes.equal(Language.evaluate("[" + expression + "]"), Json.parse(json)))
                .as("%s is %s", expression, Language.evaluate("[" + expression + "]")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "resourceId('Microsoft.A/b', 'n') | /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.A/b/n",
        "resourceId('Microsoft.A/b/c', 'n', 'm') | /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.A/b/n/c/m",
        "resourceId('other', 'Microsoft.A/b', 'n') | /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/other/providers/Microsoft.A/b/n",
        "resourceId('44444444-4444-4444-4444-444444444444', 'o', 'Microsoft.A/b', 'n') | /subscriptions/44444444-4444-4444-4444-444444444444/resourceGroups/o/providers/Microsoft.A/b/n",
        "subscriptionResourceId('Microsoft.A/b', 'n') | /subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.A/b/n",
        "subscriptionResourceId('Microsoft.Resources/resourceGroups', 'n') | /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/n",
        "tenantResourceId('Microsoft.A/b', 'n') | /providers/Microsoft.A/b/n",
        "managementGroupResourceId('g', 'Microsoft.A/b', 'n') | /providers/Microsoft.Management/managementGroups/g/providers/Microsoft.A/b/n",
        "extensionResourceId(resourceId('Microsoft.A/b', 'n'), 'Microsoft.C/d', 'm') | /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.A/b/n/providers/Microsoft.C/d/m",
    })
    void putsIdsTogether(String expression, String id) {
        assertThat(Language.evaluate("[" + expression + "]").asText()).isEqualTo(id);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "nosuch('a') | The template function 'nosuch' is not valid",
        "toLower() | 'toLower': it requires '1' argument(s) while '0' were provided",
        "toLower('a', 'b') | it requires '1' argument(s) while '2' were provided",
        "concat() | at least '1'",
        "toLower(1) | 'toLower' expects its parameter at index '0' to be of type 'String'. The provided value is of type 'Integer'",
        "add('1', 2) | 'Integer'. The provided value is of type 'String'",
        "add(9223372036854775807, 1) | not a whole number of 64 bits",
        "div(1, 0) | Unable to evaluate template language function 'div'",
        "if('yes', 1, 2) | 'Boolean'",
        "parameters('map').other | The language expression property 'other' doesn't exist, available properties are 'Key'",
        "parameters('name').other | property access is for objects",
        "parameters('list')[3] | array index '3' is out of bounds",
        "parameters('list')['x'] | cannot index a value of type 'Array' by one of type 'String'",
        "parameters('list')[-1] | out of bounds",
        "substring('abc', 2, 5) | location within the string",
        "int('abc') | not a whole number", "bool('maybe') | neither", "json('{') | not valid JSON", "base64ToString('%') | not valid base64",
        "createObject('a') | even number", "range(0, 10001) | must be from '0' to '10000'", "min() | at least '1'", "min(createArray()) | not empty",
        "resourceId('Microsoft.A', 'n') | fully qualified resource type", "resourceId('Microsoft.A/b', 'n', 'm') | requires '1' resource name",
        "resourceId('Microsoft.A/b', 'n/m') | nor contain a slash", "resourceId('x', 'o', 'Microsoft.A/b', 'n') | GUID of a subscription",
        "utcNow() | 'utcNow' is not expected at this location", "newGuid() | 'newGuid' is not expected at this location",
        "copyIndex('nowhere') | no copy named 'nowhere'", "lambda('x', 1) | argument of a function", "lambdaVariables('x') | no lambda variable",
        "map(parameters('list'), 5) | must be a lambda", "own.nothing() | does not define it", "own.twice() | requires '1' argument(s)",
        "cidrSubnet('10.0.0.0/24', 16, 0) | must be from '24' to '32'", "cidrSubnet('10.0.0.0/24', 25, 2) | no subnet '2'",
        "cidrHost('10.0.0.0/30', 2) | no host", "parseCidr('10.0.0.0/33') | not an address prefix", "parseCidr('woad.test/8') | not an address prefix",
        "format('{1}', 'a') | has no argument", "format('{', 'a') | brace", "format('{0:Q}', 1) | is not supported", "fail('because') | because",
        "dateTimeAdd('yesterday', 'P1D') | not a date", "dateTimeAdd('2020-04-07', '1 day') | ISO 8601",
        "providers('Microsoft.Nope', 'x') | no resource type", "pickZones('a', 'b', 'francecentral', 4) | only '3' zone(s)",
        "managementGroup() | not to a management group", "resourceInfo('x') | could not find template resource",
        "replace('a', '', 'b') | must not be empty", "uri('a', 'b') | absolute", "concat('a', createArray()) | 'String'",
        "sort(createArray(1, 2), lambda('a', 'b', 1)) | 'Boolean'", "variables('none') | no value 'none'", "items('x') | 'Object'",
    })
    void refuses(String expression, String message) {
        assertThatThrownBy(() -> Language.evaluate("[" + expression + "]")).isInstanceOf(ExpressionException.class).hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "utcNow() | 20261121T230509Z", "utcNow('u') | 2026-11-21 23:05:09Z", "utcNow('yyyy-MM-dd') | 2026-11-21",
        "utcNow('o') | 2026-11-21T23:05:09.1234567Z", "utcNow('h:mm tt, dddd d MMMM') | 11:05 PM, Saturday 21 November",
        "newGuid() | 33333333-3333-4333-8333-333333333333", "dateTimeAdd(utcNow('u'), 'P1D', 'yyyyMMdd') | 20261122",
    })
    void knowsTheMomentInDefaults(String expression, String text) {
        assertThat(Language.evaluateDefault("[" + expression + "]").asText()).isEqualTo(text);
    }

    @Test
    void hashesAreStable() {
        String unique = Language.evaluate("[uniqueString('a', 'b')]").asText();
        assertThat(unique).matches("[a-z2-7]{13}").isEqualTo(Language.evaluate("[uniqueString('a', 'b')]").asText())
                .isNotEqualTo(Language.evaluate("[uniqueString('ab')]").asText()).isNotEqualTo(Language.evaluate("[uniqueString('b', 'a')]").asText());
        assertThat(Language.evaluate("[guid('x')]").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void staysWithinItsBudget() {
        String reduce = "[reduce(range(0, 60), 'x', lambda('s', 'n', concat(lambdaVariables('s'), lambdaVariables('s'))))]";
        assertThatThrownBy(() -> Language.evaluate(reduce)).isInstanceOf(ExpressionException.class).hasMessageContaining("too much data");
        String nest = "[reduce(range(0, 9000), createArray(), lambda('s', 'n', createArray(lambdaVariables('s'), lambdaVariables('s'))))]";
        assertThatThrownBy(() -> Language.evaluate(nest)).isInstanceOf(ExpressionException.class).hasMessageContaining("too much data");
    }
}
