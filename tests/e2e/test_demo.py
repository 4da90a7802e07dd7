"""A newcomer without an AWS account: the demo account inside the program, its own files, nobody else's."""

import configparser
import re
import sys

from account import REGION, USER
from daypass import Daypass
from waiting import wait_until


def demo_code(app):
    """The code that the page shows for the demo device, just after it changed."""
    first = app.page.wait_for("demo-code")["text"]
    changed = wait_until(lambda: (text := app.page.part("demo-code")["text"]) != first and text, 35, "the next code")
    return re.sub(r"\D", "", changed)


def who(desktop, app):
    """Who boto3 is with the demo's own files."""
    board = app.page.command("board")["ok"]
    row = next(row for row in board["rows"] if row["name"] == "demo")
    files = {"AWS_CONFIG_FILE": board["files"]["config"], "AWS_SHARED_CREDENTIALS_FILE": board["files"]["credentials"]}
    config = configparser.RawConfigParser()
    config.read(board["files"]["config"])
    endpoint = config["profile demo"]["endpoint_url"]
    program = "import sys, boto3; session = boto3.Session(profile_name=sys.argv[1], region_name=sys.argv[2]);"
    program += "print(session.client('sts', endpoint_url=sys.argv[3]).get_caller_identity()['Arn'])"
    return desktop.run(sys.executable, "-c", program, row["target"], REGION, endpoint, env=files, timeout=60).strip()


def test_try_the_demo_account_touches_none_of_the_users_files(desktop):
    app = Daypass(desktop, driver=True)
    app.page.wait_for("add-key")
    app.picture("nothing-found")
    app.page.click("try-demo")
    app.page.row("demo", "not-signed-in")
    app.pin()
    app.type_code(demo_code(app))
    app.picture("demo")
    app.page.row("demo", "active")
    assert who(desktop, app) == USER
    assert not (desktop.home / ".aws").exists()


def test_the_demo_option_starts_with_the_demo_account_though_the_user_has_files(desktop, account):
    before = account.files()
    app = Daypass(desktop, account, driver=True, args=["--demo"])
    app.page.row("demo", "not-signed-in")
    app.pin()
    app.type_code(demo_code(app))
    app.page.row("demo", "active")
    assert who(desktop, app) == USER
    assert account.files() == before
    assert account.requests() == []
