"""A compositor that lets no program place itself: the popover is a window in the middle that takes the keyboard."""

from account import PROGRAMS, Account
from daypass import WINDOW
from desktop import SCREEN
from waiting import wait_until
from wayland import Wayland


def test_the_popover_stands_on_the_screen_and_takes_six_digits(a_desktop):
    desktop = a_desktop(panel=False)
    account, wayland = Account(desktop), Wayland(desktop)
    env = {**wayland.env, **account.env, "RUST_LOG": "info"}
    desktop.processes.start("app", [PROGRAMS / "daypass-desktop", "--open"], env)
    window = wait_until(lambda: wayland.window(WINDOW), 30, "the popover")
    assert window["shell"] == "xdg_shell" and window["type"] == "floating_con"
    wait_until(lambda: wayland.window(WINDOW)["focused"], 10, "the keyboard")

    def on_the_screen():
        box = wayland.window(WINDOW)["rect"]
        assert box["x"] >= 0 and box["y"] >= 0, box
        assert box["x"] + box["width"] <= SCREEN[0] and box["y"] + box["height"] <= SCREEN[1], box
        return box["height"] > 400

    wait_until(on_the_screen, 15, "the popover on the screen with the height of its content")
    wayland.picture("open")
    wayland.type(account.code(seconds=8))
    assert account.session()
    wayland.picture("signed-in")
    # Whether there is a tray is waited for; a popover that was done before then closes and comes back.
    wait_until(lambda: wayland.window(WINDOW), 10, "a window that stays where there is no tray")
