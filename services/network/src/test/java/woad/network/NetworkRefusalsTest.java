package woad.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.web.TestClient;

/** What Microsoft.Network refuses, with Azure's codes; a refused request changes nothing. */
class NetworkRefusalsTest {
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
        network.make("virtualNetworks/there", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00::/48']},'subnets':[{'name':'a','properties':{"
                + "'addressPrefixes':['10.0.0.0/24','fd00::/64']}},{'name':'four','properties':{'addressPrefix':'10.0.1.0/24'}}]}");
        network.make("virtualNetworks/south", "{'location':'francesouth','properties':{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},"
                + "'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24'}}]}}");
        network.make("networkSecurityGroups/southern", "{'location':'francesouth'}");
        network.make("networkInterfaces/holder", "{'ipConfigurations':[{'name':'one','properties':{'subnet':{'id':'" + network.id("virtualNetworks/there/subnets/a")
                + "'},'privateIPAddress':'10.0.0.9','privateIPAllocationMethod':'Static'}}]}");
        network.make("publicIPAddresses/labelled", "{'dnsSettings':{'domainNameLabel':'taken'}}");
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static void refused(String path, String json, String code) {
        TestClient.Answer answer = network.put(path, json.replace("$NET", network.id("virtualNetworks")).replace("$NSG", network.id("networkSecurityGroups"))
                .replace("$PIP", network.id("publicIPAddresses")));
        assertThat(answer.errorCode()).as(answer.text()).isEqualTo(code);
        assertThat(answer.status()).isBetween(400, 409);
        assertThat(answer.json().path("error").path("message").asText()).isNotBlank();
        assertThat(network.cloud.owner().get(network.url(path)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                              | InvalidRequestFormat
            {'addressSpace':{}}                                                             | InvalidRequestFormat
            {'addressSpace':'10.0.0.0/16'}                                                  | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':'10.0.0.0/16'}}                              | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':[7]}}                                        | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'colour':'blue'}            | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.0']}}                               | InvalidAddressPrefixFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.0/33']}}                            | InvalidAddressPrefixFormat
            {'addressSpace':{'addressPrefixes':['hello/8']}}                                | InvalidAddressPrefixFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.1/24']}}                            | InvalidCIDRNotation
            {'addressSpace':{'addressPrefixes':['0.0.0.0/0']}}                              | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['127.0.0.0/16']}}                           | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['169.254.0.0/16']}}                         | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['168.63.129.0/24']}}                        | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['224.0.0.0/8']}}                            | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['198.19.0.0/16']}}                          | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['10.0.0.0/30']}}                            | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['fd00::/48']}}                              | AddressPrefixNotAllowed
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16','10.0.1.0/24']}}              | NetcfgVirtualNetworkAddressSpacesOverlap
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.1.0.0/24'}}]}  | NetcfgInvalidSubnet
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/30'}}]}  | NetcfgInvalidSubnet
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00::/48']},'subnets':[{'name':'a','properties':{'addressPrefixes':['10.0.0.0/24','fd00::/63']}}]} | NetcfgInvalidSubnet
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00::/48']},'subnets':[{'name':'a','properties':{'addressPrefix':'fd00::/64'}}]} | NetcfgInvalidSubnet
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24'}},{'name':'b','properties':{'addressPrefix':'10.0.0.128/25'}}]} | NetcfgSubnetRangesOverlap
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24'}},{'name':'A','properties':{'addressPrefix':'10.0.1.0/24'}}]} | DuplicateResourceName
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a'}]}   | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{}}]} | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'-','properties':{'addressPrefix':'10.0.0.0/24'}}]} | InvalidRequestFormat
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24','networkSecurityGroup':{'id':'$NSG/none'}}}]} | InvalidResourceReference
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24','networkSecurityGroup':{'id':'$NSG/southern'}}}]} | InvalidResourceReference
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24','networkSecurityGroup':{'id':'southern'}}}]} | InvalidResourceReference
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24','routeTable':{'id':'x'}}}]} | FeatureNotSupported
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'virtualNetworkPeerings':[{'name':'p'}]} | FeatureNotSupported
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'enableDdosProtection':true} | FeatureNotSupported
            {'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'dhcpOptions':{'dnsServers':['10.0.0.4']}} | FeatureNotSupported
            {'location':'francecentral','sku':{'name':'x'},'properties':{'addressSpace':{'addressPrefixes':['10.0.0.0/16']}}} | InvalidRequestFormat
            """)
    void virtualNetworks(String json, String code) {
        refused("virtualNetworks/bad", json, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'priority':99                          | SecurityRuleInvalidPriority
            'priority':4097                        | SecurityRuleInvalidPriority
            'priority':'100'                       | InvalidRequestFormat
            'priority':null                        | InvalidRequestFormat
            'protocol':'Esp'                       | InvalidRequestFormat
            'protocol':null                        | InvalidRequestFormat
            'access':'Maybe'                       | InvalidRequestFormat
            'direction':'Up'                       | InvalidRequestFormat
            'destinationPortRange':'65536'         | SecurityRuleInvalidPortRange
            'destinationPortRange':'90-80'         | SecurityRuleInvalidPortRange
            'destinationPortRange':'any'           | SecurityRuleInvalidPortRange
            'sourcePortRange':'1,2'                | SecurityRuleInvalidPortRange
            'protocol':'Icmp'                      | SecurityRuleInvalidPortRange
            'destinationPortRange':null            | InvalidRequestFormat
            'sourceAddressPrefix':'Storage'        | SecurityRuleInvalidAddressPrefix
            'sourceAddressPrefix':'10.0.0.0/40'    | SecurityRuleInvalidAddressPrefix
            'sourceAddressPrefix':'10.0.0.1/24'    | SecurityRuleInvalidAddressPrefix
            'sourceAddressPrefix':null             | InvalidRequestFormat
            'sourceApplicationSecurityGroups':[{'id':'x'}] | FeatureNotSupported
            'shade':'dark'                         | InvalidRequestFormat
            """)
    void securityRules(String change, String code) {
        String rule = "'protocol':'Tcp','sourcePortRange':'*','destinationPortRange':'22','sourceAddressPrefix':'*','destinationAddressPrefix':'*',"
                + "'access':'Allow','priority':100,'direction':'Inbound'";
        String member = change.substring(0, change.indexOf(':'));
        String changed = rule.contains(member + ":") ? rule.replaceFirst(member + ":('[^']*'|[0-9]+)", change) : rule + "," + change;
        refused("networkSecurityGroups/bad", "{'securityRules':[{'name':'a','properties':{" + changed + "}}]}", code);
    }

    @Test
    void securityRulesThatConflict() {
        String properties = "'properties':{'protocol':'Tcp','sourcePortRange':'*','destinationPortRange':'22','sourceAddressPrefix':'*',"
                + "'destinationAddressPrefix':'*','access':'Allow','priority':100,'direction':'Inbound'}}";
        refused("networkSecurityGroups/bad", "{'securityRules':[{'name':'a'," + properties + ",{'name':'b'," + properties + "]}", "SecurityRuleConflict");
        refused("networkSecurityGroups/bad", "{'securityRules':[{'name':'a'," + properties + ",{'name':'A'," + properties.replace("100", "101") + "]}",
                "DuplicateResourceName");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'location':'francecentral','sku':{'name':'Standard'},'properties':{'publicIPAllocationMethod':'Dynamic'}} | StandardSkuPublicIPAddressesMustBeStatic
            {'location':'francecentral','sku':{'name':'Basic'},'zones':['1'],'properties':{}}  | ZonesNotAllowedInBasicSkuResource
            {'location':'francecentral','sku':{'name':'Standard'},'zones':['9'],'properties':{}} | InvalidAvailabilityZone
            {'location':'francecentral','sku':{'name':'Gold'},'properties':{}}             | InvalidRequestFormat
            {'location':'francecentral','sku':{'name':'Standard','tier':'Global'},'properties':{}} | InvalidRequestFormat
            {'publicIPAddressVersion':'IPv6'}                                               | PublicIPAddressVersionNotSupported
            {'publicIPAllocationMethod':'Sometimes'}                                        | InvalidRequestFormat
            {'ipAddress':'127.64.0.9'}                                                      | InvalidRequestFormat
            {'idleTimeoutInMinutes':3}                                                      | InvalidRequestFormat
            {'dnsSettings':{'domainNameLabel':'-x'}}                                        | InvalidDomainNameLabel
            {'dnsSettings':{'domainNameLabel':'taken'}}                                     | DnsRecordInUse
            {'publicIPPrefix':{'id':'x'}}                                                   | FeatureNotSupported
            """)
    void publicAddresses(String json, String code) {
        refused("publicIPAddresses/bad", json, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                              | InvalidRequestFormat
            {'ipConfigurations':[]}                                                         | InvalidRequestFormat
            {'ipConfigurations':[{'name':'i','properties':{}}]}                             | InvalidRequestFormat
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'x'}}}]}          | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there'}}}]} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/z'}}}]} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/none/subnets/a'}}}]} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/south/subnets/a'}}}]} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAllocationMethod':'Static'}}]} | InvalidRequestFormat
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAllocationMethod':'Static','privateIPAddress':'10.0.0.300'}}]} | InvalidIPAddress
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAllocationMethod':'Static','privateIPAddress':'10.0.0.3'}}]} | PrivateIPAddressInReservedRange
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAllocationMethod':'Static','privateIPAddress':'10.0.0.255'}}]} | PrivateIPAddressInReservedRange
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAllocationMethod':'Static','privateIPAddress':'10.0.2.4'}}]} | PrivateIPAddressNotInSubnet
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAllocationMethod':'Static','privateIPAddress':'10.0.0.9'}}]} | PrivateIPAddressInUse
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'}}},{'name':'j','properties':{'subnet':{'id':'$NET/there/subnets/four'}}}]} | IpConfigurationsOnSameNicCannotUseDifferentSubnets
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'}}},{'name':'I','properties':{'subnet':{'id':'$NET/there/subnets/a'}}}]} | DuplicateResourceName
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'privateIPAddressVersion':'IPv6'}}]} | InvalidPrimaryIPConfiguration
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'primary':true}},{'name':'j','properties':{'subnet':{'id':'$NET/there/subnets/a'},'primary':true}}]} | InvalidPrimaryIPConfiguration
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/four'}}},{'name':'j','properties':{'subnet':{'id':'$NET/there/subnets/four'},'privateIPAddressVersion':'IPv6'}}]} | PrivateIPAddressNotInSubnet
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'publicIPAddress':{'id':'$PIP/none'}}}]} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'publicIPAddress':{'id':'$NSG/southern'}}}]} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'}}}],'networkSecurityGroup':{'id':'$NSG/southern'}} | InvalidResourceReference
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'}}}],'enableIPForwarding':true} | FeatureNotSupported
            {'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'$NET/there/subnets/a'},'loadBalancerBackendAddressPools':[{'id':'x'}]}}]} | FeatureNotSupported
            """)
    void networkInterfaces(String json, String code) {
        refused("networkInterfaces/bad", json, code);
    }

    @Test
    void textsWithoutEnd() {
        String endless = "x".repeat(1_000_000);
        refused("virtualNetworks/bad", "{'addressSpace':{'addressPrefixes':['" + endless + "']}}", "InvalidRequestFormat");
        String name = "x".repeat(40_000);
        refused("networkSecurityGroups/bad", "{'" + name + "':1}", "InvalidRequestFormat");
        assertThat(network.put("networkSecurityGroups/bad", "{'" + name + "':1}").text()).hasSizeLessThan(1000);
        refused("networkSecurityGroups/bad", "{'securityRules':[" + "{},".repeat(5000) + "{}]}", "InvalidRequestFormat");
    }

    @Test
    void saysThatPeeringsAreNotOffered() {
        TestClient.Answer answer = network.cloud.owner().put(network.url("virtualNetworks/there/virtualNetworkPeerings/p"),
                "{\"properties\":{\"allowVirtualNetworkAccess\":true}}");
        assertThat(answer.errorCode()).isEqualTo("FeatureNotSupported");
        assertThat(network.cloud.owner().get(network.url("virtualNetworks/there/virtualNetworkPeerings")).json().path("value")).isEmpty();
        assertThat(network.put("routeTables/r", "{}").errorCode()).isEqualTo("InvalidResourceType");
    }

    @Test
    void letsNobodyJoinWhatIsNotTheirs() {
        String body = TestNetwork.body("{'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'" + network.id("virtualNetworks/there/subnets/a") + "'}}}]}");
        String group = "https://management.woad.test/subscriptions/" + network.cloud.otherSubscription + "/resourceGroups/theirs";
        TestClient other = network.cloud.as(network.cloud.otherTenant, network.cloud.otherOwner);
        assertThat(other.put(group + "?api-version=2024-11-01", "{\"location\":\"francecentral\"}").status()).isEqualTo(201);
        TestClient.Answer answer = other.put(group + "/providers/Microsoft.Network/networkInterfaces/spy?api-version=2024-05-01", body);
        assertThat(answer.errorCode()).isEqualTo("LinkedAuthorizationFailed");
        assertThat(answer.status()).isEqualTo(403);
    }
}
