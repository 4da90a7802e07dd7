"""What is saved on the settings page, or written into its file, counts at once in the program that runs."""

import json
import shutil

import pytest

from daypass import Daypass
from waiting import wait_until

KEY = """
[fresh]
aws_access_key_id = AKIAI44QH8DHBEXAMPLE
aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY
"""
UNSET = {"AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": ""}


@pytest.fixture
def elsewhere(desktop, account):
    """Another pair of AWS files, whose first user is called differently."""
    folder = desktop.home / "elsewhere"
    shutil.copytree(account.folder, folder)
    for name, old, new in (("config", "[profile demo]", "[profile other]"), ("credentials", "[demo]", "[other]")):
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new).replace("source_profile = demo\n", "source_profile = other\n"))
    return folder


@pytest.fixture
def app(desktop, account):
    """Daypass in an environment that says nothing of the files: the settings do."""
    settings = {"config_file": "~/aws/config", "credentials_file": "~/aws/credentials"}
    app = Daypass(desktop, account, driver=True, settings=settings, env=UNSET)
    app.page.row("demo", "not-signed-in")
    app.pin()
    return app


def test_other_files_come_without_a_restart_and_without_losing_the_window(app, desktop, account, elsewhere):
    page, window, file = app.page, app.window(), desktop.home / "config/daypass/settings.json"
    shown = page.command("settings")["ok"]
    places = {"configFile": "~/elsewhere/config", "credentialsFile": "~/elsewhere/credentials"}
    saved = page.command("save_settings", form={**shown, **places})["ok"]
    assert saved["credentialsFile"]["path"] == str(elsewhere / "credentials")
    page.row("other", "not-signed-in")
    assert page.part("row-demo") is None
    assert json.loads(file.read_text())["credentials_file"] == "~/elsewhere/credentials"
    assert app.window() == window

    credentials = elsewhere / "credentials"
    with credentials.open("a") as file_of_now:
        file_of_now.write(KEY)
    wait_until(lambda: page.part("row-fresh"), 5, "a change to the new file, by its watch")
    before = account.credentials.read_text()
    app.cli("login", "other", "--code", "-", stdin=account.code())
    page.row("other", "active")
    assert "[other-mfa]" in credentials.read_text()
    assert account.credentials.read_text() == before, "the files of before are left alone"

    file.write_text(json.dumps({"config_file": "~/aws/config", "credentials_file": "~/aws/credentials"}))
    page.row("demo", "not-signed-in")
    assert page.part("row-other") is None
    assert app.window() == window
