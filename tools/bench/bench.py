"""`make bench`: measures, prints, and keeps what was printed in target/bench/results.txt."""

import argparse
import os
import platform
import signal
import sys
from datetime import datetime, timezone
from pathlib import Path

from report import Report

ROOT = Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["all", "login", "roles", "desktop", "frames", "file"], default="all")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    # Told to end, it still takes its desktop, its STS and its files along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    report = Report(ROOT / "target/bench/results.txt")
    report.say(f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, {machine()}")
    report.say(f"{options.runs} runs of each contender, taken in turn; medians.")
    if options.part in ("all", "login"):
        report.attempt("daypass login", lambda: login(report, options))
    if options.part in ("all", "roles"):
        report.attempt("many roles", lambda: roles(report, options))
    if options.part in ("all", "file"):
        report.attempt("the credentials file", lambda: file(report))
    if options.part in ("all", "desktop"):
        report.attempt("the program in the tray", lambda: desktop(report, options))
    if options.part in ("all", "desktop", "frames"):
        report.attempt("a page of many rows", lambda: frames(report))
    report.end()
    return 1 if report.failures else 0


def login(report, options):
    import login

    login.measure(report, ROOT, options.runs)


def roles(report, options):
    import roles

    roles.measure(report, ROOT, options.runs)


def file(report):
    import file

    file.measure(report, ROOT)


def desktop(report, options):
    desktop_tests_tools()
    import tray

    tray.measure(report, ROOT, options.runs, options.long)


def frames(report):
    desktop_tests_tools()
    import frames

    frames.measure(report, ROOT)


def desktop_tests_tools():
    """The desktop tests' own tools, with the release build in place of the debug one."""
    os.environ.setdefault("DAYPASS_PROGRAMS", str(ROOT / "target/release"))
    sys.path.insert(1, str(ROOT / "tests/e2e"))


def machine():
    model = "processor unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}, load {load}"


if __name__ == "__main__":
    sys.exit(main())
