"""What other tools write, by these tools themselves, stands on the open page within a second as theirs."""

import os
import sys
import time
from datetime import datetime, timedelta, timezone

import pytest

from account import REGION, VENV
from daypass import Daypass
from waiting import stays, wait_until

SOON = 1.0
# Far from UTC: an end that is read in the wrong zone is off by hours.
ZONE = {"TZ": "NPT-5:45"}
CORP = """
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1

[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
"""
SIGN_IN = """
import sys
from botocore.utils import JSONFileCache, SSOTokenLoader
from botocore.tokens import SSOTokenProvider
token = {"startUrl": "https://corp.awsapps.com/start", "region": "eu-west-1", "accessToken": "very-secret"}
SSOTokenLoader(JSONFileCache(SSOTokenProvider._SSO_TOKEN_CACHE_DIR)).save_token(
    token["startUrl"], {**token, "expiresAt": sys.argv[1]}, session_name="corp")
"""


@pytest.fixture
def app(desktop, account):
    """Daypass and other tools on the same `~/.aws`."""
    (desktop.home / ".aws").symlink_to(account.folder)
    with account.config.open("a") as file:
        file.write(CORP)
    app = Daypass(desktop, account, driver=True, env=ZONE)
    app.page.row("demo", "not-signed-in")
    app.pin()
    return app


def seen(app, name, made, what):
    """Waits for a row until a second after `made`; returns it."""
    row = f"row-{name}"
    wait_until(lambda: app.page.part(row), max(0, made + SOON - time.time()), what)
    print(f"{what}: {time.time() - made:.2f} s")
    return app.page.part(row)


def picture(app, name):
    """The end of the list, where other tools' sessions stand."""
    app.driver.script("document.querySelectorAll('profile-row').forEach((row) => row.scrollIntoView());")
    app.picture(name)


def newest(folder):
    return max((path.stat().st_mtime for path in folder.iterdir()), default=0)


def is_left_alone(account):
    before = account.files(), account.credentials.stat().st_mtime_ns
    now = lambda: (account.files(), account.credentials.stat().st_mtime_ns)  # noqa: E731
    stays(lambda: now() == before, 2, "the files as others left them")


def test_a_session_by_aws_mfa(app, account, desktop):
    device = account.section("ops-long-term")["aws_mfa_device"]
    argv = [VENV / "aws-mfa", "--profile", "ops", "--short-term-suffix", "mine", "--duration", "3600"]
    env = {**ZONE, "AWS_ENDPOINT_URL_STS": account.endpoint, "AWS_DEFAULT_REGION": REGION}
    desktop.run(*argv, stdin=account.code(device) + "\n", env=env, timeout=60)
    row = seen(app, "ops-mine", account.credentials.stat().st_mtime, "a session by aws-mfa")
    assert row["state"] == "active" and "by aws-mfa" in row["text"]
    picture(app, "aws-mfa")
    # Its own word for the end, which is UTC.
    told = account.section("ops-mine")["expiration"].replace(" ", "T") + "Z"
    assert f'"expires": "{told}"' in app.cli("status", "ops-mine", "--json")
    left = datetime.fromisoformat(told.replace("Z", "+00:00")) - datetime.now(timezone.utc)
    assert timedelta(minutes=55) < left <= timedelta(hours=1)
    is_left_alone(account)


def test_sessions_in_caches(app, account, desktop):
    cache = desktop.home / ".aws/sso/cache"
    assert not cache.exists(), "it comes into being under the program's eyes"
    end = (datetime.now(timezone.utc) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
    desktop.run(sys.executable, "-c", SIGN_IN, end)
    row = seen(app, "corp", newest(cache), "a session by aws sso login")
    assert row["state"] == "active" and "by aws sso" in row["text"]
    assert f'"expires": "{end}"' in app.cli("status", "corp", "--json")
    assert "very-secret" not in app.page.text()

    # A role with MFA: the AWS CLI asks for a code and keeps what it gets in its own cache.
    role = [VENV / "aws", "--profile", "demo-developer", "--endpoint-url", account.endpoint]
    argv = ["setsid", "--wait", *role, "sts", "get-caller-identity"]
    desktop.run(*argv, stdin=account.code() + "\n", env={**account.env, **ZONE}, timeout=60)
    cache = desktop.home / ".aws/cli/cache"
    row = seen(app, "demo-developer (the AWS CLI)", newest(cache), "a role's keys by the AWS CLI")
    assert row["state"] == "active" and "developer" in row["text"]
    picture(app, "caches")

    for path in cache.iterdir():
        os.unlink(path)
    wait_until(lambda: app.page.part("row-demo-developer (the AWS CLI)") is None, SOON, "its end with the cache's")
    is_left_alone(account)
