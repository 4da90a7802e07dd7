"""Where the popover stands: beside the icon of a real panel, on its screen, whatever the screens are."""

import pytest

from account import Account
from daypass import Daypass
from desktop import folder_of
from screens import Screens
from waiting import wait_until

WIDE, LOW = (1280, 800), (1024, 768)
# Outputs (the panel stands on the first, the last is the primary one), the panel's edge, the scale.
DESKTOPS = {
    "below-on-the-right-screen": ([(*LOW, 1280, 0), (*WIDE, 0, 0)], "bottom", 1),
    "on-top-of-the-lower-screen": ([(*WIDE, 0, 800), (*WIDE, 0, 0)], "top", 1),
    "upright-between-two-screens": ([(*LOW, 0, 0), (*WIDE, 1024, 0)], "right", 1),
    "upright-at-the-left": ([(*WIDE, 0, 0)], "left", 1),
    "below-on-a-fine-right-screen": ([(1280, 1024, 1600, 0), (1600, 1200, 0, 0)], "bottom", 2),
}


@pytest.mark.parametrize("name", DESKTOPS)
def test_the_popover_opens_beside_the_icon(request, name):
    outputs, edge, scale = DESKTOPS[name]
    with Screens(folder_of(request.node.name), outputs, edge, scale, notifications=False, keyring=False) as desktop:
        app = Daypass(desktop, Account(desktop))
        app.click_tray()
        app.wait_for_keys()
        wait_until(lambda: desktop.geometry(app.window())[3] > 400 * scale, 20, "the height of its content")
        desktop.picture("open")
        stands_beside(desktop.panel_box(), desktop.tray_icon(), desktop.geometry(app.window()), outputs[0], edge, scale)


def stands_beside(panel, icon, popover, output, edge, scale):
    """Whole on the panel's screen, not over the panel, next to it, level with the icon as far as there is room."""
    (x, y, width, height), (left, top) = popover, output[2:]
    right, bottom = left + output[0], top + output[1]
    assert width == 360 * scale
    assert left <= x and x + width <= right and top <= y and y + height <= bottom, (popover, output)
    gap = {
        "top": y - (panel[1] + panel[3]),
        "bottom": panel[1] - (y + height),
        "left": x - (panel[0] + panel[2]),
        "right": panel[0] - (x + width),
    }[edge]
    assert gap == 8 * scale, f"{gap} pixels between {panel} and {popover}"
    if edge in ("top", "bottom"):
        # The icon is at the right end of its panel: the popover at the right edge of the screen.
        # Where the panel reserves no room of this screen it might be upright, so the icon is passed.
        assert 8 * scale <= right - (x + width) <= 48 * scale, (popover, output)
    else:
        assert y - 32 * scale < icon[1] < y + height + 32 * scale, (popover, icon)


def test_without_an_icon_to_go_to_it_opens_on_the_primary_screen(request):
    """As after a notice or a second start; the next click brings it to the icon."""
    outputs = [(*LOW, 0, 0), (*WIDE, 1024, 0)]
    with Screens(folder_of(request.node.name), outputs, "bottom", notifications=False, keyring=False) as desktop:
        app = Daypass(desktop, Account(desktop))
        assert app.second_start() == 0
        app.wait_for_keys()
        x, y, width, height = desktop.geometry(app.window())
        assert 1024 <= x and x + width <= 2304 and 0 <= y and y + height <= 800
        app.hide()

        app.click_tray()
        app.wait_for_keys()
        wait_until(app.painted, 15, "the page painted")
        x, y, width, height = desktop.geometry(app.window())
        assert x + width <= 1024 and y + height == desktop.panel_box()[1] - 8, "on the panel's screen"
