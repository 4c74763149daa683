"""What time does around the day: run sheets are planned, protests and claims that nobody answers end."""

from contextlib import suppress

from django.db import transaction

from careerlink.audit.machines import Stale
from careerlink.web import clock
from events import clocks
from events.actions.hours import lapse_claim
from events.actions.protests import end_silence
from events.emails import day as emails
from events.emails import hours as hours_emails
from events.queries.day import next_run_sheets, open_contests
from events.queries.ledger import waiting_claims

ROWS = ("place__shift__role__event__host", "place__writer", "writer__user")


def plan_run_sheets() -> None:
    """Plan the run sheet of every event that is near; planning it twice is one mail."""
    for event, leaves in next_run_sheets(clock.now()):
        with transaction.atomic():
            emails.plan_run_sheet(event, leaves)


def end_silent_contests() -> None:
    """A protest that the host did not answer in time ends: nobody knows, and nobody is noted as missing."""
    for place in open_contests(clock.now()).select_related("writer", "shift").order_by("contested_at", "pk"):
        with suppress(Stale):
            end_silence(place)


def run_claim_clocks() -> None:
    """Remind the host of a claim at half time, once; end it when the time is over."""
    now = clock.now()
    claims = waiting_claims(now).select_related(*ROWS).order_by("at", "pk")
    for entry in claims.filter(at__lte=now - clocks.CLAIM):
        with suppress(Stale):
            lapse_claim(entry)
    for entry in claims.filter(at__lte=now - clocks.CLAIM / 2, at__gt=now - clocks.CLAIM):
        with transaction.atomic():
            hours_emails.remind_of_claim(entry)
