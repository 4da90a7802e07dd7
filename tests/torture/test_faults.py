"""System calls that fail: a sentence with the path, the file as it was, no litter. Some are no obstacle at all."""

import re
import subprocess

import pytest

from home import TEAM
from mounts import bound, need_root
from programs import ROOT
from texts import ODD, keys, without
from tracing import from_the_lock, injecting, trace

BEFORE = ODD + TEAM + keys("one")
TEMPORARY = r"\.daypass-[^/]*\.tmp"
# Which call, by its arguments as strace shows them.
LOCK_OPENED = r'openat\(.*\.lock"'
LOCKED = r"flock\("
LOCK_NOTED = r"(ftruncate|write)\(.*\.lock>"
STATE_MADE = r'mkdir\(".*/state/.*files"'
OPENED = r'openat\(.*/credentials", O_RDONLY'
READ = r"read\(.*/credentials>"
LISTED = r"getdents64\("
TEMPORARY_OPENED = rf'openat\(.*{TEMPORARY}"'
MODE_SET = rf"fchmod\(.*{TEMPORARY}>"
OWNER_SET = rf"fchown\(.*{TEMPORARY}>"
ATTRIBUTE_SET = rf"fsetxattr\(.*{TEMPORARY}>"
WRITTEN = rf"write\(.*{TEMPORARY}>"
SYNCED = rf"fsync\(.*{TEMPORARY}>"
RENAMED = r"renameat2\(.*RENAME_EXCHANGE"
BACKUP_RENAMED = r"renameat\(.*/\.backup-"
BACKUP_WRITTEN = r"write\(.*/\.backup-"
FOLDER_SYNCED = r"fsync\(.*/\.aws>"

REFUSED = [
    (OPENED, "EACCES EIO EMFILE"),
    (READ, "EIO"),
    (LOCKED, "ENOLCK EIO"),
    (TEMPORARY_OPENED, "ENOSPC EROFS EDQUOT EIO EMFILE"),
    (MODE_SET, "EIO"),
    (ATTRIBUTE_SET, "ENOSPC EDQUOT"),
    (WRITTEN, "ENOSPC EDQUOT EIO EFBIG"),
    (SYNCED, "EIO ENOSPC EDQUOT"),
    (RENAMED, "EIO ENOSPC EROFS EACCES EDQUOT"),
]
SURVIVED = [
    (OPENED, "EINTR"),
    (READ, "EINTR"),
    (LOCKED, "EAGAIN"),
    (LOCK_OPENED, "EACCES EROFS ENOSPC EINTR"),
    (LOCK_NOTED, "EIO ENOSPC"),
    (STATE_MADE, "EACCES EROFS ENOSPC"),
    (LISTED, "EIO"),
    (TEMPORARY_OPENED, "EINTR EEXIST EACCES"),
    (MODE_SET, "EINTR EPERM"),
    (ATTRIBUTE_SET, "EOPNOTSUPP EPERM"),
    (WRITTEN, "EINTR"),
    (SYNCED, "EINTR"),
    (RENAMED, "EXDEV EBUSY EINVAL"),
    (BACKUP_WRITTEN, "ENOSPC EIO"),
    (BACKUP_RENAMED, "EIO ENOSPC"),
    (FOLDER_SYNCED, "EINVAL EINTR"),
]


def cases(table):
    return [(call, error) for call, errors in table for error in errors.split()]


@pytest.fixture
def home(new_home):
    made = new_home()
    made.put(BEFORE)
    return made


def traced(home, folder):
    """The calls of a write, and the home as before it."""
    found = from_the_lock(trace(home, "login", "one", folder / "log"), home)
    home.forget()
    home.put(BEFORE)
    return found


def the(found, pattern):
    """The first call that fits."""
    fitting = [call for call in found if re.match(pattern, call.text)]
    assert fitting, f"no call fits {pattern}"
    return fitting[0]


def refused(home, done, before=BEFORE, path=None):
    """One sentence that names the path, one hint, exit status 1, and all is as it was."""
    path = path or home.credentials
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1 and done.stdout == b"", lines
    assert len(lines) == 2 and re.fullmatch(r"error: [^.].*[^.]\.", lines[0]) and str(path) in lines[0], lines
    assert re.fullmatch(r"hint: [A-Z].*\.", lines[1]), lines
    assert home.text() == before, "the file has changed"
    assert home.litter() == [], home.litter()
    return lines[0]


def succeeded(home, done, before=BEFORE):
    assert done.returncode == 0, done.stderr.decode()
    assert without(home.text(), "one") == (before, ["one"]) and home.litter() == []


