"""*Copy diagnostics*: what stands there, that nothing hangs, and that nobody is named."""

import re
import time

import pytest

from account import PROGRAMS, SERIAL, Account
from daypass import Daypass
from waiting import wait_until

LONGEST = 5
PLANTED = "planted-profile"


def asked(app):
    """The text, and how long it took."""
    since = time.monotonic()
    text = app.page.command("diagnostics")["ok"]
    took = time.monotonic() - since
    print(text)
    assert took < LONGEST, f"{took:.1f} s"
    return text


def section(text, title):
    """The lines of a section."""
    blocks = {block.splitlines()[0]: block.splitlines()[1:] for block in text.strip().split("\n\n")}
    return dict(line.strip().split(": ", 1) for line in blocks[title])


def plant(account):
    """A profile whose name, account and key must not be told."""
    with account.config.open("a") as config:
        config.write(f"\n[profile {PLANTED}]\nmfa_serial = arn:aws:iam::210987654321:mfa/planted-user\nregion = eu-central-1\n")
    with account.credentials.open("a") as credentials:
        credentials.write(
            f"\n[{PLANTED}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
        )


def names_nobody(text, desktop, account):
    held = account.section("demo-mfa")
    secrets = [PLANTED, "planted-user", "210987654321", "123456789012", "AKIA", "ASIA", "arn:", SERIAL, account.secret]
    secrets += [account.key_id, "wJalr", str(desktop.home), desktop.home.name]
    secrets += [value for name, value in held.items() if name.startswith("aws_")]
    for secret in secrets:
        assert secret not in text, f"{secret} in:\n{text}"
    assert not re.search(r"(?<!\d)\d{12}(?!\d)", text), text
    assert not re.search(r"\bdemo(-mfa)?\b(?!:)", text), f"a profile's name in:\n{text}"


def test_everything_is_there_and_nobody_is_named(desktop, account):
    plant(account)
    app = Daypass(desktop, account, driver=True)
    app.page.row(PLANTED)
    app.page.row("demo", "not-signed-in")
    app.pin()
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    app.page.row("demo", "active")

    text = asked(app)
    names_nobody(text, desktop, account)
    version = desktop.run(PROGRAMS / "daypass-desktop", "--version").split()[-1]
    assert section(text, "Daypass")["version"].startswith(version)
    webkit = section(text, "Daypass")["webview"]
    assert re.fullmatch(r"2\.\d+\.\d+", webkit), webkit
    running = section(text, "Running")
    assert "1280×800 at 1" in running["screens"] and "active" in running["rows"] and running["shortcut"] == "no problem", running
    assert section(text, "System")["desktop"] == "XFCE" and section(text, "System")["session"] == "x11"
    tray = section(text, "Tray")
    assert (tray["our icon"], tray["shows items"]) == ("registered", "yes") and tray["program"], tray
    notifications = section(text, "Notifications")
    assert notifications["program"] == "dunst" and notifications["service"].startswith("dunst "), notifications
    assert "actions" in notifications["abilities"]
    assert section(text, "Keyring") == {"program": "gnome-keyring-daemon", "state": "unlocked"}
    assert section(text, "Portal") == {"state": "none"}
    files = section(text, "Files")
    wanted = r"where AWS_SHARED_CREDENTIALS_FILE says: file, \d+ bytes, mode 600, own"
    assert re.fullmatch(wanted, files["credentials"]), files
    assert files["settings"].endswith("not there"), files
    assert "AWS_SHARED_CREDENTIALS_FILE" in section(text, "Environment")["variables set"]
    assert section(text, "Log")["errors"] == "0"


def test_the_same_without_a_page(desktop, account):
    app = Daypass(desktop, account)
    text = desktop.run(PROGRAMS / "daypass-desktop", "--diagnostics", env=account.env)
    names_nobody(text, desktop, account)
    assert section(text, "Tray")["our icon"] == "registered", text
    assert section(text, "Keyring")["state"] == "unlocked"
    assert "Running" not in text
    assert app.window() is None, "the running program heard nothing of it"


@pytest.mark.parametrize("state", ["locked", "frozen", "absent"])
def test_a_keyring_in_any_state_is_described(desktop, account, state):
    app = Daypass(desktop, account, driver=True)
    app.page.row("demo", "not-signed-in")
    {"absent": desktop.stop_keyring, "locked": desktop.lock_keyring, "frozen": desktop.freeze_keyring}[state]()
    text = asked(app)
    wanted = {"locked": "locked", "frozen": "does not answer", "absent": "none"}
    assert section(text, "Keyring")["state"] == wanted[state], text
    names_nobody(text, desktop, account)
    # Asked, not opened: no prompt stands there.
    assert wait_until(lambda: app.window(), 10, "the popover")


def test_a_desktop_with_nothing_says_so(a_desktop):
    desktop = a_desktop(panel=False, notifications=False, keyring=False)
    account = Account(desktop)
    app = Daypass(desktop, account, driver=True)
    app.page.row("demo", "not-signed-in")
    text = asked(app)
    for title in ("Tray", "Notifications", "Keyring", "Portal"):
        assert section(text, title) == {"state": "none"}, text
