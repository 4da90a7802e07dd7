"""Layouts that nobody thought of: sections and keys drawn by lot. A seed repeats them."""

import random

from layouts import ROLE, SSO, SSO_ROLE, Layout, expand

NAMES = ("p", "q", "base", "default")
ENVIRONMENT = (
    (0.25, {"AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT"}),
    (0.25, {"AWS_SECRET_ACCESS_KEY": "secret"}),
    (0.15, {"AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": f"{ROLE}/env"}),
    (0.15, {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"}),
)


def layouts_at_random(seed, count):
    lot = random.Random(seed)
    return [_layout(lot, f"lot {number} of seed {seed}") for number in range(count)]


def _layout(lot, name):
    credentials = "".join(f"[{each}]\n{_keys(lot, each)}\n" for each in NAMES if lot.random() < 0.5)
    config = "".join(f"{_header(lot, each)}\n{_keys(lot, each)}\n" for each in NAMES if lot.random() < 0.6)
    if lot.random() < 0.4:
        config += f"[sso-session s]\n{SSO}\n"
    env = {}
    for chance, variables in ENVIRONMENT:
        if lot.random() < chance:
            env.update(variables)
    for chance, variable in ((0.3, "AWS_PROFILE"), (0.1, "AWS_DEFAULT_PROFILE")):
        if lot.random() < chance:
            env[variable] = lot.choice(NAMES)
    return Layout(name, credentials, config, env, lot.choice(["p", "p", "p", "default", None, None]))


def _header(lot, name):
    return "[default]" if name == "default" and lot.random() < 0.7 else f"[profile {name}]"


def _keys(lot, own):
    """Up to three blocks of keys; none stands twice, for which botocore refuses the whole file."""
    source, role = f"source_profile = {lot.choice([*NAMES, 'gone'])}", f"role_arn = {ROLE}/{own}"
    places = ["Environment", "EcsContainer", "Elsewhere", "environment"]
    blocks = [
        *["OURS", "SESSION", "USER", "STALE", "ID", "SECRET", "CAPITALS", "region = x"],
        *[source, role, f"{role}\n{source}", f"{role}\ncredential_source = {lot.choice(places)}"],
        *["credential_process = cat HOME/process.json", "web_identity_token_file = HOME/token"],
        *[SSO, SSO_ROLE, f"sso_session = {lot.choice(['s', 'gone'])}", "sso_account_id = 123456789012"],
        *["sso_region = us-east-1", "login_session = x", "mfa_serial = GAHT12345678"],
    ]
    chosen, seen = [], set()
    for block in lot.sample(blocks, lot.choice([0, 1, 1, 2, 2, 3])):
        names = {line.split("=")[0].strip().lower() for line in expand(block, "credentials").splitlines()}
        if not names & seen:
            chosen.append(block)
            seen |= names
    return "\n".join(chosen)
