"""Long-term keys in a real gnome-keyring: there, locked, frozen, late, absent."""

import pytest

from account import SERIAL, USER, Account
from daypass import Daypass
from desktop import KEYRING_PASSWORD
from waiting import wait_until


def add_key(app, account):
    """Moves the demo user's key into the keyring: added through the command line, gone from the file."""
    app.cli(
        "keys", "add", "demo", "--access-key-id", account.key_id, "--serial", SERIAL, "--target", "demo-mfa",
        "--secret", "-", stdin=account.secret + "\n",
    )  # fmt: skip
    text = account.credentials.read_text()
    assert account.secret in text
    lines = [line for line in text.splitlines(keepends=True) if account.key_id not in line and account.secret not in line]
    account.credentials.write_text("".join(lines))


def with_key_in_the_keyring(desktop, account):
    app = Daypass(desktop, account, driver=True)
    add_key(app, account)
    app.page.row("demo", "not-signed-in")
    return app


def test_a_key_in_the_keyring_signs_in_and_stands_in_no_file(desktop, account):
    app = with_key_in_the_keyring(desktop, account)
    listed = app.cli("keys", "list")
    assert "demo" in listed and account.secret not in listed
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa")
    assert account.boto3_says("demo-mfa") == USER
    for path in desktop.home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert account.secret.encode() not in path.read_bytes(), f"the secret stands in {path}"
    app.cli("keys", "remove", "demo", stdin="y\n")
    assert "demo" not in app.cli("keys", "list")


@pytest.mark.parametrize("state", ["absent", "locked", "frozen"])
def test_a_keyring_that_is_not_at_hand_says_so(desktop, account, state):
    app = with_key_in_the_keyring(desktop, account)
    before = account.files()
    {"absent": desktop.stop_keyring, "locked": desktop.lock_keyring, "frozen": desktop.freeze_keyring}[state]()

    app.type_code(account.code())
    said = app.page.wait_for("problem", timeout=40)["text"]
    app.picture(state)
    assert "keyring" in said.lower(), said
    wanted = {"absent": ("no keyring", "not running", "absent"), "locked": ("locked",), "frozen": ("answer", "respond")}
    assert any(words in said.lower() for words in wanted[state]), said
    assert account.requests("GetSessionToken") == [], "no code is spent without a key"
    assert account.files() == before


def test_a_keyring_that_starts_later_is_found(a_desktop):
    first = a_desktop()
    account = Account(first)
    app = with_key_in_the_keyring(first, account)
    first.stop_keyring()
    app.type_code(account.code())
    app.page.wait_for("problem", timeout=40)

    first.start_keyring()
    wait_until(lambda: app.page.part("code-input"), 10, "the code field again")
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa", timeout=30)


def test_a_keyring_that_was_restarted_is_found_at_once(desktop, account):
    app = with_key_in_the_keyring(desktop, account)
    # The program itself has spoken with the keyring: what it holds of it ends with the keyring.
    form = {"name": "demo", "accessKeyId": account.key_id, "secret": account.secret, "serial": SERIAL, "target": "demo-mfa"}
    assert "ok" in app.page.command("add_key", form=form)
    desktop.stop_keyring()
    desktop.start_keyring()
    app.type_code(account.code(seconds=8))
    account.session("demo-mfa", timeout=30)


# A keyring that asks for its password, in gcr's own window on this screen.


def with_a_locked_key(desktop, account):
    app = with_key_in_the_keyring(desktop, account)
    desktop.offer_prompter()
    desktop.lock_keyring()
    return app


def prompt(desktop):
    """The window that asks for the keyring's password."""
    found = desktop.run("xdotool", "search", "--onlyvisible", "--class", "gcr-prompter", check=False).split()
    return found[0] if found else None


def wait_for_prompt(desktop):
    window = wait_until(lambda: prompt(desktop), 15, "the window that asks for the password")
    # It takes the whole keyboard, which is not told by the window manager.
    wait_until(lambda: desktop.focused() != "Daypass", 10, "the keyboard there")
    return window


def test_a_password_in_the_prompt_lets_the_typed_code_through(desktop, account):
    app = with_a_locked_key(desktop, account)
    app.type_code(account.code(seconds=20))
    wait_for_prompt(desktop)
    assert app.window(), "the popover waits behind the prompt"
    assert app.page.row("demo")["state"] == "signing-in"
    app.picture("asked")
    desktop.type(KEYRING_PASSWORD.decode())
    desktop.key("Return")
    account.session("demo-mfa", timeout=30)
    assert len(account.requests("GetSessionToken")) == 1


def test_a_dismissed_prompt_spends_no_code_and_the_next_try_asks_again(desktop, account):
    app = with_a_locked_key(desktop, account)
    before = account.files()
    app.type_code(account.code(seconds=8))
    wait_for_prompt(desktop)
    desktop.key("Escape")
    problem = app.page.wait_for("problem", timeout=30)
    app.picture("dismissed")
    assert "locked" in problem["text"] and "Unlock it" in problem["text"], problem
    assert app.window() and account.files() == before
    assert account.requests("GetSessionToken") == [], "no code is spent without a key"

    wait_until(lambda: app.page.part("code-input"), 10, "the code field again")
    app.wait_for_keys()
    app.type_code(account.code(seconds=20))
    wait_for_prompt(desktop)
    desktop.type(KEYRING_PASSWORD.decode())
    desktop.key("Return")
    account.session("demo-mfa", timeout=30)
    assert len(account.requests("GetSessionToken")) == 1
