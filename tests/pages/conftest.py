"""One browser for each look of the desktop, shared by all tests that need it."""

import sys

import pytest

from browser import ROOT, Browser, Site

sys.dont_write_bytecode = True


def pytest_addoption(parser):
    parser.addoption("--state", action="append", help="look at this state only; may be given more than once")


@pytest.fixture(scope="session")
def site():
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def browsers(site, pytestconfig):
    """Starts the browser of a look when it is asked for first."""
    started = {}

    def of(look):
        if look not in started:
            started[look] = Browser(site, look, ROOT / "target/pages" / look.name).__enter__()
            started[look].only = set(pytestconfig.getoption("--state") or ())
        return started[look]

    yield of
    for browser in started.values():
        browser.__exit__()
