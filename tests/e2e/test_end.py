"""How the program ends: with the session, in the middle of a sign-in, by a crash; and that windows do not end it."""

import os
import signal

from account import Account
from daypass import WINDOW, Daypass
from processes import read_proc
from waiting import stays, wait_until

INSTANCE = "dev.daypass.desktop.SingleInstance"
LIFETIME, LEAD = 40, 35


def windows(desktop):
    """Every window of ours that the X server knows, shown or not."""
    return desktop.run("xdotool", "search", "--name", f"^{WINDOW}$", check=False).split()


def ended_whole(app, desktop):
    """The program has ended as *Quit* ends it, and nothing of it is left."""
    assert app.process.wait(10) == 0
    wait_until(lambda: not app.pids(), 5, "no process left behind")
    assert not desktop.bus.has_owner(INSTANCE)
    wait_until(lambda: not desktop.bus.tray_items(), 5, "no icon left behind")


def test_nothing_is_made_before_it_is_needed_and_closing_ends_nothing(desktop, account):
    app = Daypass(desktop, account)
    assert app.pids() == [app.root] and not windows(desktop), "no page before the first click"
    app.click_tray()
    app.wait_for_keys()
    wait_until(app.painted, 15, "the page painted")
    desktop.key("alt+F4")
    wait_until(lambda: app.window() is None, 10, "the window closed by the keyboard")
    # For 300 ms a click on the icon counts as the one that took the keyboard.
    stays(lambda: app.window() is None, 0.5, "the window closed")
    assert app.process.poll() is None and app.tray_item()

    # The session ends: its signals, one after the other, with the page open.
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        app.click_tray()
        app.wait_for_keys()
        os.kill(app.root, sign)
        ended_whole(app, desktop)
        app = Daypass(desktop, account)
    # And it ends without a page as well.
    os.kill(app.root, signal.SIGTERM)
    ended_whole(app, desktop)


def test_the_end_in_the_middle_of_a_sign_in_leaves_the_files_as_they_were(desktop, account):
    before = account.files()
    app = Daypass(desktop, account)
    account.fault("delay", milliseconds=5000, times=1)
    app.click_tray()
    app.wait_for_keys()
    wait_until(app.painted, 15, "the page painted")
    app.type_code(account.code(seconds=8))
    wait_until(lambda: account.requests("GetSessionToken"), 15, "the code on its way")
    os.kill(app.root, signal.SIGTERM)
    ended_whole(app, desktop)
    assert account.files() == before


def test_the_end_of_the_display_is_the_end(desktop, account):
    app = Daypass(desktop, account)
    app.click_tray()
    app.wait_for_keys()
    wait_until(app.painted, 15, "the page painted")
    app.type_code(account.code())
    account.session()
    files = account.files()
    desktop.x.kill()
    app.process.wait(10)
    wait_until(lambda: not app.pids(), 10, "no process left behind")
    assert not desktop.bus.has_owner(INSTANCE) and account.files() == files


def test_the_demo_s_files_end_with_it(desktop):
    folder = desktop.home / "tmp"
    folder.mkdir()
    app = Daypass(desktop, args=["--demo"], env={"TMPDIR": str(folder)})
    assert list(folder.glob("daypass-demo-*"))
    os.kill(app.root, signal.SIGTERM)
    ended_whole(app, desktop)
    assert not list(folder.glob("daypass-demo-*"))


def test_a_crash_while_a_session_is_written_or_lives_leaves_whole_files_and_no_false_word(desktop, account):
    """Killed at the first sign of writing, then once more when its reminder has been told."""
    app = Daypass(desktop, account, settings={"reminders": [LEAD, 0]})
    quiet = {path.name for path in account.folder.iterdir()}
    type_code(app, account)
    wait_until(lambda: {path.name for path in account.folder.iterdir()} - quiet or account.section("demo-mfa"), 15,
               "the first sign of writing")  # fmt: skip
    app = crashed_and_started_again(app, desktop, account)

    account.fault("lifetime", seconds=LIFETIME)
    type_code(app, account)
    account.session()
    desktop.notice(LIFETIME, what="before the end")
    told = len(desktop.monitor.notices("Daypass"))
    crashed_and_started_again(app, desktop, account)
    stays(lambda: len(desktop.monitor.notices("Daypass")) == told, 2, "the reminder told once")


def type_code(app, account):
    app.click_tray()
    app.wait_for_keys()
    wait_until(app.painted, 15, "the page painted")
    app.type_code(account.code(seconds=8))


def crashed_and_started_again(app, desktop, account):
    """After a crash now every file is whole, and the next start knows what is in them."""
    os.kill(app.root, signal.SIGKILL)
    app.process.wait(10)
    wait_until(lambda: not app.pids(), 10, "the page's processes ended, too")
    after = account.section("demo-mfa")
    whole = {"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "x_security_token_expires"}
    assert not after or whole <= after.keys(), "half a session"
    assert account.section("demo")["aws_secret_access_key"] == account.secret
    if after:
        assert account.boto3_says("demo-mfa") == "arn:aws:iam::123456789012:user/demo"
    app = Daypass(desktop, account)
    word = "left" if after else "Not signed in"
    wait_until(lambda: word in str(desktop.bus.get(app.tray_item(), "ToolTip")), 10, f"{word!r} in the tooltip")
    return app


def test_two_users_run_it_at_once_and_each_has_one(a_desktop):
    mine, theirs = a_desktop(notifications=False, keyring=False), a_desktop(notifications=False, keyring=False)
    first, second = Daypass(mine, Account(mine)), Daypass(theirs, Account(theirs))
    assert first.process.poll() is None and second.process.poll() is None
    assert second.second_start() == 0
    second.wait_for_keys()
    stays(lambda: first.window() is None, 0.5, "the other user's popover closed")
    assert first.second_start() == 0
    first.wait_for_keys()


def test_the_process_that_fetches_for_the_page_may_die(desktop, account):
    """And the page's own may die under somebody's fingers: the next click works in both cases."""
    app = Daypass(desktop, account)
    for comm in (b"WebKitNetworkPr", b"WebKitWebProces"):
        app.show()
        wait_until(app.painted, 15, "the page painted")
        desktop.type(account.wrong_code()[:3])
        [victim] = [pid for pid in app.pids() if read_proc(pid, "comm").strip() == comm]
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: victim not in app.pids(), 10, "its end")
        if comm == b"WebKitWebProces":
            wait_until(lambda: app.window() is None, 10, "no empty window left behind")
        assert app.process.poll() is None, "the program lives on"
        if app.window():
            desktop.key("Escape")
            wait_until(lambda: app.window() is None, 10, "the popover closed")
        app.click_tray()
        app.wait_for_keys()
        wait_until(app.painted, 15, "a page painted")
    desktop.picture("after-both")
    app.type_code(account.code())
    assert account.session()
