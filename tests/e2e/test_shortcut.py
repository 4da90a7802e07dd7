"""Keys that open the popover from anywhere: grabbed on X11, asked of the portal on Wayland."""

import json
import subprocess
import sys

import pytest

from account import Account, PROGRAMS
from daypass import WINDOW, Daypass
from portal import Portal
from waiting import stays, wait_until
from wayland import Wayland

# Not Ctrl+Alt+D: xfwm4 has it, to show the desktop.
KEYS = "Ctrl+Alt+P"
PRESSED = "ctrl+alt+p"
# Takes a key (a keysym) with modifiers (a mask) for itself until its standard input ends.
RIVAL = """
import ctypes, sys
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = ctypes.c_ulong
display = ctypes.c_void_p(x.XOpenDisplay(None))
root = x.XDefaultRootWindow(display)
keysym, modifiers = int(sys.argv[1]), int(sys.argv[2])
code = x.XKeysymToKeycode(display, ctypes.c_ulong(keysym))
x.XGrabKey(display, code, modifiers, ctypes.c_ulong(root), 0, 1, 1)
x.XSync(display, 0)
print("taken", flush=True)
sys.stdin.read()
"""
CTRL_ALT_P = (ord("p"), 4 | 8)
SUPER_F9 = (0xFFC6, 64)


def settings(desktop, **fields):
    """Replaces the settings file as an editor would."""
    path = desktop.home / "config/daypass/settings.json"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(fields))
    beside.rename(path)


def problem(app):
    """What the settings page says of the shortcut."""
    found = app.page.command("settings")["ok"]["shortcutProblem"]
    return found and found["message"]


def send(app, keys):
    """Saves the settings page with these keys, as the page does."""
    view = app.page.command("settings")["ok"]
    form = {**view, "configFile": view["configFile"]["chosen"], "credentialsFile": view["credentialsFile"]["chosen"]}
    return app.page.command("save_settings", form={**form, "shortcut": keys})


def save(app, keys):
    return send(app, keys)["ok"]


def rival(keys):
    """The command line of another program that wants these keys."""
    return [sys.executable, "-c", RIVAL, *map(str, keys)]


