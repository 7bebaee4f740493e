"""Customers who change their resources without rest, and hold the cloud to every answer that it gave."""
import random
import threading
import time

from arm import Unknown

REGION = "francecentral"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0b7Bl0yOuqNJMOaLBI6v3sG8mUZrXvqU8zvWbnXzZd crash"


class Resource:
    """A resource with the states that it may be in: the version that its tag tells, or None where it does not exist."""

    def __init__(self, identity, body):
        self.identity, self.body = identity, body
        self.states = {None}
        self.version = 0


class Writer(threading.Thread):
    """Works on resources that nobody else changes. What breaks a promise is noted in `broken`."""

    def __init__(self, arm, group, seed, broken):
        super().__init__(daemon=True)
        self.arm, self.broken, self.random = arm, broken, random.Random(seed)
        self.group = Resource(f"{arm.subscription}/resourceGroups/{group}", {"location": REGION})
        self.all = [self.group]
        self.stopping = threading.Event()
        self.acknowledged = self.unknown = self.refused = 0

    def resource(self, kind, name, body):
        made = Resource(f"{self.group.identity}/providers/{kind}/{name}", dict(body, location=REGION))
        self.all.append(made)
        return made

    def note(self, text):
        print(f"  BROKEN {text}", flush=True)
        self.broken.append(text)

    def change(self, resource, method):
        """Sends one request, waits for its end and checks the state that it left."""
        before = set(resource.states)
        if method == "DELETE":
            wanted, body = None, None
        else:
            resource.version += 1
            wanted = resource.version
            tags = {"tags": {"version": str(wanted)}}
            body = dict(resource.body, **tags) if method == "PUT" else tags
        try:
            status, content = self.arm.request(method, resource.identity, body)
            if 200 <= status < 300:
                resource.states, known = {wanted}, "acknowledged"
            else:
                known = "refused"
                if status not in (404, 409, 429, 503):
                    self.note(f"{method} {resource.identity}: {status} {content}")
        except Unknown:
            resource.states, known = before | {wanted}, "unknown"
        setattr(self, known, getattr(self, known) + 1)
        self.check(resource, f"after a {method} that was {known}")

    def check(self, resource, when):
        try:
            end = time.monotonic() + 240
            while True:
                present = self.arm.settled(resource.identity)
                state = None if present is None else int(present.get("tags", {}).get("version", 0))
                # What was asked to be deleted may still show its last state until the deletion is taken up.
                if state in resource.states or resource.states != {None} or time.monotonic() > end:
                    break
                time.sleep(0.5)
        except AssertionError as e:
            self.note(f"{when}: {e}")
            return
        if state not in resource.states:
            self.note(f"{when} {resource.identity} is {state}, but should be one of {resource.states}")
        elif present is not None and len(resource.states) == 1 and present["properties"]["provisioningState"] != "Succeeded":
            self.note(f"{when} {resource.identity} is {present['properties']}")
        resource.states = {state}

    def exists(self, resource):
        return resource.states != {None}

    def ensure(self, resource):
        for _ in range(20):
            if self.exists(resource) or self.stopping.is_set():
                return
            self.change(resource, "PUT")

    def run(self):
        try:
            while not self.stopping.is_set():
                self.step()
                time.sleep(self.random.uniform(0.02, 0.3))
        except Exception as e:  # a writer that dies must fail the suite
            self.note(f"the writer of {self.group.identity} ended: {e!r}")


class Groups(Writer):
    """Makes and deletes whole groups, some with a network in them."""

    def __init__(self, arm, name, seed, broken):
        super().__init__(arm, name, seed, broken)
        self.inner = self.resource("Microsoft.Network/virtualNetworks", "inner", {
            "properties": {"addressSpace": {"addressPrefixes": ["10.9.0.0/16"]}, "subnets": []}})

    def step(self):
        self.ensure(self.group)
        self.change(self.group, "PATCH")
        if self.random.random() < 0.6:
            self.change(self.inner, "PUT")
        if self.random.random() < 0.5:
            self.inner.states = {None} | self.inner.states
            self.change(self.group, "DELETE")
            if not self.exists(self.group):
                self.inner.states = {None}
                self.check(self.inner, "after its group was deleted")
            else:
                self.check(self.inner, "after its group's deletion was refused")


