"""The system calls of a run: which there are, and a run that is killed, failed or stopped at one of them."""

import os
import re
import signal
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass

LINE = re.compile(r"(?P<thread>\d+) +(?P<name>\w+)\((?P<rest>.*)")
# Numbers and names that differ from run to run.
VARYING = re.compile(r"0x[0-9a-f]+|\.daypass-[^/\"]*\.tmp|\d+")

# All that reads, writes or names files. What waits, allocates or talks to the network is left to the long form.
FILE_CALLS = frozenset(
    """
    access chmod chown close copy_file_range creat dup dup2 dup3 faccessat faccessat2 fallocate fchmod fchmodat
    fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fremovexattr fsetxattr fstat fstatfs fsync ftruncate
    getdents getdents64 getxattr lchown lgetxattr link linkat listxattr llistxattr lseek lsetxattr lstat mkdir
    mkdirat newfstatat open openat openat2 pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readlink readlinkat
    readv rename renameat renameat2 rmdir sendfile setxattr stat statfs statx symlink symlinkat sync_file_range
    syncfs truncate umask unlink unlinkat utimensat write writev
    """.split()
)


@dataclass(frozen=True)
class Call:
    """The n-th call of its name in its thread, counted from 1, with its arguments as strace shows them."""

    name: str
    number: int
    text: str

    def __str__(self):
        return f"{self.name} #{self.number}: {self.text}"

    @property
    def kind(self):
        """The call without what differs from run to run."""
        return VARYING.sub("~", self.text)


def calls(log):
    """The calls in a log of strace, in order."""
    counts, found = Counter(), []
    for line in log.read_text(errors="replace").splitlines():
        match = LINE.match(line)
        if match:
            counter = match["thread"], match["name"]
            counts[counter] += 1
            found.append(Call(match["name"], counts[counter], f"{match['name']}({match['rest']}"))
    return found


def trace(home, command, profile, log, **more):
    """A run that is only watched; it must succeed. Returns its calls."""
    before = ["strace", "-f", "-y", "-o", log]
    done = home.run(command, profile, before=before, **more)
    assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
    return calls(log)


def from_first_touch(found, home):
    """The calls that touch files, from the first that names the lock's folder or the credentials on."""
    names = f"{home.credentials}", f"{home.state}/"
    first = next(index for index, call in enumerate(found) if any(name in call.text for name in names))
    return [call for call in found[first:] if call.name in FILE_CALLS]


def from_the_lock(found, home):
    """The calls that touch files, from the first that names the lock's folder on: the write itself."""
    first = next(index for index, call in enumerate(found) if f"{home.state}/" in call.text)
    return [call for call in found[first:] if call.name in FILE_CALLS]


def injecting(call, what, log, more=()):
    """What to put before a command so that `what` happens at this call."""
    inject = f"inject={call.name}:{what}:when={call.number}"
    return ["strace", "-f", "-y", "-e", f"trace={call.name}", "-e", inject, *more, "-o", log]


def kill_at(home, command, profile, call, log):
    """Kills a run as it enters a call. Returns whether it got there, and at that very call."""
    done = home.run(command, profile, before=injecting(call, "signal=KILL", log))
    if done.returncode != -signal.SIGKILL:
        return False
    reached = [one for one in calls(log) if one.name == call.name]
    return reached[-1].number == call.number


class Stopped:
    """A run that is stopped right after a call was done, until `go_on`."""

    def __init__(self, home, command, profile, call):
        out, into = os.pipe()
        before = injecting(call, "signal=STOP", f"/dev/fd/{into}")
        self.process = home.start(command, profile, before=before, pass_fds=[into])
        os.close(into)
        self.log = os.fdopen(out, errors="replace")
        # The stop is told by strace; the end of the log means that the call was never made.
        self.reached = any("stopped by SIGSTOP" in line for line in self._lines())

    def _lines(self):
        self.pid = None
        for line in self.log:
            self.pid = self.pid or int(line.split()[0])
            yield line

    def go_on(self):
        """Lets the run go on."""
        os.kill(self.pid, signal.SIGCONT)

    def end(self, timeout=60):
        """Waits for its end. Returns its exit status and what it said."""
        # The pipe must not fill up, nor break, while the run goes on.
        threading.Thread(target=self._read_on, daemon=True).start()
        said = self.process.communicate(timeout=timeout)[1].decode()
        return self.process.returncode, said

    def _read_on(self):
        with self.log:
            self.log.read()

    def kill(self):
        """Ends it where it stands."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
        self.process.communicate(timeout=20)
        self.log.close()


def need_strace():
    """Fails with a sentence where nothing can be traced."""
    done = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True)
    assert done.returncode == 0, f"strace cannot trace here: {done.stderr.decode()}"
