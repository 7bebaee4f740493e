package woad.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import woad.platform.web.TestClient;

/** Requests as az, its templates and the Java SDK send them, and what they read in the answers. */
class NetworkLifecycleTest {
    private static TestNetwork network;

    @BeforeAll
    static void open() {
        network = new TestNetwork();
    }

    @BeforeEach
    void start() {
        network.nextGroup();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private String nic(String subnet, String more) {
        return "{'ipConfigurations':[{'name':'ipconfigvm1','properties':{'privateIPAllocationMethod':'Dynamic','subnet':{'id':'" + network.id(subnet) + "'}" + more + "}}]}";
    }

    private static String pointer(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }

    @Test
    void goesThroughWhatAzVmCreateSends() throws InterruptedException {
        JsonNode vnet = network.make("virtualNetworks/vm1VNET", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'enableDdosProtection':false,'enableVmProtection':false,"
                + "'subnets':[{'name':'vm1Subnet','properties':{'addressPrefix':'10.0.0.0/24'}}]}");
        assertThat(pointer(vnet, "/properties/provisioningState")).isEqualTo("Succeeded");
        assertThat(pointer(vnet, "/properties/subnets/0/properties/addressPrefix")).isEqualTo("10.0.0.0/24");
        assertThat(pointer(vnet, "/properties/subnets/0/id")).isEqualTo(network.id("virtualNetworks/vm1VNET/subnets/vm1Subnet"));
        assertThat(vnet.at("/properties/resourceGuid").asText()).hasSize(36);

        JsonNode group = network.make("networkSecurityGroups/vm1NSG", "{'securityRules':[{'name':'default-allow-ssh','properties':{'protocol':'Tcp','sourcePortRange':'*',"
                + "'destinationPortRange':'22','sourceAddressPrefix':'*','destinationAddressPrefix':'*','access':'Allow','priority':1000,'direction':'Inbound'}}]}");
        assertThat(group.at("/properties/defaultSecurityRules").findValuesAsText("name")).containsExactly("AllowVnetInBound", "AllowAzureLoadBalancerInBound",
                "DenyAllInBound", "AllowVnetOutBound", "AllowInternetOutBound", "DenyAllOutBound");
        assertThat(group.at("/properties/defaultSecurityRules/2/properties").toString()).isEqualTo("{\"description\":\"Deny all inbound traffic\",\"protocol\":\"*\","
                + "\"sourcePortRange\":\"*\",\"sourceAddressPrefix\":\"*\",\"sourcePortRanges\":[],\"sourceAddressPrefixes\":[],\"destinationPortRange\":\"*\","
                + "\"destinationAddressPrefix\":\"*\",\"destinationPortRanges\":[],\"destinationAddressPrefixes\":[],\"access\":\"Deny\",\"priority\":65500,"
                + "\"direction\":\"Inbound\",\"provisioningState\":\"Succeeded\"}");

        JsonNode address = network.make("publicIPAddresses/vm1PublicIP", "{'location':'francecentral','sku':{'name':'Standard'},'properties':{'publicIPAllocationMethod':'Static'}}");
        assertThat(pointer(address, "/properties/ipAddress")).startsWith("127.64.");
        assertThat(pointer(address, "/sku/name")).isEqualTo("Standard");

        JsonNode nic = network.make("networkInterfaces/vm1VMNic", nic("virtualNetworks/vm1VNET/subnets/vm1Subnet", ",'publicIPAddress':{'id':'"
                + network.id("publicIPAddresses/vm1PublicIP") + "'}").replaceFirst("}$", ",'networkSecurityGroup':{'id':'" + network.id("networkSecurityGroups/vm1NSG") + "'}}"));
        assertThat(pointer(nic, "/properties/ipConfigurations/0/properties/privateIPAddress")).isEqualTo("10.0.0.4");
        assertThat(nic.at("/properties/ipConfigurations/0/properties/primary").asBoolean()).isTrue();
        assertThat(pointer(nic, "/properties/ipConfigurations/0/properties/publicIPAddress/id")).isEqualTo(network.id("publicIPAddresses/vm1PublicIP"));
        assertThat(pointer(nic, "/properties/macAddress")).matches("02(-[0-9A-F]{2}){5}");

        String configuration = network.id("networkInterfaces/vm1VMNic/ipConfigurations/ipconfigvm1");
        assertThat(pointer(network.get("publicIPAddresses/vm1PublicIP"), "/properties/ipConfiguration/id")).isEqualTo(configuration);
        assertThat(pointer(network.get("virtualNetworks/vm1VNET"), "/properties/subnets/0/properties/ipConfigurations/0/id")).isEqualTo(configuration);
        assertThat(pointer(network.get("networkSecurityGroups/vm1NSG"), "/properties/networkInterfaces/0/id")).isEqualTo(network.id("networkInterfaces/vm1VMNic"));

        assertThat(network.delete("virtualNetworks/vm1VNET").errorCode()).isEqualTo("InUseSubnetCannotBeDeleted");
        assertThat(network.delete("virtualNetworks/vm1VNET/subnets/vm1Subnet").errorCode()).isEqualTo("InUseSubnetCannotBeDeleted");
        assertThat(network.delete("networkSecurityGroups/vm1NSG").errorCode()).isEqualTo("InUseNetworkSecurityGroupCannotBeDeleted");
        assertThat(network.delete("publicIPAddresses/vm1PublicIP").errorCode()).isEqualTo("PublicIPAddressCannotBeDeleted");
        network.remove("networkInterfaces/vm1VMNic");
        network.remove("publicIPAddresses/vm1PublicIP");
        network.remove("networkSecurityGroups/vm1NSG");
        network.remove("virtualNetworks/vm1VNET");
        for (String table : List.of("interface", "ip_configuration", "public_address", "security_group", "virtual_network")) {
            assertThat(network.rows(table)).as(table).isZero();
        }
    }

    @Test
    void takesBackWhatItAnswered() {
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'dhcpOptions':{'dnsServers':[]},'subnets':[{'properties':{'addressPrefix':'10.0.0.0/24'},'name':'s'}]}");
        network.make("networkSecurityGroups/g", "{'location':'francecentral'}");
        network.make("publicIPAddresses/p", "{'publicIPAllocationMethod':'Dynamic','dnsSettings':{'domainNameLabel':'mine'},'idleTimeoutInMinutes':4,'publicIPAddressVersion':'IPv4'}");
        network.make("networkInterfaces/n", nic("virtualNetworks/v/subnets/s", ",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}"));
        for (String resource : List.of("virtualNetworks/v", "networkSecurityGroups/g", "publicIPAddresses/p", "networkInterfaces/n")) {
            JsonNode before = network.get(resource);
            TestClient.Answer again = network.cloud.owner().put(network.url(resource), before);
            assertThat(again.status()).as(resource + again.text()).isEqualTo(200);
            assertThat(withoutEtags(network.get(resource))).isEqualTo(withoutEtags(before));
        }
        assertThat(pointer(network.get("publicIPAddresses/p"), "/properties/dnsSettings/fqdn")).isEqualTo("mine.francecentral.cloudapp.woad.test");
        assertThat(pointer(network.get("publicIPAddresses/p"), "/sku/name")).isEqualTo("Basic");
    }

