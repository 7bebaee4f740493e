"""A client of the resource manager that says of each request whether its outcome is known."""
import http.client
import json
import ssl
import threading
import time
import urllib.parse

TERMINAL = ("Succeeded", "Failed", "Canceled")
APIS = {"microsoft.compute": "2024-07-01", "microsoft.network": "2024-05-01", "microsoft.storage": "2024-01-01", "": "2024-03-01"}


class Unknown(Exception):
    """The request may have been carried out or not."""


class Arm:
    """Talks through the cloud's proxy as the demo customer; one connection a thread."""

    def __init__(self, variables):
        self.variables = variables
        self.subscription = "/subscriptions/" + variables["AZURE_SUBSCRIPTION_ID"]
        self.tls = ssl.create_default_context(cafile=variables["SSL_CERT_FILE"])
        self.proxy = urllib.parse.urlsplit(variables["HTTPS_PROXY"])
        self.connections = threading.local()
        self.lock = threading.Lock()
        self.token, self.renew_at = None, 0
        self.monitors = set()

    def send(self, host, method, path, body, headers):
        """One exchange: status, headers, body. Unknown where no answer came or the answer does not tell."""
        kept = self.connections.__dict__
        connection = kept.get(host)
        if connection is None:
            connection = http.client.HTTPSConnection(self.proxy.hostname, self.proxy.port, context=self.tls, timeout=60)
            connection.set_tunnel(host, 443)
            kept[host] = connection
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as e:
            connection.close()
            kept.pop(host, None)
            raise Unknown(repr(e)) from e
        if answer.status >= 500:
            raise Unknown(f"{answer.status} {content[:300]}")
        return answer.status, answer.headers, content

    def authorization(self):
        with self.lock:
            if self.token is None or time.monotonic() > self.renew_at:
                host = urllib.parse.urlsplit(self.variables["AZURE_AUTHORITY_HOST"]).hostname
                form = urllib.parse.urlencode({
                    "grant_type": "client_credentials", "client_id": self.variables["AZURE_CLIENT_ID"], "client_secret": self.variables["AZURE_CLIENT_SECRET"],
                    "scope": f"https://{self.variables['ARM_METADATA_HOSTNAME']}/.default"})
                status, _, content = self.send(host, "POST", f"/{self.variables['AZURE_TENANT_ID']}/oauth2/v2.0/token", form,
                                               {"Content-Type": "application/x-www-form-urlencoded"})
                if status != 200:
                    raise AssertionError(f"no token: {status} {content[:300]}")
                self.token, self.renew_at = json.loads(content)["access_token"], time.monotonic() + 1200
            return "Bearer " + self.token

    def request(self, method, identity, body=None, query=""):
        """Status and decoded body. The address of what a long-running operation is followed by is remembered."""
        if "api-version=" not in identity:
            provider = identity.split("/providers/")[-1].split("/")[0].lower() if "/providers/" in identity else ""
            identity += f"?api-version={APIS[provider]}{query}"
        try:
            headers = {"Authorization": self.authorization(), "Content-Type": "application/json"}
        except Unknown:
            return 503, {"error": {"code": "NotSent"}}
        status, answered, content = self.send(self.variables["ARM_METADATA_HOSTNAME"], method, identity, json.dumps(body) if body is not None else None, headers)
        if answered.get("Azure-AsyncOperation"):
            monitor = urllib.parse.urlsplit(answered["Azure-AsyncOperation"])
            with self.lock:
                self.monitors.add(f"{monitor.path}?{monitor.query}")
        return status, json.loads(content) if content else {}

    def patiently(self, method, identity, body=None, seconds=120):
        """As request, but asks again until the outcome is known; for what can be repeated."""
        end = time.monotonic() + seconds
        while True:
            try:
                status, content = self.request(method, identity, body)
                if status not in (429, 503):
                    return status, content
                why = f"{status} {content}"
            except Unknown as e:
                why = str(e)
            if time.monotonic() > end:
                raise AssertionError(f"{method} {identity} has no answer within {seconds} s: {why}")
            time.sleep(0.3)

    def settled(self, identity, seconds=240):
        """The resource once no operation on it is under way, or None where it is gone."""
        end = time.monotonic() + seconds
        while True:
            status, content = self.patiently("GET", identity)
            if status == 404:
                return None
            if status != 200:
                raise AssertionError(f"GET {identity}: {status} {content}")
            state = content["properties"]["provisioningState"]
            if state in TERMINAL:
                return content
            if time.monotonic() > end:
                raise AssertionError(f"{identity} is still {state} after {seconds} s")
            time.sleep(0.3)
