"""A notification service that has no buttons, as the specification allows: no desktop of ours has one."""

import threading

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

NAME = "org.freedesktop.Notifications"


class PlainNotifications:
    """`with PlainNotifications(address, ["body"]) as service:` takes notifications and shows none."""

    def __init__(self, address, capabilities):
        self.capabilities = capabilities
        self.connection = open_dbus_connection(bus=address)
        self.given = 0

    def __enter__(self):
        unwrap_msg(self.connection.send_and_get_reply(message_bus.RequestName(NAME)))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.connection.close()

    def _serve(self):
        while True:
            try:
                call = self.connection.receive()
            except (OSError, ValueError, EOFError, RuntimeError):
                return
            if call.header.message_type == MessageType.method_call:
                self.connection.send(self._answer(call))

    def _answer(self, call):
        match call.header.fields.get(HeaderFields.member):
            case "GetCapabilities":
                return new_method_return(call, "as", (self.capabilities,))
            case "Notify":
                self.given += 1
                return new_method_return(call, "u", (call.body[1] or self.given,))
            case "CloseNotification":
                return new_method_return(call)
            case member:
                return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (str(member),))
