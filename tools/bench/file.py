"""The credentials file: one update, the editor and the reader alone, and how they grow with the file."""

import json
import os
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

from report import milliseconds
from timing import Failed

SIZES = (10, 100, 1_000, 10_000, 100_000)
ROWS = (100, 1_000, 10_000)
BESIDE = (1_000, 10_000, 100_000)
# A disk is busy now and then: an update and the least there is are measured in turn so often.
TURNS = 5
# Ten times as much text: a line grows ten times, a square a hundred. What lies between is the machine's,
# for caches end and memory is fetched anew: copying alone grows 30 times somewhere.
STEEPEST = 30


def measure(report, root):
    bench = Bench(root)
    report.attempt("an update on disk", lambda: update(report, bench, "disk"))
    report.attempt("an update in memory", lambda: update(report, bench, "memory"))
    report.attempt("the editor alone", lambda: alone(report, bench))
    report.attempt("botocore and the AWS CLI", lambda: beside(report, bench))
    report.attempt("odd files", lambda: odd(report, bench))
    report.attempt("from STS's answer to the file", lambda: answer(report, bench))
    report.attempt("a tick of the program", lambda: tick(report, bench))


def update(report, bench, place):
    """Beside reading the file, copying it in memory, writing the copy and syncing it."""
    report.heading(f"One update of a credentials file, files {'on' if place == 'disk' else 'in'} {place}")
    taken = bench.in_turn("daypass-adapters", "update", f"^{place}/(update|least)/", TURNS)
    for profiles in SIZES:
        ours, least = (taken[f"{place}/{what}/{profiles}"].median for what in ("update", "least"))
        at_most = 2 if place == "disk" and profiles == 10_000 else None
        report.ratio(f"{profiles:,} profiles", ours, least, "read, copy, write, sync", milliseconds, at_most)
    for small, large in zip(SIZES, SIZES[1:]):
        name = f"{place}/update/{{}}".format
        # In memory it is the machine's memory that is measured.
        growth(report, f"{small:,} to {large:,} profiles", taken, name(small), name(large), place == "disk")


def alone(report, bench):
    report.heading("The editor and the reader, without files")
    taken = bench.run("daypass-core", "editor", "^ordinary/")
    for what in ("renew", "add", "remove", "find", "read"):
        ours, copy = (taken[f"ordinary/{which}/10000"].median for which in (what, "copy"))
        report.ratio(f"{what}, 10,000 profiles", ours, copy, "copying the text", milliseconds)
    for what in ("copy", "renew", "add", "remove", "find", "read"):
        for small, large in zip(SIZES, SIZES[1:]):
            name = f"ordinary/{what}/{{}}".format
            title = f"{what}, {small:,} to {large:,} profiles"
            growth(report, title, taken, name(small), name(large), what != "copy")


def beside(report, bench):
    """Ours is timed with all that it does on the disk, syncing included; they do not sync."""
    report.heading("Beside botocore's reader and the AWS CLI's writer, files on disk")
    ours = bench.run("daypass-adapters", "update", "^disk/(update|read)/")
    theirs = bench.peers(BESIDE)
    for size in BESIDE:
        read, write = theirs[str(size)]["read"], theirs[str(size)]["write"]
        report.ratio(f"read {size:,} profiles", ours[f"disk/read/{size}"].median, read, "botocore", milliseconds, 1)
        report.ratio(f"update one of {size:,}", ours[f"disk/update/{size}"].median, write, "AWS CLI", milliseconds)


def odd(report, bench):
    report.heading("Files that could cost more than their size: how ten times as much grows")
    taken = bench.run("daypass-core", "editor", "^growth/")
    for name in sorted(name for name in taken if name.endswith("/100000")):
        what = name.removeprefix("growth/").removesuffix("/100000")
        growth(report, what, taken, name.replace("/100000", "/10000"), name)


def answer(report, bench):
    report.heading("In the running program, from STS's answer to the renamed and synced file, 2,000 profiles")
    taken = bench.run("daypass-adapters", "answer", "^answer/")
    for place in ("disk", "memory"):
        report.value(f"files {'on' if place == 'disk' else 'in'} {place}", taken[f"answer/{place}"].median, milliseconds, 0.020)


def tick(report, bench):
    report.heading("A tick of the program, the files unchanged; what it does once when they changed")
    taken = bench.run("daypass-core", "board", "^board/")
    for rows in ROWS:
        at_most = 0.001 if rows == 1_000 else None
        report.value(f"tick, {rows:,} rows", taken[f"board/tick/{rows}"].median, milliseconds, at_most)
        report.value(f"catalog, {rows:,} rows", taken[f"board/catalog/{rows}"].median, milliseconds)
    for small, large in zip(ROWS, ROWS[1:]):
        growth(report, f"tick, {small:,} to {large:,} rows", taken, f"board/tick/{small}", f"board/tick/{large}")


def growth(report, what, taken, small, large, judged=True):
    """By the fastest samples: other programs only ever add to what is measured."""
    factor = taken[large].fastest / taken[small].fastest
    report.value(what, factor, times, at_most=STEEPEST if judged else None)


def times(factor):
    return f"{factor:.1f} times"


@dataclass(frozen=True)
class Taken:
    """What one call took, in seconds."""

    median: float
    fastest: float


class Bench:
    """The criterion benches, and what they leave."""

    def __init__(self, root):
        self.root = root
        self.kept = root / "target/bench/criterion"

    def run(self, package, name, which):
        """What the benches that match took, by their names."""
        shutil.rmtree(self.kept, ignore_errors=True)
        command = ["cargo", "bench", "--locked", "--quiet", "--package", package, "--bench", name, "--"]
        command += ["--quiet", "--noplot", "--warm-up-time", "0.3", "--measurement-time", "0.7", which]
        environment = os.environ | {"CRITERION_HOME": str(self.kept)}
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"{name} ended with {done.returncode}: {done.stderr[-800:]}")
        return dict(self._found(folder) for folder in self.kept.glob("**/new"))

    def _found(self, folder):
        name = json.loads((folder / "benchmark.json").read_text())["full_id"]
        median = json.loads((folder / "estimates.json").read_text())["median"]["point_estimate"]
        sample = json.loads((folder / "sample.json").read_text())
        fastest = min(time / calls for time, calls in zip(sample["times"], sample["iters"]))
        return name, Taken(median / 1e9, fastest / 1e9)

    def in_turn(self, package, name, which, turns):
        """The same of several runs, each of which measures all that match one after the other."""
        runs = [self.run(package, name, which) for _ in range(turns)]
        return {
            one: Taken(
                statistics.median(run[one].median for run in runs),
                min(run[one].fastest for run in runs),
            )
            for one in runs[0]
        }

    def peers(self, sizes):
        """What other programs take for the files that the benches wrote."""
        python = self.root / "target/bench/venv/bin/python"
        script = Path(__file__).with_name("file_peers.py")
        command = [python, "-B", script, self.root / "target/tmp", *sizes]
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"the other programs ended with {done.returncode}")
        return json.loads(done.stdout)


