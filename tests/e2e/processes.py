"""The processes of one desktop: started in groups of their own, logged, and all gone at the end."""

import os
import signal
import subprocess
import time
import uuid
from pathlib import Path

from waiting import wait_until

MARK = "DAYPASS_E2E"


class Processes:
    """Starts programs with one mark in their environment, by which their children are found again."""

    def __init__(self, logs: Path):
        self.logs = logs
        self.mark = uuid.uuid4().hex
        self.started = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name, argv, env, stdin=None, pass_fds=()):
        """Starts a program; standard output and error go to `<name>.out` and `<name>.err`."""
        with open(self.logs / f"{name}.out", "ab") as out, open(self.logs / f"{name}.err", "ab") as err:
            process = subprocess.Popen(
                [str(word) for word in argv],
                env={**env, MARK: self.mark},
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
                pass_fds=pass_fds,
            )
        if stdin is not None:
            process.stdin.write(stdin)
            process.stdin.close()
        self.started.append(process)
        return process

    def start_x(self, name, argv, env):
        """Starts an X server, which writes the number of its display where `{}` stands; returns both."""
        reader, writer = os.pipe()
        server = self.start(name, [str(word).format(writer) for word in argv], env, pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        assert number, f"the X server did not start; see {name}.err"
        return server, f":{number}"

    def stop(self, process, timeout=10):
        """Ends one program and its group: politely first."""
        if process.poll() is not None:
            return
        for sign in (signal.SIGCONT, signal.SIGTERM):
            _signal_group(process.pid, sign)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            _signal_group(process.pid, signal.SIGKILL)
            process.wait(timeout)

    def stop_all(self):
        """Ends everything that carries our mark, also what our programs started themselves."""
        for process in reversed(self.started):
            self.stop(process, timeout=3)
        deadline = time.monotonic() + 10
        while left := self.marked():
            for pid in left:
                _signal(pid, signal.SIGKILL)
            assert time.monotonic() < deadline, f"processes that do not end: {left}"
            time.sleep(0.05)

    def marked(self):
        """Process ids whose environment carries our mark."""
        wanted = f"{MARK}={self.mark}".encode()
        return [pid for pid in all_pids() if wanted in read_proc(pid, "environ").split(b"\0")]


def all_pids():
    """All process ids of this machine."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def descendants(root):
    """`root` and all processes below it."""
    parents = {}
    for pid in all_pids():
        fields = read_proc(pid, "stat").rpartition(b")")[2].split()
        if len(fields) > 1:
            parents.setdefault(int(fields[1]), []).append(pid)
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue.extend(parents.get(pid, []))
    return found


def read_proc(pid, name):
    """A file of `/proc/PID`, empty when the process is gone or not ours to read."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def free_port():
    """A port on loopback that nobody listens on now."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, timeout=10):
    """Waits until somebody listens."""
    import socket

    def open_now():
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(open_now, timeout, f"a listener on port {port}")


def _signal(pid, sign):
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        pass


def _signal_group(pid, sign):
    try:
        os.killpg(pid, sign)
    except ProcessLookupError:
        pass
