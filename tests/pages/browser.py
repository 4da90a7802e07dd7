"""The built page in the engine that shows it on Linux: MiniBrowser (WebKitGTK) on a screen that nobody sees.

A `Look` is what the person at the machine has chosen for all programs: the theme, whether things move.
"""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/e2e"))

import axe  # noqa: E402
from processes import Processes  # noqa: E402
from waiting import wait_until  # noqa: E402
from webdriver import Page, WebDriver  # noqa: E402

DIST = ROOT / "ui/dist"
# What tests bring into the page, under the names that it has there.
SCRIPTS = {
    "/axe.js": axe.SOURCE,
    "/look.js": Path(__file__).with_name("look.js"),
}
# Sunday, 09:00 in Berlin, ten seconds into a code's window: every picture is of this moment.
NOW = "2026-11-22T08:00:10Z"
ZONE = "Europe/Berlin"
# The popover's own measures, in CSS pixels.
WIDTH, TALLEST = 360, 560
BROWSERS = ("lib/*/webkit2gtk-4.1", "libexec/webkit2gtk-4.1", "lib64/webkit2gtk-4.1", "lib/webkit2gtk-4.1")


@dataclass(frozen=True)
class Look:
    """What the desktop says about looks: a GTK theme, and whether animations are wanted."""

    name: str
    theme: str = "Adwaita"
    moves: bool = True
    # The widest letters that are common.
    font: str = "DejaVu Sans"

    def settings(self):
        lines = {
            "gtk-theme-name": self.theme,
            "gtk-enable-animations": int(self.moves),
            "gtk-xft-antialias": 1,
            "gtk-xft-hinting": 0,
            "gtk-xft-rgba": "none",
        }
        return "[Settings]\n" + "".join(f"{name}={value}\n" for name, value in lines.items())


LIGHT, DARK = Look("light"), Look("dark", theme="Adwaita-dark")
CALM = Look("calm", moves=False)
CONTRAST = Look("contrast", theme="HighContrast")


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <match target="pattern">
    <test name="family"><string>system-ui</string></test>
    <edit name="family" mode="assign" binding="strong"><string>{font}</string></edit>
  </match>
</fontconfig>
"""


class Site:
    """Serves the built page on loopback, under the policy that the program's own window has."""

    def __enter__(self):
        assert (DIST / "index.html").is_file(), f"{DIST} is not built: 'npm run build' in ui/ does it"
        policy = json.loads((ROOT / "tauri.conf.json").read_text())["app"]["security"]["csp"]
        handler = functools.partial(_Handler, policy, directory=str(DIST))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, policy, *args, **rest):
        self.policy = policy
        super().__init__(*args, **rest)

    def translate_path(self, path):
        return str(SCRIPTS.get(path) or super().translate_path(path))

    def end_headers(self):
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # The browser has gone on to another page.


