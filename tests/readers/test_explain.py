"""`daypass explain` agrees with what AWS's tools really do, layout by layout.

botocore (boto3, the AWS CLI) and the SDKs for JavaScript and Rust are asked for credentials with each
layout's files and environment; a stand-in answers what they ask of the network. What they end up with
tells which key of which file it began with, and the roles since. After the layouts of the table come some
that are drawn by lot (`--seed` repeats them). The SDK for Go v2 is not asked: that
would take a Go toolchain.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from layouts import LAYOUTS, ROLE, Place, told
from layouts_at_random import layouts_at_random
from readers import ROOT
from stand_in import StandIn, unpacked

PROGRAMS = Path(os.environ.get("DAYPASS_PROGRAMS", ROOT / "target/debug"))

# What botocore raises for each trouble.
RAISED = {
    "profile-missing": "ProfileNotFound",
    "file-refused": "ConfigParseError",
    "partial-keys": "PartialCredentialsError",
    "partial-environment": "PartialCredentialsError",
    "no-source": "PartialCredentialsError",
    "two-sources": "InvalidConfigError",
    "source-missing": "InvalidConfigError",
    "source-without-credentials": "InvalidConfigError",
    "unknown-source": "InvalidConfigError",
    "empty-source": "CredentialRetrievalError",
    "loop": "InfiniteLoopConfigError",
    "web-identity-without-role": "InvalidConfigError",
    "sso-session-missing": "InvalidConfigError",
    "sso-conflict": "InvalidConfigError",
    "sso-incomplete": "InvalidConfigError",
}

# Where a reader stops for want of a part that it was not built with, the source was chosen all the same.
UNBUILT = {
    "MissingDependencyException": "login-session",
    "cargo feature(s) enabled: sso.": "sso",
    "cargo feature(s) enabled: credentials-process.": "process",
    "cargo feature(s) enabled: credentials-login.": "login-session",
    ".aws/login/cache": "login-session",
}

# Keys that no file holds.
ELSEWHERE = {
    "AKIAENVIRONMENT": "environment",
    "ASIACONTAINER": "container",
    "ASIAPROCESS": "process",
    "ASIASSO": "sso",
    "WEB": "web-identity",
}


@pytest.fixture(scope="module")
def stand_in():
    started = StandIn()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def places(stand_in, tmp_path_factory):
    return on_disk(LAYOUTS, stand_in, tmp_path_factory)


@pytest.fixture(scope="module")
def lots(request, stand_in, tmp_path_factory):
    """Layouts drawn by lot."""
    drawn = layouts_at_random(request.config.getoption("seed"), request.config.getoption("lots"))
    return on_disk(drawn, stand_in, tmp_path_factory)


def on_disk(layouts, stand_in, tmp_path_factory):
    folder = tmp_path_factory.mktemp("layouts")
    places = {}
    for number, layout in enumerate(layouts):
        assert layout.name not in places
        places[layout.name] = Place(layout, folder / str(number), stand_in.url)
        places[layout.name].write()
    return places


BOTOCORE = [sys.executable, ROOT / "tests/readers/choices.py"]
JAVASCRIPT = ["node", ROOT / "tests/readers/choices.mjs"]


@pytest.fixture(scope="module")
def botocore_choices(places):
    return asked_together(BOTOCORE, places)


@pytest.fixture(scope="module")
def javascript_choices(places):
    return asked_together(JAVASCRIPT, places)


def asked_together(command, places):
    asked = [{"env": place.env, "profile": place.layout.profile} for place in places.values()]
    run = subprocess.run(command, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    return dict(zip(places, json.loads(run.stdout)))


def rust_choice(place):
    command = [PROGRAMS / "examples/choice", *([place.layout.profile] if place.layout.profile else [])]
    run = subprocess.run(command, env=place.env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)


def explained(place, reader):
    command = [PROGRAMS / "daypass", "explain", "--json", *([place.layout.profile] if place.layout.profile else [])]
    run = subprocess.run(command, env=place.env, capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stderr
    view = json.loads(run.stdout)
    assert (run.returncode == 0) == view["fine"], run.stderr
    return next(each for each in view["readers"] if each["reader"] == reader)


def said(answer):
    """What was explained, in the words of `done`."""
    if answer["winner"] in ("nothing", "error"):
        return {"winner": answer["winner"]}
    place = (answer["source"], answer["section"])
    in_file = {"credentials-file": "credentials", "config-file": "config"}.get(answer["source"])
    base = (in_file, answer["section"]) if in_file else answer["source"]
    if answer["source"] == "web-identity":
        # The exchange is a role, too; the profile or the environment says which.
        return {"winner": "web-identity", "roles": len(answer["roles"]), "environment": place[1] is None}
    token = answer["token"] if in_file else None
    return {"winner": answer["winner"], "base": base, "token": token, "roles": answer["roles"]}


def done(choice):
    """What a reader ended up with."""
    if "nothing" in choice:
        return {"winner": "nothing"}
    if "error" in choice:
        text = choice["error"] + " " + choice["message"]
        unbuilt = next((source for words, source in UNBUILT.items() if words in text), None)
        return {"winner": unbuilt, "base": unbuilt, "token": None} if unbuilt else {"winner": "error"}
    chain = unpacked(choice["key"], choice["token"])
    if chain["key"] == "WEB":
        web, *roles = chain["roles"]
        return {"winner": "web-identity", "roles": len(roles), "environment": web == f"{ROLE}/env"}
    base = ELSEWHERE.get(chain["key"]) or told(chain["key"])
    token = {"token": "aws_session_token", "stale": "aws_security_token", "": "aws_security_token"}.get(chain["token"])
    in_file = isinstance(base, tuple)
    direct = f"{base[0]}-file" if in_file else base
    winner = "assume-role" if chain["roles"] else direct
    return {"winner": winner, "base": base, "token": token if in_file else None, "roles": chain["roles"]}


def agree(place, answer, choice):
    explained, real = said(answer), done(choice)
    if "roles" not in real and "roles" in explained:
        # Of a source that was chosen but not asked nobody knows the roles on top of it.
        explained = {**explained, "winner": explained["base"]}
        del explained["roles"]
    assert explained == real, (place.layout, answer, choice)


def layouts(reader):
    asked = [layout for layout in LAYOUTS if reader not in layout.without]
    return pytest.mark.parametrize("name", [layout.name for layout in asked])


def test_there_are_layouts_enough():
    assert len(LAYOUTS) >= 40


def botocore_agrees(place, choice):
    answer = explained(place, "botocore")
    if done(choice).get("base") == "login-session" and answer["trouble"] == "sso-session-missing":
        # What this botocore cannot log in with is noticed before the client that cannot be made.
        return
    agree(place, answer, choice)
    if "error" in choice and answer["trouble"]:
        assert choice["error"] == RAISED[answer["trouble"]], (place.layout, answer, choice)


@layouts("botocore")
def test_botocore(name, places, botocore_choices):
    botocore_agrees(places[name], botocore_choices[name])


@layouts("rust")
def test_rust(name, places):
    agree(places[name], explained(places[name], "rust"), rust_choice(places[name]))


@layouts("javascript")
def test_javascript(name, places, javascript_choices):
    agree(places[name], explained(places[name], "javascript"), javascript_choices[name])


def test_botocore_by_lot(lots):
    for name, choice in asked_together(BOTOCORE, lots).items():
        botocore_agrees(lots[name], choice)


def test_javascript_by_lot(lots):
    for name, choice in asked_together(JAVASCRIPT, lots).items():
        agree(lots[name], explained(lots[name], "javascript"), choice)


def test_rust_by_lot(lots):
    asked = 0
    for place in lots.values():
        choice = rust_choice(place)
        # Built without SSO it cannot say what is missing of it.
        if "cargo feature(s) enabled: sso." not in choice.get("message", ""):
            agree(place, explained(place, "rust"), choice)
            asked += 1
    assert asked > len(lots) / 2
