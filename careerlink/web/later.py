"""Background calls by task name, rung on commit. The broker is only the doorbell: what has to
happen is a row, and a sweep finds it when the doorbell was silent."""

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from careerlink.celery import app

log = structlog.get_logger(__name__)


def later(task: str, *args) -> None:
    """Run `task` (its full dotted name) with `args` (ids and codes only) in a worker after this
    transaction has committed. A broker that is down costs at most about a second and loses nothing
    that a sweep does not find again.
    """
    transaction.on_commit(lambda: _ring(task, args))


def _ring(task: str, args: tuple) -> None:
    try:
        app.send_task(task, args=args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker_down", task=task, error=str(error))
