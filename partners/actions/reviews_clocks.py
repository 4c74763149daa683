"""The clocks of everything that waits for a moderator. Silence never approves, and is always told."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.workdays import add_working_days, half_of_working_days
from partners.actions.reviews import ANSWER_DAYS, lift_host, lift_writer, zone_of
from partners.emails import reports as report_emails
from partners.emails import reviews as emails
from partners.models import Credential, Host, Report, Writer
from partners.models.approval import Reviewed

BATCH = 200
Waiting = Host | Writer | Credential | Report
WAITING: dict[type[Waiting], str] = {
    Host: Host.State.SUBMITTED,
    Writer: Writer.State.SUBMITTED,
    Credential: Credential.State.SUBMITTED,
    Report: Report.State.SUBMITTED,
}
BESIDE = {Host: ["institution"], Writer: ["user"], Credential: ["writer__user"], Report: ["by", "host", "writer"]}


def run_review_clocks() -> None:
    """What is due for the moderators now? Alarms, words about delays, suspensions that end. Harmless when run twice."""
    alarm_moderators()
    for table in WAITING:
        for thing in _waiting(table).filter(answer_by__lt=clock.now()).order_by("answer_by")[:BATCH]:
            tell_delay(thing)
    over = {"state": "suspended", "suspended_until__lte": clock.now()}
    lifts: list[tuple[type[Host | Writer], Callable]] = [(Host, lift_host), (Writer, lift_writer)]
    for suspended, lift in lifts:
        for thing in suspended.objects.filter(**over).order_by("suspended_until")[:BATCH]:
            try:
                lift(thing)
            except Stale:
                continue


@transaction.atomic
def alarm_moderators() -> None:
    """One mail to each moderator about everything that has waited half its time since the last alarm."""
    now = clock.now()
    alarmed = []
    for table in WAITING:
        for thing in _waiting(table).filter(alarmed_at=None).exclude(answer_by=None).order_by("answer_by")[:BATCH]:
            claimed = half_time(thing) <= now and table.objects.filter(pk=thing.pk, alarmed_at=None).update(
                alarmed_at=now
            )
            if claimed:
                alarmed.append(thing)
    if alarmed:
        emails.alarm_moderators(alarmed, at=now)


@transaction.atomic
def tell_delay(thing: Waiting) -> None:
    """The day that the applicant was told has passed: say so, and the new day."""
    now = clock.now()
    new_day = add_working_days(now, 1 if isinstance(thing, Report) and thing.is_urgent else ANSWER_DAYS, zone_of(thing))
    row = type(thing).objects.filter(pk=thing.pk, state=WAITING[type(thing)], answer_by=thing.answer_by)
    if not row.update(answer_by=new_day, delay_told_at=now, alarmed_at=None):
        return
    thing.answer_by, thing.delay_told_at, thing.alarmed_at = new_day, now, None
    trail.record(thing, "delayed", **thing.concerns())
    if isinstance(thing, Report):
        report_emails.tell_reporter_delay(thing)
    else:
        emails.tell_applicant_delay(thing)


def half_time(thing: Reviewed) -> datetime:
    """When half of the time that the moderators have is over."""
    if isinstance(thing, Report) and thing.is_urgent:
        return thing.submitted_at + (thing.answer_by - thing.submitted_at) / 2
    return half_of_working_days(thing.submitted_at, ANSWER_DAYS, zone_of(thing))


def _waiting(table: type[Waiting]) -> QuerySet:
    rows = table.objects.filter(state=WAITING[table]).exclude(submitted_at=None)
    return rows.select_related(*BESIDE[table])
