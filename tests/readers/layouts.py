"""File layouts as a table: what stands in both files, and what is set in the environment.

In the files a word on a line of its own stands for keys: OURS for a session as Daypass writes it, SESSION
for one of another program, USER for a long-term key, STALE for an old aws_security_token, ID and SECRET for
half a key, CAPITALS for a key whose names are in capitals. Each gets values of its own, so that an answer tells where it was read.

The profile that is asked about is `p`, given by name, unless the layout says otherwise.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

ROLE = "arn:aws:iam::123456789012:role"
SSO = "sso_start_url = https://example.awsapps.com/start\nsso_region = eu-central-1"
SSO_ROLE = "sso_account_id = 123456789012\nsso_role_name = dev"


@dataclass(frozen=True)
class Layout:
    """What stands where. `profile` is given by name; None leaves it to the environment."""

    name: str
    credentials: str = ""
    config: str = ""
    env: dict = field(default_factory=dict)
    profile: str | None = "p"
    # Readers that cannot be asked about it here.
    without: tuple = ()


def env_keys(**more):
    return {"AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "secret", **more}


def role(source="", more=""):
    return f"[profile p]\nrole_arn = {ROLE}/p\n{source}\n{more}"


LAYOUTS = [
    # Keys.
    Layout("a session of ours", "[p]\nOURS"),
    Layout("a session of another program", "[p]\nSESSION"),
    Layout("a long-term key", "[p]\nUSER"),
    Layout("a session beside settings", "[p]\nOURS", "[profile p]\nregion = eu-central-1"),
    Layout("a stale aws_security_token", "[p]\nSTALE\nOURS"),
    Layout("an empty aws_security_token", "[p]\naws_security_token =\nOURS"),
    Layout("keys in the config file", "", "[profile p]\nUSER"),
    Layout("a session in the config file", "", "[profile p]\nSESSION"),
    Layout("keys in both files", "[p]\nOURS", "[profile p]\nUSER"),
    Layout("an id without a secret", "[p]\nID"),
    Layout("a secret without an id", "[p]\nSECRET"),
    Layout("an id in one file and the secret in the other", "[p]\nSECRET", "[profile p]\nID"),
    Layout("half a key above a whole one", "[p]\nSECRET", "[profile p]\nUSER"),
    Layout("half a key in the config file", "[p]\nOURS", "[profile p]\nID"),
    Layout("settings only", "", "[profile p]\nregion = eu-central-1"),
    Layout("an empty section", "[p]\n"),
    # Profiles and names.
    Layout("no such profile", "[other]\nOURS"),
    Layout("no files at all"),
    Layout("default by name", "[default]\nOURS", profile="default"),
    Layout("default by nobody's choice", "[default]\nOURS", profile=None),
    Layout("no default", "[p]\nOURS", profile=None),
    Layout("AWS_PROFILE", "[p]\nOURS\n[default]\nUSER", env={"AWS_PROFILE": "p"}, profile=None),
    Layout("AWS_DEFAULT_PROFILE", "[p]\nOURS\n[default]\nUSER", env={"AWS_DEFAULT_PROFILE": "p"}, profile=None),
    Layout(
        "both variables",
        "[p]\nOURS\n[q]\nSESSION",
        env={"AWS_PROFILE": "p", "AWS_DEFAULT_PROFILE": "q"},
        profile=None,
    ),
    Layout("AWS_PROFILE and a name", "[p]\nOURS\n[q]\nSESSION", env={"AWS_PROFILE": "q"}),
    Layout("AWS_PROFILE of no profile", "[default]\nOURS", env={"AWS_PROFILE": "gone"}, profile=None),
    Layout("default, plain and prefixed", "", "[default]\nUSER\n[profile default]\nSESSION", profile="default"),
    Layout("default, prefixed and plain", "", "[profile default]\nSESSION\n[default]\nUSER", profile="default"),
    Layout("no prefix in the config file", "", "[p]\nUSER"),
    Layout("a prefix in the credentials file", "[profile p]\nUSER"),
    Layout("a quoted name", "", '[profile "p"]\nUSER'),
    Layout("a name with an accent", "[été]\nOURS", profile="été"),
    Layout("a name with a blank", "[my profile]\nOURS", profile="my profile"),
    Layout("a quoted name with a blank", "", '[profile "my profile"]\nUSER', profile="my profile"),
    Layout("the layout x-mfa", "[p]\nUSER\n[p-mfa]\nOURS", "[profile p]\nmfa_serial = GAHT12345678", profile="p-mfa"),
    Layout("the key of the layout x-mfa", "[p]\nUSER\n[p-mfa]\nOURS", "[profile p]\nmfa_serial = GAHT12345678"),
    Layout("the layout x-long-term", "[p-long-term]\nUSER\naws_mfa_device = GAHT12345678\n[p]\nOURS"),
    # Files that some refuse.
    Layout("a section twice", "[p]\nOURS\n[q]\nUSER\n[q]\nUSER"),
    Layout("a key twice", "[p]\nOURS\nregion = a\nregion = b"),
    Layout("a line without a sign", "[p]\nOURS\n[q]\nwhat is this"),
    Layout("keys before any section", "region = a\n[p]\nOURS"),
    Layout("a byte order mark", "\ufeff[p]\nOURS"),
    Layout("a broken config file", "[p]\nOURS", "[profile q\nregion = a"),
    Layout("keys in capitals", "[p]\nCAPITALS"),
    # The environment.
    Layout("keys in the environment", "[p]\nOURS", env=env_keys()),
    Layout("keys in the environment with AWS_PROFILE", "[p]\nOURS", env=env_keys(AWS_PROFILE="p"), profile=None),
    Layout("keys in the environment and no choice", "[default]\nOURS", env=env_keys(), profile=None),
    Layout("keys in the environment, no such profile", "", env=env_keys(AWS_PROFILE="p"), profile=None),
    Layout("half a key in the environment", "[default]\nOURS", env={"AWS_ACCESS_KEY_ID": "AKIAHALF"}, profile=None),
    Layout(
        "a web identity token in the environment",
        "[default]\nOURS",
        env={"AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": f"{ROLE}/env"},
        profile=None,
    ),
    Layout(
        "a web identity token in the environment and a name",
        "[p]\nOURS",
        env={"AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": f"{ROLE}/env"},
    ),
    Layout("a container", "", "[default]\nregion = a", env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"}, profile=None),
    Layout("a container and a session", "[p]\nOURS", env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"}),
    # Roles.
    Layout("a role above our keys", "[p]\nOURS\n[base]\nUSER", role("source_profile = base")),
    Layout("a role through our session", "[base]\nOURS", role("source_profile = base")),
    Layout("a role in the credentials file", f"[p]\nOURS\nrole_arn = {ROLE}/p\nsource_profile = base\n[base]\nUSER"),
    Layout("a role without a source", "[p]\nOURS", role()),
    Layout("a role without anything", "", role()),
    Layout("a role whose source is itself", "[p]\nOURS", role("source_profile = p")),
    Layout("a role whose source is itself, without keys", "", role("source_profile = p")),
    Layout("a role whose source is missing", "", role("source_profile = gone")),
    Layout("a role whose source has no keys", "[base]\nregion = a", role("source_profile = base")),
    Layout("a role whose source has half a key", "[base]\nID", role("source_profile = base")),
    Layout("a role whose source has a stale token", "[base]\nSTALE\nOURS", role("source_profile = base")),
    Layout("a comment behind the source", "[base]\nOURS", role("source_profile = base # mine")),
    Layout("a role with a code", "[base]\nUSER", role("source_profile = base", "mfa_serial = GAHT12345678")),
    Layout(
        "a role through a role",
        "[base]\nOURS",
        role("source_profile = q", f"[profile q]\nrole_arn = {ROLE}/q\nsource_profile = base"),
    ),
    Layout(
        "a role through a role with keys",
        "[base]\nOURS\n[q]\nSESSION",
        role("source_profile = q", f"[profile q]\nrole_arn = {ROLE}/q\nsource_profile = base"),
    ),
    Layout("roles in a circle", "", role("source_profile = q", f"[profile q]\nrole_arn = {ROLE}/q\nsource_profile = p")),
    Layout(
        "roles in a circle with keys",
        "[p]\nOURS",
        role("source_profile = q", f"[profile q]\nrole_arn = {ROLE}/q\nsource_profile = p"),
    ),
    Layout("a source without a role", "[p]\nOURS\n[base]\nUSER", "[profile p]\nsource_profile = base"),
    Layout("a role with credential_source", "[p]\nOURS", role("credential_source = Environment"), env=env_keys()),
    Layout("a role with an empty credential_source", "[p]\nOURS", role("credential_source = Environment")),
    Layout("a role with an unknown credential_source", "[p]\nOURS", role("credential_source = Elsewhere")),
    Layout("a role with credential_source in small letters", "", role("credential_source = environment"), env=env_keys()),
    Layout(
        "a role with a code and an unknown credential_source",
        "",
        role("credential_source = Elsewhere", "mfa_serial = GAHT12345678"),
    ),
    Layout("a role from a container", "", role("credential_source = EcsContainer"), env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"}),
    Layout("a role with both sources", "[p]\nOURS\n[base]\nUSER", role("source_profile = base", "credential_source = Environment")),
    Layout(
        "a source with credential_source",
        "",
        role("source_profile = q", f"[profile q]\nrole_arn = {ROLE}/q\ncredential_source = Environment"),
        env=env_keys(),
    ),
    # Other ways.
    Layout("credential_process beside our session", "[p]\nOURS", "[profile p]\ncredential_process = cat HOME/process.json"),
    Layout("credential_process", "", "[profile p]\ncredential_process = cat HOME/process.json"),
    Layout("credential_process beside keys in the config file", "", "[profile p]\nUSER\ncredential_process = cat HOME/process.json"),
    Layout("credential_process as a source", "", role("source_profile = q", "[profile q]\ncredential_process = cat HOME/process.json")),
    Layout(
        "credential_process beside a role that fails",
        "",
        role("source_profile = gone", "credential_process = cat HOME/process.json"),
    ),
    Layout("a web identity token", "", role("web_identity_token_file = HOME/token")),
    Layout("a web identity token beside our session", "[p]\nOURS", role("web_identity_token_file = HOME/token")),
    Layout("a web identity token without a role", "[p]\nOURS", "[profile p]\nweb_identity_token_file = HOME/token"),
    Layout(
        "a web identity token as a source",
        "",
        role("source_profile = q", f"[profile q]\nrole_arn = {ROLE}/q\nweb_identity_token_file = HOME/token"),
    ),
    Layout("SSO of the old kind", "", f"[profile p]\n{SSO}\n{SSO_ROLE}"),
    Layout("SSO of the old kind beside our session", "[p]\nOURS", f"[profile p]\n{SSO}\n{SSO_ROLE}"),
    Layout("SSO with a session", "[p]\nOURS", f"[profile p]\nsso_session = s\n{SSO_ROLE}\n[sso-session s]\n{SSO}"),
    Layout("SSO with a missing session", "[p]\nOURS", f"[profile p]\nsso_session = gone\n{SSO_ROLE}"),
    # The Rust program of these tests is built without SSO, and so cannot say what is missing of it.
    Layout("SSO with a start page only", "[p]\nOURS", f"[profile p]\n{SSO}", without=("rust",)),
    Layout("our session beside a missing SSO session", "[p]\nOURS", "[profile p]\nsso_session = gone"),
    Layout("our session beside half an SSO session", "[p]\nOURS", "[profile p]\nsso_session = s\n[sso-session s]\nsso_region = a"),
    Layout("SSO without a role", "[p]\nOURS", "[profile p]\nsso_account_id = 123456789012"),
    Layout("SSO with another region", "[p]\nOURS", f"[profile p]\nsso_session = s\nsso_region = us-east-1\n{SSO_ROLE}\n[sso-session s]\n{SSO}"),
    Layout("SSO as a source", "", role("source_profile = q", f"[profile q]\nsso_session = s\n{SSO_ROLE}\n[sso-session s]\n{SSO}")),
    Layout("aws login beside our session", "[p]\nOURS", f"[profile p]\nlogin_session = {ROLE}/console"),
    Layout("aws login", "", f"[profile p]\nlogin_session = {ROLE}/console"),
]

WORDS = re.compile(r"(?m)^(OURS|SESSION|USER|STALE|ID|SECRET|CAPITALS)$")


@dataclass
class Place:
    """A layout on disk."""

    layout: Layout
    folder: Path
    url: str

    def write(self):
        """Both files, and what they may point at."""
        self.folder.mkdir(parents=True)
        for name, text in (("credentials", self.layout.credentials), ("config", self.layout.config)):
            (self.folder / name).write_text(self._filled(expand(text, name)), encoding="utf-8")
        (self.folder / "token").write_text("a.web.token")
        keys = '"AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "secret", "SessionToken": "token"'
        (self.folder / "process.json").write_text(f'{{"Version": 1, {keys}}}')
        # Both kinds of SSO find a token here: one by the start page, one by the session's name.
        cache = self.folder / ".aws/sso/cache"
        cache.mkdir(parents=True)
        for name in ("https://example.awsapps.com/start", "s"):
            token = '{"accessToken": "sso", "expiresAt": "2099-01-01T00:00:00Z", "startUrl": "x", "region": "eu-central-1"}'
            (cache / (hashlib.sha1(name.encode()).hexdigest() + ".json")).write_text(token)

    def _filled(self, text):
        return text.replace("HOME/", f"{self.folder}/").replace("URL/", f"{self.url}/")

    @property
    def env(self):
        """A clean environment with these files, and all of AWS answered by the stand-in."""
        return {
            "HOME": str(self.folder),
            "PATH": "/usr/bin:/bin",
            "AWS_CONFIG_FILE": str(self.folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "credentials"),
            "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.url,
            **{name: self._filled(value) for name, value in self.layout.env.items()},
        }


def expand(text, file):
    """Words for keys become keys, which tell the file and the section they stand in."""
    section = ""
    lines = []
    for line in text.splitlines():
        if line.lstrip("\ufeff").startswith("["):
            section = line.lstrip("\ufeff").strip("[]").removeprefix("profile ").strip('"')
        lines.append(WORDS.sub(lambda word: keys(word[0], file, section), line))
    return "\n".join(lines) + "\n"


def keys(word, file, section):
    tail = f"{file}:{section}".encode().hex().upper()
    session = f"aws_access_key_id = ASIA{tail}\naws_secret_access_key = secret\naws_session_token = token"
    return {
        "OURS": f"{session}\nx_security_token_expires = 2099-01-01T00:00:00Z\nmanager = daypass",
        "SESSION": session,
        "USER": f"aws_access_key_id = AKIA{tail}\naws_secret_access_key = secret",
        "STALE": "aws_security_token = stale",
        "ID": f"aws_access_key_id = AKIA{tail}",
        "SECRET": "aws_secret_access_key = secret",
        "CAPITALS": f"AWS_ACCESS_KEY_ID = AKIA{tail}\nAWS_SECRET_ACCESS_KEY = secret",
    }[word]


def told(key_id):
    """The file and the section that a key id was read from; none where it tells no such thing."""
    try:
        file, section = bytes.fromhex(key_id[4:]).decode().split(":", 1)
    except ValueError:
        return None
    return file, section
