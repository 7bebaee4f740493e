"""The Azure SDK for Python, unmodified, against the cloud that the environment variables point to."""
import os
import unittest
import uuid

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import ClientSecretCredential, EnvironmentCredential
from azure.mgmt.compute import ComputeManagementClient
from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient

ENDPOINT = "https://" + os.environ["ARM_METADATA_HOSTNAME"]
LOCATION = "francecentral"


class Sdk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subscription = os.environ["AZURE_SUBSCRIPTION_ID"]
        options = {"base_url": ENDPOINT, "credential_scopes": [ENDPOINT + "/.default"]}
        credential = EnvironmentCredential()
        cls.resources = ResourceManagementClient(credential, subscription, **options)
        cls.network = NetworkManagementClient(credential, subscription, **options)
        cls.compute = ComputeManagementClient(credential, subscription, **options)
        cls.group = "py-" + uuid.uuid4().hex[:8]
        cls.resources.resource_groups.create_or_update(cls.group, {"location": LOCATION, "tags": {"suite": "python"}})
        cls.addClassCleanup(lambda: cls.resources.resource_groups.begin_delete(cls.group).wait(120))

    def test_lists_groups(self):
        self.assertIn(self.group, [g.name for g in self.resources.resource_groups.list()])

    def test_network(self):
        made = self.network.virtual_networks.begin_create_or_update(self.group, "vnet", {
            "location": LOCATION, "properties": {
                "addressSpace": {"addressPrefixes": ["10.2.0.0/16"]},
                "subnets": [{"name": "default", "properties": {"addressPrefix": "10.2.0.0/24"}}]}}).result(120)
        self.assertEqual("Succeeded", made.properties.provisioning_state)
        self.network.virtual_networks.begin_delete(self.group, "vnet").wait(120)
        self.assertEqual([], list(self.network.virtual_networks.list(self.group)))

    def test_machines_and_sizes(self):
        self.assertIsInstance(list(self.compute.virtual_machines.list_all()), list)
        self.assertIn("Standard_B1s", [s.name for s in self.compute.virtual_machine_sizes.list(LOCATION)])

    def test_wrong_secret(self):
        wrong = ClientSecretCredential(os.environ["AZURE_TENANT_ID"], os.environ["AZURE_CLIENT_ID"], "wrong", authority=os.environ["AZURE_AUTHORITY_HOST"])
        with self.assertRaisesRegex(ClientAuthenticationError, "AADSTS7000215"):
            wrong.get_token(ENDPOINT + "/.default")

    def test_bad_input(self):
        with self.assertRaises(HttpResponseError) as refused:
            self.resources.resource_groups.create_or_update(self.group + "-x", {"location": "westeurope"})
        self.assertIn("LocationNotAvailable", refused.exception.error.code)


if __name__ == "__main__":
    unittest.main(verbosity=2)
