"""Whom an invitation of many reaches, whom not and why, and on which days the mails leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from careerlink.outbox.models import Choice, Mailbox
from careerlink.taxonomy.queries import Match
from careerlink.web import clock
from careerlink.web.workdays import is_working_day
from partners.clocks import closed_days
from partners.models import Host
from referrals.models import Alumnus, AlumnusAddress, BulkInvite, BulkInvitee, Referral
from referrals.queries.alumni import AlumniFilters, matching

Why = BulkInvitee.Why
RESTED = timedelta(days=365)
SENT_AT = time(9)  # where the office is
LAST_HOUR = 17  # what is begun later leaves on the next day
NEWEST = 5


@dataclass(frozen=True)
class BulkFilters:
    """Whom an office chooses: by graduation year and majors, at most `most`."""

    most: int
    year_from: int | None = None
    year_to: int | None = None
    majors: tuple[Match, ...] = ()
    words: str = ""  # how the majors were typed
    is_rested: bool = True


class Preview(NamedTuple):
    """What happens: `found` fit the filters, `chosen` of them are invited on `days`; `left_out` says how many of the
    others cannot be and why, `beyond` are more than were asked for.
    """

    found: int
    chosen: int
    beyond: int
    left_out: list[tuple[str, int]]
    days: list[tuple[date, int]]


def weighed(rows: QuerySet[Alumnus], *, is_rested: bool) -> QuerySet[Any]:
    """The same people with `why` each of them cannot be invited, "" where nothing speaks against it."""
    requests = Referral.objects.filter(alumnus=OuterRef("pk"))
    addresses = AlumnusAddress.objects.filter(alumnus=OuterRef("pk"))
    stopped = Choice.objects.alias(to=Lower("mailbox__address")).filter(
        to=OuterRef("email"), group=Choice.Group.SUGGESTIONS, pace=Choice.Pace.NEVER
    )
    boxes = Mailbox.objects.alias(to=Lower("address"))
    came_back = boxes.filter(to=OuterRef("email"), bounced_at__isnull=False)
    reasons = [
        When(opted_out_at__isnull=False, then=Value(Why.OPTED_OUT.value)),
        When(Exists(requests.filter(state__in=Referral.OPEN)), then=Value(Why.OPEN.value)),
        When(~Exists(addresses), then=Value(Why.NO_ADDRESS.value)),
        When(Exists(addresses.filter(Exists(came_back), is_main=True)), then=Value(Why.BOUNCED.value)),
        When(Exists(addresses.filter(Exists(stopped))), then=Value(Why.NO_MAIL.value)),
    ]
    if is_rested:
        recent = requests.filter(made_at__gte=clock.now() - RESTED)
        reasons.append(When(Exists(recent), then=Value(Why.ASKED.value)))
    return rows.annotate(why=Case(*reasons, default=Value(""), output_field=CharField()))


def found_by(host: Host, filters: BulkFilters) -> QuerySet[Any]:
    """Everybody in the records who fits, with `why` not."""
    chosen = AlumniFilters(year_from=filters.year_from, year_to=filters.year_to, majors=filters.majors)
    return weighed(matching(host, chosen), is_rested=filters.is_rested)


def chosen_by(host: Host, filters: BulkFilters) -> list[int]:
    """The ids of those who are invited, who has been in the records longest first. One query."""
    rows = found_by(host, filters).filter(why="").order_by("id")
    return list(rows.values_list("pk", flat=True)[: filters.most])


def why_not(alumnus: Alumnus, *, is_rested: bool) -> str:
    """Why somebody cannot be invited now, "" when nothing speaks against it. One query."""
    rows = weighed(Alumnus.objects.filter(pk=alumnus.pk, erased_at=None), is_rested=is_rested)
    found = rows.values_list("why", flat=True).first()
    return Why.OPTED_OUT if found is None else found  # who was erased meanwhile wanted nothing more


def preview_of(host: Host, filters: BulkFilters, a_day: int) -> Preview:
    """What happens when these are invited, `a_day` at most on one day. Three queries."""
    counts = dict(found_by(host, filters).order_by().values_list("why").annotate(n=Count("pk")))
    fit = counts.get("", 0)
    chosen = min(fit, filters.most)
    left_out = [(str(why.label), counts[why.value]) for why in Why if why.value in counts]
    days = days_of(host, chosen, a_day)
    return Preview(sum(counts.values()), chosen, fit - chosen, left_out, days)


# --- Days ----------------------------------------------------------------------------------------------------------


def days_of(host: Host, number: int, a_day: int) -> list[tuple[date, int]]:
    """On which days so many mails leave, and how many on each; what left today already counts. Two queries."""
    is_open, day = open_days(host), first_day(host)
    left, days = max(a_day - sent_today(host), 0) if day == clock.today(host.zone) else a_day, []
    while number:
        if left and is_open(day):
            days.append((day, min(number, left)))
            number -= days[-1][1]
        day, left = day + timedelta(days=1), a_day
    return days


def open_days(host: Host) -> Callable[[date], bool]:
    """A question about one day: are people of the office there, so that whoever gets a mail can call? One query."""
    closed = closed_days(host)
    return lambda day: is_working_day(day) and not closed(day)


def first_day(host: Host) -> date:
    """The first day on which mails may leave: today, or tomorrow when the office is about to close."""
    local = clock.now().astimezone(ZoneInfo(host.zone))
    return local.date() + timedelta(days=local.hour >= LAST_HOUR)


def next_moment(host: Host, day: date) -> datetime:
    """When the mails of the first open day from `day` on leave. One query."""
    is_open = open_days(host)
    while not is_open(day):
        day += timedelta(days=1)
    return datetime.combine(day, SENT_AT, tzinfo=ZoneInfo(host.zone)).astimezone(UTC)


def sent_today(host: Host) -> int:
    """How many were invited in bulk today where the office is. One query."""
    midnight = datetime.combine(clock.today(host.zone), time(0), tzinfo=ZoneInfo(host.zone))
    return BulkInvitee.objects.filter(invite__host=host, referral__isnull=False, at__gte=midnight).count()


# --- How it goes ---------------------------------------------------------------------------------------------------


def invites_of(host: Host) -> list[BulkInvite]:
    """The newest of an office, each with how many it is `of`, were `invited`, have `consented`, were `left_out`. One
    query.
    """
    rows = BulkInvite.objects.filter(host=host).select_related("made_by").order_by("-id")
    return list(
        rows.annotate(
            of=Count("people"),
            invited=Count("people", filter=Q(people__referral__isnull=False)),
            consented=Count("people", filter=Q(people__referral__consented_at__isnull=False)),
            left_out=Count("people", filter=~Q(people__left_out="")),
        )[:NEWEST]
    )
