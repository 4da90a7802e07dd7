"""Waiting for a condition: asked again and again until it holds, never a fixed sleep."""

import time

STEP = 0.05


class TimedOut(AssertionError):
    """The condition did not come true in time."""


def wait_until(condition, timeout, what):
    """Returns the first true value of `condition()`, or fails after `timeout` seconds with `what`."""
    deadline = time.monotonic() + timeout
    while True:
        last = condition()
        if last:
            return last
        if time.monotonic() >= deadline:
            raise TimedOut(f"waited {timeout} s in vain for: {what} (last answer: {last!r:.500})")
        time.sleep(STEP)


def stays(condition, seconds, what):
    """Fails when `condition()` stops holding within `seconds`: the watch for things that must not happen."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert condition(), f"did not stay so for {seconds} s: {what}"
        time.sleep(STEP)
