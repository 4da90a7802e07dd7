"""Started by the session: the autostart entry, and how the program comes up."""

import os
import shutil

from account import Account
from daypass import Daypass
from waiting import stays, wait_until

ENTRY = "config/autostart/dev.daypass.desktop.desktop"
# Longer than the program waits for a tray before it opens a window.
GRACE = 6


def launch(desktop, entry):
    """Starts what the entry names, as GLib reads it for a session."""
    assert desktop.processes.start("session", ["gio", "launch", entry], desktop.env).wait(20) == 0


def save(app, on):
    """Saves the settings page with the switch on or off, as the page does."""
    view = app.page.command("settings")["ok"]
    form = {**view, "configFile": view["configFile"]["chosen"], "credentialsFile": view["credentialsFile"]["chosen"]}
    answer = app.page.command("save_settings", form={**form, "startAtLogin": on})
    assert "ok" in answer, answer
    return answer["ok"]["startAtLogin"]


def test_the_switch_writes_an_entry_that_a_session_starts(desktop, app):
    entry = desktop.home / ENTRY
    assert not entry.exists()
    assert save(app, True) is True
    assert desktop.run("desktop-file-validate", entry) == "", "valid and without a remark"
    assert app.page.command("settings")["ok"]["startAtLogin"] is True

    # Another desktop with the same home: the entry's own command line, read by GLib as a session does.
    app.driver.close()
    wait_until(lambda: desktop.bus.tray_item("daypass") is None, 20, "the program's end")
    launch(desktop, entry)
    wait_until(lambda: desktop.bus.tray_item("daypass"), 30, "the icon in the tray")
    stays(lambda: not desktop.windows("Daypass"), 2, "no window")


def test_the_switch_takes_the_entry_away(desktop, app):
    assert save(app, True) is True
    assert save(app, False) is False
    assert not (desktop.home / ENTRY).exists()


def test_what_the_desktop_turned_off_is_off(desktop, app):
    assert save(app, True) is True
    entry = desktop.home / ENTRY
    entry.write_text(entry.read_text() + "Hidden=true\n")
    assert app.page.command("settings")["ok"]["startAtLogin"] is False
    assert save(app, True) is True


def test_the_demo_does_not_offer_it(desktop):
    app = Daypass(desktop, args=["--demo"], driver=True)
    app.page.wait_for("pin")
    assert app.page.command("settings")["ok"]["startAtLogin"] is None


def test_a_session_without_a_tray_gets_no_window_unasked(a_desktop):
    desktop = a_desktop(panel=False)
    app = Daypass(desktop, Account(desktop), args=["--at-login"])
    wait_until(lambda: b"Daypass starts" in app.logs(), 20, "the program")
    stays(lambda: app.window() is None, GRACE, "no window")
    # The person starts it by hand: there it is.
    assert app.second_start() == 0
    app.wait_for_window()


def test_a_tray_that_comes_late_has_the_icon_and_no_window_was_seen(a_desktop):
    desktop = a_desktop(panel=False)
    app = Daypass(desktop, Account(desktop), args=["--at-login"])
    wait_until(lambda: b"Daypass starts" in app.logs(), 20, "the program")
    stays(lambda: app.window() is None, GRACE, "no window")
    desktop.start_panel()
    wait_until(app.tray_item, 30, "the icon in the tray")
    assert app.window() is None
    app.click_tray()
    app.wait_for_keys()


def test_a_session_that_starts_it_twice_opens_nothing(desktop, account):
    app = Daypass(desktop, account, args=["--at-login"])
    assert app.second_start("--at-login") == 0
    stays(lambda: app.window() is None, 2, "no window")


def test_a_folder_of_any_name_is_started_from(desktop, account):
    """The entry's escaping, with a name in which shells, keys and field codes all find something."""
    folder = desktop.home / 'a "b" $HOME `c` \\d 100%f'
    folder.mkdir()
    program = folder / "daypass-desktop"
    shutil.copy(Daypass.program(), program)
    app = Daypass(desktop, account, driver=True, binary=program)
    app.page.row("demo")
    assert save(app, True) is True
    entry = desktop.home / ENTRY
    assert desktop.run("desktop-file-validate", entry) == ""
    app.driver.close()
    wait_until(lambda: desktop.bus.tray_item("daypass") is None, 20, "the program's end")
    launch(desktop, entry)
    item = wait_until(lambda: desktop.bus.tray_item("daypass"), 30, "the icon in the tray")
    assert os.readlink(f"/proc/{desktop.bus.pid_of(item.bus_name)}/exe") == str(program)
