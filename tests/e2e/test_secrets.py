"""Planted secrets are looked for wherever they must not be."""

import base64
import re
import urllib.parse

from daypass import Daypass
from processes import read_proc
from waiting import wait_until

LISTEN = """
window.heard = [];
const inside = window.__TAURI_INTERNALS__;
for (const event of ['board', 'open']) {
  inside.invoke('plugin:event|listen', {
    event, target: {kind: 'Any'}, handler: inside.transformCallback((message) => window.heard.push(message)),
  }).catch((error) => window.heard.push(String(error)));
}
return true;
"""


def test_no_secret_is_in_logs_files_arguments_environments_events_or_notifications(desktop, account):
    app = Daypass(
        desktop, account, driver=True, settings={"reminders": [24, 0]}, env={"RUST_LOG": "trace", "RUST_BACKTRACE": "full"}
    )
    app.page.row("demo", "not-signed-in")
    app.pin()
    app.driver.script(LISTEN)

    # A refusal, a session, a role, the command line: everything that handles secrets has run once.
    wrong = account.wrong_code()
    app.type_code(wrong)
    app.page.wait_for("problem", timeout=30)
    account.fault("lifetime", seconds=30)
    code = account.code(seconds=8)
    app.type_code(code)
    session = account.session("demo-mfa")
    wait_until(lambda: app.driver.script("return window.heard.length;"), 10, "events heard by the page")
    desktop.notice(30, what="before the end")
    app.show()
    account.no_faults()
    app.page.command("login", name="demo-developer", code=None, duration=None)
    role = account.section("demo-developer-session")
    assert role, "the role's session was written too"
    app.cli("status", "--json")
    wait_until(lambda: app.logs(), 10, "logs at all")

    ops = account.section("ops-long-term")
    secrets = {
        "the long-term secret": account.secret,
        "the other long-term secret": ops["aws_secret_access_key"],
        "the session's secret": session["aws_secret_access_key"],
        "the session token": session["aws_session_token"],
        "the role's secret": role["aws_secret_access_key"],
        "the role's token": role["aws_session_token"],
        "the wrong code": wrong,
        "the code": code,
    }
    places = {"the logs": app.logs()}
    for pid in app.pids():
        places[f"arguments of {pid}"] = read_proc(pid, "cmdline")
        places[f"environment of {pid}"] = read_proc(pid, "environ")
        places[f"title of {pid}"] = read_proc(pid, "comm")
    assert len(app.pids()) >= 2, "the program and its page's processes were looked at"
    assert all(read_proc(pid, "environ") for pid in app.pids()), "their environments could be read"
    for path in desktop.home.rglob("*"):
        if path.is_symlink() or not path.is_file() or account.folder in path.parents:
            continue
        if path.parent.name.endswith(".backups"):
            # Copies of the credentials file hold what it holds, and are as safe as it should be.
            assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        else:
            places[str(path.relative_to(desktop.home))] = path.read_bytes()
    places["the settings file's folder listing"] = repr(sorted(desktop.home.rglob("*"))).encode()
    places["events to the page"] = app.driver.script("return JSON.stringify(window.heard);").encode()
    places["the board"] = repr(app.page.command("board")).encode()
    places["the page's text"] = app.page.text().encode()
    places["the page's code"] = app.driver.script("return document.documentElement.outerHTML;").encode()
    places["notifications"] = repr([vars(one) for one in desktop.monitor.notices("Daypass")]).encode()
    assert b"demo" in places["events to the page"] and b"demo" in places["notifications"]

    found = [f"{what} in {place}" for what, secret in secrets.items() for place, text in places.items() if holds(text, secret)]
    assert not found, found


def test_the_search_itself_finds_what_is_planted():
    secret = "abc/DEF+ghi="
    for form in (secret, urllib.parse.quote(secret, safe=""), base64.b64encode(secret.encode()).decode()):
        assert holds(f"before {form} after".encode(), secret)
    assert holds(b"code=123456&", "123456")
    assert not holds(b"2026-01-01T00:00:00.123456Z", "123456"), "a time is no code"
    assert not holds(b"1234567", "123456")


def test_the_credentials_are_readable_by_their_owner_alone(desktop, account):
    app = Daypass(desktop, account, driver=True)
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    for path in account.folder.rglob("*"):
        if path.is_file() and path.name not in ("config",):
            assert path.stat().st_mode & 0o077 == 0, f"{path.name} is open to others"


def holds(text, secret):
    """Whether a secret is in there, plainly or in one of the usual dresses."""
    if re.fullmatch(r"\d{6}", secret):
        return re.search(rb"(?<![\d.])" + secret.encode() + rb"(?!\d)", text) is not None
    forms = {secret, urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret)}
    forms.add(base64.b64encode(secret.encode()).decode().rstrip("=")[:-1])
    return any(form.encode() in text for form in forms)
