"""A home of its own for each run: the AWS files, the state folder, and the command line on them."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

from programs import LOGIN_MORE, PROGRAMS
from texts import others

IS_ROOT = os.geteuid() == 0
# A file of root's may well belong to somebody else; it must still afterwards.
OWNER = (12345, 23456) if IS_ROOT else (os.geteuid(), os.getegid())
MODE = 0o640
MARK = ("user.daypass.torture", b"kept")
TEAM = others(60)


class Home:
    """`aws/` holds the credentials, `config` lies beside it, so that `aws/` may be missing."""

    def __init__(self, folder, endpoint):
        self.folder = Path(folder)
        self.aws = self.folder / ".aws"
        self.credentials = self.aws / "credentials"
        self.config = self.folder / "config"
        self.state = self.folder / "state"
        self.endpoint = endpoint
        self.folder.mkdir(parents=True)
        self.config.write_text("# Nothing here.\n")
        self.program = PROGRAMS / "daypass"

    @property
    def env(self):
        """Nothing of the machine that runs the tests."""
        return {
            "HOME": str(self.folder),
            "USER": "torture",
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "XDG_CONFIG_HOME": str(self.folder / "settings"),
            "XDG_STATE_HOME": str(self.state),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus",
            "AWS_CONFIG_FILE": str(self.config),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials),
            "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ENDPOINT_URL": self.endpoint,
        }

    # The program.

    def argv(self, command, profile):
        """`daypass login PROFILE` or another command on one profile."""
        return [str(self.program), command, profile, *(LOGIN_MORE if command == "login" else [])]

    def run(self, command, profile, before=(), env=None, timeout=60, **more):
        """Runs it to its end, or after `before` (strace and its like)."""
        argv = [str(word) for word in (*before, *self.argv(command, profile))]
        env = {**self.env, **(env or {})}
        return subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, **more)

    def start(self, command, profile, before=(), **more):
        """Starts it and does not wait."""
        argv = [str(word) for word in (*before, *self.argv(command, profile))]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(argv, env=self.env, **quiet, **more)

    def works(self, profile):
        """A login that must succeed."""
        done = self.run("login", profile)
        assert done.returncode == 0, f"login {profile}: {done.stderr.decode()}"

    # The file.

    def put(self, text, marked=True):
        """A new credentials file with mode, owner and attribute that are none of the usual ones."""
        self.aws.mkdir(mode=0o700, exist_ok=True)
        fresh = self.folder / "fresh"
        fresh.write_bytes(text)
        if marked:
            os.chown(fresh, *OWNER)
            os.setxattr(fresh, *MARK)
            fresh.chmod(MODE)
        else:
            fresh.chmod(0o600)
        fresh.rename(self.credentials)

    def text(self):
        """The file's bytes, None when it is missing."""
        try:
            return self.credentials.read_bytes()
        except FileNotFoundError:
            return None

    def attributes(self):
        """All that is to be kept besides the bytes."""
        found = self.credentials.stat()
        marks = {name: os.getxattr(self.credentials, name) for name in os.listxattr(self.credentials)}
        return stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid, marks

    def forget(self, but=None):
        """No state from earlier runs, `but` files of this ending."""
        for path in sorted(self.state.rglob("*"), reverse=True) if but else ():
            if path.is_dir():
                path.rmdir() if not any(path.iterdir()) else None
            elif path.suffix != but:
                path.unlink()
        if not but:
            shutil.rmtree(self.state, ignore_errors=True)

    def litter(self):
        """What lies in the file's folder besides the file."""
        return sorted(path.name for path in self.aws.iterdir() if path != self.credentials) if self.aws.exists() else []

    def kept(self):
        """What lies in the state folder, as paths below it."""
        return sorted(str(path.relative_to(self.state)) for path in self.state.rglob("*") if not path.is_dir())
