package woad.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static woad.compute.ComputeCloud.disk;
import static woad.compute.ComputeCloud.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.MachineSpec;
import woad.platform.core.Json;
import woad.platform.web.TestClient;

class VirtualMachineTest {
    private ComputeCloud cloud;

    @BeforeEach
    void start() throws Exception {
        cloud = ComputeCloud.start("francecentral");
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Test
    void startsWhenItsHostSaysSo() throws Exception {
        cloud.host().hold();
        TestClient.Answer created = cloud.put(machine("vm1"), cloud.body("vm1"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Azure-AsyncOperation")).isNotNull();
        assertThat(created.json().at("/properties/provisioningState").asText()).isEqualTo("Creating");
        assertThat(cloud.power("vm1")).isEqualTo("starting");
        cloud.host().go();
        JsonNode machine = cloud.settled(machine("vm1"));
        assertThat(machine.at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(cloud.power("vm1")).isEqualTo("running");
        HostSpec told = cloud.host().told();
        MachineSpec spec = told.machines().getFirst();
        assertThat(spec.id()).isEqualTo(machine.at("/properties/vmId").asText());
        assertThat(spec.power()).isEqualTo(MachineSpec.Power.RUNNING);
        assertThat(spec.memoryMib()).isEqualTo(128);
        assertThat(spec.vcpus()).isEqualTo(2);
        assertThat(told.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.id()).isEqualTo(spec.osDiskId());
            assertThat(disk.sizeBytes()).isEqualTo(1L << 30);
            assertThat(disk.image()).hasToString("woad:tiny:1:1.0.0");
        });
        assertThat(spec.guest().adminUsername()).isEqualTo("azureuser");
        assertThat(spec.guest().sshPublicKeys()).singleElement().satisfies(key -> assertThat(key.keyData()).isEqualTo(ComputeCloud.SSH_KEY));
        assertThat(spec.guest().cloudCaPem()).isEqualTo("a certificate");
    }

    @Test
    void showsWhatClientsRead() throws Exception {
        cloud.create("vm1", body -> {
            ((ObjectNode) body.at("/properties")).put("userData", Base64.getEncoder().encodeToString("hello".getBytes()));
            ((ObjectNode) body.at("/properties/osProfile")).put("customData", Base64.getEncoder().encodeToString("#!/bin/sh".getBytes()));
        });
        JsonNode plain = cloud.get(machine("vm1")).json();
        JsonNode properties = plain.path("properties");
        assertThat(plain.path("type").asText()).isEqualTo("Microsoft.Compute/virtualMachines");
        assertThat(properties.has("userData")).isFalse();
        assertThat(properties.has("instanceView")).isFalse();
        assertThat(properties.path("osProfile").has("customData")).isFalse();
        assertThat(properties.has("$power")).isFalse();
        assertThat(properties.at("/storageProfile/imageReference/exactVersion").asText()).isEqualTo("1.0.0");
        assertThat(properties.at("/storageProfile/osDisk/createOption").asText()).isEqualTo("FromImage");
        assertThat(properties.at("/storageProfile/osDisk/osType").asText()).isEqualTo("Linux");
        assertThat(properties.at("/storageProfile/osDisk/name").asText()).startsWith("vm1_OsDisk_1_");
        assertThat(properties.at("/storageProfile/osDisk/managedDisk/storageAccountType").asText()).isEqualTo("Premium_LRS");
        assertThat(properties.at("/storageProfile/dataDisks").isArray()).isTrue();
        assertThat(properties.path("timeCreated").asText()).endsWith("Z");
        JsonNode expanded = cloud.get(machine("vm1") + "?$expand=instanceView,userData").json().path("properties");
        assertThat(expanded.path("userData").asText()).isEqualTo("aGVsbG8=");
        JsonNode statuses = expanded.at("/instanceView/statuses");
        assertThat(statuses.path(0).path("code").asText()).isEqualTo("ProvisioningState/succeeded");
        assertThat(statuses.path(0).path("displayStatus").asText()).isEqualTo("Provisioning succeeded");
        assertThat(statuses.path(0).path("time").asText()).isNotEmpty();
        assertThat(statuses.path(1).path("code").asText()).isEqualTo("PowerState/running");
        assertThat(statuses.path(1).path("displayStatus").asText()).isEqualTo("VM running");
        assertThat(statuses.path(1).path("level").asText()).isEqualTo("Info");
        assertThat(cloud.get("/providers/Microsoft.Compute/virtualMachines").json().path("value")).hasSize(1);
        assertThat(cloud.get(machine("vm1") + "/vmSizes").json().path("value")).isNotEmpty();
        assertThat(cloud.get(machine("nothing") + "/instanceView").errorCode()).isEqualTo("ResourceNotFound");
    }

    @Test
    void goesThroughItsPowerStates() throws Exception {
        String id = cloud.create("vm1").at("/properties/vmId").asText();
        assertThat(cloud.post(machine("vm1") + "/powerOff?skipShutdown=true", null).status()).isEqualTo(202);
        cloud.settled(machine("vm1"));
        assertThat(cloud.power("vm1", "stopped")).isEqualTo("stopped");
        assertThat(reserved(id)).isTrue();
        assertThat(cloud.post(machine("vm1") + "/restart", null).errorCode()).isEqualTo("OperationNotAllowed");
        cloud.post(machine("vm1") + "/start", null);
        cloud.settled(machine("vm1"));
        assertThat(cloud.power("vm1", "running")).isEqualTo("running");
        long epoch = cloud.host().told().machines().getFirst().bootEpoch();
        cloud.post(machine("vm1") + "/start", null);
        cloud.settled(machine("vm1"));
        assertThat(cloud.host().told().machines().getFirst().bootEpoch()).isEqualTo(epoch);
        cloud.post(machine("vm1") + "/restart", null);
        cloud.settled(machine("vm1"));
        assertThat(cloud.host().told().machines().getFirst().bootEpoch()).isEqualTo(epoch + 1);
        TestClient.Answer deallocating = cloud.post(machine("vm1") + "/deallocate", null);
        assertThat(deallocating.status()).isEqualTo(202);
        assertThat(cloud.power("vm1", "deallocated")).isEqualTo("deallocated");
        cloud.settled(machine("vm1"));
        assertThat(reserved(id)).isFalse();
        assertThat(cloud.ports.place(UUID.fromString(id))).isEmpty();
        assertThat(cloud.ports.claimed(cloud.nic("vm1VMNic"))).isTrue();
        assertThat(cloud.host().told().machines()).isEmpty();
        assertThat(cloud.host().told().disks()).hasSize(1);
        assertThat(cloud.cloud.owner().get(deallocating.header("Azure-AsyncOperation")).json().path("status").asText()).isEqualTo("Succeeded");
        assertThat(cloud.post(machine("vm1") + "/restart", null).errorCode()).isEqualTo("OperationNotAllowed");
        cloud.post(machine("vm1") + "/start", null);
        assertThat(cloud.settled(machine("vm1")).at("/properties/vmId").asText()).isEqualTo(id);
        assertThat(cloud.power("vm1", "running")).isEqualTo("running");
        assertThat(reserved(id)).isTrue();
    }

    @Test
    void seesThatAGuestShutItselfDownAndStartsItAgain() throws Exception {
        String id = cloud.create("vm1").at("/properties/vmId").asText();
        cloud.host().shutDown(id, 1);
        assertThat(cloud.power("vm1", "stopped")).isEqualTo("stopped");
        cloud.post(machine("vm1") + "/start", null);
        assertThat(cloud.power("vm1", "running")).isEqualTo("running");
    }

    @Test
    void failsWithTheHostsWordsAndCanBeStartedAgain() throws Exception {
        cloud.host().failAll("the image cannot be built: no space left");
        TestClient.Answer created = cloud.put(machine("vm1"), cloud.body("vm1"));
        JsonNode failed = cloud.settled(machine("vm1"));
        assertThat(failed.at("/properties/provisioningState").asText()).isEqualTo("Failed");
        JsonNode operation = cloud.cloud.owner().get(created.header("Azure-AsyncOperation")).json();
        assertThat(operation.path("status").asText()).isEqualTo("Failed");
        assertThat(operation.at("/error/message").asText()).contains("no space left");
        JsonNode status = cloud.get(machine("vm1") + "/instanceView").json().path("statuses").path(0);
        assertThat(status.path("code").asText()).isEqualTo("ProvisioningState/failed/VMStartFailed");
        assertThat(status.path("level").asText()).isEqualTo("Error");
        cloud.host().failAll(null);
        cloud.post(machine("vm1") + "/start", null);
        assertThat(cloud.settled(machine("vm1")).at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
    }

    @Test
    void takesAlongWhatItIsToldWhenDeleted() throws Exception {
        JsonNode created = cloud.create("vm1", body -> {
            ((ObjectNode) body.at("/properties/storageProfile/osDisk")).put("deleteOption", "Delete");
            ArrayNode disks = ((ObjectNode) body.at("/properties/storageProfile")).putArray("dataDisks");
            disks.addObject().put("lun", 0).put("createOption", "Empty").put("diskSizeGB", 2).put("name", "kept");
            disks.addObject().put("lun", 3).put("createOption", "empty").put("diskSizeGB", 2).put("name", "gone").put("deleteOption", "Delete");
        });
        String id = created.at("/properties/vmId").asText();
        String osDisk = created.at("/properties/storageProfile/osDisk/name").asText();
        assertThat(cloud.host().told().machines().getFirst().dataDisks()).extracting(MachineSpec.DataDisk::lun).containsExactly(0, 3);
        assertThat(cloud.get(disk("kept")).json().path("managedBy").asText()).endsWith("/virtualMachines/vm1");
        assertThat(cloud.delete(disk("kept")).errorCode()).isEqualTo("OperationNotAllowed");
        assertThat(cloud.delete(machine("vm1") + "?forceDeletion=true").status()).isEqualTo(202);
        assertThat(cloud.cloud.gone(machine("vm1"))).isTrue();
        assertThat(cloud.cloud.gone(disk(osDisk))).isTrue();
        assertThat(cloud.cloud.gone(disk("gone"))).isTrue();
        JsonNode kept = cloud.get(disk("kept")).json();
        assertThat(kept.has("managedBy")).isFalse();
        assertThat(kept.at("/properties/diskState").asText()).isEqualTo("Unattached");
        assertThat(reserved(id)).isFalse();
        assertThat(cloud.ports.claimed(cloud.nic("vm1VMNic"))).isFalse();
        assertThat(cloud.host().told().machines()).isEmpty();
        assertThat(cloud.host().told().disks()).hasSize(1);
        assertThat(cloud.count("platform.wrapped_key where resource <> ''")).isEqualTo(1);
        assertThat(cloud.delete(ComputeCloud.GROUP).status()).isEqualTo(202);
        assertThat(cloud.cloud.gone(ComputeCloud.GROUP)).isTrue();
        assertThat(cloud.host().told().disks()).isEmpty();
        assertThat(cloud.count("fleet.reservation")).isZero();
    }

    @Test
    void keepsWhatAnUpdateLeavesOut() throws Exception {
        cloud.create("vm1");
        JsonNode before = cloud.get(machine("vm1")).json();
        ObjectNode back = before.deepCopy();
        ((ObjectNode) back.path("properties").path("storageProfile")).putNull("imageReference");
        back.putObject("tags").put("team", "blue");
        TestClient.Answer written = cloud.put(machine("vm1"), back);
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        JsonNode after = cloud.settled(machine("vm1"));
        assertThat(after.path("properties")).isEqualTo(before.path("properties"));
        assertThat(cloud.host().told().machines().getFirst().bootEpoch()).isEqualTo(1);
        assertThat(cloud.patch(machine("vm1"), "{\"properties\":{\"hardwareProfile\":{\"vmSize\":\"standard_b1s\"}}}").status()).isLessThan(300);
        assertThat(cloud.settled(machine("vm1")).at("/properties/hardwareProfile/vmSize").asText()).isEqualTo("Standard_B1s");
        assertThat(cloud.host().told().machines().getFirst().bootEpoch()).isEqualTo(2);
        assertThat(cloud.host().told().machines().getFirst().vcpus()).isEqualTo(1);
    }

    @Test
    void changesDisksOnlyWhileItIsOff() throws Exception {
        cloud.create("vm1");
        assertThat(cloud.put(disk("data"), "{\"location\":\"francecentral\",\"sku\":{\"name\":\"Premium_LRS\"},\"properties\":{\"creationData\":{\"createOption\":\"Empty\"},"
                + "\"diskSizeGB\":4}}").status()).isEqualTo(201);
        String attach = "{\"dataDisksToAttach\":[{\"diskId\":\"/subscriptions/" + cloud.cloud.subscription + disk("data") + "\"}]}";
        assertThat(cloud.post(machine("vm1") + "/attachDetachDataDisks", attach).errorCode()).isEqualTo("OperationNotAllowed");
        cloud.post(machine("vm1") + "/deallocate", null);
        cloud.power("vm1", "deallocated");
        assertThat(cloud.post(machine("vm1") + "/attachDetachDataDisks", attach).status()).isEqualTo(202);
        JsonNode attached = cloud.settled(machine("vm1")).at("/properties/storageProfile/dataDisks/0");
        assertThat(attached.path("lun").asInt()).isZero();
        assertThat(attached.path("diskSizeGB").asInt()).isEqualTo(4);
        assertThat(cloud.settled(disk("data")).at("/properties/diskState").asText()).isEqualTo("Reserved");
        cloud.post(machine("vm1") + "/start", null);
        assertThat(cloud.power("vm1", "running")).isEqualTo("running");
        assertThat(cloud.settled(disk("data")).at("/properties/diskState").asText()).isEqualTo("Attached");
        assertThat(cloud.patch(disk("data"), "{\"properties\":{\"diskSizeGB\":8}}").errorCode()).isEqualTo("OperationNotAllowed");
        cloud.post(machine("vm1") + "/powerOff", null);
        cloud.power("vm1", "stopped");
        assertThat(cloud.patch(disk("data"), "{\"properties\":{\"diskSizeGB\":8}}").status()).isLessThan(300);
        assertThat(cloud.settled(disk("data")).at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(cloud.host().told().disks()).anySatisfy(disk -> assertThat(disk.sizeBytes()).isEqualTo(8L << 30));
        String detach = attach.replace("Attach", "Detach");
        assertThat(cloud.post(machine("vm1") + "/attachDetachDataDisks", detach).status()).isEqualTo(202);
        assertThat(cloud.settled(machine("vm1")).at("/properties/storageProfile/dataDisks")).isEmpty();
        assertThat(cloud.settled(disk("data")).at("/properties/diskState").asText()).isEqualTo("Unattached");
    }

    @Test
    void isRefusedWhereThereIsNoRoom() throws Exception {
        int machines = 0;
        TestClient.Answer answer = cloud.put(machine("vm0"), debian("vm0"));
        while (answer.status() == 201) {
            machines++;
            answer = cloud.put(machine("vm" + machines), debian("vm" + machines));
        }
        assertThat(answer.errorCode()).isEqualTo("AllocationFailed");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(machines).isEqualTo(4096 / (512 + 160));
        assertThat(cloud.get(machine("vm" + machines)).status()).isEqualTo(404);
        assertThat(cloud.get("/providers/Microsoft.Compute/disks").json().path("value")).hasSize(machines);
        assertThat(cloud.put(machine("south"), cloud.body("south").put("location", "francesouth")).errorCode()).isEqualTo("SkuNotAvailable");
        assertThat(cloud.put(machine("zonal"), debian("zonal").set("zones", Json.parse("[\"1\"]"))).errorCode()).isEqualTo("ZonalAllocationFailed");
    }

    private ObjectNode debian(String name) {
        ObjectNode body = cloud.body(name);
        ((ObjectNode) body.at("/properties/storageProfile/imageReference")).put("publisher", "Debian").put("offer", "debian-12").put("sku", "12");
        return body;
    }

    private boolean reserved(String id) {
        return cloud.read(handle -> cloud.placement.reserved(handle, id)).isPresent();
    }

    @Test
    void leavesNothingOnItsHostOnceDeleted() throws Exception {
        String id = cloud.create("vm1").at("/properties/vmId").asText();
        cloud.delete(machine("vm1"));
        assertThat(cloud.cloud.gone(machine("vm1"))).isTrue();
        assertThat(cloud.count("fleet.item where kind = 'MACHINE' and id = '" + id + "'")).isZero();
    }
}
