"""AWS takes each code once: whoever signs in again in the same half minute is not made to waste one."""

import re

from waiting import stays, wait_until


def statuses(account):
    return [one["status"] for one in account.requests("GetSessionToken")]


def test_signing_in_again_in_the_same_window_waits_for_the_next_code(app, account, desktop):
    used, following = account.codes_of_two_windows(seconds=20)
    app.page.row("demo", "not-signed-in")
    app.type_code(used)
    app.page.row("demo", "active")
    app.page.click("row-menu-demo")
    app.page.click("end-session")
    app.page.row("demo", "not-signed-in")

    app.page.click_row("demo")
    said = app.page.wait_for("code-wait", within="row-demo")["text"]
    assert re.fullmatch(r"That code has been used\. The next one comes in \d+ s\.", said)
    app.picture("code-used")

    # The same digits: an answer at once, an empty field, and nothing sent.
    app.type_code(used)
    problem = app.page.wait_for("problem", within="row-demo")["text"]
    assert "has been used" in problem
    assert re.fullmatch(r"Next code in \d+ s", app.page.wait_for("code-wait", within="row-demo")["text"])
    app.picture("the-same-digits")
    assert statuses(account) == [200]

    # The next digits, typed too early: kept, and sent when AWS can take them.
    app.type_code(following)
    app.page.row("demo", "signing-in")
    said = app.page.wait_for("code-wait", within="row-demo")["text"]
    assert re.fullmatch(r"The last code has been used\. Yours is sent in \d+ s\.", said)
    app.picture("code-held")
    seconds = int(re.search(r"(\d+) s", said).group(1))
    if seconds > 2:
        stays(lambda: statuses(account) == [200], 1, "nothing sent before the next code")
    app.page.row("demo", "active", timeout=35)
    account.session("demo-mfa")
    assert statuses(account) == [200, 200], "no code was wasted"


def test_a_code_used_on_the_command_line_is_known_in_the_popover(app, account, desktop):
    used, following = account.codes_of_two_windows(seconds=12)
    app.page.row("demo", "not-signed-in")
    app.cli("login", "demo", "--code", "-", stdin=used + "\n")
    app.page.row("demo", "active", timeout=40)
    # The row stays open: it was not this page that signed in.
    app.page.wait_for("code-wait", within="row-demo")
    app.type_code(following)
    wait_until(lambda: len(statuses(account)) == 2, 35, "the second request")
    app.page.row("demo", "active", timeout=20)
    assert statuses(account) == [200, 200]
