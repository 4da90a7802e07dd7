"""Everything that a person reads, in German: chosen in the settings or by the desktop, and changed meanwhile."""

import json

import pytest

from account import ends
from daypass import Daypass
from waiting import wait_until

LIFETIME = 30
LEAD = 22

CHOSEN = {"settings": {"language": "de"}}
OF_THE_DESKTOP = {"settings": {}, "env": {"LANG": "de_DE.UTF-8"}}


def start(desktop, account, settings, env=None):
    account.fault("lifetime", seconds=LIFETIME)
    return Daypass(desktop, account, driver=True, settings={"reminders": [LEAD, 0], **settings}, env=env)


def menu(desktop, app):
    return list(desktop.bus.menu_of(app.tray_item()))


def tooltip(desktop, app):
    return desktop.bus.get(app.tray_item(), "ToolTip")[3]


@pytest.mark.parametrize("way", [CHOSEN, OF_THE_DESKTOP], ids=["chosen", "of-the-desktop"])
def test_page_tray_failures_and_notifications_speak_german(desktop, account, way):
    app = start(desktop, account, **way)
    app.page.row("demo", "not-signed-in")
    wait_until(lambda: "Zugriffsschlüssel hinzufügen" in app.page.text(), 10, "a German page")
    assert "Nicht angemeldet" in app.page.text()
    wait_until(lambda: "demo: nicht angemeldet" in menu(desktop, app), 10, "a German menu")
    assert menu(desktop, app)[-1] == "Daypass beenden"
    assert tooltip(desktop, app) == "Nicht angemeldet"

    app.type_code(account.wrong_code())
    said = app.page.wait_for("problem", timeout=30, within="row-demo")["text"]
    assert "AWS hat diesen Code nicht angenommen" in said and "Auf den nächsten Code warten" in said
    app.picture("wrong-code")

    app.type_code(account.code(seconds=8))
    end = ends(account.session("demo-mfa")).astimezone().strftime("%H:%M")
    wait_until(lambda: f"demo: bis {end}" in menu(desktop, app), 10, "the session in a German menu")
    assert tooltip(desktop, app).startswith(f"demo: bis {end} (noch ")

    notice = desktop.notice(LIFETIME, what="before the end")
    assert notice.summary.startswith("demo endet in ") and notice.summary.endswith(f"({end})")
    assert notice.body == "Zum Weiterarbeiten einen Code eingeben."
    assert notice.actions["enter-code"] == "Code eingeben" and notice.actions["snooze"] == "In 10 min erinnern"
    ended = desktop.notice(LIFETIME, having=lambda one: "abgelaufen" in one.summary, what="at the end")
    assert ended.summary == f"demo ist abgelaufen ({end})"


def test_a_change_of_the_language_counts_at_once(desktop, account):
    app = start(desktop, account, {"language": "en"}, {"LANG": "de_DE.UTF-8"})
    app.page.row("demo", "not-signed-in")
    wait_until(lambda: "demo: not signed in" in menu(desktop, app), 10, "an English menu")
    assert "Add an access key" in app.page.text()

    settings = desktop.home / "config/daypass/settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "language": "de"}))
    wait_until(lambda: "demo: nicht angemeldet" in menu(desktop, app), 10, "a German menu, without a restart")
    assert menu(desktop, app)[-1] == "Daypass beenden"
    assert tooltip(desktop, app) == "Nicht angemeldet"
