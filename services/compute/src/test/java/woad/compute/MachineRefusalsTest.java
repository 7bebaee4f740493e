package woad.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static woad.compute.ComputeCloud.disk;
import static woad.compute.ComputeCloud.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.Json;
import woad.platform.web.TestClient;

/** Every refusal of a virtual machine: the documented code and status, a message, and nothing changed. */
class MachineRefusalsTest {
    private static ComputeCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = ComputeCloud.start("francecentral");
        cloud.create("known");
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hardwareProfile.vmSize                            | "Standard_Q9"                     | 400 | InvalidParameter
            hardwareProfile.vmSize                            | null                              | 400 | InvalidParameter
            hardwareProfile.vmSize                            | {"a":1}                           | 400 | BadRequest
            hardwareProfile.vmSizeProperties                  | {"vCPUsAvailable":1}              | 400 | FeatureNotSupported
            hardwareProfile.memory                            | 4                                 | 400 | BadRequest
            storageProfile.imageReference                     | null                              | 400 | InvalidParameter
            storageProfile.imageReference.sku                 | null                              | 400 | InvalidParameter
            storageProfile.imageReference.sku                 | "2"                               | 404 | PlatformImageNotFound
            storageProfile.imageReference.version             | "9.9.9"                           | 404 | PlatformImageNotFound
            storageProfile.imageReference.id                  | "nonsense"                        | 400 | InvalidResourceReference
            storageProfile.imageReference.communityGalleryImageId | "/x"                          | 400 | FeatureNotSupported
            storageProfile.osDisk.createOption                | "Nonsense"                        | 400 | InvalidParameter
            storageProfile.osDisk.createOption                | "Attach"                          | 400 | FeatureNotSupported
            storageProfile.osDisk.createOption                | null                              | 400 | InvalidParameter
            storageProfile.osDisk.osType                      | "Windows"                         | 400 | InvalidParameter
            storageProfile.osDisk.caching                     | "Sometimes"                       | 400 | InvalidParameter
            storageProfile.osDisk.diskSizeGb                  | 0                                 | 400 | InvalidParameter
            storageProfile.osDisk.diskSizeGb                  | 5000                              | 400 | InvalidParameter
            storageProfile.osDisk.diskSizeGb                  | "much"                            | 400 | BadRequest
            storageProfile.osDisk.diskSizeGb                  | 1.5                               | 400 | BadRequest
            storageProfile.osDisk.name                        | "no spaces"                       | 400 | InvalidParameter
            storageProfile.osDisk.vhd                         | {"uri":"https://x/y.vhd"}         | 400 | FeatureNotSupported
            storageProfile.osDisk.diffDiskSettings            | {"option":"Local"}                | 400 | FeatureNotSupported
            storageProfile.osDisk.managedDisk.storageAccountType | "UltraSSD_LRS"                 | 400 | InvalidParameter
            storageProfile.osDisk.managedDisk.diskEncryptionSet | {"id":"/x"}                     | 400 | FeatureNotSupported
            storageProfile.diskControllerType                 | "NVMe"                            | 400 | FeatureNotSupported
            storageProfile.dataDisks                          | [{"createOption":"Empty","diskSizeGB":1}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":64,"createOption":"Empty","diskSizeGB":1}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":0,"createOption":"Empty"}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":0,"diskSizeGB":1}]        | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":0,"createOption":"Empty","diskSizeGB":0}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":0,"createOption":"FromImage"}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":0,"createOption":"Copy"}] | 400 | FeatureNotSupported
            storageProfile.dataDisks                          | [{"lun":0,"createOption":"Attach"}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":0,"createOption":"Attach","managedDisk":{"id":"x"}}] | 400 | InvalidResourceReference
            storageProfile.dataDisks                          | [null]                            | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":1,"createOption":"Empty","diskSizeGB":1},{"lun":1,"createOption":"Empty","diskSizeGB":1}] | 400 | InvalidParameter
            storageProfile.dataDisks                          | [{"lun":1,"createOption":"Empty","diskSizeGB":1,"name":"a"},{"lun":2,"createOption":"Empty","diskSizeGB":1,"name":"A"}] | 400 | InvalidParameter
            osProfile                                         | null                              | 400 | InvalidParameter
            osProfile.adminUsername                           | null                              | 400 | InvalidParameter
            osProfile.adminUsername                           | "root"                            | 400 | InvalidParameter
            osProfile.adminUsername                           | "Admin"                           | 400 | InvalidParameter
            osProfile.adminUsername                           | "a b"                             | 400 | InvalidParameter
            osProfile.adminUsername                           | "9lives"                          | 400 | InvalidParameter
            osProfile.adminPassword                           | "Correct-Horse-7"                 | 400 | FeatureNotSupported
            osProfile.computerName                            | "under_score"                     | 400 | InvalidParameter
            osProfile.computerName                            | "12345"                           | 400 | InvalidParameter
            osProfile.computerName                            | "a123456789a123456789a123456789a123456789a123456789a123456789abcd" | 400 | InvalidParameter
            osProfile.customData                              | "not base64!"                     | 400 | InvalidParameter
            osProfile.windowsConfiguration                    | {"provisionVMAgent":true}         | 400 | FeatureNotSupported
            osProfile.secrets                                 | [{"sourceVault":{"id":"/x"}}]     | 400 | FeatureNotSupported
            osProfile.linuxConfiguration                      | null                              | 400 | InvalidParameter
            osProfile.linuxConfiguration.disablePasswordAuthentication | false                    | 400 | InvalidParameter
            osProfile.linuxConfiguration.ssh.publicKeys       | []                                | 400 | InvalidParameter
            osProfile.linuxConfiguration.ssh.publicKeys       | [null]                            | 400 | InvalidParameter
            osProfile.linuxConfiguration.ssh.publicKeys       | [{"path":"/x"}]                   | 400 | InvalidParameter
            osProfile.linuxConfiguration.ssh.publicKeys       | [{"keyData":"ssh-rsa AAAA"}]      | 400 | InvalidParameter
            osProfile.linuxConfiguration.ssh.publicKeys       | [{"keyData":"-----BEGIN PUBLIC KEY-----"}] | 400 | InvalidParameter
            osProfile.linuxConfiguration.ssh                  | "key"                             | 400 | BadRequest
            networkProfile                                    | null                              | 400 | InvalidParameter
            networkProfile.networkInterfaces                  | []                                | 400 | InvalidParameter
            networkProfile.networkInterfaces                  | [{}]                              | 400 | InvalidParameter
            networkProfile.networkInterfaces                  | [{"id":"vm1VMNic"}]               | 400 | InvalidResourceReference
            networkProfile.networkInterfaceConfigurations     | [{"name":"x"}]                    | 400 | FeatureNotSupported
            availabilitySet                                   | {"id":"/x"}                       | 400 | FeatureNotSupported
            priority                                          | "Spot"                            | 400 | FeatureNotSupported
            securityProfile                                   | {"securityType":"TrustedLaunch"}  | 400 | FeatureNotSupported
            securityProfile                                   | {"uefiSettings":{"secureBootEnabled":true}} | 400 | FeatureNotSupported
            securityProfile                                   | {"securityType":"Sloppy"}         | 400 | InvalidParameter
            diagnosticsProfile                                | {"bootDiagnostics":{"enabled":true,"storageUri":"https://x.blob.core.woad.test/"}} | 400 | FeatureNotSupported
            userData                                          | "%%%"                             | 400 | InvalidParameter
            additionalCapabilities                            | {"ultraSSDEnabled":true}          | 400 | FeatureNotSupported
            nonsense                                          | 1                                 | 400 | BadRequest
            $power                                            | {"power":"STOPPED","bootEpoch":9} | 400 | BadRequest
            """)
    void refuses(String path, String value, int status, String code) throws Exception {
        ObjectNode body = cloud.body("new");
        set(body, "properties." + path, Json.parse(value));
        refused(cloud.put(machine("new"), body), status, code);
        assertThat(cloud.get(machine("new")).status()).isEqualTo(404);
        assertThat(cloud.get("/providers/Microsoft.Compute/disks").json().path("value")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            zones    | ["9"]                                    | 400 | AvailabilityZoneNotSupported
            zones    | ["1","2"]                                | 400 | AvailabilityZoneNotSupported
            plan     | {"name":"a","publisher":"b","product":"c"} | 400 | FeatureNotSupported
            identity | {"type":"SystemAssigned"}                | 400 | FeatureNotSupported
            location | "atlantis"                               | 400 | LocationNotAvailableForResourceType
            """)
    void refusesBesideTheProperties(String member, String value, int status, String code) {
        ObjectNode body = cloud.body("new");
        body.set(member, Json.parse(value));
        refused(cloud.put(machine("new"), body), status, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-vm", "vm.", "a b", "a123456789a123456789a123456789a123456789a123456789a123456789abcdef"})
    void refusesNames(String name) {
        refused(cloud.put(machine(name.replace(" ", "%20")), cloud.body("new")), 400, "InvalidResourceName");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            osProfile.adminUsername                           | "other"            | PropertyChangeNotAllowed
            osProfile.computerName                            | "other"            | PropertyChangeNotAllowed
            osProfile.customData                              | "aGVsbG8="         | PropertyChangeNotAllowed
            storageProfile.imageReference.offer               | "debian-12"        | PropertyChangeNotAllowed
            storageProfile.osDisk.name                        | "other"            | PropertyChangeNotAllowed
            """)
    void refusesToChange(String path, String value, String code) throws Exception {
        JsonNode before = cloud.settled(machine("known"));
        ObjectNode body = cloud.body("known");
        set(body, "properties." + path, Json.parse(value));
        refused(cloud.put(machine("known"), body), 409, code);
        assertThat(cloud.get(machine("known")).json()).isEqualTo(before);
    }

    @Test
    void refusesMoreThanASizeHolds() {
        ObjectNode body = cloud.body("new");
        ArrayNode disks = ((ObjectNode) body.at("/properties/storageProfile")).putArray("dataDisks");
        for (int lun = 0; lun < 5; lun++) {
            disks.addObject().put("lun", lun).put("createOption", "Empty").put("diskSizeGB", 1);
        }
        refused(cloud.put(machine("new"), body), 409, "OperationNotAllowed");
        ObjectNode nics = cloud.body("new");
        ArrayNode interfaces = ((ObjectNode) nics.at("/properties/networkProfile")).putArray("networkInterfaces");
        for (int i = 0; i < 3; i++) {
            interfaces.addObject().put("id", cloud.nic("nic" + i)).putObject("properties").put("primary", i == 0);
        }
        refused(cloud.put(machine("new"), nics), 409, "OperationNotAllowed");
        interfaces.remove(2);
        ((ObjectNode) interfaces.path(1).path("properties")).put("primary", true);
        refused(cloud.put(machine("new"), nics), 400, "InvalidParameter");
        ObjectNode plain = cloud.body("new");
        ((ObjectNode) plain.at("/properties/hardwareProfile")).put("vmSize", "Standard_D1_v2");
        ((ObjectNode) plain.at("/properties/storageProfile/osDisk/managedDisk")).put("storageAccountType", "Premium_LRS");
        refused(cloud.put(machine("new"), plain), 400, "InvalidParameter");
        ObjectNode long64 = cloud.body("new");
        ((ObjectNode) long64.at("/properties/osProfile")).put("customData", Base64.getEncoder().encodeToString(new byte[OsRules.MOST_CUSTOM_DATA + 1]));
        refused(cloud.put(machine("new"), long64), 400, "InvalidParameter");
    }

    @Test
    void refusesInterfacesThatAreMissingUsedOrElsewhere() {
        ObjectNode missing = cloud.body("new");
        ((ObjectNode) missing.at("/properties/networkProfile/networkInterfaces/0")).put("id", cloud.nic("missing"));
        refused(cloud.put(machine("new"), missing), 400, "InvalidResourceReference");
        refused(cloud.put(machine("new"), cloud.body("known")), 409, "Conflict");
        ObjectNode elsewhere = cloud.body("new");
        ((ObjectNode) elsewhere.at("/properties/networkProfile/networkInterfaces/0")).put("id", cloud.nic("x").replace(cloud.cloud.subscription.toString(),
                cloud.cloud.otherSubscription.toString()));
        refused(cloud.put(machine("new"), elsewhere), 400, "InvalidResourceReference");
        assertThat(cloud.get(machine("new")).status()).isEqualTo(404);
    }

    @Test
    void refusesDisksThatAreTakenOrElsewhere() {
        String osDisk = cloud.get(machine("known")).json().at("/properties/storageProfile/osDisk/name").asText();
        ObjectNode taken = cloud.body("new");
        ((ObjectNode) taken.at("/properties/storageProfile/osDisk")).put("name", osDisk);
        refused(cloud.put(machine("new"), taken), 409, "ConflictingUserInput");
        ObjectNode attached = cloud.body("new");
        ((ObjectNode) attached.at("/properties/storageProfile")).putArray("dataDisks").addObject().put("lun", 0).put("createOption", "Attach")
                .putObject("managedDisk").put("id", "/subscriptions/" + cloud.cloud.subscription + disk(osDisk));
        refused(cloud.put(machine("new"), attached), 409, "ConflictingUserInput");
        ((ObjectNode) attached.at("/properties/storageProfile/dataDisks/0/managedDisk")).put("id", "/subscriptions/" + cloud.cloud.subscription + disk("none"));
        refused(cloud.put(machine("new"), attached), 400, "InvalidResourceReference");
    }

    @Test
    void refusesToUseAnInterfaceThatTheCallerMayNotJoin() throws Exception {
        UUID somebody = UUID.randomUUID();
        String assignment = ComputeCloud.GROUP + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID();
        assertThat(cloud.put(assignment, "{\"properties\":{\"principalId\":\"" + somebody + "\",\"roleDefinitionId\":\"/subscriptions/" + cloud.cloud.subscription
                + "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c\"}}").status()).isEqualTo(201);
        ObjectNode body = cloud.body("new");
        ((ObjectNode) body.at("/properties/networkProfile/networkInterfaces/0")).put("id", cloud.nic("x").replace("/resourceGroups/rg/", "/resourceGroups/other/"));
        refused(cloud.cloud.as(cloud.cloud.tenant, somebody).put(cloud.cloud.url(machine("new")), body), 403, "LinkedAuthorizationFailed");
    }

    @ParameterizedTest
    @CsvSource({"redeploy, FeatureNotSupported", "runCommand, FeatureNotSupported", "capture, FeatureNotSupported", "powerOff?skipShutdown=perhaps, InvalidParameter",
        "deallocate?hibernate=true, FeatureNotSupported"})
    void refusesActions(String action, String code) {
        refused(cloud.post(machine("known") + "/" + action, "{}"), 400, code);
        refused(cloud.post(machine("nothing") + "/start", "{}"), 404, "ResourceNotFound");
    }

    @Test
    void acceptsEveryDefaultOfClientsWithNothingAsked() throws Exception {
        JsonNode created = cloud.create("defaults", body -> {
            ObjectNode properties = (ObjectNode) body.path("properties");
            properties.putObject("additionalCapabilities").put("ultraSSDEnabled", false).putNull("hibernationEnabled");
            properties.putObject("securityProfile").put("securityType", "Standard").put("encryptionAtHost", true);
            properties.put("priority", "Regular").putNull("licenseType");
            ((ObjectNode) properties.path("osProfile")).put("allowExtensionOperations", true).putArray("secrets");
            ((ObjectNode) properties.at("/osProfile/linuxConfiguration")).put("provisionVMAgent", true);
            properties.remove("diagnosticsProfile");
        });
        assertThat(created.at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        cloud.delete(machine("defaults"));
        assertThat(cloud.cloud.gone(machine("defaults"))).isTrue();
        cloud.delete(disk(created.at("/properties/storageProfile/osDisk/name").asText()));
        assertThat(cloud.cloud.gone(disk(created.at("/properties/storageProfile/osDisk/name").asText()))).isTrue();
    }

    private static void refused(TestClient.Answer answer, int status, String code) {
        assertThat(answer.errorCode()).as(answer.text()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/message").asText()).hasSizeGreaterThan(20);
    }

    private static void set(ObjectNode body, String path, JsonNode value) {
        String[] steps = path.split(Pattern.quote("."));
        ObjectNode at = body;
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.get(steps[i]) instanceof ObjectNode inner ? inner : at.putObject(steps[i]);
        }
        at.set(steps[steps.length - 1], value);
    }
}
