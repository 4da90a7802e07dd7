"""Places that only root can make: mounts for the time of a block."""

import subprocess
from contextlib import contextmanager

import pytest

from home import IS_ROOT


def need_root(is_long, what):
    """In the long form a missing right is a failure; in the short one it is told as left out."""
    if not IS_ROOT:
        sentence = f"Only root can {what}."
        pytest.fail(sentence) if is_long else pytest.skip(sentence)


def system(*words):
    """Runs a program that must succeed."""
    try:
        done = subprocess.run([str(word) for word in words], capture_output=True)
    except FileNotFoundError:
        pytest.fail(f"{words[0]} is not here; 'tools/setup torture' installs it.")
    assert done.returncode == 0, f"{words}: {done.stderr.decode()}"


@contextmanager
def mounted(*words, at):
    """`mount WORDS AT`."""
    system("mount", *words, at)
    try:
        yield at
    finally:
        system("umount", "--lazy", at)


@contextmanager
def bound(path, read_only=False):
    """A file or folder mounted over itself, which makes its name one that cannot be replaced."""
    with mounted("--bind", path, at=path):
        if read_only:
            system("mount", "-o", "remount,bind,ro", path)
        yield path
