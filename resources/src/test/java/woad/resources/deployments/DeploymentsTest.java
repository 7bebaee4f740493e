package woad.resources.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.Json;
import woad.platform.web.TestClient;
import woad.resources.TestCloud;

/** Deployments as clients use them, over a real database and the real resource manager. */
class DeploymentsTest {
    private static final String GROUP = "/resourceGroups/rg";
    /** May deploy, but not write widgets. */
    private static final String NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7";
    private static TestCloud cloud;
    private static Widgets widgets;

    @BeforeAll
    static void start() {
        widgets = new Widgets();
        cloud = TestCloud.with(resources -> List.of(widgets));
        cloud.owner().put(cloud.url(GROUP), "{\"location\":\"francecentral\",\"tags\":{\"env\":\"test\"}}");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String widget(String name, String more) {
        return "{~type~:~Test.Shop/widgets~,~apiVersion~:~2024-01-01~,~location~:~[resourceGroup().location]~,~name~:~" + name + "~" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String body(String sections, String parameters) {
        return ("{~properties~:{~mode~:~Incremental~,~parameters~:" + parameters + ",~template~:{~$schema~:~https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#~,"
                + "~contentVersion~:~1.0.0.0~," + sections + "}}}").replace('~', '"');
    }

    private static String url(String name) {
        return cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/" + name);
    }

    private static String widgetUrl(String name) {
        return cloud.url(GROUP + "/providers/Test.Shop/widgets/" + name);
    }

    /** Polls as clients do, then reads the deployment. */
    private static JsonNode ended(TestClient.Answer accepted) throws InterruptedException {
        assertThat(accepted.status()).as(accepted.toString()).isIn(200, 201);
        String poll = accepted.header("Azure-AsyncOperation");
        for (int i = 0; i < 400; i++) {
            String status = cloud.owner().get(poll).json().path("status").asText();
            if (!List.of("Accepted", "Running").contains(status)) {
                return cloud.owner().get(url(accepted.json().path("name").asText())).json();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("the deployment did not end: " + cloud.owner().get(poll).json());
    }

    @Test
    void deploysInOrderWithOutputsAndWithoutShowingSecrets() throws Exception {
        TestClient.Answer accepted = cloud.owner().put(url("first"), body("~parameters~:{~secret~:{~type~:~securestring~},~count~:{~type~:~int~,~defaultValue~:2}},~resources~:["
                + widget("last", "~dependsOn~:[~loop~],~properties~:{~saw~:~[reference('w0').address]~,~key~:~[listKeys('w1','2024-01-01').key]~,~password~:~[parameters('secret')]~}") + ","
                + widget("[concat('w', copyIndex())]", "~copy~:{~name~:~loop~,~count~:~[parameters('count')]~},~properties~:{~empty~:null}") + "],"
                + "~outputs~:{~address~:{~type~:~string~,~value~:~[reference('last').address]~},~hidden~:{~type~:~securestring~,~value~:~[parameters('secret')]~}}", "{~secret~:{~value~:~hunter2~}}"));
        assertThat(accepted.status()).isEqualTo(201);
        assertThat(accepted.json().at("/properties/provisioningState").asText()).isEqualTo("Accepted");
        JsonNode done = ended(accepted);
        assertThat(done.at("/properties/provisioningState").asText()).as(done.toString()).isEqualTo("Succeeded");
        assertThat(done.at("/properties/outputs").toString()).isEqualTo("{\"address\":{\"type\":\"String\",\"value\":\"address of last\"},\"hidden\":{\"type\":\"SecureString\"}}");
        assertThat(done.at("/properties/parameters").toString()).isEqualTo("{\"count\":{\"type\":\"Int\",\"value\":2},\"secret\":{\"type\":\"SecureString\"}}");
        assertThat(done.at("/properties/outputResources")).hasSize(3);
        assertThat(done.toString()).doesNotContain("hunter2");
        JsonNode last = cloud.owner().get(widgetUrl("last")).json();
        assertThat(last.at("/properties/saw").asText()).isEqualTo("address of w0");
        assertThat(last.at("/properties/key").asText()).isEqualTo("key of w1");
        assertThat(last.path("location").asText()).isEqualTo("francecentral");
        assertThat(last.at("/systemData/createdBy").asText()).isEqualTo("someone@test.woad.test");
        assertThat(widgets.puts).containsEntry("last", 1).containsEntry("w0", 1);

        TestClient.Answer operations = cloud.owner().get(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/first/operations"));
        assertThat(operations.json().path("value")).hasSize(3).allSatisfy(o -> assertThat(o.at("/properties/provisioningState").asText()).isEqualTo("Succeeded"));
        String one = operations.json().at("/value/0/operationId").asText();
        assertThat(cloud.owner().get(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/first/operations/" + one)).status()).isEqualTo(200);
        assertThat(cloud.owner().post(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/first/exportTemplate"), "").json().at("/template/resources")).hasSize(2);
        assertThat(cloud.database.<List<String>>with(h -> h.createQuery("select d::text from resources.deployment d where id_key like '%/first'").mapTo(String.class).list()))
                .singleElement().asString().doesNotContain("hunter2").doesNotContain(java.util.HexFormat.of().formatHex("hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void takesTheTemplateFileAsAzSendsIt() throws Exception {
        String raw = "{\"properties\": {\"parameters\": {}, \"mode\": \"Incremental\", template:{\n // a comment\n \"$schema\": \"https://x/deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\",\n"
                + " \"resources\": [ /* none */ ], \"outputs\": {\"o\": {\"type\": \"string\", \"value\": \"two\nlines\"}}}}}";
        JsonNode done = ended(cloud.owner().put(url("raw"), raw));
        assertThat(done.at("/properties/outputs/o/value").asText()).isEqualTo("two\nlines");
    }

    @Test
    void reportsWhatFailedAndGoesOnWithWhatDoesNotDependOnIt() throws Exception {
        TestClient.Answer accepted = cloud.owner().put(url("failing"), body("~resources~:[" + widget("bad", "~properties~:{~fail~:true}") + "," + widget("refused", "~properties~:{~refuse~:true}") + ","
                + widget("good", "") + "," + widget("never", "~dependsOn~:[~bad~]") + "]", "{}"));
        JsonNode done = ended(accepted);
        assertThat(done.at("/properties/provisioningState").asText()).isEqualTo("Failed");
        assertThat(done.at("/properties/error/code").asText()).isEqualTo("DeploymentFailed");
        assertThat(done.at("/properties/error/details")).extracting(d -> d.path("code").asText()).containsExactlyInAnyOrder("OutOfWidgets", "BadRequest");
        JsonNode status = cloud.owner().get(accepted.header("Azure-AsyncOperation")).json();
        assertThat(status.path("status").asText()).isEqualTo("Failed");
        assertThat(status.at("/error/details/0/message").asText()).isNotEmpty();
        assertThat(cloud.owner().get(widgetUrl("good")).json().at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(cloud.owner().get(widgetUrl("never")).status()).isEqualTo(404);
    }

    @Test
    void deploysNestedTemplates() throws Exception {
        String nested = "~resources~:[{~type~:~Microsoft.Resources/deployments~,~apiVersion~:~2022-09-01~,~name~:~inner~,~properties~:{~mode~:~Incremental~,~expressionEvaluationOptions~:{~scope~:~inner~},"
                + "~parameters~:{~n~:{~value~:~nested~}},~template~:{~$schema~:~https://x/deploymentTemplate.json#~,~contentVersion~:~1.0.0.0~,~parameters~:{~n~:{~type~:~string~}},"
                + "~resources~:[" + widget("[parameters('n')]", "FAIL") + "],~outputs~:{~o~:{~type~:~string~,~value~:~[reference(parameters('n')).address]~}}}}}],"
                + "~outputs~:{~o~:{~type~:~string~,~value~:~[reference('inner').outputs.o.value]~}}";
        JsonNode done = ended(cloud.owner().put(url("outer"), body(nested.replace(",FAIL", ""), "{}").replace(",FAIL", "")));
        assertThat(done.at("/properties/outputs/o/value").asText()).as(done.toString()).isEqualTo("address of nested");
        JsonNode failed = ended(cloud.owner().put(url("outer2"), body(nested.replace("FAIL", "~properties~:{~fail~:1}").replace("nested", "nested2").replace("~inner~,~prop", "~inner2~,~prop").replace("'inner'", "'inner2'"), "{}")));
        assertThat(failed.at("/properties/error/details/0/details/0/code").asText()).as(failed.toString()).isEqualTo("OutOfWidgets");
    }

    @Test
    void asksForEveryPermissionBeforeItStarts() {
        UUID reader = UUID.randomUUID();
        String template = body("~resources~:[" + widget("forbidden", "") + "]", "{}");
        assertThat(cloud.as(cloud.tenant, reader).put(url("denied"), template).errorCode()).isEqualTo("AuthorizationFailed");
        grant(reader, GROUP, NETWORK_CONTRIBUTOR);
        TestClient.Answer refused = cloud.as(cloud.tenant, reader).put(url("denied"), template);
        assertThat(refused.errorCode()).isEqualTo("InvalidTemplateDeployment");
        assertThat(refused.json().at("/error/details/0/code").asText()).isEqualTo("AuthorizationFailed");
        assertThat(cloud.owner().get(url("denied")).errorCode()).isEqualTo("DeploymentNotFound");
        assertThat(cloud.owner().get(widgetUrl("forbidden")).status()).isEqualTo(404);
        assertThat(cloud.as(cloud.otherTenant, cloud.otherOwner).put(url("denied"), template).errorCode()).isEqualTo("InvalidAuthenticationTokenTenant");
        String foreign = "/subscriptions/" + cloud.otherSubscription + "/resourceGroups/x";
        String across = body("~resources~:[{~type~:~Test.Shop/widgets~,~apiVersion~:~2024-01-01~,~name~:~w~,~scope~:~" + foreign + "~}]", "{}");
        assertThat(cloud.owner().put(url("across"), across).errorCode()).isEqualTo("InvalidTemplateDeployment");
    }

    private static void grant(UUID principal, String scope, String role) {
        assertThat(cloud.owner().put(cloud.url(scope + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID()), ("{~properties~:{~roleDefinitionId~:~/subscriptions/"
                + cloud.subscription + "/providers/Microsoft.Authorization/roleDefinitions/" + role + "~,~principalId~:~" + principal + "~}}").replace('~', '"')).status()).isEqualTo(201);
    }

    @Test
    void refusesASecondRunWhileTheFirstIsActiveAndCanBeCanceled() throws Exception {
        widgets.held.put("slow", true);
        String template = body("~resources~:[" + widget("slow", "") + "," + widget("after", "~dependsOn~:[~slow~]") + "]", "{}");
        TestClient.Answer accepted = cloud.owner().put(url("slow"), template);
        assertThat(cloud.owner().put(url("slow"), template).errorCode()).isEqualTo("DeploymentActive");
        assertThat(cloud.owner().delete(url("slow")).errorCode()).isEqualTo("DeploymentActive");
        for (int i = 0; i < 100 && cloud.owner().get(widgetUrl("slow")).status() != 200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(cloud.owner().post(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/slow/cancel"), "").status()).isEqualTo(204);
        widgets.held.clear();
        assertThat(ended(accepted).at("/properties/provisioningState").asText()).isEqualTo("Canceled");
        assertThat(cloud.owner().get(widgetUrl("after")).status()).isEqualTo(404);
        assertThat(cloud.owner().post(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/slow/cancel"), "").errorCode()).isEqualTo("DeploymentCannotBeCancelled");
        TestClient.Answer again = cloud.owner().put(url("slow"), template);
        assertThat(again.status()).isEqualTo(200);
        assertThat(ended(again).at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(cloud.owner().get(accepted.header("Azure-AsyncOperation")).errorCode()).isEqualTo("DeploymentOperationNotFound");
        assertThat(cloud.owner().send("HEAD", url("slow"), null).status()).isEqualTo(204);
        assertThat(cloud.owner().delete(url("slow")).status()).isEqualTo(204);
        assertThat(cloud.owner().get(url("slow")).errorCode()).isEqualTo("DeploymentNotFound");
    }

    @Test
    void takesUpAStepThatACrashCutShort() throws Exception {
        widgets.held.put("crashed", true);
        TestClient.Answer accepted = cloud.owner().put(url("crash"), body("~resources~:[" + widget("crashed", "") + "]", "{}"));
        for (int i = 0; i < 100 && cloud.owner().get(widgetUrl("crashed")).status() != 200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        cloud.database.with(h -> h.execute("update resources.deployment_step set state = 'WAITING', operation = null where deployment_key like '%/crash'"));
        widgets.held.clear();
        assertThat(ended(accepted).at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(widgets.puts.get("crashed")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void validatesAndForetells() throws Exception {
        String template = body("~resources~:[" + widget("told", "~properties~:{~size~:1}") + "," + widget("next", "~dependsOn~:[~told~]") + "]", "{}");
        TestClient.Answer validated = cloud.owner().post(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/check/validate"), template);
        assertThat(validated.status()).isEqualTo(200);
        assertThat(validated.json().at("/properties/validatedResources")).hasSize(2);
        assertThat(validated.json().at("/properties/dependencies/0/resourceName").asText()).isEqualTo("next");
        String whatIf = cloud.url(GROUP + "/providers/Microsoft.Resources/deployments/check/whatIf");
        assertThat(cloud.owner().post(whatIf, template).json().at("/properties/changes")).extracting(c -> c.path("changeType").asText()).containsExactly("Create", "Create");
        assertThat(cloud.owner().get(url("check")).status()).isEqualTo(404);
        ended(cloud.owner().put(url("check"), template));
        assertThat(cloud.owner().post(whatIf, template).json().at("/properties/changes")).extracting(c -> c.path("changeType").asText()).containsExactly("NoChange", "NoChange");
        JsonNode modified = cloud.owner().post(whatIf, template.replace("\"size\":1", "\"size\":2")).json().at("/properties/changes/0");
        assertThat(modified.path("delta").toString()).isEqualTo("[{\"path\":\"properties.size\",\"propertyChangeType\":\"Modify\",\"before\":1,\"after\":2}]");
        assertThat(cloud.owner().get(cloud.url(GROUP + "/providers/Microsoft.Resources/deployments")).json().path("value")).extracting(d -> d.path("name").asText()).contains("check");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            rg   | x!y | {~properties~:{~mode~:~Incremental~,~template~:{}}} | 400 | InvalidDeploymentName
            rg   | bad | {                                                   | 400 | InvalidRequestContent
            rg   | bad | []                                                  | 400 | InvalidRequestContent
            rg   | bad | {}                                                  | 400 | InvalidRequestContent
            rg   | bad | {~properties~:{~mode~:~Incremental~}}               | 400 | InvalidRequestContent
            rg   | bad | {~properties~:{~mode~:~Half~,~template~:{}}}        | 400 | InvalidRequestContent
            rg   | bad | {~properties~:{~mode~:~Complete~,~template~:{}}}    | 400 | FeatureNotSupported
            rg   | bad | {~properties~:{~mode~:~Incremental~,~templateLink~:{~uri~:~https://x~}}} | 400 | FeatureNotSupported
            rg   | bad | {~properties~:{~mode~:~Incremental~,~template~:{}}} | 400 | InvalidTemplate
            none | bad | {~properties~:{~mode~:~Incremental~,~template~:{}}} | 404 | ResourceGroupNotFound
            """)
    void refusesBadRequests(String group, String name, String body, int status, String code) {
        TestClient.Answer answer = cloud.owner().put(cloud.url("/resourceGroups/" + group + "/providers/Microsoft.Resources/deployments/" + name), body.replace('~', '"'));
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(cloud.owner().get(url("bad")).errorCode()).isEqualTo("DeploymentNotFound");
    }

    @Test
    void refusesWhatTheCloudDoesNotOffer() {
        String unknown = body("~resources~:[{~type~:~Test.Shop/gadgets~,~apiVersion~:~2024-01-01~,~name~:~g~}]", "{}");
        TestClient.Answer answer = cloud.owner().put(url("unknown"), unknown);
        assertThat(answer.errorCode()).isEqualTo("InvalidTemplateDeployment");
        assertThat(answer.json().at("/error/details/0/code").asText()).isEqualTo("InvalidResourceType");
        assertThat(Json.write(answer.json())).contains("gadgets");
    }

    @Test
    void goesWithItsGroup() throws Exception {
        cloud.owner().put(cloud.url("/resourceGroups/short"), "{\"location\":\"francesouth\"}");
        String path = "/resourceGroups/short/providers/Microsoft.Resources/deployments/d";
        assertThat(cloud.owner().put(cloud.url(path), body("~resources~:[" + widget("w", "") + "]", "{}")).status()).isEqualTo(201);
        assertThat(cloud.owner().delete(cloud.url("/resourceGroups/short")).status()).isEqualTo(202);
        assertThat(cloud.gone("/resourceGroups/short")).isTrue();
        assertThat(cloud.owner().get(cloud.url(path)).status()).isEqualTo(404);
    }
}
