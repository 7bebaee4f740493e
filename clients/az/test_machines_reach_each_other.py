"""Machines of one subnet on different hosts: they reach each other in both families; a denied port and another tenant do not."""
import json
import os
import subprocess
import unittest
import uuid

import guest
from az import Az

OURS = ("10.77.0.0/16", "fd00:77::/48", "10.77.0.0/24", "fd00:77:0:1::/64")


def woad(*arguments):
    """What the operator's command line answers."""
    launcher = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "woad")
    return json.loads(subprocess.run([launcher, *arguments, "--json", "--data", os.environ["WOAD_DATA"]], check=True, capture_output=True, text=True).stdout)


def taken():
    """How many processors of each host in France Centre are taken."""
    return {name: host["reserved"]["vcpus"] for name, host in woad("host", "list").items() if host["region"] == "francecentral"}


class Customer:
    """A group with one subnet of both families, and machines in it."""

    def __init__(self, az, key):
        self.az, self.key = az, key
        self.group = "reach-" + uuid.uuid4().hex[:8]
        az("group", "create", "-n", self.group, "-l", "francecentral")
        az("network", "vnet", "create", "-g", self.group, "-n", "net", "--address-prefixes", OURS[0], OURS[1], "--subnet-name", "a",
           "--subnet-prefixes", OURS[2], OURS[3])
        az("network", "nsg", "create", "-g", self.group, "-n", "nsg")
        self.rule("ssh", 100, "22", "Allow")
        self.rule("denied", 110, "8080", "Deny")

    def rule(self, name, priority, port, access):
        self.az("network", "nsg", "rule", "create", "-g", self.group, "--nsg-name", "nsg", "-n", name, "--priority", str(priority),
                "--destination-port-ranges", port, "--access", access, "--protocol", "Tcp")

    def machine(self, name, address):
        """Boots a machine; the last group of its IPv6 address is that of its IPv4 address. Returns its public address."""
        last = address.rsplit(".", 1)[1]
        self.az("network", "public-ip", "create", "-g", self.group, "-n", name, "--sku", "Standard")
        self.az("network", "nic", "create", "-g", self.group, "-n", name, "--vnet-name", "net", "--subnet", "a", "--network-security-group", "nsg",
                "--public-ip-address", name, "--private-ip-address", address)
        self.az("network", "nic", "ip-config", "create", "-g", self.group, "--nic-name", name, "-n", "six", "--vnet-name", "net", "--subnet", "a",
                "--private-ip-address-version", "IPv6", "--private-ip-address", "fd00:77:0:1::" + last)
        vm = self.az("vm", "create", "-g", self.group, "-n", name, "--image", "Tiny", "--size", "Standard_B1s", "--admin-username", "ada",
                     "--ssh-key-values", self.key + ".pub", "--nics", name, timeout=400)
        guest.ssh(self.key, vm["publicIpAddress"], "hostname")
        return vm["publicIpAddress"]

    def close(self):
        self.az("group", "delete", "-n", self.group, "--yes")


class MachinesReachEachOther(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("a cloud that was not started as root runs no machines")
        if "WOAD_DATA" not in os.environ:
            raise unittest.SkipTest("WOAD_DATA names no cloud whose operator could make another tenant")
        cls.az = Az()
        cls.addClassCleanup(cls.az.close)
        cls.az.login()
        cls.key = os.path.join(cls.az.home, "key")
        guest.make_key(cls.key)
        before = taken()
        cls.customer = Customer(cls.az, cls.key)
        cls.addClassCleanup(cls.customer.close)
        cls.one = cls.customer.machine("one", "10.77.0.11")
        cls.two = cls.customer.machine("two", "10.77.0.12")
        after = taken()
        cls.grown = [host for host in after if after[host] > before[host]]

    def reaches(self, public, address, port):
        """Whether a machine gets a connection to an address and a port, by what it reads from there."""
        said = guest.ssh(self.key, public, f"nc -w 5 {address} {port} </dev/null 2>/dev/null | head -c 7; true")
        return said != ""

    def listen(self, public, port):
        """Has a machine say something to each who connects to a port, in either family."""
        guest.ssh(self.key, public, f"(while :; do echo welcome | nc -l -p {port}; done) >/dev/null 2>&1 </dev/null &")

    def test_across_hosts_in_both_families(self):
        self.assertEqual(2, len(self.grown), "the machines should be on two hosts")
        for here, there in ((self.one, "12"), (self.two, "11")):
            for address in ("10.77.0." + there, "fd00:77:0:1::" + there):
                self.assertTrue(self.reaches(here, address, 22), f"no SSH at {address}")
                self.assertIn(" 0% packet loss", guest.ssh(self.key, here, f"sudo ping -c 2 -W 5 {address}"))

    def test_by_name(self):
        self.assertTrue(self.reaches(self.one, "two", 22), "no SSH by the machine's name")

    def test_a_denied_port_is_not_reached(self):
        self.listen(self.two, 8080)
        self.listen(self.two, 8081)
        for address in ("10.77.0.12", "fd00:77:0:1::12"):
            self.assertTrue(self.reaches(self.one, address, 8081), f"{address} does not listen")
            self.assertFalse(self.reaches(self.one, address, 8080), f"{address} is reached at a denied port")

    def test_another_tenant_with_the_same_addresses_is_not_reached(self):
        name = "t" + uuid.uuid4().hex[:8]
        tenant = woad("tenant", "create", "--name", name, "--domain", name + ".woad.test")["tenantId"]
        subscription = woad("subscription", "create", "--tenant", tenant, "--name", "Main")["subscriptionId"]
        application = woad("user", "create", "--tenant", tenant, "--name", "app", "--application", "--owner-of", subscription)
        other = Az()
        self.addCleanup(other.close)
        other.login(application["clientId"], application["clientSecret"], tenant)
        neighbour = Customer(other, self.key)
        self.addCleanup(neighbour.close)
        three = neighbour.machine("three", "10.77.0.13")
        for address in ("10.77.0.13", "fd00:77:0:1::13"):
            self.assertTrue(self.reaches(three, address, 22), f"the neighbour's own SSH should answer at {address}")
            self.assertFalse(self.reaches(self.one, address, 22), f"the neighbour is reached at {address}")
        for address in ("10.77.0.11", "fd00:77:0:1::11"):
            self.assertFalse(self.reaches(three, address, 22), f"the neighbour reaches us at {address}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
