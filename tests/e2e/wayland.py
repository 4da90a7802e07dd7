"""A real Wayland compositor without a screen: sway, which lets no program place itself."""

import json
import os
import shutil

from desktop import SCREEN
from waiting import wait_until

OUTPUT = "HEADLESS-1"
NOBODY = 65534


class Wayland:
    """Sway beside a desktop's session bus; `env` is for programs that shall run on it."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.folder = desktop.home / "wayland"
        self.folder.mkdir(mode=0o700)
        kept = {name: value for name, value in desktop.env.items() if name not in ("DISPLAY", "GDK_BACKEND")}
        self.env = {
            **kept,
            "XDG_SESSION_TYPE": "wayland",
            "XDG_CURRENT_DESKTOP": "sway",
            "XDG_RUNTIME_DIR": str(self.folder),
            "SWAYSOCK": str(self.folder / "sway"),
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }
        config = desktop.home / "sway.conf"
        config.write_text(f"output {OUTPUT} resolution {SCREEN[0]}x{SCREEN[1]} bg #44546a solid_color\nxwayland disable\n")
        desktop.processes.start("sway", [*self._as_somebody(), "sway", "--unsupported-gpu", "-c", config], self.env)
        door = wait_until(self._door, 20, "the compositor")
        # The desktop's own folder stays the program's: the compositor's may belong to somebody else.
        self.env["WAYLAND_DISPLAY"] = str(door)
        self.env["XDG_RUNTIME_DIR"] = desktop.env["XDG_RUNTIME_DIR"]

    def _as_somebody(self):
        """Sway refuses to run as root."""
        if os.geteuid() != 0:
            return []
        shutil.chown(self.folder, NOBODY, NOBODY)
        self.desktop.home.chmod(0o711)
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]

    def _door(self):
        return next((path for path in self.folder.glob("wayland-*") if path.suffix != ".lock"), None)

    def run(self, *argv):
        return self.desktop.run(*argv, env={**self.env, "DISPLAY": ""})

    def window(self, title):
        """The compositor's view of a visible window with this title, or None."""
        found = [json.loads(self.run("swaymsg", "-r", "-t", "get_tree"))]
        while found:
            node = found.pop()
            if node.get("name") == title and node.get("visible"):
                return node
            found += node["nodes"] + node["floating_nodes"]
        return None

    def type(self, text):
        """Types on a keyboard of its own, which is new to the compositor: its first key waits."""
        self.run("wtype", "-s", 300, "-d", 60, text)

    def key(self, name):
        self.run("wtype", "-s", 300, "-k", name)

    def picture(self, name):
        self.run("grim", self.desktop.folder / f"{name}.png")
