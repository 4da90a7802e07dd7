"""`daypass login` beside other tools: from the start of the program to its end, the session written."""

import re
import tempfile
from pathlib import Path

from report import mebibytes, megabytes, milliseconds
from stage import PROFILE, SERIAL, TARGET, Certificate, memory_folder, stage
from timing import Failed, in_turn, peak_memory, run

OURS, PEER, PYTHON, CLI = "daypass", "aws-mfa-session 0.6.0", "aws-mfa", "aws (writes nothing)"
BARE = "the SDK alone (writes nothing)"
SECONDS = 43_200
# What those say that write nothing.
SAID = {CLI: r'"SessionToken": "\S+"', BARE: r"Expiration: \S+"}
# The demo's fixed key, AWS's documented example: only the SDK alone looks for none.
KEY = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
OTHER_PROFILES = 2_000


def measure(report, root, runs):
    tools = Tools(root)
    memory = memory_folder()
    with tempfile.TemporaryDirectory(prefix="daypass-bench-ca-", dir=memory) as folder:
        certificate = Certificate(folder)
        with (
            stage(tools.sts, memory) as http,
            stage(tools.sts, memory, certificate=certificate) as tls,
            stage(tools.sts, memory, other_profiles=OTHER_PROFILES) as crowded,
            stage(tools.sts, root / "target/bench") as on_disk,
        ):
            report.attempt("login beside the SDK alone, http", lambda: compare_bare(report, tools, http, runs))
            report.attempt("login beside the SDK alone, TLS", lambda: compare_bare(report, tools, tls, runs))
            report.attempt("login over http", lambda: compare_http(report, tools, http, runs))
            report.attempt("login over TLS", lambda: compare_tls(report, tools, tls, runs))
            report.attempt("login among many profiles", lambda: compare_crowded(report, tools, crowded, runs))
            report.attempt("login on disk", lambda: compare_disk(report, tools, http, on_disk, runs))
            report.attempt("requests", lambda: requests(report, tools, http))
            report.attempt("memory and size", lambda: sizes(report, tools, http, tls, crowded))


def compare_bare(report, tools, at, runs):
    report.heading(f"daypass login, {'TLS' if at.certificate else 'http'}, beside one GetSessionToken, files in memory")
    found = in_turn(tools.at(at, OURS, BARE), runs)
    report.ratio("wall", found[OURS].wall, found[BARE].wall, BARE, milliseconds, at_most=1.3)
    report.ratio("processor", found[OURS].processor, found[BARE].processor, BARE, milliseconds, at_most=1.3)


def compare_http(report, tools, at, runs):
    report.heading("daypass login, http, files in memory")
    found = in_turn(tools.at(at, OURS, PEER, PYTHON, CLI), runs)
    ours = found[OURS]
    report.ratio("wall", ours.wall, found[PEER].wall, PEER, milliseconds, at_most=0.85)
    report.ratio("processor", ours.processor, found[PEER].processor, PEER, milliseconds)
    report.ratio("wall", ours.wall, found[PYTHON].wall, PYTHON, milliseconds, at_most=1 / 25)
    report.ratio("wall", ours.wall, found[CLI].wall, CLI, milliseconds)


def compare_tls(report, tools, at, runs):
    report.heading(f"daypass login, TLS, {at.certificate.trusted} trusted authorities, files in memory")
    found = in_turn(tools.at(at, OURS, PEER, PYTHON, CLI), runs)
    ours = found[OURS]
    report.ratio("wall", ours.wall, found[PEER].wall, PEER, milliseconds, at_most=0.3)
    report.ratio("processor", ours.processor, found[PEER].processor, PEER, milliseconds, at_most=0.2)
    report.ratio("wall", ours.wall, found[PYTHON].wall, PYTHON, milliseconds, at_most=1 / 25)
    report.ratio("wall", ours.wall, found[CLI].wall, CLI, milliseconds)


def compare_crowded(report, tools, at, runs):
    report.heading(f"daypass login, http, {OTHER_PROFILES:,} other profiles in the credentials file")
    found = in_turn(tools.at(at, OURS, PEER), runs)
    report.ratio("wall", found[OURS].wall, found[PEER].wall, PEER, milliseconds, at_most=0.35)
    report.ratio("processor", found[OURS].processor, found[PEER].processor, PEER, milliseconds)


