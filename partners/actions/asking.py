"""A host asks writers about a request; a writer says that it is not for her, and takes it back."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.trail import label_of
from careerlink.web import clock
from partners import clocks
from partners.actions.engagements import note_answer, note_asked
from partners.actions.offers import lock_host
from partners.emails.asking import ask_writers_by_mail
from partners.matching.lessons import miles_between
from partners.models import Asked, Need, NotForMe, Offer, Writer
from partners.queries.campus import is_paused
from partners.queries.classes import request_behind
from partners.queries.facts import facts_of
from partners.queries.lessons import days_ahead
from partners.queries.needs import is_to_come
from partners.queries.suggested import ABOUT, asked_already, may_be_asked

MOST_AT_ONCE = 10  # writers who are asked about one request with one click
MOST_WAITING = 5  # requests that wait for one writer's answer


def answer_until(need: Need, now: datetime) -> datetime:
    """Until when an answer helps: five days, or the end of the day before if that is sooner; for what is wanted
    within a day, the end of its day.
    """
    zone = ZoneInfo(need.host.zone)
    begins = datetime.combine(need.needed_on, time(0), tzinfo=zone).astimezone(UTC)
    ends = datetime.combine(need.needed_on + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)
    last = begins if begins - now >= clocks.ASKED_AT_LEAST else ends
    return min(now + clocks.ASKED_ANSWER, last)


@transaction.atomic
def ask_writers(need: Need, writers: Iterable[Writer], *, by: User) -> list[Writer]:
    """Ask these writers about an open request, each once; returns who is asked. A second click asks nobody twice.

    Left out is who cannot be asked any more: she has offered, has answered, or has enough requests to answer. Raises
    ValidationError when nobody is left, or the request is not open.
    """
    lock_host(need.host)  # before the request, as whoever fills it or offers for it does
    need = Need.objects.select_for_update(of=("self",)).select_related("host__institution").get(pk=need.pk)
    if need.state != Need.State.OPEN or not is_to_come(need) or not need.host.is_approved or is_paused(need.host):
        raise ValidationError(_("The request is not open any more, so nobody is asked."))
    wanted = sorted({one.pk for one in writers})[:MOST_AT_ONCE]
    list(Writer.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))  # held, all of them
    busy = _who_has_enough(wanted)
    found = [one for one in may_be_asked(need).filter(pk__in=wanted) if one.pk not in busy]
    known = [one.writer for one in asked_already(need) if one.writer.pk in wanted]
    if not found and not known:
        raise ValidationError(_("Nobody of these can be asked now. They were asked already, or have enough to answer."))
    until = answer_until(need, clock.now())
    for writer in found:
        note_asked(need.host, writer, about=need, answer_by=until)
        trail.record(need, "ask", by=by, scope=need.host.key, person=writer.user_id)
    ask_writers_by_mail(need, found)
    return [*known, *found]


def _who_has_enough(writers: list[int]) -> set[int]:
    """Those of these who have as many requests to answer as we let wait for one person. One query."""
    waiting = Asked.objects.filter(writer__in=writers, label=ABOUT, answer="", answer_by__gt=clock.now()).order_by()
    counts = waiting.values("writer").annotate(n=Count("id"))
    return {row["writer"] for row in counts if row["n"] >= MOST_WAITING}


@transaction.atomic
def turn_down(need: Need, writer: Writer, *, because: str, by: User) -> NotForMe:
    """She says that a request (with host and institution) is not for her, and why; the host that asked her hears
    that it is a no, and nobody hears the reason. A second time replaces the first. Raises ValidationError where she
    has offered.
    """
    if Offer.objects.standing().filter(need=need, writer=writer).exists():
        raise ValidationError(_("You have offered to help with this request, so there is nothing to turn down."))
    wanted, facts = facts_of([need], [writer])
    miles = miles_between(wanted[need.pk], facts[writer.pk])
    if because == NotForMe.Because.FAR and miles is None:
        because = NotForMe.Because.NOT_NOW
    row, _made = NotForMe.objects.update_or_create(
        writer=writer,
        need=need,
        defaults={"because": because, "miles": miles, "days": days_ahead(need), "at": clock.now()},
    )
    note_answer(writer, Asked.Answer.NO, about=request_behind(need) or need)
    trail.record(need, "turn_down", by=by, reason=because, person=writer.user_id)
    return row


@transaction.atomic
def take_back(need: Need, writer: Writer, *, by: User) -> bool:
    """She changes her mind: the request, and others like it, are for her again. A second time changes nothing."""
    gone, _by_model = NotForMe.objects.filter(writer=writer, need=need).delete()
    if gone:
        about = request_behind(need) or need
        said = Asked.objects.filter(writer=writer, label=label_of(about), about_id=about.pk)
        if said.filter(answer=Asked.Answer.NO).exists():
            note_answer(writer, Asked.Answer.NONE, about=about)
        trail.record(need, "take_back", by=by, person=writer.user_id)
    return bool(gone)
