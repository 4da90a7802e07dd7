"""A private desktop: X server, session bus, window manager, panel, notification daemon, keyring.

Everything is the real program a person would have, in its own home, and gone at the end.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from jeepney import DBusAddress, message_bus, new_method_call
from PIL import Image, ImageChops

from bus import Bus, Monitor
from processes import Processes
from waiting import wait_until

SCREEN = (1280, 800)
PANEL_HEIGHT = 30
KEYRING_PASSWORD = b"desktop tests"
SECRETS = DBusAddress(
    "/org/freedesktop/secrets", bus_name="org.freedesktop.secrets", interface="org.freedesktop.Secret.Service"
)
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Desktop:
    """`with Desktop(folder) as desktop:` starts X, bus, window manager; the rest as asked for.

    `folder` receives logs and pictures. `panel`, `notifications`, `keyring` say what stands there from the
    start; each can be started and ended by hand as well.
    """

    def __init__(self, folder, panel=True, notifications=True, keyring=True):
        self.folder = Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.wanted = {"panel": panel, "notifications": notifications, "keyring": keyring}
        self.processes = Processes(self.folder / "logs")
        self.panel = self.dunst = self.keyring = self.bus = self.monitor = None
        self.pictures = 0

    def __enter__(self):
        # Socket paths are limited to 108 bytes, so the home is short.
        self.home = Path(tempfile.mkdtemp(prefix="dp-"))
        try:
            self._lay_out_home()
            self._start_x()
            self._start_bus()
            self._start_window_manager()
            if self.wanted["notifications"]:
                self.start_notifications()
            if self.wanted["keyring"]:
                self.start_keyring()
            if self.wanted["panel"]:
                self.start_panel()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for link in (self.monitor, self.bus):
            if link is not None:
                link.close()
        self.processes.stop_all()
        shutil.rmtree(self.home, ignore_errors=True)

    # The home.

    def _lay_out_home(self):
        for name in ("config", "data", "state", "cache", "run", "services", "bin"):
            (self.home / name).mkdir(mode=0o700)
        self.env = self._environment()
        panel = self.home / "config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
        panel.parent.mkdir(parents=True)
        panel.write_text(PANEL_LAYOUT)
        self.choice = self.home / "choice"
        chooser = self.home / "bin/choose"
        chooser.write_text(CHOOSER.format(choice=self.choice))
        chooser.chmod(0o755)
        dunst = self.home / "config/dunst/dunstrc"
        dunst.parent.mkdir()
        dunst.write_text(DUNST.format(chooser=chooser))

    def _environment(self):
        kept = ("PATH", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "XDG_DATA_DIRS")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env.update(
            HOME=str(self.home),
            XDG_CONFIG_HOME=str(self.home / "config"),
            XDG_DATA_HOME=str(self.home / "data"),
            XDG_STATE_HOME=str(self.home / "state"),
            XDG_CACHE_HOME=str(self.home / "cache"),
            XDG_RUNTIME_DIR=str(self.home / "run"),
            XDG_CURRENT_DESKTOP="XFCE",
            XDG_SESSION_TYPE="x11",
            GDK_BACKEND="x11",
            GSETTINGS_BACKEND="memory",
            GIO_USE_VFS="local",
            GTK_USE_PORTAL="0",
            NO_AT_BRIDGE="1",
            LIBGL_ALWAYS_SOFTWARE="1",
            WEBKIT_DISABLE_COMPOSITING_MODE="1",
            WEBKIT_DISABLE_DMABUF_RENDERER="1",
        )
        env.setdefault("LANG", "C.UTF-8")
        if os.geteuid() == 0:
            # WebKit's sandbox refuses to run as root; never set by the product itself.
            env["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        return env

    # What every desktop has.

    def _start_x(self):
        argv = ["Xvfb", "-displayfd", "{}", "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24"]
        self._start_server("xvfb", [*argv, "-nolisten", "tcp", "-noreset", "-dpi", "96"])

    def _start_server(self, name, argv):
        self.x, self.env["DISPLAY"] = self.processes.start_x(name, argv, self.env)
        self.run("xsetroot", "-solid", "#44546a", "-cursor_name", "left_ptr")

    def _start_bus(self):
        # Only what the panel cannot do without may start by itself: a keyring or a notification daemon
        # that the bus starts on its own would spoil the tests of their absence.
        for service in ("org.xfce.Xfconf.service",):
            (self.home / "services" / service).symlink_to(f"/usr/share/dbus-1/services/{service}")
        door = self.home / "bus"
        config = BUS.format(socket=escape(str(door)), services=escape(str(self.home / "services")))
        (self.home / "bus.xml").write_text(config)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={door}"
        self.start_bus()

    def start_bus(self):
        """Starts the session bus, at the same address each time."""
        door, address = self.home / "bus", self.env["DBUS_SESSION_BUS_ADDRESS"]
        argv = ["dbus-daemon", f"--config-file={self.home / 'bus.xml'}", "--nofork", "--nopidfile", "--nosyslog"]
        self.bus_process = self.processes.start("bus", argv, self.env)
        wait_until(lambda: _takes_calls(door), 10, "the session bus")
        self.bus = Bus(address)
        self.monitor = Monitor(address)

    def stop_bus(self):
        """Kills the session bus and what cannot live without it: the panel, notifications, the keyring."""
        for link in (self.monitor, self.bus):
            link.close()
        os.killpg(self.bus_process.pid, signal.SIGKILL)
        self.bus_process.wait(10)
        (self.home / "bus").unlink(missing_ok=True)
        for process in (self.panel, self.dunst, self.keyring):
            if process is not None:
                self.processes.stop(process)

    def _start_window_manager(self):
        self.processes.start("xfwm4", ["xfwm4", "--compositor=off", "--sm-client-disable"], self.env)
        wait_until(
            lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK", check=False),
            20,
            "the window manager",
        )

    # What may be there or not.

    def start_panel(self):
        """Starts the real xfce4-panel and waits until its status tray takes items."""
        argv = ["xfce4-panel", "--disable-wm-check", "--sm-client-disable"]
        self.panel = self.processes.start("panel", argv, self.env)
        wait_until(lambda: self.bus.has_owner("org.kde.StatusNotifierWatcher"), 30, "the panel's status tray")
        wait_until(self._panel_drawn, 20, "the panel on the screen")

    def _panel_drawn(self):
        strip = self.grab().crop((0, 0, SCREEN[0], PANEL_HEIGHT))
        return strip.getpixel((SCREEN[0] // 2, PANEL_HEIGHT // 2)) != (0x44, 0x54, 0x6A)

    def stop_panel(self):
        """Kills the panel, as a crash would."""
        os.killpg(self.panel.pid, signal.SIGKILL)
        self.panel.wait(10)
        # Its plugins may run as processes of their own, in the same group.
        wait_until(lambda: not self.bus.has_owner("org.kde.StatusNotifierWatcher"), 10, "the tray's end")

    def start_notifications(self):
        """Starts dunst, a real notification daemon."""
        config = self.home / "config/dunst/dunstrc"
        self.dunst = self.processes.start("dunst", ["dunst", "-config", config], self.env)
        wait_until(lambda: self.bus.has_owner("org.freedesktop.Notifications"), 10, "the notification daemon")

    def stop_notifications(self):
        self.processes.stop(self.dunst)
        wait_until(lambda: not self.bus.has_owner("org.freedesktop.Notifications"), 10, "the daemon's end")

    def start_keyring(self):
        """Starts gnome-keyring, unlocked; its first start makes the login keyring."""
        argv = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        argv += [f"--control-directory={self.home / 'run/keyring'}"]
        self.keyring = self.processes.start("keyring", argv, self.env, stdin=KEYRING_PASSWORD)
        wait_until(lambda: self.bus.has_owner("org.freedesktop.secrets"), 10, "the keyring")
        wait_until(self._default_collection, 10, "the login keyring")

    def _default_collection(self):
        path = self.bus.call(new_method_call(SECRETS, "ReadAlias", "s", ("default",)))[0]
        return path if path != "/" else None

    def stop_keyring(self):
        self.processes.stop(self.keyring)
        wait_until(lambda: not self.bus.has_owner("org.freedesktop.secrets"), 10, "the keyring's end")

    def lock_keyring(self):
        """Locks the login keyring; nobody is there to answer a prompt."""
        path = self._default_collection()
        locked, _ = self.bus.call(new_method_call(SECRETS, "Lock", "ao", ([path],)))
        assert locked == [path], f"not locked: {path}"

    def offer_prompter(self):
        """Lets the bus start gcr's prompter, the window that asks for the keyring's password."""
        name = "org.gnome.keyring.SystemPrompter.service"
        (self.home / "services" / name).symlink_to(f"/usr/share/dbus-1/services/{name}")
        self.bus.call(new_method_call(message_bus, "ReloadConfig"))

    def freeze_keyring(self):
        os.kill(self.keyring.pid, signal.SIGSTOP)

    def thaw_keyring(self):
        os.kill(self.keyring.pid, signal.SIGCONT)

    # Eyes and hands.

    def run(self, *argv, check=True, timeout=20, stdin=None, env=None):
        """Runs a short program on this desktop and returns what it printed."""
        done = subprocess.run(
            [str(word) for word in argv],
            env={**self.env, **(env or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert not check or done.returncode == 0, f"{argv} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    def grab(self):
        """The screen as it is now."""
        target = self.home / "screen.ppm"
        # The screen is read from a process of its own: PIL's grabber needs a build with XCB.
        self.run("import", "-silent", "-window", "root", "-depth", "8", target)
        with Image.open(target) as image:
            return image.convert("RGB").copy()

    def picture(self, name):
        """Keeps a picture of the screen and returns its path."""
        self.pictures += 1
        path = self.folder / f"{self.pictures:02d}-{name}.png"
        self.grab().save(path)
        return path

    def click(self, x, y, button=1):
        """Moves the pointer there and clicks."""
        # Not `--sync`: it waits for a motion that does not come when the pointer is there already.
        self.run("xdotool", "mousemove", x, y, "click", button)

    def type(self, text):
        """Types on the keyboard: whoever has the focus gets it."""
        self.run("xdotool", "type", "--delay", 30, text)

    def key(self, name):
        self.run("xdotool", "key", name)

    def windows(self, title):
        """Visible windows with exactly this title."""
        found = self.run("xdotool", "search", "--onlyvisible", "--name", f"^{title}$", check=False)
        return found.split()

    def geometry(self, window):
        """x, y, width, height of a window."""
        shell = self.run("xdotool", "getwindowgeometry", "--shell", window)
        values = dict(line.split("=", 1) for line in shell.split())
        return tuple(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def focused(self):
        """The title of the window that has the keyboard."""
        return self.run("xdotool", "getactivewindow", "getwindowname", check=False).strip()

    def tray_pixels(self):
        """The box of whatever the tray draws: the right end of the panel, which is empty without items."""
        strip = self.grab().crop((SCREEN[0] // 2, 2, SCREEN[0] - 1, PANEL_HEIGHT - 2))
        empty = Image.new("RGB", strip.size, strip.getpixel((0, strip.height // 2)))
        difference = ImageChops.difference(strip, empty).convert("L").point(lambda value: 255 if value > 40 else 0)
        box = difference.getbbox()
        if box is None or box[2] - box[0] < 4:
            return None
        left, top, right, bottom = box
        return left + SCREEN[0] // 2, top + 2, right + SCREEN[0] // 2, bottom + 2

    def tray_icon(self, timeout=20):
        """The middle of the one icon in the tray, found in the pixels of the panel."""
        left, top, right, bottom = wait_until(self.tray_pixels, timeout, "an icon in the panel")
        return (left + right) // 2, (top + bottom) // 2

    def notice(self, timeout, app="Daypass", having=lambda notice: True, what=""):
        """Waits for a notification that was shown."""
        return wait_until(
            lambda: next((one for one in self.monitor.notices(app) if one.id is not None and having(one)), None),
            timeout,
            f"a notification {what}",
        )

    def notice_window(self, timeout=10):
        """The geometry of what dunst shows."""

        def shown():
            ids = self.run("xdotool", "search", "--onlyvisible", "--class", "Dunst", check=False).split()
            return self.geometry(ids[0]) if ids else None

        return wait_until(shown, timeout, "the notification on the screen")

    def press_notice_button(self, action):
        """Chooses an action of the notification by pointer: dunst's own menu, where `action` is picked."""
        # A line of the menu is `#label (summary) [id,action]`; the default action may have the same label.
        self.choice.write_text(f",{action}]")
        x, y, width, height = self.notice_window()
        self.click(x + width // 2, y + height // 2, button=1)

    def press_notice_body(self):
        """Clicks the notification itself: the default action."""
        x, y, width, height = self.notice_window()
        self.click(x + width // 2, y + height // 2, button=2)


def folder_of(test, number=0):
    """Where a test's desktops keep their logs and pictures."""
    name = re.sub(r"\W+", "-", test.removeprefix("test_")).strip("-")
    return ROOT / "target/e2e" / (f"{name}-{number}" if number else name)


def _takes_calls(door):
    """Whether somebody listens at a socket: its file is there a moment earlier."""
    with socket.socket(socket.AF_UNIX) as call:
        try:
            call.connect(str(door))
        except OSError:
            return False
    return True


PANEL_LAYOUT = f"""<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="size" type="uint" value="{PANEL_HEIGHT}"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="applicationsmenu"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
"""

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

CHOOSER = """#!/bin/sh
# dunst's menu of actions: a person would pick a line, here the one that was agreed on.
grep -m 1 -F -- "$(cat {choice})"
"""

DUNST = """[global]
    monitor = 0
    follow = none
    width = 340
    height = 300
    origin = bottom-right
    offset = 12x12
    font = DejaVu Sans 10
    show_indicators = yes
    idle_threshold = 0
    history_length = 100
    dmenu = {chooser}
    mouse_left_click = context
    mouse_middle_click = do_action
    mouse_right_click = close_current
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
"""
