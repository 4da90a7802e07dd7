"""The demo account's STS as a program of its own; every login of these tests asks it."""

import json
import subprocess
import urllib.parse
import urllib.request

from programs import PROGRAMS

SERIAL = "arn:aws:iam::123456789012:mfa/demo"
# The example key of AWS's documentation, which the demo knows as the key of its user `demo`.
KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

# Never through a proxy of the machine's environment.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Sts:
    """Answers until it is stopped."""

    def __init__(self):
        argv = [PROGRAMS / "daypass-demo-sts", "--control", "--fixed-keys"]
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        greeting = self.process.stdout.readline()
        assert greeting, "the demo's STS did not start"
        self.endpoint = json.loads(greeting)["endpoint"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)

    def code(self):
        """The code that the device shows now, made good once more."""
        self._ask("POST", "/_demo/reset-codes")
        return self._ask("GET", f"/_demo/code?serial={urllib.parse.quote(SERIAL)}")["code"]

    def _ask(self, method, path):
        data = b"{}" if method == "POST" else None
        request = urllib.request.Request(self.endpoint + path, data=data, method=method)
        with _OPENER.open(request, timeout=10) as answer:
            return json.load(answer)
