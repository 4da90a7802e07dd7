"""The guided tour: Daypass on a desktop that nobody sees, used the way a person would.

Prints what it does, keeps pictures in target/tour/, and ends with 1 when a step does not come out as told.
"""

import os
import sys
import time

sys.dont_write_bytecode = True

from account import USER, Account, ends, seconds_until  # noqa: E402
from daypass import Daypass  # noqa: E402
from desktop import ROOT, Desktop  # noqa: E402
from waiting import wait_until  # noqa: E402

LIFETIME = 40
LEAD = 28


class Tour:
    """Tells each step with its time and its picture."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.started = time.monotonic()
        self.steps = 0
        self.app = None

    def step(self, text):
        self.steps += 1
        print(f"{time.monotonic() - self.started:5.1f} s  {self.steps:2d}. {text}", flush=True)

    def found(self, text):
        print(f"             {text}", flush=True)

    def picture(self, name):
        path = (self.app or self.desktop).picture(name)
        self.found(f"picture: {path.relative_to(ROOT)}")


def tour(desktop):
    told = Tour(desktop)
    told.step("A virtual screen, a session bus, xfwm4, xfce4-panel, dunst and gnome-keyring are up.")
    account = Account(desktop)
    told.step(f"The demo account answers at {account.endpoint}; its AWS files are in {account.folder}.")
    account.fault("lifetime", seconds=LIFETIME)

    app = Daypass(desktop, account, driver=True, settings={"reminders": [LEAD, 0]})
    told.app = app
    app.page.row("demo", "not-signed-in")
    app.hide()
    x, y = desktop.tray_icon()
    told.step(f"Daypass is in the tray: the icon is drawn at {x},{y}.")
    told.picture("tray-icon")

    app.click_tray()
    app.wait_for_keys()
    told.step("A click on the icon opens the popover; the code field of “demo” has the keyboard.")
    told.picture("popover-not-signed-in")

    app.type_code(account.wrong_code())
    problem = app.page.wait_for("problem", timeout=30)["text"]
    told.step(f"Six wrong digits: “{problem}”")
    told.picture("popover-wrong-code")

    app.type_code(account.code(seconds=8))
    session = account.session("demo-mfa")
    told.step("The six digits of the device are typed: the session is written to [demo-mfa].")
    told.found(f"it ends at {session['x_security_token_expires']}, in {seconds_until(ends(session)):.0f} s")
    told.picture("signed-in")

    identity = account.boto3_says("demo-mfa")
    assert identity == USER, identity
    told.step(f"boto3 reads the file and is {identity}.")
    identity = account.cli_says("demo-mfa")
    assert identity == USER, identity
    told.step(f"The AWS CLI reads it too and is {identity}.")

    notice = desktop.notice(LIFETIME, what="before the end")
    desktop.notice_window()
    told.step(f"{seconds_until(ends(session)):.0f} s before the end a notification comes: “{notice.summary}”.")
    told.picture("notification")

    wait_until(lambda: app.window() is None, 10, "the popover closed by itself")
    desktop.press_notice_button("enter-code")
    app.wait_for_keys()
    wait_until(lambda: app.page.focused() == "code-input", 10, "the code field with the focus")
    told.step("Its button “Enter code” opens the popover with the code field.")
    told.picture("popover-ending-soon")

    app.page.row("demo", "ended", timeout=LIFETIME + 10)
    wait_until(lambda: desktop.bus.get(app.tray_item(), "Status") == "NeedsAttention", 10, "an icon that tells the end")
    told.step("Nobody types: the session ends, and the popover and the icon say so.")
    told.picture("popover-ended")

    account.no_faults()
    app.type_code(account.code(seconds=8))
    wait_until(lambda: seconds_until(ends(account.session("demo-mfa"))) > 600, 40, "a new session")
    told.step("A new code, and a session of ordinary length.")
    app.show()
    told.picture("popover-active")

    app.page.click_row("demo-developer")
    app.page.click("start")
    account.session("demo-developer-session")
    identity = account.boto3_says("demo-developer-session")
    told.step(f"The roles have come along with the code; “demo-developer” is taken once more without one: {identity}.")
    app.show()
    told.picture("popover-role")

    account.stop()
    app.page.click_row("demo-developer")
    app.page.click("start")
    said = lambda part: "could not be reached" in part["text"]
    problem = app.page.wait_for("problem", timeout=40, having=said, within="row-demo-developer")["text"]
    told.step(f"The endpoint is switched off: “{problem}”")
    told.picture("popover-unreachable")
    print(f"\nDone in {time.monotonic() - told.started:.0f} s. The pictures are in {desktop.folder.relative_to(ROOT)}/.")


def main():
    print("The guided tour of Daypass, on a desktop of its own:\n", flush=True)
    with Desktop(ROOT / "target/tour") as desktop:
        try:
            tour(desktop)
        except Exception as error:  # noqa: BLE001  whatever it is, the tour has failed
            print(f"\nThe tour stops here: {error}", file=sys.stderr)
            print(f"Picture: {desktop.picture('where-it-stopped')}; logs: {desktop.processes.logs}", file=sys.stderr)
            if os.environ.get("DAYPASS_TOUR_TRACE"):
                raise
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
