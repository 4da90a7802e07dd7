"""The forms of the popover in the real window: what is typed there stands in the settings, and counts."""

import json

from test_keyring import add_key
from waiting import wait_until


def settings(desktop):
    """The settings file as it is, empty before it is there."""
    path = desktop.home / "config/daypass/settings.json"
    return json.loads(path.read_text()) if path.exists() else {}


def open_settings(app):
    app.page.click("settings")
    return app.page.wait_for("settings-page")


def fill(app, field, text):
    """Puts the keyboard into a field as a click does, and types over what stands there."""
    app.page.wait_for(field)
    app.page.driver.script("const field = document.querySelector(arguments[0]); field.focus(); field.select();", f'[data-testid="{field}"]')
    wait_until(lambda: app.page.focused() == field, 5, f"the keyboard in {field}")
    app.wait_for_keys()
    app.desktop.type(text)


def test_settings_are_kept_as_they_are_made(app, desktop):
    open_settings(app)
    app.picture("settings")
    fill(app, "reminder-new", "30 min")
    desktop.key("Return")
    wait_until(lambda: settings(desktop).get("reminders") == [1800, 900, 120, 0], 10, "a reminder more")
    fill(app, "quiet-from", "22:00")
    desktop.key("Tab")
    wait_until(lambda: app.page.focused() == "quiet-until", 5, "the next field")
    desktop.type("07:00")
    desktop.key("Return")
    wait_until(lambda: settings(desktop).get("quiet_hours") == {"from": "22:00", "until": "07:00"}, 10, "quiet hours")
    app.page.click("theme-dark")
    wait_until(lambda: settings(desktop).get("theme") == "dark", 10, "the theme")
    fill(app, "identityTarget", "{name}")
    desktop.key("Return")
    wait_until(lambda: app.page.part("identityTarget-failure") or app.page.part("identityTarget-error"), 10, "a refusal")
    assert "identity_target" not in settings(desktop), "what would write over long-term keys is not kept"
    app.picture("settings-refused")
    desktop.key("Escape")
    app.page.driver.script("document.activeElement.blur()")
    desktop.key("Escape")
    app.page.row("demo", "not-signed-in")


def test_another_language_comes_at_once_and_the_settings_stay_open(app, desktop):
    open_settings(app)
    app.page.click("language-de")
    wait_until(lambda: settings(desktop).get("language") == "de", 10, "the language")
    wait_until(lambda: app.page.driver.script("return document.documentElement.lang") == "de", 15, "a German page")
    app.page.wait_for("settings-page")
    wait_until(lambda: "Erinnerungen" in app.page.text(), 10, "German words")
    app.picture("settings-german")


def test_what_is_set_of_a_row_counts_at_the_next_sign_in(app, account, desktop):
    app.page.click("row-menu-demo")
    app.page.click("edit")
    app.page.wait_for("edit-form")
    fill(app, "edit-target", "today")
    app.picture("edit")
    app.page.click("edit-save")
    wait_until(lambda: settings(desktop).get("profiles", {}).get("demo", {}).get("target") == "today", 10, "the target")
    app.page.row("demo", "not-signed-in")
    # Wherever the keyboard is: digits belong to the open field.
    app.wait_for_keys()
    desktop.type(account.code(seconds=8))
    account.session("today")
    assert not account.section("demo-mfa")


def test_a_key_is_removed_after_a_yes_and_no_file_changes(app, account, desktop):
    add_key(app, account)
    before = account.credentials.read_bytes()
    # The row is its key's no longer: nothing is left in the files to be removed.
    wait_until(lambda: "demo" in app.cli("keys", "list"), 10, "the key in the keyring")
    app.page.click("row-menu-demo")
    app.page.wait_for("remove-key")
    app.page.click("remove-key")
    app.page.wait_for("remove-confirm")
    app.picture("remove")
    assert "demo" in app.cli("keys", "list"), "not before the yes"
    app.page.click("remove-confirm")
    wait_until(lambda: "demo" not in app.cli("keys", "list"), 10, "the key gone from the keyring")
    assert account.credentials.read_bytes() == before
