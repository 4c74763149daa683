"""Thin doors from Celery to the actions. Each may run twice."""

from celery import shared_task

from careerlink.web.clock import strike_all
from referrals.actions import (
    applying,
    bulk,
    consent,
    imports,
    leg_clocks,
    outcomes,
    reminders,
    retention,
    staging,
    ways,
)

# Functions without arguments that ask "what is due?"; each action file with a clock adds its own.
CLOCKS: tuple = (
    consent.run_consent_clocks,
    reminders.run_reminder_clocks,
    leg_clocks.run_leg_clocks,
    outcomes.run_outcome_clocks,
    retention.run_retention,
    ways.run_help_clocks,
    bulk.run_bulk_clocks,
    imports.run_import_clocks,
)


@shared_task
def run_clocks() -> None:
    """Let every clock of this room strike."""
    strike_all(CLOCKS)


@shared_task
def send_invitations(key: str) -> None:
    """Invite those of many whose day it is."""
    bulk.send_invitations(key)


@shared_task
def stage_import(key: str) -> None:
    """Read a list of alumni on."""
    staging.stage_import(key)


@shared_task
def apply_import(key: str) -> None:
    """Bring a list into the records."""
    applying.apply_import(key)


@shared_task
def undo_import(key: str) -> None:
    """Take a list out of the records again."""
    applying.undo_import(key)


@shared_task
def empty_imports() -> None:
    """Delete files and rows of lists that are over."""
    imports.empty_imports()
