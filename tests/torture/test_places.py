"""Real places where nothing can be written, or that are no file."""

import fcntl
import os
import shutil
import stat

import pytest

from home import IS_ROOT, TEAM
from mounts import bound, mounted, need_root, system
from programs import PROGRAMS
from test_faults import refused, succeeded
from texts import ODD, keys, without

BEFORE = ODD + TEAM + keys("one")
NOBODY = 65534


@pytest.fixture
def home(new_home):
    made = new_home()
    made.put(BEFORE)
    return made


def as_config(home):
    """The key stands in the other file, so that the login gets as far as writing."""
    home.config.write_text(keys("one").decode().replace("[one]", "[profile one]"))


def test_a_full_disk(new_home, folder, is_long, count):
    need_root(is_long, "mount a small disk")
    disk = folder / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=96k", "tmpfs", at=disk):
        home = new_home("disk/home")
        home.put(BEFORE, marked=False)
        free = os.statvfs(disk)
        filler = disk / "filler"
        tried = 0
        # Less and less space, page by page: the temporary file fits in part, then not at all.
        for pages in range(free.f_bavail + 1):
            filler.unlink(missing_ok=True)
            home.forget()
            home.put(BEFORE, marked=False)
            try:
                filler.write_bytes(b"x" * (4096 * pages))
            except OSError:
                break
            before, done = home.text(), home.run("login", "one")
            if done.returncode == 0:
                assert without(home.text(), "one")[0] == BEFORE
                continue
            tried += 1
            lines = done.stderr.decode().splitlines()
            assert len(lines) == 2 and "the disk is full" in lines[0] and str(home.folder) in lines[0], lines
            assert home.text() == before and home.litter() == []
        filler.unlink()
        assert tried, "the disk was never full"
        home.works("one")
    count(f"{tried} times full: the file as it was, litter 0, the next run works")


def test_an_access_list_stays(home):
    """More than the mode: another user may read the file by name."""
    system("setfacl", "-m", "u:54321:r", home.credentials)
    attributes = home.attributes()
    assert "system.posix_acl_access" in attributes[3]
    succeeded(home, home.run("login", "one"))
    assert home.attributes() == attributes


def test_a_read_only_disk(home, is_long):
    need_root(is_long, "mount read-only")
    with bound(home.aws, read_only=True):
        assert "read-only" in refused(home, home.run("login", "one"))


def test_a_read_only_mount_of_the_file(home, is_long):
    need_root(is_long, "mount read-only")
    with bound(home.credentials, read_only=True):
        assert "read-only" in refused(home, home.run("login", "one"))


def test_a_folder_in_its_place(home):
    as_config(home)
    home.credentials.unlink()
    home.credentials.mkdir()
    done = home.run("login", "one")
    assert done.returncode == 1 and f"{home.credentials} is a folder" in done.stderr.decode()
    assert home.litter() == [] and os.listdir(home.credentials) == []


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink(path, path)], ids=["fifo", "link-to-itself"])
def test_no_file_in_its_place(home, make):
    as_config(home)
    home.credentials.unlink()
    make(home.credentials)
    kind = stat.S_IFMT(home.credentials.lstat().st_mode)
    done = home.run("login", "one", timeout=8)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1 and len(lines) == 2 and str(home.credentials) in lines[0], lines
    assert stat.S_IFMT(home.credentials.lstat().st_mode) == kind and home.litter() == []


def test_a_huge_file(home):
    as_config(home)
    with open(home.credentials, "r+b") as file:
        file.truncate(100 * 1024 * 1024)
    done = home.run("login", "one")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1 and len(lines) == 2 and "larger than" in lines[0] and str(home.credentials) in lines[0]
    assert home.credentials.stat().st_size == 100 * 1024 * 1024 and home.litter() == []


def test_a_lock_held_by_a_stuck_process(home):
    home.works("one")
    before = home.text()
    (lock,) = (home.state / "daypass/files").glob("*.lock")
    with open(lock, "r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "Another Daypass" in refused(home, home.run("login", "one"), before)
    home.works("one")


def as_somebody(home):
    """How to start a run that is not root's: root becomes nobody, anybody else is that already."""
    if not IS_ROOT:
        return {}
    home.program = home.folder / "daypass"
    shutil.copy(PROGRAMS / "daypass", home.program)
    for path in [home.folder, *home.folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)

    def leave():
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    return {"preexec_fn": leave}


def test_a_file_that_is_not_ours_to_read(home):
    as_config(home)
    somebody = as_somebody(home)
    home.credentials.chmod(0)
    done = home.run("login", "one", **somebody)
    home.credentials.chmod(0o600)
    assert "permission denied" in refused(home, done)


def test_a_file_that_is_not_ours_to_write(home):
    somebody = as_somebody(home)
    home.credentials.chmod(0o400)
    assert "read-only" in refused(home, home.run("login", "one", **somebody))


def test_a_folder_that_is_not_ours_to_search(home):
    as_config(home)
    somebody = as_somebody(home)
    home.aws.chmod(0)
    done = home.run("login", "one", **somebody)
    home.aws.chmod(0o700)
    assert "permission denied" in refused(home, done)


def test_a_folder_that_is_not_ours_to_write(home):
    """No obstacle: the file is written in place."""
    somebody = as_somebody(home)
    home.aws.chmod(0o500)
    inode = home.credentials.stat().st_ino
    succeeded(home, home.run("login", "one", **somebody))
    assert home.credentials.stat().st_ino == inode


def test_no_file_in_a_folder_that_is_not_ours_to_write(home):
    as_config(home)
    somebody = as_somebody(home)
    home.credentials.unlink()
    home.aws.chmod(0o500)
    assert "permission denied" in refused(home, home.run("login", "one", **somebody), None)
