"""The little of W3C WebDriver that these tests need, spoken to WebKitWebDriver over loopback."""

import base64
import json
import urllib.error
import urllib.request

from processes import free_port, wait_for_port
from waiting import wait_until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Refused(Exception):
    """WebDriver's own error answer."""

    def __init__(self, name, text):
        super().__init__(f"{name}: {text}")
        self.name = name


class WebDriver:
    """A session with the page of a program that the driver starts itself."""

    def __init__(self, desktop, binary, args=(), env=None, name="app"):
        self.port = free_port()
        argv = ["WebKitWebDriver", f"--port={self.port}", "--host=127.0.0.1"]
        environment = {**desktop.env, **(env or {}), "TAURI_WEBVIEW_AUTOMATION": "true"}
        self.process = desktop.processes.start(name, argv, environment)
        wait_for_port(self.port)
        options = {"binary": str(binary), "args": [str(word) for word in args]}
        wish = {"alwaysMatch": {"webkitgtk:browserOptions": options, "timeouts": {"script": 20_000}}}
        answer = self._call("POST", "/session", {"capabilities": wish}, timeout=60)
        self.base = f"/session/{answer['sessionId']}"

    def close(self):
        """Ends the session, and with it the program."""
        try:
            self._call("DELETE", self.base)
        except (Refused, OSError):
            pass

    def script(self, body, *arguments):
        """Runs `body` as a function in the page and returns its `return` value."""
        return self._session("POST", "/execute/sync", {"script": body, "args": list(arguments)})

    def promise(self, expression):
        """Awaits `expression` in the page: `{"ok": value}` or `{"error": text}`."""
        body = (
            "const done = arguments[arguments.length - 1];"
            f"(async () => ({expression}))().then("
            "  (value) => done({ok: value === undefined ? null : value}),"
            "  (error) => done({error: typeof error === 'string' ? error : String((error && error.message) || JSON.stringify(error))}));"
        )
        return self._session("POST", "/execute/async", {"script": body, "args": []})

    def url(self):
        return self._session("GET", "/url")

    def go(self, address):
        """Goes to a page and waits until it is loaded."""
        self._session("POST", "/url", {"url": address})

    def resize(self, width, height):
        """Moves the window to the screen's corner and gives it a size."""
        self._session("POST", "/window/rect", {"x": 0, "y": 0, "width": width, "height": height})

    def picture(self, path):
        """Keeps a picture of the page alone."""
        path.write_bytes(base64.b64decode(self._session("GET", "/screenshot")))
        return path

    def _session(self, method, path, body=None):
        return self._call(method, self.base + path, body)

    def _call(self, method, path, body=None, timeout=30):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        try:
            with _OPENER.open(request, timeout=timeout) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise Refused(value["error"], value["message"]) from None


# Never through a proxy of the machine's environment.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Page:
    """The popover as a person sees it: parts by their test ids, also inside shadow roots."""

    def __init__(self, driver):
        self.driver = driver

    def all(self, test_id, within=None):
        """What is known of each part with this test id, inside another part when one is named."""
        return self.driver.script(_FIND + _DESCRIBE, test_id, within)

    def part(self, test_id, within=None):
        """The first visible part, or None."""
        return next((part for part in self.all(test_id, within) if part["visible"]), None)

    def wait_for(self, test_id, timeout=15, having=lambda part: True, within=None):
        """Waits for a visible part for which `having` holds."""

        def found():
            part = self.part(test_id, within)
            return part if part is not None and having(part) else None

        try:
            return wait_until(found, timeout, f"{test_id} on the page")
        except AssertionError as error:
            raise AssertionError(f"{error}\nthe page says: {self.text()}") from None

    def gone(self, test_id, timeout=15):
        wait_until(lambda: self.part(test_id) is None, timeout, f"{test_id} gone from the page")

    def click(self, test_id):
        """A click by the page's own event, for what pointer tests do not cover."""
        self.wait_for(test_id)
        self.driver.script(_FIND + "found[0].click();", test_id, None)

    def click_row(self, name):
        """Selects a row, as a click on its head does."""
        self.row(name)
        inner = "(found[0].querySelector('button.head') ?? found[0]).click();"
        self.driver.script(_FIND + inner, f"row-{name}", None)

    def row(self, name, state=None, timeout=20):
        """Waits for the row of a profile, in a state when one is given."""
        return self.wait_for(f"row-{name}", timeout, lambda part: state in (None, part["state"]))

    def focused(self):
        """The test id of whatever has the page's focus, looked up through shadow roots."""
        return self.driver.script(_FOCUSED)

    def command(self, command, **arguments):
        """Calls one of our own commands as the page does: `{"ok": value}` or `{"error": text}`."""
        call = f"window.__TAURI_INTERNALS__.invoke({json.dumps('plugin:daypass|' + command)}, {json.dumps(arguments)})"
        return self.driver.promise(call)

    def drawn(self):
        """Waits until what the page knows is on the screen too; a hidden page draws nothing."""
        frame = "new Promise((done) => requestAnimationFrame(done))"
        self.driver.promise(f"Promise.race([(async () => {{ for (let i = 0; i < 4; i++) await {frame}; }})(), "
                            "new Promise((done) => setTimeout(done, 1500))])")  # fmt: skip

    def text(self):
        """All visible text."""
        return self.driver.script(_TEXT)

    def centre(self, test_id):
        """The middle of a part, in the page's own coordinates."""
        part = self.wait_for(test_id)
        return part["x"] + part["width"] / 2, part["y"] + part["height"] / 2


_FIND = """
const collect = (root, id) => [...root.querySelectorAll('*')].flatMap((node) => [
  ...(node.getAttribute('data-testid') === id ? [node] : []),
  ...(node.shadowRoot ? collect(node.shadowRoot, id) : []),
]);
const outer = arguments[1] === null ? [document] : collect(document, arguments[1]);
const found = outer.flatMap((root) => collect(root, arguments[0]));
"""

# What a person would read in a node, shadow roots and slots included.
_DEEP = """
const deep = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (node.nodeType !== Node.ELEMENT_NODE || ['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName)) return '';
  if (getComputedStyle(node).display === 'none') return '';
  const inside = node.shadowRoot ? [...node.shadowRoot.childNodes] : node.tagName === 'SLOT'
    ? node.assignedNodes({flatten: true}) : [...node.childNodes];
  return inside.map(deep).join(' ');
};
"""

_DESCRIBE = _DEEP + """
return found.map((node) => {
  const box = node.getBoundingClientRect();
  return {
    text: deep(node).replace(/\\s+/g, ' ').trim(),
    value: node.value ?? null,
    state: node.getAttribute('data-state'),
    code: node.getAttribute('data-code'),
    disabled: Boolean(node.disabled),
    visible: box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== 'hidden',
    x: box.x, y: box.y, width: box.width, height: box.height,
  };
});
"""

_FOCUSED = """
let node = document.activeElement;
while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
return document.hasFocus() && node ? node.getAttribute('data-testid') ?? node.tagName.toLowerCase() : null;
"""

_TEXT = _DEEP + """
return deep(document.body).replace(/\\s+/g, ' ').trim();
"""
