"""One fresh desktop per test, with its logs and pictures in `target/e2e/<test>/`."""

import sys

import pytest

from account import PROGRAMS, Account
from daypass import Daypass
from desktop import Desktop, folder_of

sys.dont_write_bytecode = True


def pytest_configure():
    missing = [name for name in ("daypass-desktop", "daypass", "daypass-demo-sts") if not (PROGRAMS / name).is_file()]
    if missing:
        raise pytest.UsageError(f"not built: {', '.join(missing)}; 'make test' builds them, or tools/build")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.failed_in_call = True
    return report


@pytest.fixture
def a_desktop(request):
    """Makes desktops: `with a_desktop(panel=False) as desktop`."""
    made = []

    def make(**options):
        made.append(Desktop(folder_of(request.node.name, len(made)), **options))
        return made[-1].__enter__()

    yield make
    for desktop in made:
        if getattr(request.node, "failed_in_call", False):
            try:
                desktop.picture("at-the-failure")
            except Exception as error:  # noqa: BLE001  the failure itself is what counts
                print(f"no picture: {error}")
        desktop.__exit__()


@pytest.fixture
def desktop(a_desktop):
    """A whole desktop: panel, notification daemon, unlocked keyring."""
    return a_desktop()


@pytest.fixture
def account(desktop):
    """The demo account and its files, in the desktop's home."""
    return Account(desktop)


@pytest.fixture
def app(desktop, account):
    """Daypass in the tray, its popover open and pinned, its page readable."""
    app = Daypass(desktop, account, driver=True)
    app.page.row("demo", "not-signed-in")
    app.pin()
    return app
