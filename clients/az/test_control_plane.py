"""az without machines: sign-in, groups, networks, role assignments, deployments, rest."""
import json
import os
import unittest
import uuid

from az import Az

TEMPLATE = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"prefix": {"type": "string"}, "count": {"type": "int", "defaultValue": 2}},
    "variables": {"nsg": "[concat(parameters('prefix'), '-nsg')]"},
    "resources": [
        {"type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2024-05-01", "name": "[variables('nsg')]",
         "location": "[resourceGroup().location]", "properties": {}},
        {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01",
         "name": "[format('{0}-vnet{1}', parameters('prefix'), copyIndex())]", "location": "[resourceGroup().location]",
         "copy": {"name": "nets", "count": "[parameters('count')]"},
         "dependsOn": ["[resourceId('Microsoft.Network/networkSecurityGroups', variables('nsg'))]"],
         "properties": {"addressSpace": {"addressPrefixes": ["[format('10.{0}.0.0/16', copyIndex(10))]"]},
                        "subnets": [{"name": "default", "properties": {
                            "addressPrefix": "[format('10.{0}.0.0/24', copyIndex(10))]",
                            "networkSecurityGroup": {"id": "[resourceId('Microsoft.Network/networkSecurityGroups', variables('nsg'))]"}}}]}},
    ],
    "outputs": {"nsgId": {"type": "string", "value": "[resourceId('Microsoft.Network/networkSecurityGroups', variables('nsg'))]"}},
}


