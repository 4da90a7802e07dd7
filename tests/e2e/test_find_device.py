"""*Find my MFA device* in the form for an access key, on the real keyboard and against the demo's IAM."""

import json

from account import SERIAL, USER
from waiting import wait_until


def fill(app, account, name="demo"):
    """Opens the form and types name, key id and secret; the profile of that name knows the endpoint."""
    app.page.click("add-key")
    app.wait_for_keys()
    for field, text in [("add-name", name), ("add-accessKeyId", account.key_id), ("add-secret", account.secret)]:
        wait_until(lambda field=field: app.page.focused() == field, 15, f"{field} with the focus")
        app.desktop.type(text)
        wait_until(lambda field=field, text=text: app.page.part(field)["value"] == text, 15, f"{field} typed")
        app.desktop.key("Tab")


def find(app):
    """Goes on from the field for the device to the button behind it, and presses that."""
    wait_until(lambda: app.page.focused() == "add-serial", 15, "add-serial with the focus")
    app.desktop.key("Tab")
    wait_until(lambda: app.page.focused() == "find-device", 15, "the button with the focus")
    app.desktop.key("Return")


def test_the_device_is_found_confirmed_and_kept_with_its_user(app, account):
    fill(app, account)
    find(app)
    assert "demo’s, in account 123456789012" in app.page.wait_for("key-owner")["text"]
    app.picture("found")
    assert app.page.part("add-serial")["value"] == "", "nothing is taken before somebody says so"
    app.page.click("device")
    wait_until(lambda: app.page.part("add-serial")["value"] == SERIAL, 10, "the device in its field")
    app.page.click("add-submit")
    app.page.gone("add-submit")

    settings = json.loads((app.desktop.home / "config/daypass/settings.json").read_text())["profiles"]["demo"]
    assert (settings["mfa_serial"], settings["caller"]["arn"]) == (SERIAL, USER)
    assert account.secret not in json.dumps(settings)
    assert [one["action"] for one in account.requests()] == ["GetCallerIdentity", "ListMFADevices"], "no code was spent"
    assert account.secret.encode() not in app.logs()


def test_a_policy_that_hides_devices_leaves_a_guess_to_confirm(app, account):
    account.edit(devices_hidden=True)
    fill(app, account)
    find(app)
    assert "is a guess" in app.page.wait_for("guessed")["text"]
    app.picture("guess")
    app.page.click("device")
    wait_until(lambda: app.page.part("add-serial")["value"] == SERIAL, 10, "the guess in its field")


def test_a_key_that_is_not_active_is_told_at_once(app, account):
    account.edit(inactive_keys=[account.key_id])
    fill(app, account)
    find(app)
    assert app.page.wait_for("problem")["code"] == "key-rejected"
    assert account.secret == app.page.part("add-secret")["value"], "what was typed stays to be corrected"
    assert account.requests("ListMFADevices") == []
