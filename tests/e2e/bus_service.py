"""A program of ours that stands on a bus under a well-known name and answers calls."""

import threading

from jeepney import MessageType, message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg


class BusService:
    """`with Service(address) as service:` owns `NAME`; each call goes to `answer`, on a thread of its own."""

    NAME: str

    def __init__(self, address):
        self.connection = open_dbus_connection(bus=address)
        self.lock = threading.Lock()

    def __enter__(self):
        unwrap_msg(self.connection.send_and_get_reply(message_bus.RequestName(self.NAME)))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        # The name goes with the connection; its thread ends when it is told, between two messages.
        self.connection.sock.shutdown(2)
        self.thread.join(10)
        self.connection.close()

    def send(self, message):
        """Sends an answer or a signal, from any thread."""
        with self.lock:
            self.connection.send(message)

    def answer(self, call):
        """Answers one call, by `send`."""
        raise NotImplementedError

    def _serve(self):
        while True:
            try:
                message = self.connection.receive()
            except (OSError, ValueError, EOFError, RuntimeError):
                return
            if message.header.message_type == MessageType.method_call:
                self.answer(message)
