"""The mail server of a fault run: it answers as its script says and writes down what it took.

`python -m tests.chaos.sink PORT SCRIPT JOURNAL`: the script is JSON, `{"rcpt": {address: [answers]}, "data": …}`
as in `tests/outbox/sink.py`; the journal gets a line of JSON for each mail taken and each answer of the script.
"""

import asyncio
import json
import random
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.outbox.sink import Script

HANG_SECONDS = 60
SLOWEST = 0.08  # seconds that a mail may take, so that there are some on their way at any moment


class Taken(list):
    """What was taken, in a file as soon as it is here and before the sender hears of it."""

    def __init__(self, note):
        super().__init__()
        self.note = note

    def append(self, pair) -> None:
        address, message = pair
        self.note(address, taken=message["Message-ID"])
        super().append(pair)


class Server(Script):
    """A script of faults for each recipient, and a journal."""

    def __init__(self, script: dict, journal: Path):
        super().__init__()
        self.at_rcpt, self.at_data = script["rcpt"], script["data"]
        self.hang_seconds = HANG_SECONDS
        self.journal = journal.open("a", buffering=1)
        self.got = Taken(self.note)
        self.pace = random.Random(script["seed"])

    def note(self, address: str, **what) -> None:
        self.journal.write(json.dumps({"at": time.time(), "to": address, **what}) + "\n")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        await asyncio.sleep(self.pace.uniform(0, SLOWEST))
        return await super().handle_DATA(server, session, envelope)

    def _next(self, script, address):
        answer = super()._next(script, address)
        if answer:
            self.note(address, fault=answer)
        return answer


if __name__ == "__main__":
    port, script, journal = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])
    controller = Controller(Server(script, journal), hostname="127.0.0.1", port=port)
    controller.start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        signal.pause()
    finally:
        controller.stop()
