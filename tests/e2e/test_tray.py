"""The icon in a real panel, and the way from there to a popover that takes the keyboard."""

import pytest

from account import Account
from daypass import WINDOW, Daypass
from desktop import PANEL_HEIGHT, SCREEN
from waiting import stays, wait_until


def test_the_tray_icon_is_registered_and_drawn(desktop, account):
    assert desktop.tray_pixels() is None, "the tray is empty before the start"
    app = Daypass(desktop, account)

    item = desktop.bus.get_all(app.tray_item())
    assert item["Id"] == "daypass"
    assert item["Status"] in ("Active", "NeedsAttention")
    assert not item["ItemIsMenu"], "left clicks would never arrive"
    left, top, right, bottom = wait_until(desktop.tray_pixels, 10, "pixels of the icon")
    desktop.picture("icon")
    assert right - left >= 8 and bottom - top >= 8, "an icon that can be seen"
    assert app.window() is None, "it never opens a window unasked"


def test_a_click_on_the_icon_opens_the_popover_beside_it_with_the_keyboard(desktop, account):
    app = Daypass(desktop, account)
    icon_x, _ = desktop.tray_icon()
    app.click_tray()
    app.wait_for_keys()
    desktop.picture("open")

    def well_placed():
        x, y, width, height = desktop.geometry(app.window())
        assert 0 <= x and x + width <= SCREEN[0] and y + height <= SCREEN[1], "all of it on the screen"
        assert PANEL_HEIGHT - 2 <= y <= PANEL_HEIGHT + 40, "just below the panel"
        assert x - 40 <= icon_x <= x + width + 40, "beside the icon"
        assert 340 <= width <= 400 and height <= 600
        return True

    well_placed()
    wait_until(app.painted, 15, "the page painted")
    desktop.picture("painted")
    stays(well_placed, 0.7, "well placed, also with the height of its content")


def test_a_second_click_closes_the_popover_and_a_third_opens_it(desktop, account):
    app = Daypass(desktop, account)
    app.click_tray()
    app.wait_for_keys()
    app.click_tray()
    wait_until(lambda: app.window() is None, 10, "the popover closed by the second click")
    stays(lambda: app.window() is None, 0.7, "closed, and not opened again by the same click")
    app.click_tray()
    app.wait_for_keys()


def test_escape_closes_the_popover(desktop, account):
    app = Daypass(desktop, account)
    app.click_tray()
    app.hide()
    assert app.tray_item(), "the program stays in the tray"


@pytest.mark.parametrize("way", ["by-itself", "asked-to-open"])
def test_without_a_panel_a_window_opens_and_says_why_then_the_panel_gets_the_icon(a_desktop, way):
    desktop = a_desktop(panel=False)
    app = Daypass(desktop, Account(desktop), driver=True, opened=way == "asked-to-open")
    app.wait_for_window()
    wait_until(lambda: "no tray" in app.page.text(), 15, "the window saying why it is there")
    wait_until(app.painted, 15, "the page painted")
    desktop.picture("window-without-a-panel")

    desktop.start_panel()
    wait_until(app.tray_item, 30, "the icon, as soon as there is a tray")
    desktop.tray_icon()
    wait_until(lambda: app.window() is None, 10, "the window gone into the tray")
    desktop.picture("panel-appeared")
    app.click_tray()
    app.wait_for_keys()
    wait_until(lambda: "no tray" not in app.page.text(), 5, "a page that speaks of no window any more")


def test_a_panel_that_restarts_ten_times_gets_the_icon_back(desktop, account):
    app = Daypass(desktop, account)
    desktop.tray_icon()
    for _ in range(10):
        desktop.stop_panel()
        assert app.process.poll() is None, "the program outlives the panel"
        desktop.start_panel()
        wait_until(app.tray_item, 30, "the icon registered again")
        assert len(desktop.bus.tray_items()) == 1, "one icon, and not one more for each panel"
        app.click_tray()
        app.wait_for_keys()
        app.click_tray()
        wait_until(lambda: app.window() is None, 10, "the popover closed by the second click")
    desktop.picture("icon-is-back")


def test_a_second_start_opens_the_popover_of_the_first_and_ends(desktop, account):
    app = Daypass(desktop, account)
    assert app.window() is None
    assert app.second_start() == 0
    app.wait_for_keys()
    assert app.process.poll() is None
    items = [entry for entry in desktop.bus.tray_items() if desktop.bus.tray_item("daypass")]
    assert len(items) == 1, f"one icon only: {items}"
    assert app.second_start() == 0
    stays(app.window, 0.7, "open, and not closed by one more start")
    assert WINDOW in desktop.focused()
