"""What all contenders meet: one local STS, one home with the same files, the same code."""

import json
import os
import ssl
import subprocess
import tempfile
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

SERIAL = "arn:aws:iam::123456789012:mfa/demo"
PROFILE = "demo"
# Where a session goes by each tool's own rules and by what it is told.
TARGET = "demo-mfa"
REGION = "eu-central-1"
SYSTEM_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


class Stage:
    """The demo's STS with an AWS home in `folder`; over TLS when there is a `certificate`."""

    def __init__(self, program, folder, certificate=None, other_profiles=0):
        self.folder = Path(folder)
        self.home = self.folder / "home"
        self.credentials = self.home / ".aws/credentials"
        self.home.mkdir(parents=True)
        self.code_file = self.folder / "code"
        self.log = self.folder / "log"
        self.certificate = certificate
        argv = [program, "--dir", self.home / ".aws", "--control", "--fixed-keys"]
        context = None
        if certificate:
            argv += ["--tls-cert", certificate.chain, "--tls-key", certificate.key]
            context = ssl.create_default_context(cafile=certificate.authority)
        # Never through a proxy of the machine's environment.
        handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)]
        self.opener = urllib.request.build_opener(*handlers)
        self.process = subprocess.Popen([str(word) for word in argv], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        greeting = self.process.stdout.readline()
        assert greeting, "the demo's STS did not start"
        self.endpoint = json.loads(greeting)["endpoint"]
        self.plain = with_others(self.credentials.read_bytes(), other_profiles)
        self.sections = len((b"\n" + self.plain).split(b"\n["))

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)

    def environment(self, **more):
        """What every contender is given: nothing of this machine's own settings."""
        env = {
            "HOME": str(self.home),
            "USER": "bench",
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
        }
        return {**env, **more}

    def prepare(self):
        """The files as before the first sign-in, and a code that was not used. Returns the code."""
        fresh = self.credentials.with_name("fresh")
        fresh.write_bytes(self.plain)
        fresh.chmod(0o600)
        fresh.rename(self.credentials)
        self.ask("POST", "/_demo/reset-codes")
        # Daypass would wait for the next code otherwise.
        (self.home / ".local/state/daypass/used-steps.json").unlink(missing_ok=True)
        code = self.ask("GET", f"/_demo/code?serial={urllib.parse.quote(SERIAL)}")["code"]
        self.code_file.write_text(code + "\n")
        return code

    def holds_session(self):
        """Whether the file now holds a session, and every section that it held before."""
        sections = ("\n" + self.credentials.read_text()).split("\n[")
        ours = [text for text in sections if text.startswith(f"{TARGET}]")]
        return len(ours) == 1 and "aws_session_token" in ours[0] and len(sections) == self.sections + 1

    def set_roles(self, count):
        """The user and so many roles behind it, and nobody else's."""
        config = self.home / ".aws/config"
        lines = config.read_text().splitlines()
        user = lines[lines.index(f"[profile {PROFILE}]") :]
        end = next(index for index, line in enumerate(user[1:], 1) if line.startswith(("[", "#")))
        arn = "arn:aws:iam::123456789012:role/developer"
        roles = (f"[profile role-{n:04d}]\nrole_arn = {arn}\nsource_profile = {PROFILE}\n" for n in range(count))
        config.write_text("\n".join(user[:end]) + "\n" + "".join(roles))

    def delay(self, milliseconds):
        """Every answer comes so much later from now on."""
        self.ask("POST", "/_demo/faults", {"kind": "delay", "milliseconds": milliseconds})

    def sessions(self):
        """How many sections of the file hold a session."""
        return self.credentials.read_text().count("aws_session_token")

    def requests(self):
        """By action, since they were last forgotten."""
        return self.ask("GET", "/_demo/requests")["by_action"]

    def forget_requests(self):
        self.ask("DELETE", "/_demo/requests")

    def ask(self, method, path, body=None):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.endpoint + path, data=data, method=method)
        with self.opener.open(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def stage(program, parent, **options):
    """A stage in a folder of its own below `parent`, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="daypass-bench-", dir=parent) as folder:
        made = Stage(program, folder, **options)
        try:
            yield made
        finally:
            made.stop()


def with_others(text, count):
    """`text` with `count` more long-term profiles behind it."""
    if count == 0:
        return text
    others = (
        f"\n[team-{number:04d}]\n"
        f"aws_access_key_id = AKIAOTHER{number:011d}\n"
        f"aws_secret_access_key = {number:04d}{'x' * 36}\n"
        for number in range(count)
    )
    return text + "".join(others).encode()


class Certificate:
    """A certificate authority of our own and a server's certificate, RSA as AWS's are."""

    def __init__(self, folder):
        folder = Path(folder)
        self.authority, self.chain, self.key = folder / "ca.pem", folder / "chain.pem", folder / "key.pem"
        ca_key, request, names = folder / "ca-key.pem", folder / "request.pem", folder / "names"
        names.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE\n")
        new = ["req", "-newkey", "rsa:2048", "-nodes", "-sha256"]
        openssl(*new, "-x509", "-days", 2, "-subj", "/CN=Daypass bench", "-keyout", ca_key, "-out", self.authority)
        openssl(*new, "-subj", "/CN=localhost", "-keyout", self.key, "-out", request)
        sign = ["x509", "-req", "-sha256", "-days", 2, "-in", request, "-extfile", names, "-out", self.chain]
        openssl(*sign, "-CA", self.authority, "-CAkey", ca_key, "-CAcreateserial")
        # As on a real machine: one authority among the many that are trusted.
        self.bundle = folder / "bundle.pem"
        system = next((Path(path) for path in SYSTEM_BUNDLES if Path(path).is_file()), None)
        trusted = system.read_text() if system else ""
        self.bundle.write_text(trusted + self.authority.read_text())
        self.trusted = (trusted.count("BEGIN CERTIFICATE")) + 1


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def memory_folder():
    """A folder whose files are in memory only."""
    folder = Path("/dev/shm")
    kinds = {line.split()[1]: line.split()[2] for line in Path("/proc/self/mounts").read_text().splitlines()}
    assert kinds.get(str(folder)) == "tmpfs" and os.access(folder, os.W_OK), "/dev/shm is no tmpfs to write to"
    return folder
