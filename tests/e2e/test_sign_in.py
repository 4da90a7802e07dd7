"""The golden path: a click, six digits, and every AWS tool has a session."""

import re
import time

from account import REGION, SERIAL, USER, ends, seconds_until
from daypass import WINDOW, Daypass
from waiting import wait_until


def test_one_click_and_six_typed_digits_write_a_session_that_aws_tools_accept(desktop, account):
    before = account.credentials.read_bytes()
    app = Daypass(desktop, account)
    app.click_tray()
    app.wait_for_keys()
    # Nothing but the keyboard: whether the digits reach the field is what is tested.
    wait_until(app.painted, 15, "the page painted")
    app.picture("before-the-code")
    desktop.type(account.code(seconds=8))

    session = account.session("demo-mfa")
    app.picture("after-the-code")
    asked = account.requests("GetSessionToken")
    assert len(asked) == 1, "one code, one request"
    assert asked[0]["status"] == 200
    assert asked[0]["parameters"]["SerialNumber"] == SERIAL
    assert asked[0]["access_key_id"] == account.key_id

    assert session["aws_access_key_id"].startswith("ASIA")
    assert 900 <= seconds_until(ends(session)) <= 129_600
    assert account.boto3_says("demo-mfa") == USER
    assert account.cli_says("demo-mfa") == USER

    after = account.credentials.read_bytes()
    assert after.startswith(before) or lines_without_section(after, "demo-mfa") == before.splitlines(), (
        "every other line of the file stays as it was"
    )
    assert account.credentials.stat().st_mode & 0o777 == 0o600


def test_six_keys_right_after_the_first_click_are_not_lost(desktop, account):
    """The window has the keyboard a few hundred milliseconds before its page can take a key."""
    app = Daypass(desktop, account)
    code = account.code(seconds=15)
    app.click_tray()
    deadline = time.monotonic() + 20
    # Asked without a pause: the page must not have come up meanwhile.
    while WINDOW not in desktop.focused():
        assert time.monotonic() < deadline, "the popover never had the keyboard"
    desktop.run("xdotool", "type", "--delay", 1, code)

    account.session("demo-mfa")
    assert [one["status"] for one in account.requests("GetSessionToken")] == [200], "one code, one request"


def test_the_row_shows_the_state_and_a_countdown(app, account, desktop):
    row = app.page.row("demo", "not-signed-in")
    assert "Not signed in" in row["text"]
    app.type_code(account.code(seconds=8))

    app.page.row("demo", "active")
    first = app.page.wait_for("countdown", within="row-demo")["text"]
    assert re.search(r"\d+ (h|min|s)", first) and "left" in first, f"no countdown: {first}"
    assert re.search(r"Until .*\d", app.page.row("demo")["text"]), "the time of day it ends at"
    app.picture("signed-in")

    status = status_of(app, "demo")
    assert status["state"] == "active" and status["target"] == "demo-mfa" and status["account"] == "123456789012"
    assert status["expires"] == account.session("demo-mfa")["x_security_token_expires"]


def test_the_countdown_runs_down_to_the_end(app, account, desktop):
    account.fault("lifetime", seconds=25)
    app.page.row("demo", "not-signed-in")
    app.type_code(account.code(seconds=8))
    wait_until(lambda: (app.page.part("row-demo") or {}).get("state") in ("active", "ending-soon"), 20, "signed in")

    def seconds():
        part = app.page.part("countdown", within="row-demo")
        found = re.search(r"(\d+) s\b", part["text"]) if part else None
        return int(found.group(1)) if found else None

    first = wait_until(seconds, 10, "a countdown in seconds")
    wait_until(lambda: (seconds() or 99) < first, 5, "a smaller number")
    app.picture("ending-soon")
    ended = app.page.row("demo", "ended", timeout=40)
    assert "Ended" in ended["text"]
    app.picture("ended")


def test_a_sign_in_by_the_command_line_shows_in_the_window(app, account, desktop):
    app.page.row("demo", "not-signed-in")
    app.cli("login", "demo", "--code", "-", stdin=account.code() + "\n")
    app.page.row("demo", "active", timeout=40)
    assert account.boto3_says("demo-mfa") == USER


def test_the_region_and_endpoint_come_from_the_profile(app, account):
    # The request arrives at the profile's endpoint, and a region that STS refuses there is the profile's.
    assert f"region = {REGION}" in account.config.read_text()
    account.disable_regions(REGION)
    app.type_code(account.code(seconds=8))
    said = app.page.wait_for("problem", timeout=30, within="row-demo")["text"]
    assert "not activated in this region" in said, said
    assert [one["error"] for one in account.requests()] == ["RegionDisabledException"]
    account.disable_regions()
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    actions = {one["action"] for one in account.requests()}
    assert actions <= {"GetSessionToken", "GetCallerIdentity", "AssumeRole"}, actions


def lines_without_section(text, name):
    """The lines of a credentials file without one section and the blank line before it."""
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith(b"["):
            inside = line.strip() == f"[{name}]".encode()
            if inside and kept and not kept[-1].strip():
                kept.pop()
        if not inside:
            kept.append(line)
    return kept


def status_of(app, name):
    """What `daypass status --json` says of a profile."""
    import json

    said = json.loads(app.cli("status", "--json"))
    rows = said if isinstance(said, list) else said["profiles"]
    return next(row for row in rows if row["name"] == name)
