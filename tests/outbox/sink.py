"""A mail server on loopback that does what its script says, per recipient."""

import asyncio
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller


class Script:
    """What the sink got and what it answers. `answers[address]` is a list used up from the front:
    a reply line ("451 later"), "drop" (before the 250), "drop_after" (after it, when the next mail begins) or "hang".
    """

    def __init__(self):
        self.got = []  # (address, message)
        self.sessions = 0
        self.at_rcpt: dict[str, list[str]] = {}
        self.at_data: dict[str, list[str]] = {}
        self.hang_seconds = 5.0
        self.while_taking: dict = {}  # address → what happens just before the 250

    @property
    def addresses(self):
        return [address for address, _message in self.got]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 aiosmtpd's name
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 aiosmtpd's name
        answer = self._next(self.at_rcpt, address)
        if answer == "drop" or getattr(session, "is_over", False):
            server.transport.abort()
            return "250 OK"
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        address = envelope.rcpt_tos[0]
        answer = self._next(self.at_data, address)
        if answer == "drop":
            server.transport.abort()
            return "250 OK"
        if answer == "hang":
            await asyncio.sleep(self.hang_seconds)
            return "451 at last"
        if answer == "lost":
            self.got.append((address, message_from_bytes(envelope.content)))
            server.transport.abort()
            return "250 OK"
        if answer and answer != "drop_after":
            return answer
        if address in self.while_taking:
            self.while_taking[address]()
        self.got.append((address, message_from_bytes(envelope.content)))
        session.is_over = answer == "drop_after"
        return "250 OK"

    @staticmethod
    def _next(script, address):
        answers = script.get(address)
        return answers.pop(0) if answers else ""


class OnAnyPort(Controller):
    """Listens on a free port; aiosmtpd itself would knock at port 0."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running(script: Script):
    """Run the sink; yields its port."""
    controller = OnAnyPort(script, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
