"""The program in the tray: what it holds and does while nobody needs it, and how soon a click is answered.

Measured on the desktop tests' own desktop (Xvfb, xfwm4, xfce4-panel): software rendering, no compositor.
"""

import os
import random
import statistics
import subprocess
import threading
import time

from account import Account
from daypass import WINDOW, Daypass
from desktop import Desktop
from processes import read_proc
from report import megabytes, milliseconds, seconds
from waiting import wait_until
from wakings import wakings

MINUTE = 60
SETTLED = 15
# The page is freed ten minutes after it was closed (FREED_AFTER in src-tauri/src/popover.rs).
FREED = 10 * 60 + 15
COLD_STARTS = 5
DIGIT_EVERY = 0.025
TICK = os.sysconf("SC_CLK_TCK")


def measure(report, root, runs, long):
    with Desktop(root / "target/bench/desktop", notifications=False) as desktop:
        account = Account(desktop)
        report.attempt("the program at rest", lambda: idle(report, desktop, account, long))
        report.attempt("clicks on the icon", lambda: clicks(report, desktop, account, runs))


# Idle.


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


# Clicks.


def clicks(report, desktop, account, runs):
    report.heading("From the click on the tray icon")
    cold = [cold_click(desktop, account) for _ in range(COLD_STARTS)]
    focus, keys = zip(*cold)
    report.value(f"cold, {COLD_STARTS} starts: window has the keyboard", statistics.median(focus), milliseconds)
    report.value(f"cold, {COLD_STARTS} starts: six digits have reached STS", statistics.median(keys), milliseconds)

    app = Daypass(desktop, account)
    try:
        app.show()
        wait_until(app.painted, 20, "the page painted")
        app.hide()
        place = desktop.tray_icon()
        warm = [warm_click(desktop, account, app, place) for _ in range(runs)]
        report.value("warm: window has the keyboard", statistics.median(warm), milliseconds)
        keys = [warm_click(desktop, account, app, place, digits=True) for _ in range(runs)]
        report.value("warm: six digits have reached STS", statistics.median(keys), milliseconds)
    finally:
        desktop.processes.stop(app.process)
    report.say(
        f"  Digits are typed from the click on, one every {DIGIT_EVERY * 1000:.0f} ms: six take"
        f" {DIGIT_EVERY * 5000:.0f} ms even if none is lost."
    )


def cold_click(desktop, account):
    """A new program, its first click: seconds to the focus, and until six digits have reached STS."""
    app = Daypass(desktop, account)
    try:
        place = desktop.tray_icon()
        time.sleep(2)
        with Focus(desktop) as focus, Digits(desktop, account) as digits:
            begun = click(desktop, place, digits)
            return focus.comes(begun), digits.arrive(begun)
    finally:
        desktop.processes.stop(app.process)
        wait_until(lambda: app.window() is None, 10, "the program's end")


def warm_click(desktop, account, app, place, digits=False):
    """The page is there already: seconds to the focus, or until six digits have reached STS."""
    # A click so soon after the last one might count as the same.
    time.sleep(1)
    if digits:
        with Digits(desktop, account) as typed:
            begun = click(desktop, place, typed)
            taken = typed.arrive(begun)
        # Digits that came after the refusal.
        desktop.run("xdotool", "key", *["BackSpace"] * 6)
    else:
        with Focus(desktop) as focus:
            taken = focus.comes(click(desktop, place))
    app.hide()
    return taken


def click(desktop, place, digits=None):
    """Presses the pointer's button on the icon; returns when."""
    desktop.run("xdotool", "mousemove", *place)
    # The panel highlights what is under the pointer: that is not what is measured.
    time.sleep(0.3)
    begun = time.perf_counter()
    desktop.run("xdotool", "click", 1)
    if digits:
        digits.start()
    return begun


class Focus:
    """Hears from the window manager which window has the keyboard, at once and without asking."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.heard = []
        self.news = threading.Condition()

    def __enter__(self):
        argv = ["xprop", "-root", "-spy", "_NET_ACTIVE_WINDOW"]
        self.process = subprocess.Popen(argv, env=self.desktop.env, stdout=subprocess.PIPE, text=True)
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        with self.news:
            assert self.news.wait_for(lambda: self.heard, 10), "xprop said nothing"
            self.known = len(self.heard)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def _listen(self):
        for line in self.process.stdout:
            with self.news:
                self.heard.append((time.perf_counter(), line.rpartition("#")[2].split(",")[0].strip()))
                self.news.notify_all()

    def comes(self, begun, timeout=30):
        """Seconds from `begun` until our window got the keyboard."""
        while True:
            with self.news:
                assert self.news.wait_for(lambda: len(self.heard) > self.known, timeout), "no window got the keyboard"
                at, window = self.heard[self.known]
                self.known += 1
            if window != "0x0" and self._is_ours(window):
                return at - begun

    def _is_ours(self, window):
        return self.desktop.run("xdotool", "getwindowname", int(window, 16), check=False).strip() == WINDOW


class Digits:
    """Types digits without a pause, whoever takes them. Six that the page takes become a request to STS:
    a wrong code, which is refused, so that the next run finds everything as it was.
    """

    def __init__(self, desktop, account):
        self.desktop, self.account = desktop, account
        self.process = None

    def __enter__(self):
        self.asked = len(self.account.requests("GetSessionToken"))
        return self

    def start(self):
        # xdotool waits so long after each key, half of it before its release.
        delay = round(DIGIT_EVERY * 1000)
        # A refused code is not sent a second time: each run types another one.
        self.code = f"{random.randrange(1_000_000):06d}"
        argv = ["xdotool", "type", "--delay", str(delay), self.code * 200]
        self.process = subprocess.Popen(argv, env=self.desktop.env)

    def arrive(self, begun, timeout=30):
        """Seconds from `begun` until STS was asked."""
        wait_until_soon(lambda: len(self.account.requests("GetSessionToken")) > self.asked, timeout, "a request to STS")
        taken = time.perf_counter() - begun
        self.__exit__()
        return taken

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
            self.desktop.run("xdotool", "keyup", *sorted(set(self.code)))


def wait_until_soon(condition, timeout, what):
    """As `wait_until`, but asking every 5 ms."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout} s in vain for {what}"
        time.sleep(0.005)
