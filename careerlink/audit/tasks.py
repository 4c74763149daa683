"""Thin doors from Celery to the seals. Each may run twice, and at once."""

import structlog
from celery import shared_task

from careerlink.audit import seals
from careerlink.audit import watch as watching

log = structlog.get_logger(__name__)


@shared_task
def seal() -> None:
    """Each minute: seal what is new."""
    seals.seal_new_rows()


@shared_task
def watch() -> None:
    """Every few minutes: look the recent part of the trail through, and a portion of the whole."""
    try:
        seals.seal_new_rows()  # what waited while no worker ran is no finding
    except Exception:
        log.exception("sealing_failed")
    watching.watch()