def grabbed(desktop, keys=CTRL_ALT_P):
    """Whether somebody has the keys: then another client may not have them."""
    done = subprocess.run(
        rival(keys), env=desktop.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert ("taken" in done.stdout) != ("BadAccess" in done.stderr), done
    return "BadAccess" in done.stderr


@pytest.fixture
def hidden(desktop, account):
    """Daypass in the tray with the shortcut, its popover closed."""
    app = Daypass(desktop, account, settings={"shortcut": KEYS})
    wait_until(lambda: grabbed(desktop), 20, "the keys grabbed")
    return app


def test_the_keys_open_the_popover_and_six_digits_sign_in(desktop, account, hidden):
    assert hidden.window() is None
    desktop.key(PRESSED)
    hidden.wait_for_keys()
    wait_until(hidden.painted, 15, "the page painted")
    desktop.type(account.code(seconds=8))
    assert account.session()


def test_the_keys_close_an_open_popover(desktop, hidden):
    for _ in range(3):
        desktop.key(PRESSED)
        hidden.wait_for_keys()
        desktop.key(PRESSED)
        wait_until(lambda: hidden.window() is None, 10, "the popover closed")


def test_keys_that_are_held_down_open_once(desktop, hidden):
    desktop.run("xset", "r", "rate", 200, 30)
    desktop.run("xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "p")
    try:
        hidden.wait_for_window()
        stays(lambda: hidden.window() is not None, 1, "the popover open while the keys are held")
    finally:
        desktop.run("xdotool", "keyup", "p", "keyup", "alt", "keyup", "ctrl")


def test_locks_do_not_matter(desktop, hidden):
    desktop.key("Num_Lock")
    desktop.key("Caps_Lock")
    desktop.key(PRESSED)
    hidden.wait_for_window()


def test_other_keys_and_none_are_taken_up_while_it_runs(desktop, hidden):
    settings(desktop, shortcut="Super+F9")
    wait_until(lambda: not grabbed(desktop), 20, "the old keys given back")
    desktop.key("super+F9")
    hidden.wait_for_keys()
    desktop.key("super+F9")
    wait_until(lambda: hidden.window() is None, 10, "the popover closed")

    assert grabbed(desktop, SUPER_F9)
    settings(desktop)
    wait_until(lambda: not grabbed(desktop, SUPER_F9), 20, "the keys given back")


def test_keys_move_with_the_keyboard_s_layout(desktop, hidden):
    before = keycode(desktop, "p")
    desktop.run("setxkbmap", "-layout", "us", "-variant", "dvorak")
    wait_until(lambda: keycode(desktop, "p") != before, 10, "another layout")
    wait_until(lambda: grabbed(desktop), 10, "the keys grabbed where they are now")
    desktop.key(PRESSED)
    hidden.wait_for_window()


def keycode(desktop, letter):
    """The key that gives a letter on the layout of now."""
    program = (
        "import ctypes; x = ctypes.CDLL('libX11.so.6'); x.XOpenDisplay.restype = ctypes.c_void_p;"
        f"print(x.XKeysymToKeycode(ctypes.c_void_p(x.XOpenDisplay(None)), ctypes.c_ulong(ord('{letter}'))))"
    )
    return desktop.run(sys.executable, "-c", program).strip()


def test_keys_that_another_program_has_are_told_and_had_later(desktop, account):
    other = subprocess.Popen(
        rival(CTRL_ALT_P), env=desktop.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "taken\n"
    try:
        settings(desktop, shortcut=KEYS)
        app = Daypass(desktop, account, driver=True)
        app.page.row("demo")
        wait_until(
            lambda: problem(app) == f"Another program has {KEYS} already.", 15, "the keys said to be taken"
        )
    finally:
        other.stdin.close()
        other.wait(10)
    settings(desktop, shortcut=KEYS, sound=True)
    wait_until(lambda: problem(app) is None, 15, "the keys had")
    assert grabbed(desktop)


def test_a_save_is_answered_with_what_came_of_it(desktop, account):
    app = Daypass(desktop, account, driver=True)
    app.page.row("demo")
    assert save(app, "ctrl+alt+d")["shortcutProblem"]["message"] == "Another program has Ctrl+Alt+D already."
    assert save(app, "alt+ctrl+p")["shortcut"] == KEYS
    assert problem(app) is None and grabbed(desktop)
    assert save(app, None)["shortcut"] is None
    assert not grabbed(desktop)
    assert "from every program" in send(app, "Shift+P")["error"]


def test_keys_of_the_window_manager_are_told_to_be_taken(desktop, account):
    app = Daypass(desktop, account, driver=True, settings={"shortcut": "Ctrl+Alt+D"})
    app.page.row("demo")
    wait_until(lambda: problem(app) == "Another program has Ctrl+Alt+D already.", 15, "the keys said to be taken")


def test_what_is_no_shortcut_is_told(desktop, account):
    app = Daypass(desktop, account, driver=True, settings={"shortcut": "Shift+D"})
    app.page.row("demo")
    wait_until(lambda: app.page.command("settings")["ok"]["problem"], 15, "what is wrong with it")
    assert not grabbed(desktop)


# Wayland. The portal is a small one of our own, on the bus in the real one's place: no desktop that has the
# real one runs without a screen here.


@pytest.fixture
def on_wayland(a_desktop):
    desktop = a_desktop(panel=False)
    account, wayland = Account(desktop), Wayland(desktop)

    def start():
        settings(desktop, shortcut=KEYS)
        env = {**wayland.env, **account.env, "RUST_LOG": "info"}
        desktop.processes.start("app", [PROGRAMS / "daypass-desktop", "--at-login"], env)

    return desktop, wayland, start


def test_the_portal_is_asked_and_its_word_opens_the_popover(on_wayland):
    desktop, wayland, start = on_wayland
    with Portal(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as portal:
        start()
        bound = portal.bound()
        assert (bound.app_id, bound.trigger) == ("dev.daypass.desktop", "CTRL+ALT+p")
        assert bound.description == "Open Daypass"
        assert wayland.window(WINDOW) is None
        portal.press()
        wait_until(lambda: wayland.window(WINDOW), 20, "the popover")
        wait_until(lambda: wayland.window(WINDOW)["focused"], 10, "the keyboard")


def test_a_portal_that_is_restarted_is_asked_again(on_wayland):
    desktop, wayland, start = on_wayland
    with Portal(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as first:
        start()
        first.bound()
    with Portal(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as second:
        second.bound()
        second.press()
        wait_until(lambda: wayland.window(WINDOW), 20, "the popover")


@pytest.mark.parametrize("portal", ["absent", "refuses"])
def test_without_a_portal_s_consent_it_is_told_what_to_do(on_wayland, portal):
    desktop, _, start = on_wayland
    wanted = {"absent": "let a shortcut start daypass-desktop", "refuses": f"The desktop did not give {KEYS} to Daypass"}

    def said():
        return wanted[portal] in (desktop.processes.logs / "app.err").read_text() + (desktop.processes.logs / "app.out").read_text()

    if portal == "absent":
        start()
        wait_until(said, 20, "what to do")
        return
    with Portal(desktop.env["DBUS_SESSION_BUS_ADDRESS"], refuses=True):
        start()
        wait_until(said, 20, "what to do")
