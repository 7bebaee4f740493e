"""Runs the unmodified az of the suite's virtual environment against the cloud that the environment variables point to."""
import json
import os
import shutil
import subprocess
import tempfile
import sys


class AzError(AssertionError):
    """az exited with an error; the message is what it printed."""


class Az:
    """An az with a configuration directory, so a login, of its own."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="woad-az-")
        self.config = os.path.join(self.home, "azure")
        os.mkdir(self.config)
        for name in ("config", "clouds.config"):  # not the logins that somebody made with it
            shutil.copy(os.path.join(os.environ["AZURE_CONFIG_DIR"], name), self.config)
        self.program = os.path.join(os.path.dirname(sys.executable), "az")
        self.environment = dict(os.environ, AZURE_CONFIG_DIR=self.config, HOME=self.home, PYTHONWARNINGS="ignore")

    def __call__(self, *arguments, timeout=300):
        """Runs a command and returns its JSON output; fails with what it printed."""
        done = self.run(*arguments, timeout=timeout)
        if done.returncode != 0:
            raise AzError(f"az {' '.join(arguments)} exited {done.returncode}:\n{done.stderr[-4000:]}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refused(self, *arguments, timeout=120):
        """Runs a command that must fail and returns what it printed."""
        done = self.run(*arguments, timeout=timeout)
        if done.returncode == 0:
            raise AssertionError(f"az {' '.join(arguments)} should have been refused, but printed {done.stdout[:500]}")
        return done.stderr

    def run(self, *arguments, timeout=300):
        return subprocess.run([self.program, *arguments, "--output", "json"], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=timeout)

    def login(self, client=None, secret=None, tenant=None):
        """Signs in as an application: the demo customer's, unless another is named."""
        return self("login", "--service-principal", "-u", client or os.environ["AZURE_CLIENT_ID"], "-p", secret or os.environ["AZURE_CLIENT_SECRET"],
                    "--tenant", tenant or os.environ["AZURE_TENANT_ID"])

    def close(self):
        shutil.rmtree(self.home, ignore_errors=True)
