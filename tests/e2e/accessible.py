"""The tree that a screen reader reads: AT-SPI, spoken on its own bus."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from jeepney import DBusAddress, new_method_call
from jeepney.wrappers import DBusErrorResponse

from bus import Bus
from waiting import wait_until

ACCESSIBLE = "org.a11y.atspi.Accessible"
# Bits of the state set (AT-SPI, AtspiStateType).
STATES = {"checked": 4, "enabled": 8, "expanded": 10, "focused": 12, "editable": 7, "busy": 3}
# AtspiRole.
BUTTON, TOGGLE, ENTRY = 43, 62, 79
# How a child is told that is not there any more, and what its program answers when it is asked all the same.
NOTHING = "/org/a11y/atspi/null"
GONE = tuple(f"org.freedesktop.DBus.Error.{why}" for why in ("UnknownMethod", "UnknownObject", "ServiceUnknown"))
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def start(desktop):
    """Starts the accessibility bus; programs started afterwards are on it."""
    launcher = next((path for path in LAUNCHERS if Path(path).exists()), None) or shutil.which("at-spi-bus-launcher")
    assert launcher, "at-spi2-core is not installed"
    desktop.env.pop("NO_AT_BRIDGE", None)
    desktop.processes.start("at-spi", [launcher, "--launch-immediately", "--a11y=1"], desktop.env)
    wait_until(lambda: desktop.bus.has_owner("org.a11y.Bus"), 10, "the accessibility bus")
    door = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    return Bus(desktop.bus.call(new_method_call(door, "GetAddress"))[0])


class _Gone(Exception):
    """What was to be read is not in the tree any more."""


@dataclass(frozen=True)
class Node:
    """Something that a screen reader can speak of, as it was when it was read."""

    name: str
    role: int
    states: int

    def has(self, state):
        return bool(self.states >> STATES[state] & 1)


def read(bus):
    """All that a screen reader finds now, in reading order.

    The page may draw between two questions: then what was found first is not there to be asked, and the
    whole is read again.
    """
    return wait_until(lambda: _read_once(bus), 20, "a tree that holds still while it is read")


def _read_once(bus):
    try:
        return list(_below(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"))
    except _Gone:
        return None


def _below(bus, owner, path):
    """The node at `path` and all below it."""
    if path == NOTHING:
        raise _Gone
    address = DBusAddress(path, bus_name=owner, interface=ACCESSIBLE)

    def ask(method, *arguments):
        return bus.call(new_method_call(address, method, *arguments))[0]

    try:
        low, high = ask("GetState")
        # The role by its number: WebKit does not say its name.
        yield Node(bus.get(address, "Name"), ask("GetRole"), low | high << 32)
        children = [ask("GetChildAtIndex", "i", (at,)) for at in range(bus.get(address, "ChildCount"))]
    except DBusErrorResponse as error:
        if error.name in GONE:
            raise _Gone from error
        raise
    for child in children:
        yield from _below(bus, *child)
