"""Native notifications by a real daemon, and what their buttons do."""

import pytest

from account import ends, seconds_until
from daypass import Daypass
from waiting import stays, wait_until

LIFETIME = 30
LEAD = 22


# Another identity whose session ended long ago: of all rows the most urgent one.
RIVAL = """
[ops]
aws_access_key_id = ASIAQQQQQQQQQQQQQQQQ
aws_secret_access_key = long-ago
aws_session_token = long-ago
x_security_token_expires = 2024-01-01T00:00:00Z
"""


def signed_in_shortly(desktop, account, rival=False):
    """Daypass with a session of 30 s and a reminder 22 s before its end; its popover is closed."""
    account.fault("lifetime", seconds=LIFETIME)
    if rival:
        with account.credentials.open("a") as file:
            file.write(RIVAL)
    app = Daypass(desktop, account, driver=True, settings={"reminders": [LEAD, 0]})
    app.page.row("demo", "not-signed-in")
    if rival:
        app.page.row("ops", "ended")
        app.page.wait_for("code-input", within="row-ops")
        app.page.click_row("demo")
        app.page.wait_for("code-input", within="row-demo")
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    wait_until(lambda: app.window() is None, 10, "the popover closed by itself after the sign-in")
    assert not desktop.monitor.notices("Daypass"), "nothing to tell yet"
    return app


@pytest.mark.parametrize("way", ["button", "body"])
def test_a_notification_before_the_end_opens_the_code_field(desktop, account, way):
    app = signed_in_shortly(desktop, account, rival=True)
    notice = desktop.notice(LIFETIME, what="before the end")
    left = seconds_until(ends(account.session("demo-mfa")))
    desktop.notice_window()
    app.picture("notification")
    assert LEAD - 6 <= left <= LEAD + 1, f"told {left} s before the end"
    assert "demo" in notice.summary
    assert notice.actions["enter-code"] == "Enter code" and "snooze" in notice.actions

    if way == "button":
        desktop.press_notice_button("enter-code")
    else:
        desktop.press_notice_body()
    sent = wait_until(lambda: notice.invoked, 5, "the action sent by the notification daemon")
    assert sent == ["enter-code" if way == "button" else "default"]
    app.wait_for_keys()
    wait_until(lambda: app.page.focused() == "code-input", 10, "the code field with the focus")
    assert app.page.part("code-input", within="row-demo"), "the field of the identity that the notification is about"
    app.page.row("demo", "ending-soon", timeout=5)
    app.picture("after-the-action")

    account.no_faults()
    app.type_code(account.code(seconds=8))
    wait_until(lambda: seconds_until(ends(account.session("demo-mfa"))) > 600, 40, "a new session")
    wait_until(lambda: all(one.closed for one in desktop.monitor.notices("Daypass")), 10, "the notification withdrawn")


def test_the_end_is_told_once(desktop, account):
    app = signed_in_shortly(desktop, account)
    first = desktop.notice(LIFETIME, what="before the end")
    desktop.notice(LIFETIME + 10, having=lambda one: one.serial != first.serial, what="at the end")
    assert seconds_until(ends(account.section("demo-mfa"))) <= 0.5, "not before the end"
    stays(lambda: len(desktop.monitor.notices("Daypass")) == 2, 3, "two notifications in all")


@pytest.mark.parametrize("way", ["by-the-command-line", "by-the-popover"])
def test_signing_in_again_withdraws_the_notification(desktop, account, way):
    app = signed_in_shortly(desktop, account)
    notice = desktop.notice(LIFETIME, what="before the end")
    account.no_faults()
    if way == "by-the-command-line":
        app.cli("login", "demo", "--code", "-", stdin=account.code() + "\n")
    else:
        app.show()
        app.type_code(account.code())
    wait_until(lambda: notice.closed, 40, "the notification withdrawn")


def test_without_a_notification_daemon_nothing_is_lost(a_desktop):
    from account import Account

    desktop = a_desktop(notifications=False)
    account = Account(desktop)
    app = signed_in_shortly(desktop, account)
    item = app.tray_item()
    wait_until(lambda: desktop.bus.get(item, "Status") == "NeedsAttention", LIFETIME + 10, "an icon that tells the end")
    assert "demo" in str(desktop.bus.get(item, "ToolTip")), "the tooltip tells it"
    app.show()
    assert "Ended" in app.page.row("demo", "ended")["text"]