class Browser:
    """`with Browser(site, look, folder) as browser:` shows one page after the other in one window."""

    def __init__(self, site, look, folder):
        self.site, self.look = site, look
        self.processes = Processes(Path(folder))

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="dp-"))
        try:
            self.env = self._environment()
            self._start_x()
            # A full screen has no tool bar; without a window manager it is as large as we say.
            self.driver = WebDriver(self, minibrowser(), ["--automation", "--full-screen"], name="browser")
            self.page = Page(self.driver)
            self.resize(TALLEST)
            self._take_keyboard()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if hasattr(self, "driver"):
            self.driver.close()
        self.processes.stop_all()
        shutil.rmtree(self.home, ignore_errors=True)

    def _environment(self):
        kept = ("PATH", "USER", "LOGNAME", "XDG_DATA_DIRS")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        for name in ("config/gtk-3.0", "data", "cache", "run"):
            (self.home / name).mkdir(parents=True, mode=0o700)
        (self.home / "config/gtk-3.0/settings.ini").write_text(self.look.settings())
        # The page asks for `system-ui`, and fontconfig says which letters those are.
        (self.home / "config/fontconfig").mkdir()
        (self.home / "config/fontconfig/fonts.conf").write_text(FONTS.format(font=self.look.font))
        env.update(
            HOME=str(self.home),
            XDG_CONFIG_HOME=str(self.home / "config"),
            XDG_DATA_HOME=str(self.home / "data"),
            XDG_CACHE_HOME=str(self.home / "cache"),
            XDG_RUNTIME_DIR=str(self.home / "run"),
            LANG="C.UTF-8",
            TZ=ZONE,
            GDK_BACKEND="x11",
            GSETTINGS_BACKEND="memory",
            GTK_USE_PORTAL="0",
            NO_AT_BRIDGE="1",
            LIBGL_ALWAYS_SOFTWARE="1",
            WEBKIT_DISABLE_COMPOSITING_MODE="1",
            WEBKIT_DISABLE_DMABUF_RENDERER="1",
        )
        if os.geteuid() == 0:
            # WebKit's sandbox refuses to run as root.
            env["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        return env

    def _start_x(self):
        argv = ["Xvfb", "-displayfd", "{}", "-screen", "0", "800x900x24", "-nolisten", "tcp", "-dpi", "96"]
        _, self.env["DISPLAY"] = self.processes.start_x("xvfb", argv, self.env)

    def _take_keyboard(self):
        """Gives the window the keyboard, which no window manager does here: without it nothing has the focus."""
        find = ["xdotool", "search", "--onlyvisible", "--class", "MiniBrowser", "windowfocus"]
        subprocess.run(find, env=self.env, timeout=20, check=True)
        wait_until(lambda: self.driver.script("return document.hasFocus()"), 20, "the page with the keyboard")

    def resize(self, height):
        """Makes the window as wide as the popover and this high."""
        self.driver.resize(WIDTH, height)
        size = self.driver.script("return [innerWidth, innerHeight]")
        assert size == [WIDTH, height], f"the page has {size}"

    def states(self):
        """The names of all pages that can be played, as the page itself lists them."""
        self.driver.go(f"{self.site.address}?states")
        return wait_until(lambda: self.driver.script(_STATES), 20, "the list of states")

    def open(self, state, language):
        """Shows a state and waits until all of it is there."""
        query = urllib.parse.urlencode({"state": state, "lang": language, "now": NOW, "wire": 0})
        self.driver.go(f"{self.site.address}?{query}")
        wait_until(lambda: self.driver.script(_SETTLED, state), 20, f"the page of {state!r}")

    # Questions about the page that is open.

    def axe(self, rules=None):
        """What axe-core finds: `rule: what it is` for each part."""
        self._bring("axe")
        return axe.violations(self.driver, rules)

    def see(self, question, *arguments):
        """Asks one question of `look.js`: a list of sentences, empty when all is well."""
        self._bring("look")
        words = ", ".join(json.dumps(each) for each in arguments)
        return self._ask(f"look.{question}({words})")

    def prefers(self, feature):
        return self.driver.script("return matchMedia(arguments[0]).matches", f"(prefers-{feature})")

    def ground(self, theme):
        """The window's ground, in a theme chosen for this program when one is given."""
        return self.driver.script(_GROUND, theme)

    def height(self, selector):
        return self.driver.script(
            "return document.querySelector(arguments[0]).getBoundingClientRect().height", selector
        )

    def shape(self, size, direction, window=TALLEST):
        """Text of this size (in percent), written this way; the window grows with it as the real one does."""
        self.driver.script(_SHAPE, size, direction, window)
        self._bring("look")
        self._ask("look.frame()")

    def force(self, feature):
        """Puts the rules for a media feature in force; returns how many there are."""
        return self.driver.script(_FORCE, feature)

    def edgeless(self):
        """Under forced colours: controls that no edge tells from their ground."""
        return self.driver.script(_EDGELESS)

    def _bring(self, name):
        """Loads one of the site's own scripts into the page, unless it is there."""
        self._ask(f"{json.dumps(name)} in window || {_LOAD % json.dumps(name)}")

    def _ask(self, expression):
        answer = self.driver.promise(expression)
        assert "ok" in answer, f"{expression:.80}: {answer}"
        return answer["ok"]

    def picture(self, path):
        """Keeps a picture of the popover, without what moves by itself."""
        self.driver.script(_STILL)
        self.page.drawn()
        height = self.driver.script("return Math.ceil(document.querySelector('.popover').getBoundingClientRect().height)")
        # From the screen: the driver's own picture waits for a change that does not come.
        argv = ["import", "-silent", "-window", "root", "-crop", f"{WIDTH}x{height}+0+0", "-depth", "8", f"ppm:{path}"]
        subprocess.run(argv, env=self.env, timeout=20, check=True)
        with Image.open(path) as popover:
            popover.convert("RGB").save(path, "PNG", optimize=True)
        return path


_STATES = "return [...document.querySelectorAll('a')].map((link) => link.textContent)"

# Lit draws in microtasks, the window is fitted after the layout: two frames see both.
_SETTLED = """
const root = document.documentElement;
if (root.dataset.walked !== arguments[0]) return false;
if (root.querySelector('main [aria-busy="true"]:not(.code-input)')) return false;
root.dataset.seen = String(Number(root.dataset.seen ?? 0) + 1);
return Number(root.dataset.seen) > 2;
"""

_LOAD = """new Promise((done, failed) => {
  const script = document.createElement('script');
  Object.assign(script, { src: `/${%s}.js`, onload: () => done(true), onerror: () => failed('not loaded') });
  document.head.append(script);
})"""

_GROUND = """
if (arguments[0] !== null) document.documentElement.dataset.theme = arguments[0];
return getComputedStyle(document.body).backgroundColor;
"""

_SHAPE = """
const root = document.documentElement;
root.style.fontSize = `${arguments[0]}%`;
root.dir = arguments[1];
root.style.setProperty('--window-height', `${arguments[2]}px`);
"""

_FORCE = """
let count = 0;
for (const sheet of document.styleSheets) {
  for (const rule of sheet.cssRules) {
    if (!(rule instanceof CSSMediaRule) || !rule.conditionText.includes(arguments[0])) continue;
    rule.media.mediaText = 'all';
    count += 1;
  }
}
return count;
"""

# Colours of grounds are taken away there: edges must say what is a control.
_EDGELESS = """
const controls = [...document.querySelectorAll('.primary, .plain, .box, input:not(.code-input, [type="radio"])')];
return controls
  .filter((each) => each.getBoundingClientRect().width > 0)
  .filter((each) => parseFloat(getComputedStyle(each).borderTopWidth) < 1)
  .map((each) => `no edge around ${each.className} ${each.textContent.trim()}`);
"""

_STILL = """
for (const animation of document.getAnimations()) {
  animation.pause();
  animation.currentTime = 500;
}
"""


def minibrowser():
    """WebKitGTK's own small browser: each distribution puts it in another folder of its library."""
    for pattern in BROWSERS:
        for found in sorted(Path("/usr").glob(f"{pattern}/MiniBrowser")):
            return found
    raise AssertionError("there is no MiniBrowser of webkit2gtk-4.1: 'tools/setup desktop' installs it")
