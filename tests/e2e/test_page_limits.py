"""The page may call the listed commands and nothing else, and it has no network."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

INVOKE = "window.__TAURI_INTERNALS__.invoke"


@pytest.fixture
def listener():
    """A server on loopback that counts who comes."""
    seen = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.seen, server.address = seen, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()


def test_commands_that_are_not_listed_are_refused(app):
    app.page.row("demo")
    call = app.page.driver.promise
    assert "rows" in app.page.command("board")["ok"], "a listed command answers"
    for command, arguments in [
        ("plugin:window|set_title", "{label: 'popover', value: 'x'}"),
        ("plugin:window|create", "{options: {label: 'x'}}"),
        ("plugin:webview|create_webview_window", "{options: {label: 'x', url: 'index.html'}}"),
        ("plugin:fs|read_text_file", "{path: '/etc/passwd'}"),
        ("plugin:shell|execute", "{program: 'id', args: []}"),
        ("plugin:path|resolve_directory", "{directory: 21}"),
        ("plugin:event|emit", "{event: 'board', payload: {}}"),
        ("plugin:app|version", "{}"),
        ("plugin:tray|new", "{options: {}}"),
        ("plugin:daypass|credentials", "{}"),
        ("board", "{}"),
        ("read_file", "{path: '/etc/passwd'}"),
    ]:
        answer = call(f"{INVOKE}('{command}', {arguments})")
        assert "error" in answer, f"{command} was answered: {answer}"
        refused = answer["error"].lower()
        assert "not allowed" in refused or "not found" in refused, f"{command}: {refused}"


def test_a_command_with_a_bad_code_or_an_unknown_name_asks_nobody(app, account):
    app.page.row("demo")
    before = account.files()
    for name, code in [("demo", "12345"), ("demo", "12345a"), ("demo", "１２３４５６"), ("../demo", "123456"), ("", "123456")]:
        answer = app.page.command("login", name=name, code=code, duration=None)
        assert "error" in answer, f"{name!r}, {code!r}: {answer}"
    assert account.requests() == []
    assert account.files() == before


def test_the_page_reaches_no_network(app, account, listener):
    app.page.row("demo")
    call = app.page.driver.promise
    for target in (listener.address, account.endpoint):
        assert "error" in call(f"fetch('{target}/fetch')"), "fetch is blocked"
        assert "error" in call(
            "new Promise((yes, no) => { const ask = new XMLHttpRequest(); ask.onload = yes; ask.onerror = () => no('xhr');"
            f" ask.open('GET', '{target}/xhr'); ask.send(); }})"
        )
        assert "error" in call(
            "new Promise((yes, no) => { const image = new Image(); image.onload = yes; image.onerror = () => no('image');"
            f" image.src = '{target}/image.png'; }})"
        )
        call(f"navigator.sendBeacon('{target}/beacon')")
        call(
            "new Promise((yes, no) => { const socket = new WebSocket("
            f"'{target.replace('http', 'ws')}/socket'); socket.onopen = yes; socket.onerror = () => no('socket'); }})"
        )
    assert listener.seen == []
    assert not [one for one in account.requests() if one["action"] == ""], "nothing but our own program asks STS"


def test_the_page_goes_nowhere_else_and_runs_no_foreign_script(app, listener):
    app.page.row("demo")
    driver = app.page.driver
    home = driver.url()
    driver.script(f"window.location.href = '{listener.address}/away'; return 1;")
    driver.script(f"window.open('{listener.address}/new'); return 1;")
    driver.script(
        "const part = document.createElement('script'); part.textContent = 'window.foreign = 1';"
        "document.head.append(part);"
        "const far = document.createElement('script'); far.src = arguments[0] + '/far.js'; document.head.append(far);"
        "const frame = document.createElement('iframe'); frame.src = arguments[0] + '/frame'; document.body.append(frame);"
        "return 1;",
        listener.address,
    )
    assert "error" in driver.promise("new Promise((yes, no) => { try { yes((0, eval)('1')) } catch (e) { no(e) } })")
    app.page.row("demo")
    assert driver.url() == home
    assert driver.script("return window.foreign ?? null;") is None
    assert listener.seen == []


def test_the_page_knows_no_global_door(app):
    app.page.row("demo")
    assert app.page.driver.script("return typeof window.__TAURI__;") == "undefined"
