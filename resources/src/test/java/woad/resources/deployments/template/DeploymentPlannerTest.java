package woad.resources.deployments.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.resources.deployments.template.Plans.find;
import static woad.resources.deployments.template.Plans.names;
import static woad.resources.deployments.template.Plans.needs;
import static woad.resources.deployments.template.Plans.plan;
import static woad.resources.deployments.template.Plans.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.Language;

class DeploymentPlannerTest {
    private static final String ID = Language.GROUP + "/providers/Test.A/b/";

    @Test
    void plansWhatAzSendsForAVirtualMachine() throws IOException {
        ObjectNode sent;
        try (InputStream file = getClass().getResourceAsStream("/templates/az-vm-create.json")) {
            sent = (ObjectNode) Json.MAPPER.readTree(file);
        }
        DeploymentPlan plan = DeploymentPlanner.plan(TemplateParser.parse(sent.get("template")), (ObjectNode) sent.get("parameters"), Language.context());

        assertThat(names(plan)).containsExactly("vm1VNET", "vm1NSG", "vm1PublicIP", "vm1VMNic", "vm1");
        assertThat(needs(plan, "vm1VMNic")).containsExactly("vm1NSG", "vm1PublicIP", "vm1VNET");
        assertThat(needs(plan, "vm1")).containsExactly("vm1VMNic");
        assertThat(find(plan, "vm1").id()).isEqualTo(Language.GROUP + "/providers/Microsoft.Compute/virtualMachines/vm1");
        ObjectNode body = find(plan, "vm1").evaluate(new Plans.World());
        assertThat(body.path("location").asText()).isEqualTo("francecentral");
        assertThat(body.at("/properties/storageProfile/osDisk").has("name")).as("null means the default").isFalse();
        assertThat(body.has("dependsOn") || body.has("apiVersion") || body.has("type")).isFalse();
        assertThat(plan.outputs(new Plans.World())).isEmpty();
    }

    @Test
    void plansCopiesAsAzWritesThem() {
        DeploymentPlan plan = plan("~variables~: {~names~: [~x~, ~y~]}, ~resources~: ["
                + resource("[concat('nic', copyIndex())]", "~copy~: {~name~: ~niccopy~, ~mode~: ~parallel~, ~count~: 2}, ~properties~: {~id~: ~[concat('ip', copyIndex())]~}") + ","
                + resource("[variables('names')[copyIndex()]]", "~copy~: {~name~: ~byname~, ~count~: ~[length(variables('names'))]~}") + ","
                + resource("vm", "~dependsOn~: [~Test.A/B/NIC0~, ~Test.A/b/nic1~, ~byName~]") + "]");

        assertThat(names(plan)).containsExactly("nic0", "nic1", "x", "y", "vm");
        assertThat(needs(plan, "vm")).containsExactly("nic0", "nic1", "x", "y");
        assertThat(find(plan, "nic1").preview().at("/properties/id").asText()).isEqualTo("ip1");
    }

    @Test
    void runsSerialCopiesInBatches() {
        DeploymentPlan plan = plan("~resources~: [" + resource("[concat('a', copyIndex())]",
                "~copy~: {~name~: ~loop~, ~mode~: ~Serial~, ~batchSize~: 2, ~count~: 5}") + "]");
        assertThat(needs(plan, "a1")).isEmpty();
        assertThat(needs(plan, "a2")).containsExactly("a0", "a1");
        assertThat(needs(plan, "a4")).containsExactly("a2", "a3");
    }

    @Test
    void copiesPropertiesVariablesAndOutputs() {
        DeploymentPlan plan = plan("~variables~: {~copy~: [{~name~: ~subnets~, ~count~: 2, ~input~: ~[concat('s', copyIndex('subnets', 1))]~}], ~inner~: {~copy~: "
                + "[{~name~: ~list~, ~count~: 2, ~input~: {~n~: ~[copyIndex('list')]~}}]}}, ~resources~: ["
                + resource("a", "~properties~: {~kept~: 1, ~copy~: [{~name~: ~disks~, ~count~: 3, ~input~: {~lun~: ~[copyIndex('disks')]~}}]}")
                + "], ~outputs~: {~many~: {~type~: ~array~, ~copy~: {~count~: 2, ~input~: ~[copyIndex(5)]~}}, ~subnets~: {~type~: ~Array~, ~value~: ~[variables('subnets')]~},"
                + "~inner~: {~type~: ~object~, ~value~: ~[variables('inner')]~}, ~off~: {~type~: ~string~, ~condition~: ~[equals(1, 2)]~, ~value~: ~[fail('x')]~}}");
        assertThat(find(plan, "a").preview().path("properties").toString()).isEqualTo("{\"kept\":1,\"disks\":[{\"lun\":0},{\"lun\":1},{\"lun\":2}]}");
        assertThat(plan.outputs(new Plans.World()).toString()).isEqualTo("{\"many\":{\"type\":\"Array\",\"value\":[5,6]},\"subnets\":{\"type\":\"Array\",\"value\":[\"s1\",\"s2\"]},"
                + "\"inner\":{\"type\":\"Object\",\"value\":{\"list\":[{\"n\":0},{\"n\":1}]}}}");
    }

