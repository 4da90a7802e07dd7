"""What is clicked: Daypass, and beside it the least that a Tauri program in the tray can be."""

from daypass import WINDOW, Daypass, pids_of
from waiting import wait_until


class Ours:
    """Daypass. Six digits that its page takes become a request to STS: a wrong code, which is refused, so
    that the next run finds everything as it was.
    """

    title = WINDOW

    def __init__(self, desktop, account):
        self.desktop, self.account = desktop, account
        self.app = Daypass(desktop, account)
        self.process = self.app.process

    def pids(self):
        return self.app.pids()

    def taken(self):
        """How many codes have reached STS."""
        return self.account.asked("GetSessionToken")

    def ready(self):
        wait_until(self.app.painted, 20, "the page painted")

    def hide(self):
        # The digits did not end at six: each Escape gives up one sign-in, the last one closes the popover.
        def closed():
            if self.app.window() is not None:
                self.desktop.run("xdotool", "key", *["BackSpace"] * 6, "Escape")
            return self.app.window() is None

        wait_until(closed, 20, "the popover closed")


class Empty:
    """tools/bench/empty: the same tray library, one window with one field, made at the first click."""

    title = "Empty"

    def __init__(self, desktop, binary):
        self.desktop, self.binary = desktop, binary
        self.said = desktop.processes.logs / "empty.out"
        self.before = self.said.stat().st_size if self.said.exists() else 0
        self.process = desktop.processes.start("empty", [binary], desktop.env)
        wait_until(lambda: desktop.bus.tray_item("daypass-empty"), 30, "the empty program's tray icon")

    def pids(self):
        return pids_of(self.desktop, self.binary, self.process.pid)

    def taken(self):
        """How often its page had six digits."""
        return self.said.read_bytes()[self.before :].count(b"accepted")

    def ready(self):
        wait_until(lambda: self.desktop.windows(self.title), 20, "the empty window")

    def hide(self):
        self.desktop.run("xdotool", "mousemove", *self.desktop.tray_icon(), "click", 1)
        wait_until(lambda: not self.desktop.windows(self.title), 10, "the empty window closed")