class ControlPlane(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.az = Az()
        cls.addClassCleanup(cls.az.close)
        cls.accounts = cls.az.login()
        cls.group = "az-" + uuid.uuid4().hex[:8]
        cls.az("group", "create", "-n", cls.group, "-l", "francecentral", "--tags", "suite=az")
        cls.addClassCleanup(lambda: cls.az("group", "delete", "-n", cls.group, "--yes"))

    def test_signs_in_as_a_service_principal(self):
        self.assertEqual([os.environ["AZURE_SUBSCRIPTION_ID"]], [a["id"] for a in self.accounts])
        self.assertEqual("Woad", self.az("account", "show")["environmentName"])
        self.assertIn("AADSTS7000215", Az().refused("login", "--service-principal", "-u", os.environ["AZURE_CLIENT_ID"], "-p", "wrong",
                                                    "--tenant", os.environ["AZURE_TENANT_ID"]))

    def test_groups(self):
        self.assertIn(self.group, [g["name"] for g in self.az("group", "list")])
        self.assertEqual({"suite": "az"}, self.az("group", "show", "-n", self.group)["tags"])
        self.assertTrue(self.az("group", "exists", "-n", self.group))
        self.assertFalse(self.az("group", "exists", "-n", self.group + "-none"))
        self.assertIn("ResourceGroupNotFound", self.az.refused("group", "show", "-n", self.group + "-none"))
        self.assertIn("LocationNotAvailable", self.az.refused("group", "create", "-n", self.group + "-x", "-l", "westeurope"))

    def test_networks(self):
        vnet = self.az("network", "vnet", "create", "-g", self.group, "-n", "vnet", "--address-prefixes", "10.0.0.0/16", "fd00:1::/48",
                       "--subnet-name", "a", "--subnet-prefixes", "10.0.0.0/24", "fd00:1:0:1::/64")["newVNet"]
        self.assertEqual("Succeeded", vnet["provisioningState"])
        self.az("network", "vnet", "subnet", "create", "-g", self.group, "--vnet-name", "vnet", "-n", "b", "--address-prefixes", "10.0.1.0/24")
        self.assertEqual(["a", "b"], sorted(s["name"] for s in self.az("network", "vnet", "subnet", "list", "-g", self.group, "--vnet-name", "vnet")))
        self.assertIn("Overlap", self.az.refused("network", "vnet", "subnet", "create", "-g", self.group, "--vnet-name", "vnet", "-n", "c",
                                                 "--address-prefixes", "10.0.1.128/25"))
        nsg = self.az("network", "nsg", "create", "-g", self.group, "-n", "nsg")["NewNSG"]
        self.assertEqual(6, len(nsg["defaultSecurityRules"]))
        self.az("network", "nsg", "rule", "create", "-g", self.group, "--nsg-name", "nsg", "-n", "ssh", "--priority", "100",
                "--destination-port-ranges", "22", "--access", "Allow", "--protocol", "Tcp")
        self.assertEqual(["ssh"], [r["name"] for r in self.az("network", "nsg", "rule", "list", "-g", self.group, "--nsg-name", "nsg")])
        address = self.az("network", "public-ip", "create", "-g", self.group, "-n", "ip", "--sku", "Standard")["publicIp"]
        self.assertTrue(address["ipAddress"].startswith("127."), address)
        nic = self.az("network", "nic", "create", "-g", self.group, "-n", "nic", "--vnet-name", "vnet", "--subnet", "a",
                      "--network-security-group", "nsg", "--public-ip-address", "ip")["NewNIC"]
        self.assertEqual("10.0.0.4", nic["ipConfigurations"][0]["privateIPAddress"])
        self.assertIn("InUse", self.az.refused("network", "nsg", "delete", "-g", self.group, "-n", "nsg"))
        self.az("network", "nic", "delete", "-g", self.group, "-n", "nic")
        self.az("network", "public-ip", "delete", "-g", self.group, "-n", "ip")
        self.az("network", "nsg", "delete", "-g", self.group, "-n", "nsg")
        self.az("network", "vnet", "delete", "-g", self.group, "-n", "vnet")
        self.assertEqual([], self.az("network", "vnet", "list", "-g", self.group))

    def test_template_deployment(self):
        template = os.path.join(self.az.home, "template.json")
        with open(template, "w", encoding="utf-8") as file:
            json.dump(TEMPLATE, file)
        done = self.az("deployment", "group", "create", "-g", self.group, "-n", "d1", "-f", template, "-p", "prefix=t")
        self.assertEqual("Succeeded", done["properties"]["provisioningState"])
        self.assertTrue(done["properties"]["outputs"]["nsgId"]["value"].endswith("/networkSecurityGroups/t-nsg"))
        self.assertEqual(["t-vnet0", "t-vnet1"], sorted(v["name"] for v in self.az("network", "vnet", "list", "-g", self.group) if v["name"].startswith("t-")))
        TEMPLATE["variables"]["nsg"] = "[unheardOf(parameters('prefix'))]"
        with open(template, "w", encoding="utf-8") as file:
            json.dump(TEMPLATE, file)
        self.assertIn("unheardOf", self.az.refused("deployment", "group", "create", "-g", self.group, "-n", "d2", "-f", template, "-p", "prefix=t"))

    def test_role_assignments(self):
        assignments = self.az("role", "assignment", "list", "--all")
        self.assertIn("Owner", [a["roleDefinitionName"] for a in assignments])
        scope = self.az("group", "show", "-n", self.group)["id"]
        made = self.az("role", "assignment", "create", "--assignee", os.environ["AZURE_CLIENT_ID"], "--role", "Reader", "--scope", scope)
        self.assertEqual(scope, made["scope"])
        self.az("role", "assignment", "delete", "--ids", made["id"])

    def test_rest_and_lists(self):
        self.assertEqual("Enabled", self.az("rest", "--url", f"/subscriptions/{os.environ['AZURE_SUBSCRIPTION_ID']}?api-version=2022-12-01")["state"])
        self.assertEqual(["francecentral", "francesouth"], sorted(l["name"] for l in self.az("account", "list-locations")))
        self.assertIn("Microsoft.Compute", [p["namespace"] for p in self.az("provider", "list")])
        self.assertEqual([], [r for r in self.az("resource", "list", "-g", self.group) if not r["id"]])
        self.assertGreater(len(self.az("monitor", "activity-log", "list", "-g", self.group)), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