def compare_disk(report, tools, in_memory, on_disk, runs):
    """Only we sync the file and its folder before we say that it is written."""
    report.heading("daypass login, http: what durable writing costs")
    contenders = {"memory": tools.at(in_memory, OURS)[OURS], "disk": tools.at(on_disk, OURS)[OURS]}
    found = in_turn(contenders, runs)
    report.ratio("wall, files on disk", found["disk"].wall, found["memory"].wall, "files in memory", milliseconds)


def requests(report, tools, at):
    report.heading("Requests to STS by one login, profile and serial number known")
    login = tools.at(at, OURS, PEER)
    for name in (OURS, PEER):
        at.forget_requests()
        login[name]()
        asked = at.requests()
        what = f"{name}: " + ", ".join(sorted(asked))
        if name == OURS:
            report.exactly(what, sum(asked.values()), 1)
        else:
            report.value(what, sum(asked.values()), str)


def sizes(report, tools, http, tls, crowded):
    report.heading("Memory and size of daypass")
    for name, at in (("http", http), ("TLS", tls)):
        report.value(f"most memory held at once, {name}", tools.peak(at), mebibytes, at_most=10 * 2**20)
    report.value(f"most memory held at once, {OTHER_PROFILES:,} profiles", tools.peak(crowded), mebibytes)
    report.value("the program's file", tools.daypass.stat().st_size, megabytes, at_most=8e6)


class Tools:
    """The contenders: each signs in to the same profile with the same code for the same time."""

    def __init__(self, root):
        release, peers, venv = root / "target/release", root / "target/bench/peers/bin", root / "target/bench/venv/bin"
        self.daypass, self.sts = release / "daypass", release / "daypass-demo-sts"
        self.bare = release / "examples/bare_sts"
        self.peer, self.python, self.cli = peers / "aws-mfa-session", venv / "aws-mfa", venv / "aws"
        for program in (self.daypass, self.sts, self.bare, self.peer, self.python, self.cli):
            if not program.is_file():
                raise Failed(f"{program.name} is not there")

    def at(self, stage, *names):
        """The contenders of these names on this stage, as functions that sign in once."""
        return {name: Login(self, stage, name) for name in names}

    def peak(self, stage):
        """The largest of three, for memory does not come in medians."""
        login = Login(self, stage, OURS)
        return max(login.peak() for _ in range(3))

    def command(self, name, code):
        return {
            OURS: [self.daypass, "login", PROFILE, "--only", "--duration", f"{SECONDS}", "--code", "-"],
            BARE: [self.bare, SERIAL, code, SECONDS],
            PEER: [self.peer, "--profile", PROFILE, "--arn", SERIAL, "--duration", SECONDS]
            + ["--update-profile", TARGET, "--code", code],
            # Its code is asked for on standard input. It knows no AWS_SHARED_CREDENTIALS_FILE: all use ~/.aws.
            PYTHON: [self.python, "--profile", PROFILE, "--long-term-suffix", "none", "--short-term-suffix", "mfa"]
            + ["--device", SERIAL, "--duration", SECONDS],
            # Version 1 has no mfa-login: this prints the keys, and writing them is left to the user.
            CLI: [self.cli, "sts", "get-session-token", "--profile", PROFILE, "--serial-number", SERIAL]
            + ["--duration-seconds", SECONDS, "--token-code", code],
        }[name]


class Login:
    """One contender on one stage; called, it signs in and returns what that took."""

    def __init__(self, tools, at, name):
        self.tools, self.stage, self.name = tools, at, name
        more = {}
        if at.certificate:
            # Each reads another name: rustls the first, botocore the second.
            name_of_bundle = "SSL_CERT_FILE" if name in (OURS, BARE, PEER) else "AWS_CA_BUNDLE"
            more[name_of_bundle] = str(at.certificate.bundle)
        if name == BARE:
            more |= KEY
        self.env = at.environment(**more)

    def __call__(self):
        return self._check(run)

    def peak(self):
        return self._check(peak_memory)

    def _check(self, runner):
        code = self.stage.prepare()
        argv = self.tools.command(self.name, code)
        taken = runner(argv, self.env, self.stage.code_file, self.stage.log)
        said = Path(self.stage.log).read_text(errors="replace")
        signed_in = re.search(SAID[self.name], said) if self.name in SAID else self.stage.holds_session()
        if not signed_in:
            raise Failed(f"{self.name} wrote no session: {said[-800:]}")
        return taken
