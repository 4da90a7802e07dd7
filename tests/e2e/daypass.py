"""The program under test, started as a person's session would start it."""

import json
import os
from pathlib import Path

from account import PROGRAMS
from processes import all_pids, descendants, read_proc
from waiting import wait_until
from webdriver import Page, WebDriver

ITEM = "daypass"
WINDOW = "Daypass"


class Daypass:
    """The desktop program on a desktop; with `driver`, its page can be read through WebDriver.

    With a driver it starts with its popover open, because WebDriver wants a page soon after the start.
    """

    def __init__(self, desktop, account=None, args=(), driver=False, opened=True, settings=None, env=None, wait=True, binary=None):
        self.desktop = desktop
        self.env = {"RUST_LOG": "info", **(account.env if account else {}), **(env or {})}
        self.binary = binary or self.program()
        self.driver = self.page = None
        if settings is not None:
            folder = desktop.home / "config/daypass"
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / "settings.json").write_text(json.dumps(settings))
        if driver:
            args = [*args, "--open"] if opened else args
            self.driver = WebDriver(desktop, self.binary, args, self.env)
            self.page = Page(self.driver)
            self.root = self.driver.process.pid
        else:
            self.process = desktop.processes.start("app", [self.binary, *args], {**desktop.env, **self.env})
            self.root = self.process.pid
        if wait and desktop.panel is not None:
            wait_until(self.tray_item, 30, "the tray icon's registration")

    @staticmethod
    def program():
        """Where the program was built."""
        return PROGRAMS / "daypass-desktop"

    def second_start(self, *args):
        """Starts the program again; returns its exit code."""
        process = self.desktop.processes.start("second", [self.binary, *args], {**self.desktop.env, **self.env})
        return process.wait(20)

    def tray_item(self):
        """The address of our item at the real watcher, or None."""
        return self.desktop.bus.tray_item(ITEM)

    def window(self):
        """The popover's window when it is visible, else None."""
        return next(iter(self.desktop.windows(WINDOW)), None)

    def wait_for_window(self, timeout=20):
        return wait_until(self.window, timeout, "the popover")

    def wait_for_keys(self, timeout=20):
        """Waits until the popover is visible and has the keyboard."""
        self.wait_for_window(timeout)
        wait_until(lambda: WINDOW in self.desktop.focused(), timeout, "the popover with the keyboard")

    def picture(self, name):
        """Keeps a picture of the screen with all that the page has to show."""
        if self.page is not None:
            self.page.drawn()
        return self.desktop.picture(name)

    def painted(self):
        """Whether the page of the open popover has been drawn: it shows more than its background."""
        window = self.window()
        if window is None:
            return False
        x, y, width, height = self.desktop.geometry(window)
        colours = self.desktop.grab().crop((x + 8, y + 8, x + width - 8, y + height - 8)).getcolors(100_000)
        return colours is None or len(colours) > 20

    def show(self):
        """Opens the popover by a click on the icon, unless it is open."""
        if self.window() is None:
            self.click_tray()
        self.wait_for_keys()

    def pin(self):
        """Keeps the popover from closing itself after a sign-in."""
        self.page.click("pin")

    def hide(self):
        """Closes the popover the way a person does."""
        self.wait_for_keys()
        wait_until(self.painted, 15, "the page painted")
        self.desktop.key("Escape")
        wait_until(lambda: self.window() is None, 10, "the popover closed")

    def click_tray(self):
        """A real click on the icon in the panel."""
        self.desktop.click(*self.desktop.tray_icon())

    def type_code(self, code):
        """Six digits on the keyboard, as soon as the code field has it."""
        self.wait_for_keys()
        if self.page is not None:
            wait_until(lambda: self.page.focused() == "code-input", 15, "the code field with the focus")
        self.desktop.type(code)

    def pids(self):
        """The program's processes: itself and what it started (the page's processes)."""
        return pids_of(self.desktop, self.binary, self.root)

    def logs(self):
        """Everything that the program said so far."""
        folder = self.desktop.processes.logs
        return b"".join(path.read_bytes() for name in ("app", "second") for path in folder.glob(f"{name}.*"))

    def cli(self, *args, stdin="", check=True, env=None, timeout=60):
        """Runs the command line on the same files; returns what it printed."""
        return self.desktop.run(
            PROGRAMS / "daypass", *args, stdin=stdin, check=check, env={**self.env, **(env or {})}, timeout=timeout
        )


def pids_of(desktop, binary, root):
    """The processes of a program of this desktop, its page's included, when `root` was started first."""
    mark = f"DAYPASS_E2E={desktop.processes.mark}".encode()
    below = set(descendants(root))
    ours = {str(binary), "WebKitWebProcess", "WebKitNetworkProcess"}
    found = []
    for pid in all_pids():
        executable = _executable(pid)
        if (pid in below or mark in read_proc(pid, "environ")) and (
            executable == str(binary) or Path(executable).name in ours
        ):
            found.append(pid)
    return found


def _executable(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""
