"""Background calls by task name, rung on commit. The broker is only the doorbell: what has to
happen is a row, and a sweep finds it when the doorbell was silent."""

import time
from dataclasses import dataclass

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from careerlink.celery import app

log = structlog.get_logger(__name__)

SILENT_FOR = 5.0  # seconds in which a broker that did not answer is not asked again
_silent_until = 0.0


@dataclass(frozen=True)
class Ring:
    """One ring of the bell, waiting for its commit."""

    task: str
    args: tuple

    def __call__(self) -> None:
        global _silent_until  # noqa: PLW0603 one broker, one memory of it for each process
        if time.monotonic() < _silent_until:
            return
        try:
            app.send_task(self.task, args=self.args, retry=False)
        except (OperationalError, OSError) as error:
            _silent_until = time.monotonic() + SILENT_FOR
            log.warning("broker_down", task=self.task, error=str(error))


def later(task: str, *args) -> None:
    """Run `task` (its full dotted name) with `args` (ids and codes only) in a worker after this
    transaction has committed. The same call twice in one transaction rings once. A broker that is down
    costs at most 1.5 seconds and loses nothing that a sweep does not find again.
    """
    ring = Ring(task, args)
    # A ring of a savepoint that was rolled back is gone from the list; any other can only be rolled back with this one.
    if all(function != ring for _savepoints, function, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(ring)
