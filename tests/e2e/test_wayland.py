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


def test_on_outputs_of_different_scale_it_stands_whole_on_one_and_takes_the_keyboard(a_desktop):
    desktop = a_desktop(panel=False, notifications=False, keyring=False)
    account, wayland = Account(desktop), Wayland(desktop)
    wayland.run("swaymsg", "create_output")
    wayland.run("swaymsg", "output HEADLESS-1 position 0 0")
    wayland.run("swaymsg", "output HEADLESS-2 resolution 2560x1600 position 1280 0 scale 2")
    env = {**wayland.env, **account.env, "RUST_LOG": "info"}
    for output, left in (("HEADLESS-2", 1280), ("HEADLESS-1", 0)):
        wayland.run("swaymsg", f"focus output {output}")
        app = desktop.processes.start("app", [PROGRAMS / "daypass-desktop", "--open"], env)
        wait_until(lambda: (wayland.window(WINDOW) or {}).get("focused"), 30, "the popover with the keyboard")
        wait_until(lambda: wayland.window(WINDOW)["rect"]["height"] > 400, 20, "the height of its content")
        box = wayland.window(WINDOW)["rect"]
        assert left <= box["x"] and box["x"] + box["width"] <= left + SCREEN[0], (output, box)
        assert 0 <= box["y"] and box["y"] + box["height"] <= SCREEN[1], (output, box)
        wayland.picture(output)
        desktop.processes.stop(app)
        wait_until(lambda: wayland.window(WINDOW) is None, 10, "the window gone")
