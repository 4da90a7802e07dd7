"""The program in the tray: what it holds and does while nobody needs it, how soon a click is answered, and the
golden path.

Measured on the desktop tests' own desktop (Xvfb, xfwm4, xfce4-panel): software rendering, no compositor.
"""

import os
import statistics
import time

import clicks
import golden
from account import PROGRAMS, Account
from contenders import Empty, Ours
from daypass import Daypass
from desktop import Desktop
from processes import read_proc
from report import megabytes, seconds
from waiting import wait_until
from wakings import wakings

MINUTE = 60
SETTLED = 15
# The page is freed ten minutes after it was closed (FREED_AFTER in src-tauri/src/popover.rs).
FREED = 10 * 60 + 15
# What a program holds at rest hardly differs from start to start.
RESTS = 3
TICK = os.sysconf("SC_CLK_TCK")


def measure(report, root, runs, long):
    empty = PROGRAMS / "daypass-empty"
    with Desktop(root / "target/bench/desktop", notifications=False) as desktop:
        account = Account(desktop)
        report.attempt("memory beside an empty program", lambda: beside(report, desktop, account, empty))
        report.attempt("the program at rest", lambda: idle(report, desktop, account, long))
        report.attempt("clicks on the icon", lambda: clicks.measure(report, desktop, account, empty, runs))
        report.attempt("the golden path", lambda: golden.measure(report, desktop, account))


# Idle.


def beside(report, desktop, account, empty):
    """Each alone on the desktop, so that neither shares its libraries with the other."""
    starts = {"ours": lambda: Ours(desktop, account), "empty": lambda: Empty(desktop, empty)}
    sizes = {name: [] for name in starts}
    for _ in range(RESTS):
        for name, start in starts.items():
            one = start()
            try:
                time.sleep(SETTLED)
                pids = one.pids()
                assert len(pids) == 1, f"{name} is one process, not {len(pids)}"
                sizes[name].append((held(pids, b"Pss:"), held(pids, b"Private_Clean:", b"Private_Dirty:")))
            finally:
                desktop.processes.stop(one.process)
                wait_until(lambda: desktop.tray_pixels() is None, 10, "the program's end")
    report.heading(f"At rest in the tray beside an empty Tauri program with an icon, {RESTS} starts of each in turn")
    for number, (what, at_most) in enumerate([("proportional set size", 1.15), ("of it private", None)]):
        ours, theirs = (statistics.median(size[number] for size in sizes[name]) for name in ("ours", "empty"))
        report.ratio(what, ours, theirs, "empty", megabytes, at_most)


def idle(report, desktop, account, long):
    app = Daypass(desktop, account)
    try:
        time.sleep(SETTLED)
        report.heading("Idle in the tray, popover never opened")
        resting(report, app, memory_at_most=60e6, processor_at_most=0.05, wakings_at_most=2)

        app.show()
        time.sleep(SETTLED)
        report.heading("The same, popover open")
        resting(report, app)
        if app.window() is None:
            raise AssertionError("the popover closed by itself while it was measured")

        app.hide()
        time.sleep(SETTLED)
        report.heading("The same, popover closed again")
        resting(report, app)

        if long:
            time.sleep(FREED - MINUTE - SETTLED)
            report.heading("The same, ten minutes after it was closed")
            report.exactly("processes of the page that are left", len(app.pids()) - 1, 0)
            resting(report, app, processor_at_most=0.05)
    finally:
        desktop.processes.stop(app.process)


def resting(report, app, memory_at_most=None, processor_at_most=None, wakings_at_most=None):
    pids = app.pids()
    before = processor(pids)
    woken = wakings(pids, MINUTE)
    used = sum(max(0.0, spent - before.get(pid, 0.0)) for pid, spent in processor(pids).items())
    what = f"proportional set size, {len(pids)} process{'es' if len(pids) > 1 else ''}"
    report.value(what, held(pids, b"Pss:"), megabytes, at_most=memory_at_most)
    # The proportional size shrinks when other programs share the same libraries; this does not.
    report.value("of it private", held(pids, b"Private_Clean:", b"Private_Dirty:"), megabytes)
    report.value("processor time in a minute", used, seconds, at_most=processor_at_most)
    report.value("woken in a minute", woken, str, at_most=wakings_at_most)


def held(pids, *names):
    """Bytes of memory under these names of /proc/PID/smaps_rollup."""
    total = 0
    for pid in pids:
        fields = [line.split() for line in read_proc(pid, "smaps_rollup").splitlines()]
        sizes = [int(field[1]) for field in fields if field[0] in names]
        if len(sizes) != len(names):
            raise AssertionError(f"process {pid} does not tell its memory")
        total += sum(sizes) * 1024
    return total


def processor(pids):
    """Seconds of processor time by process: of its threads by the scheduler's clock, or in ticks if that is more."""
    spent = {}
    for pid in pids:
        fields = read_proc(pid, "stat").rpartition(b")")[2].split()
        ticks = (int(fields[11]) + int(fields[12])) / TICK
        threads = os.listdir(f"/proc/{pid}/task")
        precise = [read_proc(pid, f"task/{thread}/schedstat").split() for thread in threads]
        spent[pid] = max(ticks, sum(int(numbers[0]) for numbers in precise if numbers) / 1e9)
    return spent
