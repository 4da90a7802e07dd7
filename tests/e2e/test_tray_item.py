"""What the tray item tells a host, its menu, its other buttons, and a session bus that goes away."""

import os
from contextlib import suppress

import pytest
from jeepney.wrappers import DBusErrorResponse

from account import Account
from daypass import Daypass
from test_reminders import RIVAL
from waiting import stays, wait_until

MENU = [
    "End all sessions",
    "Pause reminders for 1 hour",
    "Pause reminders until tomorrow",
    "Settings…",
    "Quit Daypass",
]


def labels(desktop, app):
    return list(desktop.bus.menu_of(app.tray_item()))


def sign_in(app, account, seconds):
    account.fault("lifetime", seconds=seconds)
    app.cli("login", "demo", "--code", "-", stdin=account.code() + "\n")


def test_the_menu_has_a_line_for_each_identity_and_opens_what_it_says(desktop, account):
    app = Daypass(desktop, account)
    lines = wait_until(lambda: (found := labels(desktop, app))[0].startswith("demo") and found, 10, "a line")
    assert lines == ["demo: not signed in", "ops: not signed in", *MENU[1:]]
    desktop.bus.choose(app.tray_item(), "demo: not signed in")
    app.wait_for_keys()
    app.hide()
    desktop.bus.choose(app.tray_item(), "Settings…")
    app.wait_for_keys()
    # The first leads from the settings to the rows.
    wait_until(lambda: desktop.key("Escape") or app.window() is None, 10, "the popover closed")

    sign_in(app, account, 3_600)
    lines = wait_until(lambda: (found := labels(desktop, app)) and MENU[0] in found and found, 10, "a session")
    assert lines[0].startswith("demo: until ") and "left" not in lines[0] and lines[2:] == MENU
    desktop.bus.choose(app.tray_item(), "End all sessions")
    wait_until(lambda: labels(desktop, app)[0] == "demo: not signed in", 10, "the end of the session")
    desktop.bus.choose(app.tray_item(), "Pause reminders for 1 hour")
    wait_until(lambda: "Resume reminders" in labels(desktop, app), 10, "the pause")
    with suppress(DBusErrorResponse):
        # The program may be gone before the host has its answer.
        desktop.bus.choose(app.tray_item(), "Quit Daypass")
    assert app.process.wait(10) == 0


def test_a_menu_is_left_alone_while_only_time_passes(desktop, account):
    app = Daypass(desktop, account)
    sign_in(app, account, 900)
    item = app.tray_item()
    wait_until(lambda: "min left" in str(desktop.bus.get(item, "ToolTip")), 10, "the minutes in the tooltip")

    def menu_signals():
        return [desktop.monitor.signals(name) for name in ("LayoutUpdated", "ItemsPropertiesUpdated")]

    before, tooltips = menu_signals(), len(desktop.monitor.signals("NewToolTip"))
    assert before != [[], []], "the session changed the menu, and that was heard"
    wait_until(lambda: len(desktop.monitor.signals("NewToolTip")) > tooltips, 100, "the next minute in the tooltip")
    assert menu_signals() == before
    title = desktop.bus.get(item, "Title")
    assert title.startswith("Daypass – demo: until ") and "left" not in title


def test_the_middle_button_opens_the_most_urgent_and_the_wheel_does_nothing(desktop, account):
    with account.credentials.open("a") as file:
        file.write(RIVAL)
    app = Daypass(desktop, account, driver=True)
    app.page.row("ops", "ended")
    app.hide()
    x, y = desktop.tray_icon()
    for wheel in (4, 5):
        desktop.click(x, y, button=wheel)
    stays(lambda: app.window() is None, 0.7, "closed: the wheel does nothing")
    desktop.click(x, y, button=2)
    app.wait_for_keys()
    wait_until(lambda: app.page.focused() == "code-input", 10, "the code field with the focus")
    desktop.click(x, y, button=2)
    stays(app.window, 0.7, "open: the middle button does not close")


def test_a_session_that_is_found_ended_asks_for_no_attention(desktop, account):
    with account.credentials.open("a") as file:
        file.write(RIVAL.replace("[ops]", "[demo-mfa]"))
    app = Daypass(desktop, account)
    item = app.tray_item()
    wait_until(lambda: "ended" in str(desktop.bus.get(item, "ToolTip")), 10, "the ended session in the tooltip")
    assert desktop.bus.get(item, "Status") == "Active"
    assert desktop.bus.get(item, "Title").startswith("Daypass – demo: ended ")


def test_the_icon_comes_in_all_sizes_and_is_drawn_on_panels_of_both_kinds(desktop, account):
    app = Daypass(desktop, account)
    sizes = [(width, height) for width, height, _ in desktop.bus.get(app.tray_item(), "IconPixmap")]
    assert sizes == [(side, side) for side in (16, 22, 24, 32, 48, 64)]
    sign_in(app, account, 3_600)
    wait_until(lambda: "left" in str(desktop.bus.get(app.tray_item(), "ToolTip")), 10, "the session")
    for dark in ("true", "false"):
        desktop.run("xfconf-query", "-c", "xfce4-panel", "-p", "/panels/dark-mode", "-t", "bool", "-s", dark)
        x, y = desktop.tray_icon()
        desktop.picture(f"active-dark-{dark}")
        desktop.run("xdotool", "mousemove", x, y)
        desktop.picture(f"tooltip-dark-{dark}")
        strip = desktop.grab().crop((x - 10, y - 10, x + 10, y + 10)).convert("L")
        darkest, lightest = strip.getextrema()
        assert lightest - darkest > 150, "ink that stands out"


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("way", ["closed", "asked-to-open"])
def test_a_session_bus_that_goes_and_comes_back_gets_the_icon_back(a_desktop, way):
    desktop = a_desktop()
    account = Account(desktop)
    app = Daypass(desktop, account)
    if way == "asked-to-open":
        app.click_tray()
        app.wait_for_keys()
    desktop.stop_bus()
    before = processor_seconds(app.root)
    stays(lambda: app.process.poll() is None, 6, "the program outlives the bus")
    used = processor_seconds(app.root) - before
    assert used < 2, f"{used} s of processor time without a bus: it spins"

    desktop.start_bus()
    desktop.start_panel()
    wait_until(app.tray_item, 60, "the icon registered on the new bus")
    assert [desktop.bus.tray_item("daypass")] and len(desktop.bus.tray_items()) == 1
    desktop.tray_icon()
    desktop.picture("icon-on-the-new-bus")
