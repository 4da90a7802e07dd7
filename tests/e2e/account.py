"""The demo account's STS as a program of its own, and what other AWS clients make of our file."""

import configparser
import json
import os
import re
import sys
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

from desktop import ROOT
from waiting import wait_until

# Another folder of programs can be tried: a release build, or one that is broken on purpose.
PROGRAMS = Path(os.environ.get("DAYPASS_PROGRAMS", ROOT / "target/debug"))
VENV = ROOT / "target/venv/bin"
SERIAL = "arn:aws:iam::123456789012:mfa/demo"
USER = "arn:aws:iam::123456789012:user/demo"
REGION = "eu-central-1"

# Never through a proxy of the machine's environment.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Account:
    """`daypass-demo-sts` with its AWS files in the desktop's home."""

    def __init__(self, desktop, programs=PROGRAMS):
        self.desktop = desktop
        self.folder = desktop.home / "aws"
        self.config = self.folder / "config"
        self.credentials = self.folder / "credentials"
        argv = [programs / "daypass-demo-sts", "--dir", self.folder, "--control", "--ignore-stdin"]
        self.process = desktop.processes.start("sts", argv, desktop.env)
        out = desktop.processes.logs / "sts.out"
        wait_until(lambda: out.read_bytes().endswith(b"\n"), 20, "the demo STS")
        self.greeting = json.loads(out.read_text().splitlines()[0])
        self.endpoint = self.greeting["endpoint"]
        keys = self.section("demo")
        self.taken = set()
        self.key_id, self.secret = keys["aws_access_key_id"], keys["aws_secret_access_key"]

    @property
    def env(self):
        """What points a program at this account's files."""
        return {"AWS_CONFIG_FILE": str(self.config), "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials)}

    def stop(self):
        """Nobody answers at the endpoint from now on."""
        self.desktop.processes.stop(self.process)

    # The device.

    def code(self, serial=SERIAL, seconds=4):
        """A code that was not taken from the device before, with at least `seconds` left of its time."""

        def fresh():
            answer = self._device(serial)
            good = answer["seconds_left"] >= seconds and answer["code"] not in self.taken
            return answer["code"] if good else None

        code = wait_until(fresh, 35, "a new code with time left")
        self.taken.add(code)
        return code

    def codes_of_two_windows(self, serial=SERIAL, seconds=4):
        """The code of now, with at least `seconds` left of its time, and the one that comes after it."""
        now = self.code(serial, seconds)
        self._ask("POST", "/_demo/clock", {"offset_seconds": 30})
        following = self._device(serial)["code"]
        self._ask("POST", "/_demo/clock", {"offset_seconds": 0})
        self.taken.add(following)
        return now, following

    def wrong_code(self, serial=SERIAL):
        """Six digits that the device does not show."""
        return f"{(int(self._device(serial)['code']) + 271_828) % 1_000_000:06d}"

    def _device(self, serial):
        return self._ask("GET", f"/_demo/code?serial={urllib.parse.quote(serial)}")

    def spend(self, code, serial=SERIAL):
        """Uses a code elsewhere, as another tool would."""
        program = "import sys, boto3; boto3.client('sts', endpoint_url=sys.argv[1], region_name=sys.argv[2])"
        program += ".get_session_token(SerialNumber=sys.argv[3], TokenCode=sys.argv[4])"
        env = {"AWS_ACCESS_KEY_ID": self.key_id, "AWS_SECRET_ACCESS_KEY": self.secret}
        self.desktop.run(sys.executable, "-c", program, self.endpoint, REGION, serial, code, env=env)

    # What goes wrong, and what was asked.

    def fault(self, kind, **more):
        if kind == "lifetime":
            # Roles that come along live on: their ends would be told together with the user's.
            more.setdefault("action", "GetSessionToken")
        self._ask("POST", "/_demo/faults", {"kind": kind, **more})

    def no_faults(self):
        self._ask("DELETE", "/_demo/faults")

    def edit(self, **wish):
        """Changes the account: `inactive_keys`, `devices_hidden`, `devices_per_page`."""
        self._ask("POST", "/_demo/account", wish)

    def disable_regions(self, *regions):
        """STS is activated everywhere but in these regions."""
        self.edit(disabled_regions=regions)

    def requests(self, action=None):
        """The requests so far, oldest first."""
        asked = self._ask("GET", "/_demo/requests")["last"]
        return [one for one in asked if action in (None, one["action"])]

    def asked(self, action):
        """How often this was asked for so far."""
        return self._ask("GET", "/_demo/requests")["by_action"].get(action, 0)

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.endpoint + path, data=data, method=method)
        with _OPENER.open(request, timeout=10) as answer:
            return json.load(answer)

    # The files.

    def files(self):
        """Both AWS files, byte for byte, with their modes."""
        return [(path.name, path.stat().st_mode, path.read_bytes()) for path in (self.config, self.credentials)]

    def section(self, name):
        """A section of the credentials file as a Python reader sees it, empty when it is not there."""
        parser = configparser.RawConfigParser()
        parser.read(self.credentials)
        return dict(parser[name]) if parser.has_section(name) else {}

    def session(self, target="demo-mfa", timeout=20):
        """Waits until the section holds a whole session."""

        def whole():
            found = self.section(target)
            names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "x_security_token_expires")
            return found if all(found.get(name) for name in names) else None

        return wait_until(whole, timeout, f"a session in [{target}]")

    # Other AWS clients.

    def boto3_says(self, profile):
        """Who boto3 is with this profile of our file."""
        program = "import sys, json, boto3; session = boto3.Session(profile_name=sys.argv[1], region_name=sys.argv[3]);"
        program += "print(json.dumps(session.client('sts', endpoint_url=sys.argv[2]).get_caller_identity()['Arn']))"
        said = self.desktop.run(sys.executable, "-c", program, profile, self.endpoint, REGION, env=self.env, timeout=60)
        return json.loads(said)

    def cli_says(self, profile):
        """Who the AWS CLI is with this profile of our file."""
        argv = [VENV / "aws", "--profile", profile, "--endpoint-url", self.endpoint, "--region", REGION]
        argv += ["--output", "json", "sts", "get-caller-identity"]
        return json.loads(self.desktop.run(*argv, env=self.env, timeout=60))["Arn"]


def ends(session):
    """When a session of the file ends."""
    text = session["x_security_token_expires"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text), f"not RFC 3339 with Z: {text}"
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def seconds_until(instant):
    return (instant - datetime.now(timezone.utc)).total_seconds()
