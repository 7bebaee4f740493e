"""Customers of a storage account who write without rest, and hold the cloud to every byte, message, entity and lease that it acknowledged."""
import base64
import hashlib
import json
import time
import urllib.parse
import uuid
import xml.etree.ElementTree

from arm import Unknown
from writers import Writer

VERSION = {"x-ms-version": "2021-08-06"}
JSON = dict(VERSION, **{"Content-Type": "application/json", "Accept": "application/json;odata=nometadata", "DataServiceVersion": "3.0"})


def content(name, version):
    """The bytes that a version of a blob has; some fit into a row, some need a file."""
    seed = hashlib.sha256(f"{name} {version}".encode()).digest()
    length = (1, 700, 9_000, 150_000, 700_000)[seed[0] % 5] + seed[1]
    return (seed * (length // len(seed) + 1))[:length]


class Account(Writer):
    """A storage account of its own, and requests signed for it."""

    def __init__(self, arm, name, seed, broken):
        super().__init__(arm, name, seed, broken)
        self.name = "c" + uuid.uuid4().hex[:16]
        self.account = self.resource("Microsoft.Storage/storageAccounts", self.name, {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}})
        self.signature = None
        self.ready = False

    def send(self, service, method, path, body=b"", headers=VERSION):
        """Status, headers and body. Unknown where the outcome is."""
        if self.signature is None:
            status, answer = self.arm.patiently("POST", f"{self.account.identity}/ListAccountSas", {
                "signedServices": "bqt", "signedResourceTypes": "sco", "signedPermission": "rwdlacup", "signedExpiry": "2099-01-01T00:00:00Z", "signedProtocol": "https"})
            if status != 200:
                raise AssertionError(f"no signature: {status} {answer}")
            self.signature = answer["accountSasToken"]
        host = f"{self.name}.{service}.core." + self.arm.variables["ARM_METADATA_HOSTNAME"].removeprefix("management.")
        return self.arm.send(host, method, path + ("&" if "?" in path else "?") + self.signature, body, headers)

    def surely(self, service, method, path, body=b"", headers=VERSION, seconds=120):
        """As send, but asks again until the outcome is known; for what can be repeated."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.send(service, method, path, body, headers)
            except Unknown as e:
                if time.monotonic() > end:
                    raise AssertionError(f"{method} {path.split('?')[0]} has no answer within {seconds} s: {e}") from e
                time.sleep(0.3)

    def outcome(self, allowed, service, method, path, body=b"", headers=VERSION):
        """What became of a write: acknowledged, unknown or refused, with the answer; notes a refusal that is not allowed."""
        try:
            status, answered, body = self.send(service, method, path, body, headers)
        except Unknown:
            self.unknown += 1
            return "unknown", {}, b""
        if 200 <= status < 300:
            self.acknowledged += 1
            return "acknowledged", answered, body
        self.refused += 1
        if status not in allowed:
            self.note(f"{method} {path.split('?')[0]}: {status} {body[:300]}")
        return "refused", answered, body

    def step(self):
        if not self.ready:
            self.ensure(self.group)
            self.ensure(self.account)
            self.ready = self.exists(self.account) and self.prepare()
        else:
            self.work()

    def check_all(self):
        """At the end, when nothing is killed any more."""
        if self.ready:
            self.verify()


class Blobs(Account):
    """Puts, overwrites and deletes blobs, whole and by blocks; one of them under a lease."""

    def prepare(self):
        if self.surely("blob", "PUT", "/c?restype=container")[0] not in (201, 409):
            return False
        self.states = {f"blob {i}": {None} for i in range(12)}
        self.version = 0
        self.lease = None
        return True

    @staticmethod
    def path(name):
        return "/c/" + urllib.parse.quote(name)

    def work(self):
        name = self.random.choice(sorted(self.states))
        before = set(self.states[name])
        chance = self.random.random()
        if chance < 0.2:
            wanted, known = None, self.outcome((404,), "blob", "DELETE", self.path(name))[0]
        else:
            self.version += 1
            wanted = self.version
            known = self.put(name) if chance < 0.7 else self.put_blocks(name)
        if known == "acknowledged":
            self.states[name] = {wanted}
        elif known == "unknown":
            self.states[name] = before | {wanted}
        elif wanted is None:
            self.states[name] = {None}
        self.check_blob(name, f"after a write that was {known}")
        if self.lease is None and self.random.random() < 0.1:
            self.take_lease()

    def put(self, name):
        return self.outcome((), "blob", "PUT", self.path(name), content(name, self.version), dict(VERSION, **{"x-ms-blob-type": "BlockBlob"}))[0]

    def put_blocks(self, name):
        whole = content(name, self.version)
        third = len(whole) // 3 + 1
        blocks = []
        for i, at in enumerate(range(0, len(whole), third)):
            blocks.append(base64.b64encode(f"{self.version:08d}{i}".encode()).decode())
            if self.outcome((), "blob", "PUT", f"{self.path(name)}?comp=block&blockid={urllib.parse.quote(blocks[-1])}", whole[at:at + third])[0] != "acknowledged":
                return "refused"  # a block that is not committed changes nothing
        listed = "<?xml version='1.0'?><BlockList>" + "".join(f"<Latest>{b}</Latest>" for b in blocks) + "</BlockList>"
        # Another writer of the same blob there is none: only this client's own put, which clears the blocks, comes between.
        return self.outcome((), "blob", "PUT", f"{self.path(name)}?comp=blocklist", listed.encode())[0]

    def take_lease(self):
        """An infinite lease on a blob that nobody writes any more."""
        if self.outcome((), "blob", "PUT", "/c/leased", b"kept", dict(VERSION, **{"x-ms-blob-type": "BlockBlob"}))[0] != "acknowledged":
            return
        known, headers, _ = self.outcome((409,), "blob", "PUT", "/c/leased?comp=lease", b"", dict(VERSION, **{"x-ms-lease-action": "acquire", "x-ms-lease-duration": "-1"}))
        self.lease = headers.get("x-ms-lease-id") if known == "acknowledged" else "unknown"

    def check_blob(self, name, when):
        status, _, found = self.surely("blob", "GET", self.path(name))
        state = None if status == 404 else next((v for v in self.states[name] if v is not None and content(name, v) == found), "something else")
        if status not in (200, 404) or state not in self.states[name]:
            self.note(f"{when} {name} is {status} with {len(found)} bytes ({state}), but should be one of {self.states[name]}")
        else:
            self.states[name] = {state}

    def verify(self):
        for name in self.states:
            self.check_blob(name, "at the end")
        status, _, listed = self.surely("blob", "GET", "/c?restype=container&comp=list&prefix=blob")
        names = [e.text for e in xml.etree.ElementTree.fromstring(listed).iter("Name")]
        if names != sorted(n for n, s in self.states.items() if s != {None}):
            self.note(f"at the end the list has {names}")
        if self.lease not in (None, "unknown"):
            status, _, _ = self.surely("blob", "PUT", "/c/leased", b"x", dict(VERSION, **{"x-ms-blob-type": "BlockBlob"}))
            if status != 412:
                self.note(f"at the end a write without the lease answered {status}")
            status, _, _ = self.surely("blob", "PUT", "/c/leased", b"x", dict(VERSION, **{"x-ms-blob-type": "BlockBlob", "x-ms-lease-id": self.lease}))
            if status != 201:
                self.note(f"at the end a write with the lease answered {status}")


class Messages(Account):
    """Puts messages and takes some off; at the end all that were put and not taken off are there, once."""

    def prepare(self):
        self.must, self.may = set(), set()
        self.count = 0
        return self.surely("queue", "PUT", "/q")[0] in (201, 204, 409)

    def work(self):
        if self.random.random() < 0.6:
            self.count += 1
            text = f"message {self.count}"
            known = self.outcome((), "queue", "POST", "/q/messages", f"<QueueMessage><MessageText>{text}</MessageText></QueueMessage>".encode())[0]
            (self.must if known == "acknowledged" else self.may).add(text)
            if known == "refused":
                self.may.discard(text)
            return
        known, _, answer = self.outcome((), "queue", "GET", "/q/messages?visibilitytimeout=2")
        for message in xml.etree.ElementTree.fromstring(answer).iter("QueueMessage") if known == "acknowledged" else ():
            text = message.findtext("MessageText")
            if text not in self.must | self.may:
                self.note(f"{text} was taken off and is there again, or was never put")
            receipt = urllib.parse.quote(message.findtext("PopReceipt"), safe="")
            # Its time may be over before the cloud is back: then it is another's to take off.
            known = self.outcome((404, 400), "queue", "DELETE", f"/q/messages/{message.findtext('MessageId')}?popreceipt={receipt}")[0]
            if known != "refused":
                self.must.discard(text)
                (self.may.discard if known == "acknowledged" else self.may.add)(text)

    def verify(self):
        time.sleep(2.5)  # until the messages that were taken are visible again
        found = []
        while True:
            _, _, answer = self.surely("queue", "GET", "/q/messages?numofmessages=32&visibilitytimeout=600")
            some = [m.findtext("MessageText") for m in xml.etree.ElementTree.fromstring(answer).iter("QueueMessage")]
            if not some:
                break
            found += some
        if len(found) != len(set(found)):
            self.note("at the end messages are there twice")
        if self.must - set(found):
            self.note(f"at the end messages are lost: {sorted(self.must - set(found))}")
        if set(found) - self.must - self.may:
            self.note(f"at the end messages are there that were taken off: {sorted(set(found) - self.must - self.may)}")


class Entities(Account):
    """Writes entities one by one and in transactions, whose two entities always have the same number."""

    def prepare(self):
        self.states = {f"e{i}": {None} for i in range(6)}
        self.pair = {None}
        self.version = 0
        return self.surely("table", "POST", "/Tables", b'{"TableName":"t"}', JSON)[0] in (201, 204, 409)

    def work(self):
        self.version += 1
        if self.random.random() < 0.3:
            known = self.transaction()
            self.pair = {self.version} if known == "acknowledged" else self.pair | {self.version} if known == "unknown" else self.pair
            self.check_pair("after a transaction")
            return
        name = self.random.choice(sorted(self.states))
        path = f"/t(PartitionKey='p',RowKey='{name}')"
        if self.random.random() < 0.25:
            wanted, known = None, self.outcome((404,), "table", "DELETE", path, b"", dict(JSON, **{"If-Match": "*"}))[0]
        else:
            wanted, known = self.version, self.outcome((), "table", "PUT", path, json.dumps({"n": self.version}).encode(), JSON)[0]
        if known == "acknowledged":
            self.states[name] = {wanted}
        elif known == "unknown":
            self.states[name] = self.states[name] | {wanted}
        self.check_entity(name, f"after a write that was {known}")

    def transaction(self):
        batch, change = f"batch_{uuid.uuid4()}", f"changeset_{uuid.uuid4()}"
        host = f"{self.name}.table.core." + self.arm.variables["ARM_METADATA_HOSTNAME"].removeprefix("management.")
        parts = ""
        for name in ("one", "two"):
            body = json.dumps({"PartitionKey": "pair", "RowKey": name, "n": self.version})
            parts += (f"--{change}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                      f"PUT https://{host}/t(PartitionKey='pair',RowKey='{name}') HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/json;odata=nometadata\r\n"
                      f"Content-Length: {len(body)}\r\n\r\n{body}\r\n")
        body = f"--{batch}\r\nContent-Type: multipart/mixed; boundary={change}\r\n\r\n{parts}--{change}--\r\n--{batch}--\r\n"
        known, _, answer = self.outcome((), "table", "POST", "/$batch", body.encode(), dict(JSON, **{"Content-Type": f"multipart/mixed; boundary={batch}"}))
        if known == "acknowledged" and answer.count(b"HTTP/1.1 204") != 2:
            self.note(f"a transaction answered {answer[:500]}")
        return known

    def number(self, partition, name):
        status, _, answer = self.surely("table", "GET", f"/t(PartitionKey='{partition}',RowKey='{name}')", b"", JSON)
        return json.loads(answer)["n"] if status == 200 else None

    def check_entity(self, name, when):
        state = self.number("p", name)
        if state not in self.states[name]:
            self.note(f"{when} entity {name} is {state}, but should be one of {self.states[name]}")
        self.states[name] = {state}

    def check_pair(self, when):
        states = {self.number("pair", "one"), self.number("pair", "two")}
        if len(states) > 1 or not states <= self.pair:
            self.note(f"{when} the pair is {states}, but should be one of {self.pair}")
        self.pair = states

    def verify(self):
        for name in self.states:
            self.check_entity(name, "at the end")
        self.check_pair("at the end")
