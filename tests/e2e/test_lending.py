"""A session handed on from a row's menu: to the clipboard and to the browser, and never to the page."""

import stat
import sys

import pytest

from account import USER, Account  # noqa: F401  the fixtures' types
from daypass import Daypass
from test_demo import demo_code
from waiting import stays, wait_until

BROWSER = """#!/bin/sh
echo "$1" >> {seen}
exec {python} -c 'import sys, urllib.request as r; print(r.build_opener(r.ProxyHandler({{}})).open(sys.argv[1]).read().decode())' "$1" >> {page} 2>&1
"""


def clipboard(desktop, *more):
    return desktop.run("xclip", "-o", "-selection", "clipboard", *more, check=False)


def copy_environment(app, account):
    """Signs in and lends the session to the clipboard, which is told to be for a minute."""
    app.type_code(account.code(seconds=8))
    session = account.session("demo-mfa")
    app.page.row("demo", "active")
    app.page.click("row-menu-demo")
    app.page.click("copy-environment")
    app.page.wait_for("note", having=lambda note: "minute" in note["text"])
    return session


def test_environment_variables_are_in_the_clipboard_and_not_on_the_page(app, account, desktop):
    session = copy_environment(app, account)
    app.picture("copied")
    lines = wait_until(lambda: clipboard(desktop), 10, "something in the clipboard")
    said = desktop.run("sh", "-c", 'eval "$LINES"; printf %s "$AWS_SESSION_TOKEN"', env={"LINES": lines})
    assert said == session["aws_session_token"]
    assert "x-kde-passwordManagerHint" in clipboard(desktop, "-t", "TARGETS"), "histories are told to look away"
    held = app.page.driver.script("return document.documentElement.outerHTML")
    assert session["aws_session_token"] not in held and session["aws_secret_access_key"] not in held
    answer = app.page.command("copy_environment", name="demo")
    assert answer == {"ok": None}, "the answer holds nothing"


@pytest.mark.parametrize("copied", [None, "something else"])
def test_after_a_minute_the_clipboard_holds_nothing_of_ours(app, account, desktop, copied):
    copy_environment(app, account)
    lent = clipboard(desktop)
    assert "AWS_SESSION_TOKEN" in lent
    if copied is None:
        stays(lambda: clipboard(desktop) == lent, 50, "long enough to paste it")
        wait_until(lambda: not clipboard(desktop), 30, "the clipboard emptied")
    else:
        desktop.run("sh", "-c", "printf %s \"$COPIED\" | xclip -selection clipboard >/dev/null 2>&1", env={"COPIED": copied})
        stays(lambda: clipboard(desktop) == copied, 65, "what was copied since")


def test_the_console_opens_in_the_browser_by_an_address_that_tells_nothing(desktop):
    seen, page = desktop.home / "browser-seen", desktop.home / "browser-page"
    browser = desktop.home / "bin/xdg-open"
    browser.write_text(BROWSER.format(seen=seen, page=page, python=sys.executable))
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    env = {"PATH": f"{browser.parent}:{desktop.env['PATH']}"}
    app = Daypass(desktop, driver=True, args=["--demo"], env=env)
    app.page.row("demo", "not-signed-in")
    app.pin()
    app.type_code(demo_code(app))
    app.page.row("demo-developer", "active")
    app.page.click("row-menu-demo-developer")
    app.page.click("open-console")
    shown = wait_until(lambda: page.exists() and page.read_text().strip(), 20, "the page in the browser")
    assert "assumed-role/demo-developer/" in shown or "assumed-role/developer/" in shown, shown
    address = seen.read_text().split()
    assert len(address) == 1 and address[0].startswith("http://127.0.0.1:"), address
    assert "SigninToken" not in address[0] and "Session" not in address[0]
