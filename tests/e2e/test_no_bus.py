"""A session without a bus: no tray, no notifications, no keyring, and a window that works."""

import time

import pytest

from account import PROGRAMS, Account
from daypass import Daypass
from waiting import wait_until


def without_a_bus(desktop, how):
    """An environment in which the session bus is not to be found."""
    desktop.env.pop("DBUS_SESSION_BUS_ADDRESS")
    if how == "nobody listens":
        return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={desktop.home}/nobody"}
    # Else it is looked for in the session's own folder, where there is none.
    return {"XDG_RUNTIME_DIR": str(desktop.home / "run")}


@pytest.mark.parametrize("how", ["not named", "nobody listens"])
def test_the_window_opens_and_signs_in(a_desktop, how):
    desktop = a_desktop(panel=False, notifications=False, keyring=False)
    account = Account(desktop)
    env = without_a_bus(desktop, how)
    app = Daypass(desktop, account, env=env, wait=False)
    app.wait_for_keys(timeout=30)
    wait_until(app.painted, 15, "the page painted")
    desktop.type(account.code(seconds=8))
    assert account.session()
    assert app.process.poll() is None
    app.picture("signed-in")


def test_diagnostics_say_that_there_is_none(a_desktop):
    desktop = a_desktop(panel=False, notifications=False, keyring=False)
    env = without_a_bus(desktop, "not named")
    since = time.monotonic()
    text = desktop.run(PROGRAMS / "daypass-desktop", "--diagnostics", env=env)
    assert time.monotonic() - since < 5
    assert text.count("state: no session bus") == 4, text