    @Test
    void understandsEveryFormOfDependsOn() {
        String target = resource("target", "");
        for (String form : new String[] {"target", "Test.A/b/TARGET", "[resourceId('test.a/B', 'target')]", ID + "target", "[concat('Test.A/b/', 'target')]"}) {
            DeploymentPlan plan = plan("~resources~: [" + resource("a", "~dependsOn~: [~" + form + "~]") + "," + target + "]");
            assertThat(names(plan)).as(form).containsExactly("target", "a");
        }
    }

    @Test
    void nestsChildren() {
        DeploymentPlan plan = plan("~resources~: [{~type~: ~Test.A/b~, ~apiVersion~: ~2024-01-01~, ~name~: ~p~, ~resources~: [{~type~: ~c~, ~apiVersion~: ~2024-01-01~,"
                + "~name~: ~k~, ~dependsOn~: [~p~], ~properties~: {}}]}, " + resource("z", "~dependsOn~: [~[resourceId('Test.A/b/c', 'p', 'k')]~, ~p/k~]") + "]");
        PlannedResource child = find(plan, "p/k");
        assertThat(child.type()).isEqualTo("Test.A/b/c");
        assertThat(child.id()).isEqualTo(ID + "p/c/k");
        assertThat(needs(plan, "p/k")).containsExactly("p");
        assertThat(needs(plan, "z")).containsExactly("p/k");
        assertThat(find(plan, "p").body().has("resources")).isFalse();
    }

    @Test
    void namesExtensionsInBothForms() {
        DeploymentPlan plan = plan("~resources~: [{~type~: ~Test.A/b/providers/roleAssignments~, ~apiVersion~: ~2015-07-01~, ~name~: ~vm/Microsoft.Authorization/g~},"
                + "{~type~: ~Microsoft.Authorization/locks~, ~apiVersion~: ~2020-05-01~, ~name~: ~l~, ~scope~: ~Test.A/b/vm~}]");
        assertThat(plan.resources()).extracting(PlannedResource::id).containsExactly(ID + "vm/providers/Microsoft.Authorization/roleAssignments/g",
                ID + "vm/providers/Microsoft.Authorization/locks/l");
    }

    @Test
    void leavesOutWhatIsConditionedAwayAndWaitsForItNowhere() {
        DeploymentPlan plan = plan("~parameters~: {~on~: {~type~: ~bool~}}, ~resources~: ["
                + resource("no", "~condition~: ~[parameters('on')]~, ~properties~: {~x~: ~[fail('never evaluated')]~}") + ","
                + resource("a", "~dependsOn~: [~no~], ~properties~: {~x~: ~[if(parameters('on'), reference('no').y, 'none')]~}") + "]", "{~on~: {~value~: false}}");
        assertThat(names(plan)).containsExactly("a");
        assertThat(find(plan, "a").evaluate(new Plans.World()).at("/properties/x").asText()).isEqualTo("none");
    }

    @Test
    void readsResourcesWhileItRuns() {
        DeploymentPlan plan = plan("~resources~: [" + resource("late", "~properties~: {~byName~: ~[reference('early').answer]~, ~full~: ~[reference(resourceId('Test.A/b', 'early'), '2020-01-01', 'Full').identity]~,"
                + "~key~: ~[listKeys('early', '2021-01-01', createObject('a', 1)).key]~, ~plain~: ~[concat('x', 'y')]~}") + "," + resource("early", "~location~: ~[resourceGroup().location]~")
                + "], ~outputs~: {~o~: {~type~: ~int~, ~value~: ~[reference('early').answer]~}, ~s~: {~type~: ~secureString~, ~value~: ~[listKeys('early', '2021-01-01').key]~}}");
        assertThat(names(plan)).containsExactly("early", "late");
        assertThat(find(plan, "early").location()).contains("francecentral");
        assertThat(find(plan, "late").preview().at("/properties/byName").asText()).isEqualTo("[reference('early').answer]");
        assertThat(find(plan, "late").preview().at("/properties/plain").asText()).isEqualTo("xy");

        Plans.World world = new Plans.World().with(ID + "early", "{~id~: ~i~, ~identity~: {~principalId~: ~p~}, ~properties~: {~answer~: 42}}");
        ObjectNode body = find(plan, "late").evaluate(world);
        assertThat(body.path("properties").toString()).isEqualTo("{\"byName\":42,\"full\":{\"principalId\":\"p\"},\"key\":\"secret-of-listKeys\",\"plain\":\"xy\"}");
        assertThat(world.asked).containsExactly("GET " + ID + "early 2024-01-01", "GET " + ID + "early 2020-01-01", "POST " + ID + "early listKeys 2021-01-01");
        assertThat(plan.outputs(world).toString()).isEqualTo("{\"o\":{\"type\":\"Int\",\"value\":42},\"s\":{\"type\":\"SecureString\"}}");
    }

    @Test
    void computesNamesOfProperties() {
        DeploymentPlan plan = plan("~resources~: [" + resource("a", "~tags~: {~[concat('t', 1)]~: ~v~, ~[[x]~: ~[[y]~}") + "]");
        assertThat(find(plan, "a").preview().path("tags").toString()).isEqualTo("{\"t1\":\"v\",\"[x]\":\"[y]\"}");
    }

