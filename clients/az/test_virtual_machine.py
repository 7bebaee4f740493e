"""az and a machine that really boots: create, SSH, stop, start, deallocate, boot log, delete."""
import os
import unittest
import uuid

import guest
from az import Az


class VirtualMachine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("a cloud that was not started as root runs no machines")
        cls.az = Az()
        cls.addClassCleanup(cls.az.close)
        cls.az.login()
        cls.group = "vm-" + uuid.uuid4().hex[:8]
        cls.az("group", "create", "-n", cls.group, "-l", "francecentral")
        cls.addClassCleanup(lambda: cls.az("group", "delete", "-n", cls.group, "--yes"))
        cls.key = os.path.join(cls.az.home, "key")
        guest.make_key(cls.key)

    def ssh(self, address, command):
        return guest.ssh(self.key, address, command)

    def power(self):
        return self.az("vm", "show", "-d", "-g", self.group, "-n", "vm1")["powerState"]

    def test_lives(self):
        vm = self.az("vm", "create", "-g", self.group, "-n", "vm1", "--image", "Tiny", "--admin-username", "ada", "--ssh-key-values", self.key + ".pub",
                     "--public-ip-sku", "Standard", timeout=400)
        self.assertEqual("VM running", vm["powerState"])
        address = vm["publicIpAddress"]
        self.assertEqual("vm1", self.ssh(address, "hostname"))
        self.assertIn("vm1", [v["name"] for v in self.az("vm", "list", "-g", self.group)])
        self.assertIn("vm1 answers SSH", self.az.run("vm", "boot-diagnostics", "get-boot-log", "-g", self.group, "-n", "vm1").stdout)
        self.ssh(address, "echo kept > /data/kept 2>/dev/null || echo kept > ~/kept; sync")
        self.az("vm", "stop", "-g", self.group, "-n", "vm1")
        self.assertEqual("VM stopped", self.power())
        self.az("vm", "start", "-g", self.group, "-n", "vm1")
        self.assertEqual("vm1", self.ssh(address, "hostname"))
        self.az("vm", "deallocate", "-g", self.group, "-n", "vm1")
        self.assertEqual("VM deallocated", self.power())
        self.az("vm", "start", "-g", self.group, "-n", "vm1")
        self.assertEqual("VM running", self.power())
        self.assertEqual("kept", self.ssh(address, "cat /data/kept 2>/dev/null || cat ~/kept"))
        self.az("vm", "delete", "-g", self.group, "-n", "vm1", "--yes")
        self.assertEqual([], self.az("vm", "list", "-g", self.group))


if __name__ == "__main__":
    unittest.main(verbosity=2)
