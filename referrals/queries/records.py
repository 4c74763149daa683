"""How each writer answered the alumni of one office, and what came of it. For that office alone: no star, no rank."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web.pages import Page, keyset_page
from careerlink.web.workdays import is_working_day
from partners.models import Host, Writer
from referrals.models import Leg, Outcome
from referrals.queries.outcomes import HELPED

State = Leg.State


class Record(NamedTuple):
    """One writer in numbers: `asked` of whom `accepted` had a yes, `declined` a no, `silent` no answer; of those that
    are over after a yes `helped` did and of `unknown` nobody told. `answer_days` is in words.
    """

    name: str
    slug: str
    asked: int
    accepted: int
    declined: int
    silent: int
    over: int
    helped: int
    unknown: int
    answer_days: str


def records_of(host: Host, cursor: str = "") -> Page:
    """A page of writers whom alumni of this office asked, by name. Two queries."""
    asked = Leg.objects.filter(referral__host=host).values("writer")
    page = keyset_page(Writer.objects.filter(pk__in=asked).only("name", "slug"), cursor)
    legs = defaultdict(list)
    rows = Leg.objects.filter(referral__host=host, writer__in=[writer.pk for writer in page]).select_related("referral")
    for leg in rows.order_by("id"):
        legs[leg.writer_id].append(leg)
    page.rows = [_record(writer, legs[writer.pk], host.zone) for writer in page]
    return page


def _record(writer: Writer, legs: list[Leg], zone: str) -> Record:
    over = [leg.referral.outcome for leg in legs if leg.state == State.ENDED and leg.referral.outcome]
    return Record(
        name=writer.name,
        slug=writer.slug,
        asked=len(legs),
        accepted=sum(leg.accepted_at is not None for leg in legs),
        declined=sum(leg.state == State.DECLINED for leg in legs),
        silent=sum(leg.state == State.EXPIRED for leg in legs),
        over=len(over),
        helped=sum(outcome in HELPED for outcome in over),
        unknown=sum(outcome == Outcome.UNKNOWN for outcome in over),
        answer_days=_days_words(working_days(leg.offered_at, leg.answered_at, zone) for leg in legs if leg.answered_at),
    )


def working_days(first: datetime, last: datetime, zone: str) -> int:
    """How many working days after the day of `first` the day of `last` is, as the people in `zone` count them."""
    day, until = (moment.astimezone(ZoneInfo(zone)).date() for moment in (first, last))
    return sum(is_working_day(day + timedelta(days=number)) for number in range(1, (until - day).days + 1))


def _days_words(days: Iterable[int]) -> str:
    found = list(days)
    if not found:
        return _("no answer yet")
    middle = round(median(found))
    if middle == 0:
        return _("the same day")
    return ngettext("%(n)s working day", "%(n)s working days", middle) % {"n": middle}