class Networks(Writer):
    """Makes, changes and deletes networks, rules, addresses and interfaces."""

    def __init__(self, arm, name, seed, broken):
        super().__init__(arm, name, seed, broken)
        kind = "Microsoft.Network/"
        self.network = self.resource(kind + "virtualNetworks", "network", {"properties": {
            "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}, "subnets": [{"name": "default", "properties": {"addressPrefix": "10.1.0.0/24"}}]}})
        self.rules = [self.resource(kind + "networkSecurityGroups", f"rules{i}", {"properties": {"securityRules": [{"name": "ssh", "properties": {
            "priority": 1000, "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "sourceAddressPrefix": "*", "sourcePortRange": "*",
            "destinationAddressPrefix": "*", "destinationPortRange": "22"}}]}}) for i in range(2)]
        self.addresses = [self.resource(kind + "publicIPAddresses", f"address{i}", {
            "sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static"}}) for i in range(3)]
        self.interfaces = [self.resource(kind + "networkInterfaces", f"interface{i}", {"properties": {"ipConfigurations": [
            {"name": "first", "properties": {"privateIPAllocationMethod": "Dynamic", "subnet": {"id": self.network.identity + "/subnets/default"}}}]}})
            for i in range(3)]

    def step(self):
        self.ensure(self.group)
        self.ensure(self.network)
        one = self.random.choice(self.rules + self.addresses + self.interfaces + [self.network])
        delete = self.exists(one) and one is not self.network and self.random.random() < 0.5
        self.change(one, "DELETE" if delete else "PUT")


class Machines(Networks):
    """Makes machines, stops and starts them, and deletes them."""

    def __init__(self, arm, name, seed, broken):
        super().__init__(arm, name, seed, broken)
        nic = self.interfaces[0]
        nic.body["properties"]["ipConfigurations"][0]["properties"]["publicIPAddress"] = {"id": self.addresses[0].identity}
        self.machine = self.resource("Microsoft.Compute/virtualMachines", "machine", {"properties": {
            "hardwareProfile": {"vmSize": "Standard_B1s"},
            "storageProfile": {"imageReference": {"publisher": "woad", "offer": "tiny", "sku": "1", "version": "latest"},
                               "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"}},
            "osProfile": {"computerName": "machine", "adminUsername": "ada", "linuxConfiguration": {
                "disablePasswordAuthentication": True, "ssh": {"publicKeys": [{"path": "/home/ada/.ssh/authorized_keys", "keyData": KEY}]}}},
            "networkProfile": {"networkInterfaces": [{"id": nic.identity}]}}})

    def step(self):
        for needed in (self.group, self.network, self.addresses[0], self.interfaces[0], self.machine):
            self.ensure(needed)
        if not self.exists(self.machine):
            return
        chance = self.random.random()
        if chance < 0.3:
            self.change(self.machine, "PATCH")
        elif chance < 0.6:
            self.power("powerOff")
            self.power("start")
        elif chance < 0.8:
            self.change(self.machine, "DELETE")
        self.stopping.wait(self.random.uniform(0, 4))

    def power(self, action):
        """Acknowledged or not, a later start brings the machine back; it only has to end."""
        try:
            status, content = self.arm.request("POST", f"{self.machine.identity}/{action}")
            if status not in (200, 202, 409, 429, 503):
                self.note(f"{action}: {status} {content}")
        except Unknown:
            self.unknown += 1
        self.check(self.machine, f"after {action}")

    def check_running(self):
        """The machine runs after a start that was acknowledged."""
        if not self.exists(self.machine):
            return
        self.power("start")
        end = time.monotonic() + 180
        while True:
            _, content = self.arm.patiently("GET", self.machine.identity + "/instanceView")
            codes = [s["code"] for s in content.get("statuses", [])]
            if "PowerState/running" in codes:
                return
            if time.monotonic() > end:
                self.note(f"the machine does not run again: {codes}")
                return
            time.sleep(0.5)
