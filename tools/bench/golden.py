"""The golden path on the demo account, timed from the click to the written file."""

import statistics
import time

from contenders import Ours
from report import milliseconds
from senses import DIGIT_EVERY, Focus, Replaced, click, wait_until_soon
from waiting import wait_until

# Each sign-in needs a code of its own, and a device shows a new one every 30 seconds.
SIGN_INS = 5


def measure(report, desktop, account):
    report.heading(f"The golden path: one click, six keys, a written file; {SIGN_INS} sign-ins with the page there")
    ours = Ours(desktop, account)
    try:
        ours.app.show()
        ours.ready()
        ours.app.hide()
        place = desktop.tray_icon()
        told(report, [sign_in(desktop, account, ours, place) for _ in range(SIGN_INS)])
    finally:
        desktop.processes.stop(ours.process)
    cold = [cold_sign_in(desktop, account) for _ in range(SIGN_INS)]
    report.value("the same, page made at this click: click to written file", median(cold, "file"), milliseconds)
    report.say(
        f"  The keys begin when the popover has the keyboard, {DIGIT_EVERY * 1000:.0f} ms and a start of xdotool apart."
        " The file is written when another was put in its place."
    )


def told(report, taken):
    report.value("click to written file", median(taken, "file"), milliseconds)
    report.value("   of it: click to keyboard", median(taken, "keyboard"), milliseconds, at_most=0.1)
    report.value("   of it: six keys", statistics.median(one["typed"] - one["keyboard"] for one in taken), milliseconds)
    report.value(
        "   of it: last key to written file", statistics.median(one["file"] - one["typed"] for one in taken), milliseconds
    )
    fastest, slowest = (which(one["file"] for one in taken) for which in (min, max))
    report.say(f"  click to written file, fastest and slowest: {milliseconds(fastest)}, {milliseconds(slowest)}")
    report.value("click to popover closed by itself", median(taken, "closed"), milliseconds)


def sign_in(desktop, account, ours, place, cold=False):
    """Seconds from the click to each thing that happened. A page that is only being made takes no keys yet:
    then they begin when it is painted, as a person's would.
    """
    code = account.code(seconds=6)
    taken = {}
    with Focus(desktop, ours.title) as focus, Replaced(account.credentials) as file:
        begun = click(desktop, place)
        taken["keyboard"] = focus.comes(begun)
        if cold:
            ours.ready()
        for digit in code:
            time.sleep(DIGIT_EVERY)
            desktop.run("xdotool", "key", "--delay", 0, digit)
        taken["typed"] = time.perf_counter() - begun
        taken["file"] = file.comes(begun)
        wait_until_soon(lambda: ours.app.window() is None, 10, "the popover closed by itself")
        taken["closed"] = time.perf_counter() - begun
    assert account.session()["aws_access_key_id"].startswith("ASIA"), "a session was written"
    return taken


def cold_sign_in(desktop, account):
    ours = Ours(desktop, account)
    try:
        place = desktop.tray_icon()
        time.sleep(2)
        return sign_in(desktop, account, ours, place, cold=True)
    finally:
        desktop.processes.stop(ours.process)
        wait_until(lambda: ours.app.window() is None, 10, "the program's end")


def median(taken, what):
    return statistics.median(one[what] for one in taken)
