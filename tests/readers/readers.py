"""AWS's own readers of the credentials file: each turns a file into profiles, or refuses it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import botocore.exceptions
import botocore.session
from botocore.configloader import raw_config_parse

ROOT = Path(__file__).resolve().parents[2]
AWS = Path(sys.executable).with_name("aws")


@dataclass(frozen=True)
class Reading:
    """Profiles by name, each with its keys; or why the file was refused."""

    profiles: dict | None
    refusal: str | None = None


def botocore_read(path):
    """As boto3 and the AWS CLI read it: a file with a bad line has no profiles at all."""
    try:
        return Reading(raw_config_parse(str(path)))
    except botocore.exceptions.ConfigParseError as error:
        return Reading(None, type(error.kwargs["error"]).__name__)


def javascript_read(paths):
    """All files in one process of Node.js. This reader refuses nothing, it skips."""
    run = subprocess.run(
        ["node", ROOT / "tests/readers/javascript.mjs"],
        input=json.dumps([str(path) for path in paths]),
        capture_output=True,
        text=True,
        check=True,
    )
    return [Reading(profiles) for profiles in json.loads(run.stdout)]


def rust_read(profiles):
    """What the program that made the edits had AWS's Rust reader say."""
    return Reading(profiles, "refused" if profiles is None else None)


def pointed_at(credentials):
    """The environment in which AWS's tools read this file and nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, "AWS_SHARED_CREDENTIALS_FILE": str(credentials), "AWS_CONFIG_FILE": os.devnull}


def boto3_credentials(credentials, profile, monkeypatch):
    """The key, secret and token that boto3 would sign with."""
    with monkeypatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in pointed_at(credentials).items():
            patch.setenv(name, value)
        found = botocore.session.Session(profile=profile).get_credentials()
    return found.access_key, found.secret_key, found.token


def aws_configure_get(credentials, profile, key):
    """What the AWS CLI says to `aws configure get`; None where it knows no such key or profile."""
    command = [AWS, "configure", "get", key, "--profile", profile]
    run = subprocess.run(command, env=pointed_at(credentials), capture_output=True, text=True)
    return run.stdout.removesuffix("\n") if run.returncode == 0 else None
