"""What Daypass writes works in the AWS CLI and in boto3: sessions, roles, roles through roles.

Daypass signs in to the demo account; then both are asked who they are, with the profiles that Daypass
wrote and with profiles that name those as their source.
"""

import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from readers import AWS, ROOT

PROGRAMS = Path(os.environ.get("DAYPASS_PROGRAMS", ROOT / "target/debug"))
ACCOUNT = "123456789012"
SERIAL = f"arn:aws:iam::{ACCOUNT}:mfa/demo"

# Roles that AWS's tools assume by themselves, with what Daypass wrote.
MORE = f"""
[profile developer-through-our-session]
role_arn = arn:aws:iam::{ACCOUNT}:role/developer
source_profile = demo-mfa

[profile deputy-through-our-role]
role_arn = arn:aws:iam::{ACCOUNT}:role/deputy
source_profile = demo-developer-session

[profile deputy-through-a-role-through-our-session]
role_arn = arn:aws:iam::{ACCOUNT}:role/deputy
source_profile = developer-through-our-session
"""

# Each profile, and who AWS says it is.
CALLERS = {
    "demo-mfa": ":user/demo",
    "demo-developer-session": ":assumed-role/developer/",
    "demo-deputy-session": ":assumed-role/deputy/",
    "developer-through-our-session": ":assumed-role/developer/",
    "deputy-through-our-role": ":assumed-role/deputy/",
    "deputy-through-a-role-through-our-session": ":assumed-role/deputy/",
}

# Never through a proxy of the machine's environment.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def signed_in(tmp_path_factory):
    """The environment of a home in which Daypass has signed in to all there is."""
    home = tmp_path_factory.mktemp("home")
    argv = [PROGRAMS / "daypass-demo-sts", "--dir", home / "aws", "--control", "--rarities"]
    sts = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    endpoint = json.loads(sts.stdout.readline())["endpoint"]
    env = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": str(home / "settings"),
        "XDG_STATE_HOME": str(home / "state"),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus",
        "AWS_CONFIG_FILE": str(home / "aws/config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "aws/credentials"),
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    answer = OPENER.open(f"{endpoint}/_demo/code?serial={urllib.parse.quote(SERIAL)}", timeout=10)
    code = json.load(answer)["code"]
    for profile, said in (("demo", code), ("demo-developer", ""), ("demo-deputy", "")):
        login = [PROGRAMS / "daypass", "login", profile, *(["--code", "-"] if said else [])]
        run = subprocess.run(login, env=env, input=said, capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, (profile, run.stderr)
    with open(env["AWS_CONFIG_FILE"], "a", encoding="utf-8") as config:
        config.write(MORE)
    yield env
    sts.stdin.close()
    sts.wait(10)


@pytest.mark.parametrize("profile", CALLERS)
def test_the_aws_cli_is_who_it_should_be(signed_in, profile):
    command = [AWS, "sts", "get-caller-identity", "--profile", profile, "--output", "json"]
    run = subprocess.run(command, env=signed_in, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert CALLERS[profile] in json.loads(run.stdout)["Arn"]


@pytest.mark.parametrize("profile", CALLERS)
def test_boto3_is_who_it_should_be(signed_in, profile):
    program = (
        "import boto3, sys; session = boto3.Session(profile_name=sys.argv[1]);"
        "print(session.client('sts').get_caller_identity()['Arn'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, profile], env=signed_in, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert CALLERS[profile] in run.stdout


@pytest.mark.parametrize("profile", CALLERS)
def test_daypass_says_that_every_tool_uses_what_it_wrote(signed_in, profile):
    command = [PROGRAMS / "daypass", "explain", profile, "--json"]
    run = subprocess.run(command, env=signed_in, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert [each["usesOurs"] for each in json.loads(run.stdout)["readers"]] == [True] * 4


def test_daypass_says_that_a_role_comes_before_keys_beside_it(signed_in):
    """Keys under a role's own name are used by nobody, and that is told with what to change."""
    command = [PROGRAMS / "daypass", "explain", "demo-developer"]
    run = subprocess.run(command, env=signed_in, capture_output=True, text=True, timeout=60)
    assert "It assumes arn:aws:iam::123456789012:role/developer with the long-term key in [demo]" in run.stdout
    assert "Daypass writes the session of “demo-developer” to “demo-developer-session”" in run.stdout
