"""Long-term keys in a real gnome-keyring: there, locked, frozen, late, absent."""

import pytest

from account import SERIAL, USER, Account
from daypass import Daypass
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
