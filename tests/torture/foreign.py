"""Programs of others that write the same file, each in the way of a real one, none with a lock."""

import os
import subprocess
import sys
import threading
import time

from programs import VENV
from sts import KEY_ID, SECRET, SERIAL
from texts import sections


def row(name):
    """What a foreign writer adds: a section of its own."""
    return f"\n[{name}]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n".encode()


# Each is a generator: it reads, opens, and at every `yield` time may pass.


def truncating(path, name):
    """Reads, truncates, takes its time, writes: `aws configure`, aws-mfa, awsume, Leapp, each in a moment."""
    text = path.read_bytes()
    with open(path, "wb") as file:
        yield
        file.write(text + row(name))


def appending(path, name):
    """Truncates nothing; opens for appending, takes its time, writes."""
    with open(path, "ab") as file:
        yield
        file.write(row(name))


def updating(path, name):
    """Opens for reading and writing, takes its time, then writes the whole text."""
    with open(path, "r+b") as file:
        text = file.read()
        yield
        file.seek(0)
        file.write(text + row(name))
        file.truncate()


def replacing(path, name):
    """Reads, takes its time, then renames a new file over the old one: editors, aws-mfa-session."""
    text = path.read_bytes()
    yield
    beside = path.with_name(f"{path.name}~{name}")
    beside.write_bytes(text + row(name))
    os.rename(beside, path)


def moving(path, name):
    """Moves the file away, takes its time, writes it anew: Leapp."""
    away = path.with_name(f"{path.name}.bkp")
    os.rename(path, away)
    yield
    path.write_bytes(away.read_bytes() + row(name))
    away.unlink()


def dripping(path, name):
    """Writes line by line, with a break in the middle of the file."""
    text = path.read_bytes() + row(name)
    half = text.index(b"\n", len(text) // 2) + 1
    with open(path, "wb", buffering=0) as file:
        file.write(text[:half])
        yield
        file.write(text[half:])


WAYS = [truncating, appending, updating, replacing, moving, dripping]


class Writer(threading.Thread):
    """Reads and opens at once, writes after a pause. A lease of ours may hold it up while it opens."""

    HELD_UP = 1.0

    def __init__(self, way, path, name, pause=0.0):
        super().__init__(daemon=True)
        self.write, self.pause, self._opened = way(path, name), pause, threading.Event()
        self.start()

    def run(self):
        next(self.write)
        self._opened.set()
        time.sleep(self.pause)
        next(self.write, None)

    def opened(self):
        """Waits until it has opened the file, or is held up."""
        return self._opened.wait(self.HELD_UP)

    def ended(self):
        """Waits until it has written, or is held up."""
        self.join(self.HELD_UP)
        return not self.is_alive()


class Lost:
    """Counts our sessions that others overwrite, mostly with the one that was there before."""

    def __init__(self, home):
        self.home, self.keys, self.lost = home, {}, 0

    def signed_in(self, name, login):
        """Calls `login()`, which signs in to `name`, and looks what became of the session it wrote."""
        before = self._key(name)
        self.look()
        login()
        after = self._key(name)
        if after in (None, before):
            self.lost += 1
        self.keys[name] = after

    def look(self):
        """Counts the sessions that are not the ones that we wrote; a file half written is left for the next look."""
        text = self.home.text() or b""
        if text.endswith(b"\n") and text == self.home.text():
            for name, key in self.keys.items():
                now = self._key(name, text)
                self.lost += now != key
                self.keys[name] = now

    def _key(self, name, text=None):
        found = sections((self.home.text() or b"") if text is None else text)
        return found.get(f"{name}-mfa", {}).get("aws_access_key_id")


def aws_configure(home, name):
    """`aws configure set` of one value."""
    argv = [VENV / "aws", "configure", "set", "aws_access_key_id", KEY_ID, "--profile", name]
    subprocess.run(argv, env=home.env, check=True, capture_output=True, timeout=60)


def aws_mfa(home, sts, name):
    """A sign-in with aws-mfa into `[demo-NAME]`, by the code on its standard input."""
    argv = [VENV / "aws-mfa", "--profile", "demo", "--device", SERIAL, "--force"]
    argv += ["--long-term-suffix", "none", "--short-term-suffix", name]
    done = subprocess.run(argv, env=home.env, input=sts.code() + "\n", text=True, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


SCRIPT = """
import sys, time
path, name, seconds = sys.argv[1:]
with open(path, "rb") as file:
    text = file.read()
with open(path, "wb") as file:
    time.sleep(float(seconds))
    file.write(text + f"\\n[{name}]\\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\\naws_secret_access_key = x\\n".encode())
"""


def script(home, name, seconds=0.5):
    """A program that opens the file with truncation, waits, and then writes its text."""
    argv = [sys.executable, "-c", SCRIPT, home.credentials, name, str(seconds)]
    subprocess.run([str(word) for word in argv], check=True, capture_output=True, timeout=60)
