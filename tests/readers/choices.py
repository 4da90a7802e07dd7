"""What botocore chooses: environments and profiles come as JSON on standard input, choices go out.

Each is asked in a process of its own, for botocore remembers what it has read."""

import getpass
import json
import os
import sys

# botocore binds it when it is loaded: whoever assumes a role with a code gets one.
getpass.getpass = lambda *_: "123456"

import botocore.credentials  # noqa: E402
import botocore.session  # noqa: E402
import botocore.tokens  # noqa: E402


def choice(env, profile):
    os.environ.clear()
    os.environ.update(env)
    for provider in (botocore.credentials.SSOProvider, botocore.tokens.SSOTokenProvider):
        # It was made of the home folder when the module was loaded.
        provider._SSO_TOKEN_CACHE_DIR = os.path.expanduser("~/.aws/sso/cache")
    try:
        session = botocore.session.Session(profile=profile)
        found = session.get_credentials()
        if found is None:
            return {"nothing": True}
        keys = found.get_frozen_credentials()
        # Credentials are no use to who gets no client.
        session.create_client("sts")
        return {"key": keys.access_key, "token": keys.token, "method": found.method}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


def in_child(env, profile):
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        with os.fdopen(into, "w") as pipe:
            json.dump(choice(env, profile), pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer)


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump([in_child(each["env"], each["profile"]) for each in asked], sys.stdout)
