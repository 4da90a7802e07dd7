"""How a notification looks and sounds to the daemon, what becomes of it, and daemons that come and go."""

from urllib.parse import unquote, urlparse

from jeepney import DBusAddress, new_method_call
from PIL import Image

from account import Account, ends, seconds_until
from daypass import Daypass
from plain_notifications import PlainNotifications
from test_reminders import LIFETIME
from waiting import stays, wait_until

SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
LADDER = [22, 12, 0]


def in_the_tray(desktop, account, **settings):
    """Daypass with a session of 30 s, reminders 22 s and 12 s before its end, and at it."""
    account.fault("lifetime", seconds=LIFETIME)
    app = Daypass(desktop, account, settings={"reminders": LADDER, **settings})
    app.cli("login", "demo", "--code", "-", stdin=account.code(seconds=8) + "\n")
    account.session("demo-mfa")
    return app


def next_notice(desktop, *earlier, what=""):
    known = [notice.serial for notice in earlier]
    return desktop.notice(LIFETIME + 10, having=lambda one: one.serial not in known, what=what)


def test_snoozing_takes_the_notice_away_and_keeps_quiet_until_the_end(desktop, account):
    in_the_tray(desktop, account)
    first = next_notice(desktop, what="before the end")
    desktop.press_notice_button("snooze")
    wait_until(lambda: first.closed, 5, "the notification taken away")
    assert first.invoked == ["snooze"]
    last = next_notice(desktop, first, what="at the end")
    assert seconds_until(ends(account.section("demo-mfa"))) <= 0.5, "nothing in between"
    assert len(desktop.monitor.notices("Daypass")) == 2
    assert list(last.actions) == ["default", "enter-code"], "an end cannot be put off"


def test_stages_replace_each_other_in_silence_and_only_the_end_is_critical(desktop, account):
    in_the_tray(desktop, account)
    first = next_notice(desktop, what="the first")
    second = next_notice(desktop, first, what="the second")
    third = next_notice(desktop, first, second, what="the end")
    assert first.id == second.id == third.id, "one notification, replaced"
    assert [first.replaces, second.replaces, third.replaces] == [0, first.id, first.id]
    assert [one.hints["urgency"] for one in (first, second, third)] == [1, 1, 2]
    for one in (first, second, third):
        assert one.hints["suppress-sound"] is True and "sound-name" not in one.hints
        assert one.hints["desktop-entry"] == "dev.daypass.desktop"
    windows = desktop.run("xdotool", "search", "--onlyvisible", "--class", "Dunst").split()
    assert len(windows) == 1
    desktop.picture("the-end")
    icon = urlparse(third.icon)
    with Image.open(unquote(icon.path)) as image:
        assert icon.scheme == "file" and image.size == (128, 128)


def test_a_sound_is_named_when_the_settings_ask_for_it(desktop, account):
    in_the_tray(desktop, account, sound=True)
    first = next_notice(desktop)
    assert first.hints["suppress-sound"] is False and first.hints["sound-name"] == "dialog-information"


def test_ends_within_a_minute_make_one_notice_with_all_names(desktop, account):
    app = in_the_tray(desktop, account)
    app.cli("login", "ops", "--code", "-", stdin=account.code("GAHT12345678", seconds=4) + "\n")
    notice = next_notice(desktop)
    desktop.notice_window()
    desktop.picture("summary")
    assert notice.summary.startswith("2 sessions end in ")
    assert notice.body.startswith("demo, ops.") or notice.body.startswith("ops, demo.")
    assert len(desktop.monitor.notices("Daypass")) == 1
    # What is left of it when one of them has ended by hand is about the other.
    app.cli("logout", "demo")
    left = next_notice(desktop, notice, what="the same about the other alone")
    assert left.replaces == notice.id and left.summary.startswith("ops ends in ")


def test_ending_the_session_withdraws_its_notice(desktop, account):
    app = in_the_tray(desktop, account)
    notice = next_notice(desktop)
    app.cli("logout", "demo")
    wait_until(lambda: notice.closed, 10, "the notification withdrawn")
    stays(lambda: len(desktop.monitor.notices("Daypass")) == 1, 3, "nothing more to tell")


def test_a_service_without_buttons_gets_words_that_say_what_to_do(a_desktop):
    desktop = a_desktop(notifications=False)
    account = Account(desktop)
    with PlainNotifications(desktop.bus.address, ["body", "body-markup"]):
        in_the_tray(desktop, account)
        notice = next_notice(desktop)
        assert notice.actions == {}
        assert notice.body.endswith("Click the Daypass icon to enter a code.")


def test_a_daemon_that_is_restarted_keeps_what_others_told_it(desktop, account):
    app = in_the_tray(desktop, account)
    first = next_notice(desktop)
    desktop.stop_notifications()
    desktop.start_notifications()
    # The new daemon counts from the beginning: another program's notification has our number.
    while True:
        body = ("Other", 0, "", "Mail", "", [], {}, 0)
        (number,) = desktop.bus.call(new_method_call(SERVICE, "Notify", "susssasa{sv}i", body))
        if number >= first.id:
            break
    assert number == first.id
    other = desktop.notice(5, app="Other", having=lambda one: one.id == number, what="of the other program")
    second = next_notice(desktop, first, what="by the new daemon")
    assert second.replaces == 0 and second.id != number, "not in the other's place"
    app.cli("logout", "demo")
    wait_until(lambda: second.closed, 10, "the notification withdrawn")
    assert other.closed is None, "the other's notification is still there"


def test_renewing_with_a_daemon_that_was_restarted_fails_nothing(desktop, account):
    app = in_the_tray(desktop, account)
    next_notice(desktop)
    desktop.stop_notifications()
    desktop.start_notifications()
    account.no_faults()
    app.cli("login", "demo", "--code", "-", stdin=account.code() + "\n")
    item = app.tray_item()
    wait_until(lambda: "h left" in str(desktop.bus.get(item, "ToolTip")), 40, "the new session in the tray")
    assert b"panicked" not in app.logs()


def test_a_daemon_that_starts_later_is_used_from_then_on(a_desktop):
    desktop = a_desktop(notifications=False)
    account = Account(desktop)
    app = in_the_tray(desktop, account)
    item = app.tray_item()
    end = ends(account.section("demo-mfa"))
    wait_until(lambda: seconds_until(end) < LADDER[0] - 2, LIFETIME, "the first stage, which nobody can show")
    assert not desktop.monitor.notices("Daypass")
    assert "demo: until" in str(desktop.bus.get(item, "ToolTip"))
    desktop.start_notifications()
    notice = next_notice(desktop, what="of a later stage")
    assert "demo" in notice.summary
    desktop.notice_window()

