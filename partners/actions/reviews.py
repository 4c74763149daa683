"""What moderators decide about hosts and writers. Each decision is in the trail, with a kind mail."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from careerlink.web.workdays import add_working_days
from partners import signals
from partners.actions.board_ends import end_seats_of
from partners.actions.campus_asks import refuse_door
from partners.actions.directory import index_words
from partners.actions.introductions import withdraw_all_of_writer
from partners.actions.offers import withdraw_all
from partners.emails import reviews as emails
from partners.models import Group, Host, HostCheck, Writer
from partners.models.approval import Reviewed
from partners.queries.campus import campus_of, is_group

ANSWER_DAYS = 2  # working days
URGENT_HOURS = 4
REVIEW_ZONE = "America/New_York"  # whose working days moderators keep


def zone_of(thing: Reviewed) -> str:
    """Whose working days count for the answer: those of the host, else the moderators'."""
    return thing.zone if isinstance(thing, Host) else REVIEW_ZONE


def stamp_submission(thing: Reviewed, *, hours: int | None = None, days: int = ANSWER_DAYS) -> None:
    """Start the clock of something that a moderator decides on, in the transaction that submits it.

    The applicant can be told `thing.answer_by` at once: `days` working days ahead in the host's own
    zone, or `hours` for what cannot wait.
    """
    now = clock.now()
    thing.submitted_at = now
    thing.answer_by = now + timedelta(hours=hours) if hours else add_working_days(now, days, zone_of(thing))
    thing.alarmed_at = thing.delay_told_at = None
    thing.save(update_fields=["submitted_at", "answer_by", "alarmed_at", "delay_told_at"])


def verdict(by: User | None, reason: str = "") -> dict:
    """The columns that every decision writes."""
    return {"reviewed_at": clock.now(), "reviewed_by": by, "review_reason": reason}


# --- Hosts ------------------------------------------------------------------------------------------


@transaction.atomic
def record_host_checks(host: Host, *, by: User, good: Iterable[str], remark: str = "") -> None:
    """Write down what a moderator looked at before deciding: who called the published number, and when."""
    wanted = [what for what in HostCheck.What.values if what in set(good)]
    for what in wanted:
        HostCheck.objects.create(host=host, what=what, is_good=True, by=by, remark=remark)
    if wanted:
        trail.record(host, "checked", by=by, fields=wanted, scope=host.key)


@transaction.atomic
def approve_host(
    host: Host,
    *,
    by: User | None,
    checks: Iterable[str] = (),
    note: str = "",
    through: str = Group.Through.MODERATOR,
) -> None:
    """Let a host take part; its managers are told. For a professor or student group `through` says who says yes:
    a moderator, its career office, or its department, which has no account (`by` is None).

    Raises ValidationError when the college names somebody else.
    """
    if is_group(host):
        refuse_door(campus_of(host), through)
    if by is not None:
        record_host_checks(host, by=by, good=checks)
    reason = through if is_group(host) else ""
    entry = host.move("approve", by=by, reason=reason, note=note, **verdict(by))
    if is_group(host):
        Group.objects.update_or_create(host=host, defaults={"approved_through": through})
    emails.tell_managers(host, "review_host_approved", entry)
    signals.host_approved.send(Host, host=host, by=by)


@transaction.atomic
def refuse_host(host: Host, *, by: User | None, reason: str, note: str = "") -> None:
    """Say no to a host, kindly and with the reason; it can put it right and ask again."""
    entry = host.move("refuse", by=by, reason=reason, note=note, **verdict(by, reason))
    emails.tell_managers(host, "review_host_refused", entry)


@transaction.atomic
def suspend_host(host: Host, *, by: User, reason: str, until: datetime, note: str = "") -> None:
    """Keep a host from contacting anybody until a moment; in force at the next request of its people.

    Raises ValidationError when the moment is past.
    """
    _to_come(until)
    entry = host.move("suspend", by=by, reason=reason, note=note, suspended_until=until, review_reason=reason)
    emails.tell_managers(host, "review_host_suspended", entry)
    signals.host_suspended.send(Host, host=host, by=by)


@transaction.atomic
def lift_host(host: Host, *, by: User | None = None, note: str = "") -> None:
    """Let a suspended host take part again."""
    entry = host.move("lift", by=by, note=note, suspended_until=None, review_reason="")
    emails.tell_managers(host, "review_host_lifted", entry)


# --- Writers ----------------------------------------------------------------------------------------


@transaction.atomic
def approve_writer(writer: Writer, *, by: User, note: str = "") -> None:
    """Let a writer take part; offices find her from now on."""
    entry = writer.move("approve", by=by, note=note, **verdict(by))
    index_words(writer)
    emails.tell_writer(writer, "review_writer_approved", entry)
    signals.writer_approved.send(Writer, writer=writer, by=by)


@transaction.atomic
def ask_writer(writer: Writer, *, by: User, reason: str, note: str) -> None:
    """Ask a writer for something before deciding; `note` is the question in the moderator's words."""
    entry = writer.move("ask", by=by, reason=reason, note=note, review_reason=reason)
    emails.tell_writer(writer, "review_writer_asked", entry)


@transaction.atomic
def refuse_writer(writer: Writer, *, by: User, reason: str, note: str = "") -> None:
    """Say no to a writer, kindly and with the reason; she can put it right and ask again."""
    entry = writer.move("refuse", by=by, reason=reason, note=note, **verdict(by, reason))
    emails.tell_writer(writer, "review_writer_refused", entry)


@transaction.atomic
def suspend_writer(writer: Writer, *, by: User, reason: str, until: datetime, note: str = "") -> None:
    """Take a writer out of the directory and keep her from contacting anybody until a moment. What she
    has offered is taken back, and her seats on boards end.

    Raises ValidationError when the moment is past.
    """
    _to_come(until)
    withdraw_all(writer, by=None)
    end_seats_of(writer)
    withdraw_all_of_writer(writer, by=None)
    entry = writer.move("suspend", by=by, reason=reason, note=note, suspended_until=until, review_reason=reason)
    emails.tell_writer(writer, "review_writer_suspended", entry)
    signals.writer_suspended.send(Writer, writer=writer, by=by)


@transaction.atomic
def lift_writer(writer: Writer, *, by: User | None = None, note: str = "") -> None:
    """Let a suspended writer take part again."""
    entry = writer.move("lift", by=by, note=note, suspended_until=None, review_reason="")
    emails.tell_writer(writer, "review_writer_lifted", entry)


@transaction.atomic
def correct(thing: Host | Writer, *, by: User, fields: Iterable[str]) -> None:
    """Write down that a moderator put plain facts right; the form has saved them."""
    trail.record(thing, "corrected", by=by, fields=fields, **thing.concerns())
    if isinstance(thing, Writer):
        index_words(thing)


def _to_come(until: datetime) -> None:
    if until <= clock.now():
        raise ValidationError(_("Choose a day that is still to come."))