def fails(home, call, error, log, count=1):
    """A run in which this call fails `count` times."""
    when = f"{call.number}..{call.number + count - 1}"
    before = injecting(call, f"error={error}", log)
    before = [word.replace(f"when={call.number}", f"when={when}") for word in map(str, before)]
    done = home.run("login", "one", before=before)
    assert "(INJECTED)" in log.read_text(), "the fault did not happen"
    return done


def test_faults_that_end_the_write(home, folder, count):
    found, attributes, planned = traced(home, folder), home.attributes(), cases(REFUSED)
    for pattern, error in planned:
        home.forget()
        done = fails(home, the(found, pattern), error, folder / "log")
        try:
            refused(home, done, path=home.state if pattern == LOCKED else None)
            assert home.attributes() == attributes
        except AssertionError as wrong:
            raise AssertionError(f"{error} at {pattern}: {wrong}") from wrong
    home.works("one")
    count(f"{len(planned)} faults: {len(planned)} refused with one sentence, the file as it was, litter 0")


def test_faults_that_are_survived(home, folder, count):
    found, attributes, planned = traced(home, folder), home.attributes(), cases(SURVIVED)
    for pattern, error in planned:
        home.forget()
        home.put(BEFORE)
        done = fails(home, the(found, pattern), error, folder / "log", count=3 if error == "EAGAIN" else 1)
        try:
            beside = [name for name in home.litter() if name.endswith(".lock")]
            for name in beside:  # Where the state folder cannot be written, the lock lies beside the file.
                (home.aws / name).unlink()
            succeeded(home, done)
            # Labels of a security module are the system's own; what may not be set is left out.
            assert home.attributes()[:3] == attributes[:3]
            assert home.attributes() == attributes or pattern == ATTRIBUTE_SET
        except AssertionError as wrong:
            raise AssertionError(f"{error} at {pattern}: {wrong}") from wrong
    count(f"{len(planned)} faults: {len(planned)} survived, the session written whole")


def test_a_folder_that_cannot_be_synced(home, folder):
    """The one fault after the rename: the new file is there and whole, but may not outlast a power cut."""
    done = fails(home, the(traced(home, folder), FOLDER_SYNCED), "EIO", folder / "log")
    assert done.returncode == 1 and str(home.aws) in done.stderr.decode()
    assert without(home.text(), "one") == (BEFORE, ["one"]) and home.litter() == []


def test_writes_that_take_a_few_bytes_and_are_interrupted(home, folder):
    library = folder / "short_writes.so"
    source = ROOT / "tests/torture/short_writes.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    attributes = home.attributes()
    before = ["strace", "-f", "-y", "-e", "trace=write", "-o", folder / "log"]
    done = home.run("login", "one", before=before, env={"LD_PRELOAD": str(library)})
    succeeded(home, done)
    assert home.attributes() == attributes
    short = re.findall(rf"write\(\d+<.*{TEMPORARY}>, .*, 7\) = 7", (folder / "log").read_text())
    assert len(short) > len(BEFORE) // 8, "the writes were not short"


IN_PLACE = [
    (r"write\(.*/credentials>", "ENOSPC EIO EDQUOT"),
    (r"fsync\(.*/credentials>", "EIO"),
    (r"ftruncate\(.*/credentials>", "EIO"),
    (r'openat\(.*/credentials", O_WRONLY', "EROFS EIO"),
    (r"write\(.*/state/.*\.(old|new)>", "ENOSPC EIO"),
    (r"fsync\(.*/state/.*\.(old|new)>", "EIO"),
    (r'openat\(.*/state/.*\.(old|new)", O_WRONLY', "ENOSPC EACCES"),
]


def test_faults_while_writing_in_place(home, folder, is_long, count):
    """The name is a mount point: what was begun is written back."""
    need_root(is_long, "mount a file over itself")
    with bound(home.credentials):
        found = from_the_lock(trace(home, "login", "one", folder / "log"), home)
        planned = cases(IN_PLACE)
        for pattern, error in planned:
            home.forget()
            home.credentials.write_bytes(BEFORE)
            done = fails(home, the(found, pattern), error, folder / "log")
            lines = done.stderr.decode().splitlines()
            assert done.returncode == 1 and len(lines) == 2, f"{error} at {pattern}: {lines}"
            assert home.text() == BEFORE, f"{error} at {pattern}: the file has changed"
            assert home.litter() == [], home.litter()
            home.works("one")
            assert without(home.text(), "one") == (BEFORE, ["one"])
    count(f"{len(planned)} faults: {len(planned)} refused, the file as it was, the next run works")
