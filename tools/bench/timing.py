"""Programs run to their end, and what they took."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """What one run took, in seconds."""

    wall: float
    processor: float


class Failed(Exception):
    """A program that did not do what it was run for."""


def run(argv, env, stdin, log):
    """Runs a program from start to end. `stdin` is a file; `log` receives everything it says."""
    words = [str(word) for word in argv]
    files = [
        (os.POSIX_SPAWN_OPEN, 0, str(stdin), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    begun = time.perf_counter()
    pid = os.posix_spawn(words[0], words, env, file_actions=files)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    if status != 0:
        said = Path(log).read_text(errors="replace")[-800:]
        raise Failed(f"{Path(words[0]).name} ended with status {os.waitstatus_to_exitcode(status)}: {said}")
    return Taken(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(argv, env, stdin, log):
    """The most memory a program held at once, in bytes.

    The kernel counts what the process held before its exec as well, so a program started from this large
    one would never seem smaller: a helper that holds less than 5 MB starts it.
    """
    with open(stdin, "rb") as given:
        command = [sys.executable, "-I", "-S", str(Path(__file__).with_name("peak.py")), str(log), *map(str, argv)]
        done = subprocess.run(command, env=env, stdin=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = Path(log).read_text(errors="replace")[-800:]
        raise Failed(f"{argv[0]} ended with {done.returncode}: {done.stderr}{said}")
    return int(done.stdout) * 1024


def in_turn(contenders, runs, warm_ups=2):
    """Runs each contender `runs` times, one after the other in turn, so that whatever else the machine does
    meets all alike. `contenders` are functions by name that return a `Taken`; the answer holds their medians.
    """
    names = list(contenders)
    taken = {name: [] for name in names}
    for turn in range(-warm_ups, runs):
        # Each goes first as often as last.
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            one = contenders[name]()
            if turn >= 0:
                taken[name].append(one)
    return {name: median(several) for name, several in taken.items()}


def median(several):
    return Taken(
        statistics.median(one.wall for one in several),
        statistics.median(one.processor for one in several),
    )
