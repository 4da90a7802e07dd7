"""A small portal for global shortcuts, in the place of the real one: its methods, its answers, its signals."""

from dataclasses import dataclass

from jeepney import DBusAddress, HeaderFields, new_error, new_method_return, new_signal

from bus_service import BusService
from waiting import wait_until

PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"


@dataclass
class Binding:
    """What a program asked for."""

    app_id: str
    session: str
    id: str
    description: str
    trigger: str


class Portal(BusService):
    """`with Portal(address) as portal:` owns the portal's name; with `refuses` the person says no."""

    NAME = "org.freedesktop.portal.Desktop"

    def __init__(self, address, refuses=False):
        super().__init__(address)
        self.refuses = refuses
        self.bindings, self.app_ids = [], {}

    def bound(self):
        """Waits until a program has asked for a shortcut."""
        return wait_until(lambda: self.bindings[-1] if self.bindings else None, 20, "a shortcut asked for")

    def press(self):
        """Tells the program that its keys were pressed."""
        bound = self.bindings[-1]
        body = (bound.session, bound.id, 1, {})
        self.send(new_signal(DBusAddress(PATH, interface=SHORTCUTS), "Activated", "osta{sv}", body))

    def answer(self, message):
        fields = message.header.fields
        caller, member = fields[HeaderFields.sender], fields[HeaderFields.member]
        if member == "Get":
            self.send(new_method_return(message, "v", (("u", 1),)))
        elif member == "Register":
            self.app_ids[caller] = message.body[0]
            self.send(new_method_return(message))
        elif member == "CreateSession":
            options = message.body[0]
            session = f"{PATH}/session/{_element(caller)}/{options['session_handle_token'][1]}"
            self._grant(message, options, {"session_handle": ("s", session)})
        elif member == "BindShortcuts":
            session, shortcuts, _, options = message.body
            if self.refuses:
                self._grant(message, options, {}, code=1)
                return
            for name, wish in shortcuts:
                about = (wish["description"][1], wish["preferred_trigger"][1])
                self.bindings.append(Binding(self.app_ids.get(caller), session, name, *about))
            given = [(name, {"description": wish["description"], "trigger_description": ("s", "keys")}) for name, wish in shortcuts]
            self._grant(message, options, {"shortcuts": ("a(sa{sv})", given)})
        else:
            self.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _grant(self, message, options, results, code=0):
        """Answers with a request, and the request with what became of it (portal documentation, "Requests")."""
        caller = message.header.fields[HeaderFields.sender]
        request = f"{PATH}/request/{_element(caller)}/{options['handle_token'][1]}"
        self.send(new_method_return(message, "o", (request,)))
        address = DBusAddress(request, interface="org.freedesktop.portal.Request")
        self.send(new_signal(address, "Response", "ua{sv}", (code, results)))


def _element(name):
    return name.removeprefix(":").replace(".", "_")
