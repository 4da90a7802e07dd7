"""The private session bus: calls on it, and a record of what went over it."""

import threading

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.bus_messages import Monitoring
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

WATCHER = DBusAddress(
    "/StatusNotifierWatcher", bus_name="org.kde.StatusNotifierWatcher", interface="org.kde.StatusNotifierWatcher"
)


TRAY = ("com.canonical.dbusmenu", "org.kde.StatusNotifierItem")


class Bus:
    """A connection to the bus at `address`."""

    def __init__(self, address):
        self.address = address
        self.connection = open_dbus_connection(bus=address)

    def close(self):
        self.connection.close()

    def call(self, message, timeout=10):
        """The body of the answer; an error on the bus is an exception here."""
        return unwrap_msg(self.connection.send_and_get_reply(message, timeout=timeout))

    def has_owner(self, name):
        return bool(self.call(message_bus.NameHasOwner(name))[0])

    def pid_of(self, name):
        return self.call(message_bus.GetConnectionUnixProcessID(name))[0]

    def get(self, address, name):
        """One property, without its variant wrapping."""
        return self.call(Properties(address).get(name))[0][1]

    def get_all(self, address):
        return {name: value[1] for name, value in self.call(Properties(address).get_all())[0].items()}

    def tray_items(self):
        """What the real watcher has registered: `busname/path` each; empty when there is no watcher."""
        if not self.has_owner(WATCHER.bus_name):
            return []
        return self.get(WATCHER, "RegisteredStatusNotifierItems")

    def tray_item(self, item_id):
        """The address of the registered item with this Id, or None."""
        for entry in self.tray_items():
            name, slash, path = entry.partition("/")
            address = DBusAddress(
                slash + path or "/StatusNotifierItem", bus_name=name, interface="org.kde.StatusNotifierItem"
            )
            try:
                if self.get(address, "Id") == item_id:
                    return address
            except Exception:  # noqa: BLE001  the item went away between the two questions
                continue
        return None

    def menu_of(self, item):
        """The lines of an item's menu, as `{label: id}`; separators are left out."""
        menu = DBusAddress(self.get(item, "Menu"), bus_name=item.bus_name, interface="com.canonical.dbusmenu")
        _, (_, _, lines) = self.call(new_method_call(menu, "GetLayout", "iias", (0, -1, [])))
        entries = [(number, properties) for _, (number, properties, _) in lines]
        return {properties["label"][1]: number for number, properties in entries if "label" in properties}

    def choose(self, item, label):
        """Chooses a line of an item's menu, as a host does."""
        menu = DBusAddress(self.get(item, "Menu"), bus_name=item.bus_name, interface="com.canonical.dbusmenu")
        number = self.menu_of(item)[label]
        self.call(new_method_call(menu, "Event", "isvu", (number, "clicked", ("i", 0), 0)))

    def activate(self, item, x=0, y=0):
        """A left click without a pointer."""
        return self.call(new_method_call(item, "Activate", "ii", (x, y)))


class Notice:
    """One notification that was asked for, and what became of it."""

    def __init__(self, serial, sender, body):
        (self.app, self.replaces, self.icon, self.summary, self.body, actions, hints, self.timeout) = body
        self.actions = dict(zip(actions[::2], actions[1::2]))
        self.hints = {name: value[1] for name, value in hints.items()}
        self.serial, self.sender, self.id = serial, sender, None
        self.invoked, self.closed = [], None

    def __repr__(self):
        return f"Notice({self.summary!r}, {self.body!r}, {self.actions}, id={self.id}, closed={self.closed})"


class Monitor:
    """Listens to the whole bus from a thread of its own and keeps what has to do with notifications."""

    def __init__(self, address):
        self.connection = open_dbus_connection(bus=address)
        rules = [
            MatchRule(type="method_call", interface="org.freedesktop.Notifications", member="Notify"),
            MatchRule(type="method_return"),
            MatchRule(type="signal", interface="org.freedesktop.Notifications"),
            MatchRule(type="signal", interface="com.canonical.dbusmenu"),
            MatchRule(type="signal", interface="org.kde.StatusNotifierItem"),
        ]
        become = Monitoring().BecomeMonitor([rule.serialise() for rule in rules])
        unwrap_msg(self.connection.send_and_get_reply(become))
        self._notices = []
        self._signals = []
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def notices(self, app=None):
        """All notifications so far, oldest first."""
        with self._lock:
            return [notice for notice in self._notices if app in (None, notice.app)]

    def signals(self, member):
        """The bodies of all signals of this name that a tray item or its menu has sent so far."""
        with self._lock:
            return [body for name, body in self._signals if name == member]

    def close(self):
        self.connection.close()

    def _listen(self):
        while True:
            try:
                message = self.connection.receive()
            except (OSError, ValueError, EOFError, RuntimeError):
                return
            with self._lock:
                self._keep(message)

    def _keep(self, message):
        fields, kind = message.header.fields, message.header.message_type
        if kind == MessageType.method_call and fields.get(HeaderFields.member) == "Notify":
            self._notices.append(Notice(message.header.serial, fields.get(HeaderFields.sender), message.body))
        elif kind == MessageType.method_return:
            for notice in self._notices:
                answers = fields.get(HeaderFields.reply_serial) == notice.serial
                if answers and fields.get(HeaderFields.destination) == notice.sender and notice.id is None:
                    notice.id = message.body[0]
        elif kind == MessageType.signal and fields.get(HeaderFields.interface) in TRAY:
            self._signals.append((fields[HeaderFields.member], message.body))
        elif kind == MessageType.signal and fields.get(HeaderFields.interface) == "org.freedesktop.Notifications":
            for notice in self._notices:
                if notice.id is None or notice.id != message.body[0]:
                    continue
                if fields[HeaderFields.member] == "ActionInvoked":
                    notice.invoked.append(message.body[1])
                elif fields[HeaderFields.member] == "NotificationClosed":
                    notice.closed = message.body[1]
