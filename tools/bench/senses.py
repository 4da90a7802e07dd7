"""Hands and ears of the desktop benches: a click, digits without a pause, and who hears of what and when."""

import ctypes
import os
import random
import select
import subprocess
import threading
import time

DIGIT_EVERY = 0.025


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

    def __init__(self, desktop, title):
        self.desktop, self.title = desktop, title
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
        """Seconds from `begun` until the window got the keyboard."""
        while True:
            with self.news:
                assert self.news.wait_for(lambda: len(self.heard) > self.known, timeout), "no window got the keyboard"
                at, window = self.heard[self.known]
                self.known += 1
            if window != "0x0" and self._is_the_one(window):
                return at - begun

    def _is_the_one(self, window):
        return self.desktop.run("xdotool", "getwindowname", int(window, 16), check=False).strip() == self.title


class Digits:
    """Types digits without a pause, whoever takes them, until `taken()` has grown: how often six of them
    were taken so far.
    """

    def __init__(self, desktop, taken):
        self.desktop, self.taken = desktop, taken
        self.process = None

    def __enter__(self):
        self.before = self.taken()
        return self

    def start(self):
        # xdotool waits so long after each key, half of it before its release.
        delay = round(DIGIT_EVERY * 1000)
        # A refused code is not sent a second time: each run types another one.
        self.code = f"{random.randrange(1_000_000):06d}"
        argv = ["xdotool", "type", "--delay", str(delay), self.code * 200]
        self.process = subprocess.Popen(argv, env=self.desktop.env)

    def arrive(self, begun, timeout=30):
        """Seconds from `begun` until six were taken."""
        wait_until_soon(lambda: self.taken() > self.before, timeout, "six digits taken")
        taken = time.perf_counter() - begun
        self.__exit__()
        return taken

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
            self.desktop.run("xdotool", "keyup", *sorted(set(self.code)))


class Replaced:
    """Hears from the kernel (inotify(7)) when another file is put in the place of one."""

    MOVED_TO = 0x80

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        libc = ctypes.CDLL(None, use_errno=True)
        self.fd = libc.inotify_init1(os.O_CLOEXEC)
        folder = os.fsencode(self.path.parent)
        assert self.fd >= 0 and libc.inotify_add_watch(self.fd, folder, self.MOVED_TO) >= 0, os.strerror(ctypes.get_errno())
        return self

    def __exit__(self, *_):
        os.close(self.fd)

    def comes(self, begun, timeout=30):
        """Seconds from `begun` until the file was replaced."""
        deadline = time.perf_counter() + timeout
        while True:
            ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.perf_counter()))
            at = time.perf_counter()
            assert ready, f"{self.path.name} was not replaced"
            # Names follow a head of sixteen bytes, filled up with zeros.
            if self.path.name.encode() in [part for part in os.read(self.fd, 4096).split(b"\0") if part]:
                return at - begun


def wait_until_soon(condition, timeout, what):
    """As `wait_until`, but asking every 5 ms."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout} s in vain for {what}"
        time.sleep(0.005)
