"""az storage: accounts, keys, blobs, queues and tables, with the account's key and with a role."""
import filecmp
import os
import time
import unittest
import uuid

from az import Az


class Storage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.az = Az()
        cls.addClassCleanup(cls.az.close)
        cls.az.login()
        cls.group = "azs-" + uuid.uuid4().hex[:8]
        cls.name = "az" + uuid.uuid4().hex[:12]
        cls.az("group", "create", "-n", cls.group, "-l", "francecentral")
        cls.addClassCleanup(lambda: cls.az("group", "delete", "-n", cls.group, "--yes"))
        cls.account = cls.az("storage", "account", "create", "-n", cls.name, "-g", cls.group, "-l", "francecentral", "--sku", "Standard_LRS")

    def test_accounts(self):
        self.assertEqual(("Succeeded", "StorageV2", "Standard_LRS"), (self.account["provisioningState"], self.account["kind"], self.account["sku"]["name"]))
        self.assertEqual(f"https://{self.name}.blob.core.woad.test/", self.account["primaryEndpoints"]["blob"])
        self.assertIn(self.name, [a["name"] for a in self.az("storage", "account", "list", "-g", self.group)])
        self.assertFalse(self.az("storage", "account", "check-name", "-n", self.name)["nameAvailable"])
        self.assertTrue(self.az("storage", "account", "check-name", "-n", "x" + uuid.uuid4().hex[:12])["nameAvailable"])
        before = self.az("storage", "account", "keys", "list", "-n", self.name, "-g", self.group)
        after = self.az("storage", "account", "keys", "renew", "-n", self.name, "-g", self.group, "--key", "key2")
        self.assertEqual(before[0]["value"], after[0]["value"])
        self.assertNotEqual(before[1]["value"], after[1]["value"])
        self.assertIn("AccountName=" + self.name, self.az("storage", "account", "show-connection-string", "-n", self.name, "-g", self.group)["connectionString"])
        changed = self.az("storage", "account", "update", "-n", self.name, "-g", self.group, "--tags", "a=b", "--access-tier", "Cool", "--yes")
        self.assertEqual(({"a": "b"}, "Cool"), (changed["tags"], changed["accessTier"]))
        self.assertIn("AccountNameInvalid", self.az.refused("storage", "account", "create", "-n", "Not_A_Name", "-g", self.group, "-l", "francecentral"))

    def test_blobs_with_the_accounts_key(self):
        source, target = os.path.join(self.az.home, "source"), os.path.join(self.az.home, "target")
        with open(source, "wb") as file:
            file.write(os.urandom(5 << 20))
        self.assertTrue(self.az("storage", "container", "create", "-n", "keyed", "--account-name", self.name)["created"])
        self.assertFalse(self.az("storage", "container", "create", "-n", "keyed", "--account-name", self.name)["created"])
        self.az("storage", "blob", "upload", "-c", "keyed", "-n", "d/blob", "-f", source, "--account-name", self.name)
        self.assertEqual(["d/blob"], [b["name"] for b in self.az("storage", "blob", "list", "-c", "keyed", "--account-name", self.name)])
        self.az("storage", "blob", "download", "-c", "keyed", "-n", "d/blob", "-f", target, "--account-name", self.name)
        self.assertTrue(filecmp.cmp(source, target, shallow=False))
        self.assertIn("already exists", self.az.refused("storage", "blob", "upload", "-c", "keyed", "-n", "d/blob", "-f", source, "--account-name", self.name))
        sas = self.az("storage", "blob", "generate-sas", "-c", "keyed", "-n", "d/blob", "--permissions", "r", "--expiry",
                      time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(time.time() + 3600)), "--account-name", self.name)
        self.assertEqual(5 << 20, self.az("storage", "blob", "show", "-c", "keyed", "-n", "d/blob", "--account-name", self.name, "--sas-token", sas)["properties"]["contentLength"])
        self.az("storage", "blob", "delete", "-c", "keyed", "-n", "d/blob", "--account-name", self.name)
        self.assertFalse(self.az("storage", "blob", "exists", "-c", "keyed", "-n", "d/blob", "--account-name", self.name)["exists"])
        self.az("storage", "container", "delete", "-n", "keyed", "--account-name", self.name)

    def test_blobs_with_a_role(self):
        # An owner may make containers, which is management; what is in them takes a role for data.
        self.assertTrue(self.az("storage", "container", "create", "-n", "roled", "--account-name", self.name, "--auth-mode", "login")["created"])
        self.assertIn("You do not have the required permissions", self.az.refused("storage", "blob", "upload", "-c", "roled", "-n", "b", "--data", "hello",
                                                                                 "--account-name", self.name, "--auth-mode", "login"))
        me = os.environ["AZURE_CLIENT_ID"]
        self.az("role", "assignment", "create", "--assignee", me, "--role", "Storage Blob Data Contributor", "--scope", self.account["id"])
        self.az("storage", "blob", "upload", "-c", "roled", "-n", "b", "--data", "hello", "--account-name", self.name, "--auth-mode", "login")
        self.assertEqual(["b"], [b["name"] for b in self.az("storage", "blob", "list", "-c", "roled", "--account-name", self.name, "--auth-mode", "login")])
        self.az("role", "assignment", "delete", "--assignee", me, "--role", "Storage Blob Data Contributor", "--scope", self.account["id"])
        self.assertIn("permission", self.az.refused("storage", "blob", "list", "-c", "roled", "--account-name", self.name, "--auth-mode", "login"))

    def test_queues_and_tables(self):
        self.az("storage", "queue", "create", "-n", "jobs", "--account-name", self.name)
        self.az("storage", "message", "put", "-q", "jobs", "--content", "work", "--account-name", self.name)
        self.assertEqual(["work"], [m["content"] for m in self.az("storage", "message", "get", "-q", "jobs", "--account-name", self.name)])
        self.az("storage", "table", "create", "-n", "things", "--account-name", self.name)
        self.az("storage", "entity", "insert", "-t", "things", "-e", "PartitionKey=p", "RowKey=r", "n=7", "--account-name", self.name)
        self.assertEqual("r", self.az("storage", "entity", "show", "-t", "things", "--partition-key", "p", "--row-key", "r", "--account-name", self.name)["RowKey"])

    def test_network_rules_are_enforced(self):
        self.az("storage", "container", "create", "-n", "fenced", "--account-name", self.name)
        self.addCleanup(lambda: self.az("storage", "account", "update", "-n", self.name, "-g", self.group, "--default-action", "Allow"))
        self.az("storage", "account", "update", "-n", self.name, "-g", self.group, "--default-action", "Deny")
        self.assertIn("blocked by network rules", self.az.refused("storage", "blob", "list", "-c", "fenced", "--account-name", self.name))
        self.az("storage", "account", "update", "-n", self.name, "-g", self.group, "--default-action", "Allow")
        self.assertEqual([], self.az("storage", "blob", "list", "-c", "fenced", "--account-name", self.name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