    @Test
    void usesFunctionsOfTheTemplate() {
        DeploymentPlan plan = plan("~functions~: [{~namespace~: ~own~, ~members~: {~name~: {~parameters~: [{~name~: ~p~, ~type~: ~string~}], ~output~: {~type~: ~string~,"
                + "~value~: ~[concat(toLower(parameters('p')), uniqueString(resourceGroup().id))]~}}}}], ~resources~: [" + resource("[own.name('ABC')]", "") + "]");
        assertThat(names(plan).getFirst()).matches("abc[a-z2-7]{13}");
    }

    @Test
    void leavesNestedTemplatesToTheirOwnDeployment() {
        String nested = "~template~: {~$schema~: ~s~, ~parameters~: {~p~: {~type~: ~string~}}, ~resources~: [{~name~: ~[parameters('p')]~, ~x~: null, ~i~: ~[copyIndex()]~}]}";
        String sections = "~parameters~: {~p~: {~type~: ~string~, ~defaultValue~: ~[[outer]~}}, ~resources~: [{~type~: ~Microsoft.Resources/deployments~, ~apiVersion~: ~2022-09-01~,"
                + "~name~: ~n~, ~resourceGroup~: ~other~, ~properties~: {~mode~: ~Incremental~, ~expressionEvaluationOptions~: {~scope~: ~SCOPE~}, ~parameters~: {~p~: {~value~: ~[parameters('p')]~}}, " + nested + "}}]";
        DeploymentPlan inner = plan(sections.replace("SCOPE", "inner"));
        assertThat(find(inner, "n").id()).isEqualTo("/subscriptions/" + Language.SUBSCRIPTION + "/resourceGroups/other/providers/Microsoft.Resources/deployments/n");
        ObjectNode body = find(inner, "n").evaluate(new Plans.World());
        assertThat(body.has("resourceGroup")).isFalse();
        assertThat(body.at("/properties/parameters/p/value").asText()).isEqualTo("[outer]");
        assertThat(body.at("/properties/template/resources/0").toString()).isEqualTo("{\"name\":\"[parameters('p')]\",\"x\":null,\"i\":\"[copyIndex()]\"}");
        assertThat(find(plan(sections.replace("SCOPE", "outer")), "n").evaluate(new Plans.World()).at("/properties/template/resources/0").toString())
                .isEqualTo("{\"name\":\"[[outer]\",\"x\":null,\"i\":\"[copyIndex()]\"}");
    }

    @Test
    void understandsSymbolicNames() {
        DeploymentPlan plan = plan("~languageVersion~: ~2.0~, ~resources~: {~first~: " + resource("one", "") + ", ~there~: " + resource("old", "~existing~: true") + ", ~many~: "
                + resource("[format('m{0}', copyIndex())]", "~copy~: {~name~: ~many~, ~count~: 2}, ~dependsOn~: [~first~, ~there~]")
                + ", ~last~: " + resource("z", "~dependsOn~: [~many~], ~properties~: {~r~: ~[reference('there').v]~, ~i~: ~[resourceInfo('many[1]').id]~}") + "}");
        assertThat(needs(plan, "z")).containsExactly("m0", "m1", "old");
        assertThat(needs(plan, "m1")).containsExactly("old", "one");
        assertThat(find(plan, "old").existing()).isTrue();
        assertThat(find(plan, "z").evaluate(new Plans.World().with(ID + "old", "{~properties~: {~v~: 7}}")).path("properties").toString())
                .isEqualTo("{\"r\":7,\"i\":\"" + ID + "m1\"}");
    }

    @Test
    void deploysToASubscription() {
        Template template = TemplateParser.parse(Language.object("{~$schema~: ~https://x/2018-05-01/subscriptionDeploymentTemplate.json#~, ~contentVersion~: ~1.0.0.0~, ~resources~: ["
                + "{~type~: ~Microsoft.Resources/resourceGroups~, ~apiVersion~: ~2024-03-01~, ~name~: ~g~, ~location~: ~[deployment().location]~},"
                + "{~type~: ~Microsoft.Resources/deployments~, ~apiVersion~: ~2024-03-01~, ~name~: ~d~, ~resourceGroup~: ~g~, ~dependsOn~: [~[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'g')]~],"
                + "~properties~: {~mode~: ~Incremental~, ~template~: {}}}]}"));
        DeploymentPlan plan = DeploymentPlanner.plan(template, Json.object(), Language.subscriptionContext());
        assertThat(plan.resources()).extracting(PlannedResource::id).containsExactly("/subscriptions/" + Language.SUBSCRIPTION + "/resourceGroups/g",
                "/subscriptions/" + Language.SUBSCRIPTION + "/resourceGroups/g/providers/Microsoft.Resources/deployments/d");
        assertThat(find(plan, "g").location()).contains("francecentral");
        assertThatThrownBy(() -> DeploymentPlanner.plan(template, Json.object(), Language.context())).hasMessageContaining("is not for this scope");
    }
}
