"""Thin doors from Celery to the actions. Each may run twice."""

import structlog
from celery import shared_task

from partners.actions.members import expire_invitations
from partners.actions.needs import expire_needs
from partners.actions.offer_clocks import run_offer_clocks
from partners.actions.waiting import expire_writer_invitations

log = structlog.get_logger(__name__)

# Functions without arguments that ask "what is due?"; each action file with a clock adds its own.
CLOCKS: tuple = (
    expire_needs,
    expire_invitations,
    expire_writer_invitations,
    run_offer_clocks,
)


@shared_task
def run_clocks() -> None:
    """Let every clock of this room strike. One that fails does not stop the others."""
    for strike in CLOCKS:
        try:
            strike()
        except Exception:
            log.exception("clock_failed", clock=strike.__name__)
