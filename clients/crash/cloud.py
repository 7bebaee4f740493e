"""A cloud of the suite's own: its parts, and what is there of it on this computer."""
import hashlib
import os
import re
import shlex
import signal
import subprocess


class Cloud:
    def __init__(self, woad, data):
        self.woad, self.data = woad, data
        self.instance = hashlib.sha256(data.encode()).hexdigest()[:8]

    def run(self, *words, timeout=420):
        done = subprocess.run([self.woad, *words, "--data", self.data], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=timeout)
        if done.returncode != 0:
            raise AssertionError(f"woad {' '.join(words)} exited {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout

    def up(self):
        return self.run("up", "--yes")

    def down(self):
        return self.run("down")

    def variables(self):
        lines = (shlex.split(line) for line in self.run("env").splitlines() if line.startswith("export "))
        return dict(word[1].split("=", 1) for word in lines)

    def parts(self):
        """The process of each part that runs, told by its command: `status` would ask the server, which may be gone."""
        found = {}
        for process, command in self.processes().items():
            if command.startswith(os.path.join(self.data, "control", "postgres", "bin", "postgres")):
                found["postgresql"] = process
            part = re.search(r"woad\.jar (server|agent) --data \S+(?: --host (\S+))?", command)
            if part:
                found["agent-" + part[2] if part[1] == "agent" else "server"] = process
        return found

    def processes(self, program=""):
        """Process ids and command lines of everything that has this cloud's directory in its command, or runs in one of its namespaces."""
        found = {}
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    words = file.read().decode(errors="replace").split("\0")
            except OSError:
                continue
            command = " ".join(words)
            if (self.data in command or self.instance in command) and program in words[0] and int(entry) != os.getpid():
                found[int(entry)] = command.strip()
        return found

    def guests(self):
        return list(self.processes("qemu-system"))

    @staticmethod
    def kill(process):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended by itself meanwhile

    def footprint(self):
        """What it has on this computer, apart from its hosts' files: namespaces with their links, links outside, rules, disks, machines."""
        seen = set()
        for line in command("ip", "-o", "link").splitlines():
            if self.instance in line:
                seen.add("link " + line.split(":")[1].split("@")[0].strip())
        seen |= {"table " + line for line in command("nft", "list", "tables").splitlines() if self.instance in line}
        for name in (entry for entry in os.listdir("/run/netns") if self.instance in entry):
            seen.add("namespace " + name)
            seen |= {f"link {name} {line.split(':')[1].split('@')[0].strip()}" for line in command("ip", "-n", name, "-o", "link").splitlines()}
        for host in os.scandir(os.path.join(self.data, "hosts")):
            for kind in ("disks", "machines"):
                folder = os.path.join(host.path, kind)
                if os.path.isdir(folder):
                    seen |= {f"{kind} {host.name} {name}" for name in os.listdir(folder)}
        return seen

    def count(self, tables):
        """How many rows each table has, asked of a PostgreSQL that nobody else runs; only while the cloud is down."""
        home = os.path.join(self.data, "control", "postgres")
        owner = os.stat(os.path.join(home, "data"))
        queries = "".join(f"select count(*) from {table};\n" for table in tables)
        done = subprocess.run([os.path.join(home, "bin", "postgres"), "--single", "-D", os.path.join(home, "data"), "postgres"], input=queries,
                              user=owner.st_uid, group=owner.st_gid, extra_groups=[], cwd="/", capture_output=True, text=True, timeout=60)
        counts = [int(n) for n in re.findall(r'count = "(\d+)"', done.stdout)]
        if len(counts) != len(tables):
            raise AssertionError(f"PostgreSQL did not tell all counts:\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}")
        return dict(zip(tables, counts))


def command(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=30).stdout
