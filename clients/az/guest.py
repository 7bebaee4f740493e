"""SSH into a machine, as its owner does."""
import subprocess
import time


def make_key(file):
    """Makes a key pair without a passphrase; the public half is in FILE.pub."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)


def ssh(key, address, command, seconds=120):
    """Runs a command in the machine and returns what it prints; tries again until it succeeds, for it may be starting still."""
    end = time.monotonic() + seconds
    while True:
        done = subprocess.run(["ssh", "-i", key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=5",
                               "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", f"ada@{address}", command], capture_output=True, text=True, timeout=60)
        if done.returncode == 0:
            return done.stdout.strip()
        if time.monotonic() > end:
            raise AssertionError(f"'{command}' at {address} did not succeed within {seconds} s: {done.stderr}")
        time.sleep(0.5)