    private static String withoutEtags(JsonNode resource) {
        return resource.path("properties").toString().replaceAll("W/..[0-9a-f-]{36}", "");
    }

    @Test
    void writesChildrenThroughTheirParents() {
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00:1::/48']}}");
        assertThat(network.cloud.owner().put(network.url("virtualNetworks/v/subnets/s"),
                "{\"name\":\"s\",\"properties\":{\"addressPrefix\":\"10.0.0.0/24\",\"privateEndpointNetworkPolicies\":\"Disabled\",\"privateLinkServiceNetworkPolicies\":\"Enabled\"}}").status()).isEqualTo(201);
        network.make("networkInterfaces/n", nic("virtualNetworks/v/subnets/s", ""));
        assertThat(network.put("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00:1::/48']}}").status()).isEqualTo(200);
        assertThat(network.get("virtualNetworks/v").at("/properties/subnets")).as("a PUT without subnets keeps them").hasSize(1);
        assertThat(network.put("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.1.0/24'}}]}").errorCode())
                .isEqualTo("InUseSubnetCannotBeUpdated");
        assertThat(network.put("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[]}").errorCode()).isEqualTo("InUseSubnetCannotBeDeleted");

        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00:1::/48']},'subnets':[{'name':'s','properties':{'addressPrefixes':['10.0.0.0/24','fd00:1::/64']}}]}");
        JsonNode dual = network.make("networkInterfaces/dual", "{'ipConfigurations':[{'name':'six','properties':{'privateIPAddressVersion':'IPv6','subnet':{'id':'"
                + network.id("virtualNetworks/v/subnets/s") + "'}}},{'name':'four','properties':{'subnet':{'id':'" + network.id("virtualNetworks/v/subnets/s") + "'}}}]}");
        assertThat(dual.at("/properties/ipConfigurations").findValuesAsText("privateIPAddress")).containsExactly("fd00:1::4", "10.0.0.5");
        assertThat(dual.at("/properties/ipConfigurations/1/properties/primary").asBoolean()).isTrue();
        assertThat(network.put("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00:1::/48']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/24'}}]}").errorCode())
                .isEqualTo("InUsePrefixCannotBeDeleted");

        network.make("networkSecurityGroups/g", "{}");
        String rule = "{\"name\":\"r\",\"properties\":{\"access\":\"Allow\",\"direction\":\"Inbound\",\"priority\":300,\"protocol\":\"*\",\"sourcePortRange\":\"*\",\"destinationPortRanges\":[\"80\",\"443\"],"
                + "\"sourceAddressPrefix\":\"Internet\",\"destinationAddressPrefix\":\"VirtualNetwork\"}}";
        TestClient.Answer created = network.cloud.owner().put(network.url("networkSecurityGroups/g/securityRules/r"), rule);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("type").asText()).isEqualTo("Microsoft.Network/networkSecurityGroups/securityRules");
        assertThat(network.cloud.owner().put(network.url("networkSecurityGroups/g/securityRules/q"), rule).errorCode()).isEqualTo("SecurityRuleConflict");
        assertThat(network.delete("networkSecurityGroups/g/securityRules/r").status()).isIn(200, 202);
    }

    @Test
    void goesWithItsGroup() throws InterruptedException {
        network.make("networkSecurityGroups/g", "{}");
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/24',"
                + "'networkSecurityGroup':{'id':'" + network.id("networkSecurityGroups/g") + "'}}}]}");
        network.make("publicIPAddresses/p", "{}");
        network.make("networkInterfaces/n", nic("virtualNetworks/v/subnets/s", ",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}"));
        assertThat(network.cloud.owner().delete(network.cloud.url(network.group())).status()).isEqualTo(202);
        assertThat(network.cloud.gone(network.group())).isTrue();
        assertThat(network.rows("virtual_network")).isZero();
    }

    @Test
    void changesTagsAlone() {
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/24'}}]}");
        network.make("networkInterfaces/n", nic("virtualNetworks/v/subnets/s", ""));
        network.make("publicIPAddresses/p", "{}");
        network.make("networkSecurityGroups/g", "{}");
        for (String resource : List.of("virtualNetworks/v", "networkInterfaces/n", "publicIPAddresses/p", "networkSecurityGroups/g")) {
            String before = withoutEtags(network.get(resource));
            TestClient.Answer answer = network.cloud.owner().send("PATCH", network.url(resource), "{\"tags\":{\"a\":\"b\"}}");
            assertThat(answer.status()).as(answer.text()).isIn(200, 202);
            assertThat(network.get(resource).at("/tags/a").asText()).isEqualTo("b");
            assertThat(withoutEtags(network.get(resource))).isEqualTo(before);
        }
    }

    @Test
    void movesAddressesBetweenInterfaces() throws InterruptedException {
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/24'}}]}");
        network.make("publicIPAddresses/p", "{}");
        String with = nic("virtualNetworks/v/subnets/s", ",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}");
        network.make("networkInterfaces/a", with);
        assertThat(network.put("networkInterfaces/b", with).errorCode()).isEqualTo("PublicIPAddressInUse");
        network.make("networkInterfaces/a", nic("virtualNetworks/v/subnets/s", ""));
        assertThat(network.make("networkInterfaces/b", with).at("/properties/ipConfigurations/0/properties/privateIPAddress").asText()).isEqualTo("10.0.0.5");
        JsonNode address = network.get("publicIPAddresses/p");
        assertThat(network.put("publicIPAddresses/p", "{'location':'francecentral','sku':{'name':'Basic'},'properties':{}}").errorCode()).isEqualTo("PropertyChangeNotAllowed");
        assertThat(network.get("publicIPAddresses/p").at("/properties/ipAddress")).isEqualTo(address.at("/properties/ipAddress"));
        network.remove("networkInterfaces/a");
        assertThat(network.make("networkInterfaces/c", nic("virtualNetworks/v/subnets/s", "")).at("/properties/ipConfigurations/0/properties/privateIPAddress").asText())
                .as("the lowest free address").isEqualTo("10.0.0.4");
    }

    @Test
    void answersWhatIsFree() {
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/29'}}]}");
        network.make("networkInterfaces/n", nic("virtualNetworks/v/subnets/s", ""));
        network.make("publicIPAddresses/p", "{'dnsSettings':{'domainNameLabel':'ours'}}");
        String check = network.path("virtualNetworks/v/CheckIPAddressAvailability?ipAddress=");
        assertThat(network.cloud.owner().get(network.cloud.url(check + "10.0.0.4")).json().toString()).isEqualTo("{\"available\":false,\"availableIPAddresses\":[\"10.0.0.5\",\"10.0.0.6\"]}");
        assertThat(network.cloud.owner().get(network.cloud.url(check + "10.0.0.5")).json().toString()).isEqualTo("{\"available\":true}");
        assertThat(network.cloud.owner().get(network.cloud.url(check + "10.9.0.5")).errorCode()).isEqualTo("PrivateIPAddressNotInSubnet");
        assertThat(network.cloud.owner().get(network.cloud.url(check + "x")).errorCode()).isEqualTo("InvalidIPAddress");
        String locations = "/providers/Microsoft.Network/locations/";
        assertThat(network.cloud.owner().get(network.cloud.url(locations + "francecentral/CheckDnsNameAvailability?domainNameLabel=ours")).json().path("available").asBoolean()).isFalse();
        assertThat(network.cloud.owner().get(network.cloud.url(locations + "francesouth/CheckDnsNameAvailability?domainNameLabel=ours")).json().path("available").asBoolean()).isTrue();
        assertThat(network.cloud.owner().get(network.cloud.url(locations + "francesouth/CheckDnsNameAvailability?domainNameLabel=MINE")).errorCode()).isEqualTo("InvalidDomainNameLabel");
        assertThat(network.cloud.owner().get(network.cloud.url(locations + "francesouth/CheckDnsNameAvailability")).errorCode()).isEqualTo("InvalidParameter");
        assertThat(network.cloud.owner().get(network.cloud.url(locations + "nowhere/usages")).errorCode()).isEqualTo("LocationNotAvailableForResourceType");
        JsonNode usages = network.cloud.owner().get(network.cloud.url(locations + "francecentral/usages")).json().path("value");
        assertThat(usages).anySatisfy(usage -> {
            assertThat(usage.at("/name/value").asText()).isEqualTo("PublicIPAddresses");
            assertThat(usage.path("currentValue").asInt()).isPositive().isLessThan(usage.path("limit").asInt());
        });
    }
}
