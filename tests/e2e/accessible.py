"""The tree that a screen reader reads: AT-SPI, spoken on its own bus."""

import shutil
from pathlib import Path

from jeepney import DBusAddress, new_method_call

from bus import Bus
from waiting import wait_until

ACCESSIBLE = "org.a11y.atspi.Accessible"
# Bits of the state set (AT-SPI, AtspiStateType).
STATES = {"checked": 4, "enabled": 8, "expanded": 10, "focused": 12, "editable": 7, "busy": 3}
# AtspiRole.
BUTTON, TOGGLE, ENTRY = 43, 62, 79
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


class Node:
    """Something that a screen reader can speak of."""

    def __init__(self, bus, name, path):
        self.bus = bus
        self.address = DBusAddress(path, bus_name=name, interface=ACCESSIBLE)

    def _ask(self, method, *arguments):
        return self.bus.call(new_method_call(self.address, method, *arguments))[0]

    @property
    def name(self):
        return self.bus.get(self.address, "Name")

    @property
    def role(self):
        """The role's number: WebKit does not say its name."""
        return self._ask("GetRole")

    def has(self, state):
        low, high = self._ask("GetState")
        return bool((low | high << 32) >> STATES[state] & 1)

    def children(self):
        count = self.bus.get(self.address, "ChildCount")
        return [Node(self.bus, *self._ask("GetChildAtIndex", "i", (at,))) for at in range(count)]

    def everything(self):
        """This node and all below it, in reading order."""
        yield self
        for child in self.children():
            yield from child.everything()


def root(bus):
    return Node(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
