"""How soon a click on the tray icon is answered, beside the least that a Tauri program can be.

Both are started anew in turn; each start gives one cold click and two warm ones.
"""

import statistics
import time

from contenders import Empty, Ours
from report import milliseconds
from senses import DIGIT_EVERY, Digits, Focus, click
from waiting import wait_until

# What one start gives.
MEASURES = ("cold focus", "cold digits", "warm focus", "warm digits")


def measure(report, desktop, account, empty, runs):
    contenders = {
        "ours": lambda: Ours(desktop, account),
        "empty": lambda: Empty(desktop, empty),
    }
    taken = {name: {what: [] for what in MEASURES} for name in contenders}
    for turn in range(runs):
        # Each goes first as often as last.
        for name in sorted(contenders, reverse=turn % 2 == 1):
            for what, seconds in one_start(desktop, contenders[name]).items():
                taken[name][what].append(seconds)
    told(report, taken, runs)


def told(report, taken, runs):
    report.heading(f"From the click on the tray icon, {runs} starts of each in turn")
    for what, at_most in [("cold focus", None), ("cold digits", 1.5), ("warm digits", None)]:
        ours, empty = (statistics.median(taken[name][what]) for name in ("ours", "empty"))
        report.ratio(WORDS[what], ours, empty, "empty", milliseconds, at_most)
    report.value(WORDS["warm focus"], statistics.median(taken["ours"]["warm focus"]), milliseconds, at_most=0.1)
    for name in taken:
        spread = "; ".join(f"{what} {spread_of(several)}" for what, several in taken[name].items())
        report.say(f"  {name}, quarters of the runs below and above: {spread}")
    report.say(
        f"  Digits are typed from the click on, one every {DIGIT_EVERY * 1000:.0f} ms: six take"
        f" {DIGIT_EVERY * 5000:.0f} ms even if none is lost. Ours count as taken when STS has been asked with"
        " them, the empty program's when its page has them."
    )


WORDS = {
    "cold focus": "cold: window has the keyboard",
    "cold digits": "cold: six digits taken",
    "warm focus": "warm: window has the keyboard",
    "warm digits": "warm: six digits taken",
}


def spread_of(several):
    low, _, high = statistics.quantiles(several, n=4)
    return f"{milliseconds(low)} to {milliseconds(high)}"


def one_start(desktop, start):
    """A new program, its first click and two more: seconds by what was measured."""
    one = start()
    try:
        place = desktop.tray_icon()
        # Started programs have this and that to do.
        time.sleep(2)
        taken = {}
        with Focus(desktop, one.title) as focus, Digits(desktop, one.taken) as digits:
            begun = click(desktop, place, digits)
            taken["cold focus"], taken["cold digits"] = focus.comes(begun), digits.arrive(begun)
        put_away(one)
        with Focus(desktop, one.title) as focus:
            taken["warm focus"] = focus.comes(click(desktop, place))
        put_away(one)
        with Digits(desktop, one.taken) as digits:
            taken["warm digits"] = digits.arrive(click(desktop, place, digits))
        return taken
    finally:
        desktop.processes.stop(one.process)
        wait_until(lambda: not desktop.windows(one.title) and desktop.tray_pixels() is None, 10, "the program's end")


def put_away(one):
    one.ready()
    one.hide()
    # A click so soon after the last one might count as the same.
    time.sleep(1)
