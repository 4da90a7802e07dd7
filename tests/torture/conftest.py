"""Proof that the writer harms nothing: short by default, `--long` (or TORTURE_LONG=1) for all of it."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from home import MARK, Home
from programs import PROGRAMS, VENV
from sts import Sts
from tracing import need_strace

sys.dont_write_bytecode = True
COUNTS = pytest.StashKey[list]()
FOLDERS = pytest.StashKey[list]()


def pytest_addoption(parser):
    wanted = bool(os.environ.get("TORTURE_LONG"))
    parser.addoption("--long", action="store_true", default=wanted, help="every system call, every run, power cuts")


def pytest_configure(config):
    config.addinivalue_line("markers", "long: part of the long form only")
    config.stash[COUNTS], config.stash[FOLDERS] = [], []
    programs = [PROGRAMS / "daypass", PROGRAMS / "daypass-demo-sts", VENV / "aws", VENV / "aws-mfa"]
    missing = [path.name for path in programs if not path.is_file()]
    if missing:
        raise pytest.UsageError(f"not there: {', '.join(missing)}; 'make torture' builds and installs them")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter, config):
    if config.stash[COUNTS]:
        terminalreporter.section("counted")
        for line in config.stash[COUNTS]:
            terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.failed_in_call = True
    return report


@pytest.fixture(scope="session", autouse=True)
def strace():
    need_strace()


@pytest.fixture(scope="session")
def sts():
    started = Sts()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def is_long(request):
    return request.config.getoption("--long")


@pytest.fixture
def count(request):
    """`count("killed …")` is shown at the end of the run, whatever becomes of the test."""
    name = request.node.name.removeprefix("test_").replace("_", " ")
    return lambda said: request.config.stash[COUNTS].append(f"{name}: {said}")


@pytest.fixture
def folder(request):
    """A folder of the test's own, open to other users; it stays when the test fails."""
    name = re.sub(r"\W+", "-", request.node.name.removeprefix("test_"))[:60].strip("-")
    made = Path(tempfile.mkdtemp(prefix=f"daypass-torture-{name}-", dir=quick_folder()))
    made.chmod(0o755)
    yield made
    if getattr(request.node, "failed_in_call", False):
        print(f"kept: {made}")
    else:
        for path, _, _ in os.walk(made):
            # Some tests take the right to write away, which is needed to remove.
            os.chmod(path, 0o700)
        shutil.rmtree(made)


@pytest.fixture
def new_home(folder, sts):
    """Makes homes: `new_home("name")`."""
    return lambda name="home": Home(folder / name, sts.endpoint)


def quick_folder():
    """In memory where that holds extended attributes, else the usual one: a kill needs no disk, and disks are slow."""
    memory = Path("/dev/shm")
    try:
        with tempfile.TemporaryDirectory(dir=memory) as probe:
            os.setxattr(probe, *MARK)
        return memory
    except OSError:
        return None
