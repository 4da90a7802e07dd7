"""A notification service that has no buttons, as the specification allows: no desktop of ours has one."""

from jeepney import HeaderFields, new_error, new_method_return

from bus_service import BusService


class PlainNotifications(BusService):
    """`with PlainNotifications(address, ["body"]):` takes notifications and shows none."""

    NAME = "org.freedesktop.Notifications"

    def __init__(self, address, capabilities):
        super().__init__(address)
        self.capabilities = capabilities
        self.given = 0

    def answer(self, call):
        match call.header.fields.get(HeaderFields.member):
            case "GetCapabilities":
                self.send(new_method_return(call, "as", (self.capabilities,)))
            case "Notify":
                self.given += 1
                self.send(new_method_return(call, "u", (call.body[1] or self.given,)))
            case "CloseNotification":
                self.send(new_method_return(call))
            case member:
                self.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (str(member),)))
