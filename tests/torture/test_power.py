"""The power goes at a step of the write: after the next start the file is the old or the new one, whole.

A file system of our own, in a file, is shut down: what it has not written by then is lost, as when the power goes.
"""

import ctypes
import fcntl
import os
import struct
from collections import Counter

import pytest

from home import TEAM, Home
from mounts import bound, need_root, system
from texts import ODD, keys, without
from tracing import Stopped, from_the_lock, trace

pytestmark = pytest.mark.long

BEFORE = ODD + TEAM * 8 + keys("one") + keys("two")
# linux/fs/xfs/xfs_fs.h, XFS_IOC_GOINGDOWN, and fs/ext4/ext4.h, EXT4_IOC_SHUTDOWN: one number for both.
SHUTDOWN = 0x8004587D
# What is still written before the end: everything, the journal, nothing.
FLAGS = {"all": 0, "journal": 1, "nothing": 2}
# ext4 by default saves programs that forget to sync before they rename; this is without that kindness.
DISKS = {"xfs": ("mkfs.xfs", "-q", []), "ext4": ("mkfs.ext4", "-q", ["noauto_da_alloc"])}
STEPS = ["openat", "write", "fsync", "renameat", "renameat2", "ftruncate", "unlink", "close"]


class Disk:
    """A file system in a file, mounted at `at`."""

    def __init__(self, folder, kind):
        self.image, self.at, self.kind = folder / "disk.img", folder / "disk", kind
        make, quiet, self.options = DISKS[kind]
        with open(self.image, "wb") as file:
            file.truncate(400 * 1024 * 1024)
        system(make, quiet, self.image)
        self.at.mkdir()
        system("mount", "-o", ",".join(["loop", *self.options]), self.image, self.at)

    def power_cut(self, flag):
        """Nothing more reaches the image; then the next start of the machine."""
        root = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(root, SHUTDOWN, struct.pack("I", FLAGS[flag]))
        finally:
            os.close(root)

    def next_start(self):
        system("umount", self.at)
        system("mount", "-o", ",".join(["loop", *self.options]), self.image, self.at)

    def remove(self):
        system("umount", "--lazy", self.at)
        self.image.unlink()


@pytest.fixture(params=list(DISKS))
def disk(request, tmp_path_factory, is_long):
    need_root(is_long, "mount a disk of its own and shut it down")
    made = Disk(tmp_path_factory.mktemp("power"), request.param)
    yield made
    made.remove()


@pytest.fixture
def home(disk, sts):
    return Home(disk.at / "home", sts.endpoint)


def outcome(home):
    text = home.text()
    if text == BEFORE:
        return "old"
    return "new" if text is not None and without(text, "one") == (BEFORE, ["one"]) else "torn"


def fresh(home):
    home.forget()
    home.put(BEFORE)
    os.sync()


def steps(home, folder):
    """The calls of the write after which the power may go, one of a kind for each file."""
    fresh(home)
    found = from_the_lock(trace(home, "login", "one", folder / "log"), home)
    return list({call.kind: call for call in found if call.name in STEPS}.values())


def test_power_cut_at_each_step(disk, home, folder, count):
    seen = Counter()
    for flag in FLAGS:
        for call in steps(home, folder):
            fresh(home)
            run = Stopped(home, "login", "one", call)
            assert run.reached, call
            disk.power_cut(flag)
            run.kill()
            disk.next_start()
            seen[outcome(home)] += 1
            assert outcome(home) != "torn", f"{flag} written, after {call}: {len(home.text() or b'')} bytes"
            assert home.attributes()[0] == 0o640
            home.works("two")
            assert sorted(without(home.text(), "one", "two")[1])[-1] == "two" and home.litter() == []
    count(f"{disk.kind}: {sum(seen.values())} power cuts: {seen['old']} old, {seen['new']} new, 0 torn, litter 0")
    assert seen["old"] and seen["new"]


def test_power_cut_after_success(disk, home, count):
    """What was said to be written stays written."""
    for flag in FLAGS:
        fresh(home)
        home.works("one")
        disk.power_cut(flag)
        disk.next_start()
        assert outcome(home) == "new", f"{flag} written"
    count(f"{disk.kind}: {len(FLAGS)} power cuts after the end of a run: {len(FLAGS)} new")


def careless(home):
    """Writes a new file and renames it, without a sync."""
    beside = home.credentials.with_name("careless")
    beside.write_bytes(BEFORE + keys("three"))
    os.rename(beside, home.credentials)


def test_the_power_cut_finds_a_careless_writer(disk, home, count):
    """The control: if this writer came through, the tests above would prove nothing."""
    torn = Counter()
    for flag in FLAGS:
        fresh(home)
        careless(home)
        disk.power_cut(flag)
        disk.next_start()
        torn[flag] += home.text() not in (BEFORE, BEFORE + keys("three"))
    count(f"{disk.kind}, control: a writer that does not sync was torn in {sum(torn.values())} of {len(FLAGS)} cuts")
    assert sum(torn.values()) >= 1


def test_power_cut_while_writing_in_place(disk, home, folder, count):
    """Here the file may be half-way after the cut; the next run makes it whole again, from the recovery copies."""
    seen = Counter()
    fresh(home)
    with bound(home.credentials):
        found = from_the_lock(trace(home, "login", "one", folder / "log"), home)
    planned = list({call.kind: call for call in found if call.name in STEPS}.values())
    for flag in FLAGS:
        for call in planned:
            fresh(home)
            with bound(home.credentials):
                run = Stopped(home, "login", "one", call)
                assert run.reached, call
                written_back(home.credentials)
                disk.power_cut(flag)
                run.kill()
            disk.next_start()
            seen[outcome(home)] += 1
            with bound(home.credentials):
                home.works("two")
            bare, found = without(home.text(), "one", "two")
            if bare != BEFORE:
                seen["lost"] += 1
                print(f"{flag} written, after {call}: {len(home.text())} bytes, {len(BEFORE)} before")
    count(
        f"{disk.kind}, in place: {sum(seen.values()) - seen['lost']} power cuts: {seen['old']} old, {seen['new']} new, "
        f"{seen['torn']} half-way, of which {seen['lost']} were not recovered"
    )
    assert seen["lost"] == 0


def written_back(path, page=4096):
    """Some pages of the file reach the disk and others do not, as the kernel may choose at any time."""
    libc = ctypes.CDLL(None, use_errno=True)
    length = path.stat().st_size
    with open(path, "rb") as file:
        for start in range(page, length, 2 * page):
            libc.sync_file_range(file.fileno(), ctypes.c_int64(start), ctypes.c_int64(page), 7)
