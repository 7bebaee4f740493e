"""Terraform's own azurerm backend: its state in a blob, locked by a lease."""
import os
import subprocess
import tempfile
import time
import unittest
import uuid

from az import Az

CONFIGURATION = """
terraform {
  backend "azurerm" {
    container_name = "state"
    key            = "test.tfstate"
  }
}
variable "wait" { default = 0 }
variable "content" { default = "one" }
resource "terraform_data" "thing" {
  input            = var.content
  triggers_replace = var.content
  provisioner "local-exec" { command = "sleep ${var.wait}" }
}
output "content" { value = terraform_data.thing.output }
"""


class Backend(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.az = Az()
        cls.addClassCleanup(cls.az.close)
        cls.az.login()
        cls.group, cls.account = "tf-" + uuid.uuid4().hex[:8], "tf" + uuid.uuid4().hex[:12]
        cls.az("group", "create", "-n", cls.group, "-l", "francecentral")
        cls.addClassCleanup(lambda: cls.az("group", "delete", "-n", cls.group, "--yes"))
        cls.az("storage", "account", "create", "-n", cls.account, "-g", cls.group, "-l", "francecentral", "--sku", "Standard_LRS")
        cls.key = cls.az("storage", "account", "keys", "list", "-n", cls.account, "-g", cls.group)[0]["value"]
        cls.az("storage", "container", "create", "-n", "state", "--account-name", cls.account)

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="woad-tf-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        with open(os.path.join(self.directory, "main.tf"), "w", encoding="utf-8") as file:
            file.write(CONFIGURATION)

    def environment(self, **more):
        # Up to Terraform 1.10 the backend calls it METADATA_HOST, and looks the cloud up there by its name.
        return dict(os.environ, ARM_METADATA_HOST=os.environ["ARM_METADATA_HOSTNAME"], ARM_ENVIRONMENT="Woad", CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1", HOME=self.directory, **more)

    def terraform(self, *arguments, **more):
        done = subprocess.run([os.environ["TERRAFORM"], *arguments, "-no-color"], cwd=self.directory, env=self.environment(**more), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
        return done.returncode, done.stdout

    def good(self, *arguments, **more):
        status, printed = self.terraform(*arguments, **more)
        self.assertEqual(0, status, printed[-3000:])
        return printed

    def test_keeps_its_state_with_the_accounts_key(self):
        key = {"ARM_ACCESS_KEY": self.key}
        self.good("init", "-input=false", f"-backend-config=storage_account_name={self.account}", "-backend-config=key=keyed.tfstate", **key)
        self.good("apply", "-auto-approve", "-input=false", **key)
        self.assertIn("terraform_data.thing", self.good("state", "list", **key))
        self.good("apply", "-auto-approve", "-input=false", "-var", "content=two", **key)
        self.assertIn("two", self.good("output", "content", **key))

    def test_locks_its_state(self):
        key = {"ARM_ACCESS_KEY": self.key}
        self.good("init", "-input=false", f"-backend-config=storage_account_name={self.account}", **key)
        self.good("apply", "-auto-approve", "-input=false", **key)
        holder = subprocess.Popen([os.environ["TERRAFORM"], "apply", "-auto-approve", "-input=false", "-no-color", "-var", "content=held", "-var", "wait=15"], cwd=self.directory,
                                  env=self.environment(**key), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            end = time.monotonic() + 60
            while self.az("storage", "blob", "show", "-c", "state", "-n", "test.tfstate", "--account-name", self.account)["properties"]["lease"]["status"] != "locked":
                self.assertLess(time.monotonic(), end, "the state is not locked")
            status, printed = self.terraform("apply", "-auto-approve", "-input=false", "-var", "content=other", **key)
            self.assertNotEqual(0, status)
            self.assertIn("Error acquiring the state lock", printed)
            self.assertEqual(0, holder.wait(120), holder.stdout.read())
        finally:
            holder.kill()
            holder.stdout.close()
        self.assertIn("held", self.good("output", "content", **key))


if __name__ == "__main__":
    unittest.main(verbosity=2)
