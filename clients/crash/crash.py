"""Kills parts of a busy cloud at random moments and starts them again: what was acknowledged holds, the rest ends, nothing stays behind.

usage: crash.py WOAD [SEED]. The seed, which is printed, decides what is killed and when."""
import os
import random
import shutil
import signal
import sys
import tempfile
import time

from arm import Arm, TERMINAL
from cloud import Cloud
from storage import Account, Blobs, Entities, Messages
from writers import Groups, Machines, Networks

TABLES = ["resources.resource", "resources.operation where ended_at is null", "platform.work where key not in ('*', 'all')", "fleet.item", "fleet.reservation", "network.virtual_network",
          "network.subnet", "network.security_group", "network.public_address", "network.interface", "network.ip_configuration", "network.placed_item",
          "compute.attachment", "storage.account where deleted_at is null", "fleet.host where reserved_vcpus + reserved_memory_mib + reserved_disk_gib > 0"]


class Suite:
    def __init__(self, woad, seed, rounds):
        self.seed, self.rounds = seed, rounds
        self.random = random.Random(seed)
        self.cloud = Cloud(woad, tempfile.mkdtemp(prefix="woad-crash-", dir="/var/tmp"))
        self.turns = []
        self.broken = []
        self.passed = 0

    def verdict(self, name, problems):
        """One line for each thing tested."""
        print(f"{'ok' if not problems else 'FAILED'}: {name}{''.join(chr(10) + '    ' + p for p in problems[:20])}", flush=True)
        self.passed += not problems
        return not problems

    def victim(self):
        """A part's name with the process to be killed: all kinds in turn, in random order."""
        if not self.turns:
            self.turns = ["server", "agent", "guest", "postgresql"]
            self.random.shuffle(self.turns)
        kind = self.turns.pop()
        end = time.monotonic() + 30
        while True:
            parts = self.cloud.parts()
            parts.update({f"guest {process}": process for process in self.cloud.guests()})
            names = sorted(name for name in parts if name.startswith(kind))
            if names:
                name = self.random.choice(names)
                return name, parts[name]
            if time.monotonic() > end:
                raise AssertionError(f"no {kind} runs within 30 s")
            time.sleep(0.1)

    def crash(self, number):
        time.sleep(self.random.uniform(0.5, 6))
        name, process = self.victim()
        time.sleep(self.random.uniform(0, 0.5))
        self.cloud.kill(process)
        time.sleep(self.random.uniform(0, 2))
        began = time.monotonic()
        self.cloud.up()
        print(f"round {number}: killed {name} (process {process}), up again in {time.monotonic() - began:.1f} s", flush=True)

    def run(self):
        began = time.monotonic()
        print(f"seed {self.seed}, {self.rounds} rounds, cloud in {self.cloud.data}", flush=True)
        self.cloud.up()
        bare = self.cloud.footprint()
        arm = Arm(self.cloud.variables())
        writers = [Groups(arm, "crash-groups", self.seed + 1, self.broken), Networks(arm, "crash-networks", self.seed + 2, self.broken),
                   Machines(arm, "crash-machines-a", self.seed + 3, self.broken), Machines(arm, "crash-machines-b", self.seed + 4, self.broken),
                   Blobs(arm, "crash-blobs", self.seed + 5, self.broken), Messages(arm, "crash-messages", self.seed + 6, self.broken),
                   Entities(arm, "crash-entities", self.seed + 7, self.broken)]
        for writer in writers:
            writer.start()
        for number in range(1, self.rounds + 1):
            self.crash(number)
        for writer in writers:
            writer.stopping.set()
        for writer in writers:
            writer.join(600)
            if writer.is_alive():
                self.broken.append(f"the writer of {writer.group.identity} does not come to an end")
        print(f"after {time.monotonic() - began:.0f} s: " + ", ".join(f"{sum(getattr(w, kind) for w in writers)} {kind}"
                                                                 for kind in ("acknowledged", "unknown", "refused")), flush=True)
        good = [self.verdict("every acknowledged request holds", self.held(writers)), self.verdict("every operation has ended", self.unended(arm)),
                self.verdict("what is deleted leaves nothing on the hosts", self.cleared(arm, writers, bare))]
        self.cloud.down()
        good += [self.verdict("a stopped cloud leaves nothing running", self.left_running()), self.verdict("the database holds nothing of what is gone", [
            f"{count} rows in {table}" for table, count in self.cloud.count(TABLES).items() if count])]
        return good.count(False)

    def held(self, writers):
        for writer in writers:
            for resource in writer.all:
                writer.check(resource, "at the end")
        for writer in writers:
            if isinstance(writer, Machines):
                writer.check_running()
            if isinstance(writer, Account):
                writer.check_all()
        return self.broken

    def unended(self, arm):
        problems = []
        for monitor in sorted(arm.monitors):
            end = time.monotonic() + 60
            while True:
                status, content = arm.patiently("GET", monitor)
                if status != 200 or content.get("status") in TERMINAL:
                    break
                if time.monotonic() > end:
                    problems.append(f"{monitor}: {content}")
                    break
                time.sleep(0.5)
        return problems

    def cleared(self, arm, writers, bare):
        groups = [w.group.identity for w in writers]
        for group in groups:
            arm.patiently("DELETE", group)
        problems = []
        for group in groups:
            try:
                if arm.settled(group, 180) is not None:
                    problems.append(f"{group} cannot be deleted")
            except AssertionError as e:
                problems.append(str(e))
        end = time.monotonic() + 60
        while True:
            left = [f"left: {name}" for name in sorted(self.cloud.footprint() - bare)] + [f"still runs: guest {g}" for g in self.cloud.guests()]
            if not left or time.monotonic() > end:
                return problems + left
            time.sleep(0.5)

    def left_running(self):
        left = [name for name in self.cloud.footprint() if not name.startswith(("disks", "machines"))]
        return sorted(left) + [f"process {p}: {c[:160]}" for p, c in self.cloud.processes().items()]

    def close(self, keep):
        """Ends what is left, so that a failed run leaves nothing either. Where it failed, the logs stay."""
        try:
            if os.path.exists(os.path.join(self.cloud.data, "cloud.json")):
                self.cloud.down()
        finally:
            if keep:
                print(f"the logs stay in {self.cloud.data}", flush=True)
            else:
                shutil.rmtree(self.cloud.data, ignore_errors=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # not without having ended the cloud
    woad = os.path.realpath(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int.from_bytes(os.urandom(4), "big")
    suite = Suite(woad, seed, int(os.environ.get("WOAD_CRASH_ROUNDS") or (200 if os.environ.get("WOAD_LONG") == "1" else 10)))
    failed = 1
    try:
        failed = suite.run()
    except AssertionError as e:
        print(f"FAILED: {e}", flush=True)
    finally:
        suite.close(failed > 0)
        print(f"{suite.passed} passed, {failed} failed, 0 skipped", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
