"""What a writer can take now, and why not the rest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields import BooleanField, DateTimeField
from django.db.models.functions import TruncDate
from django.utils.translation import ngettext

from careerlink.taxonomy.distance import box
from careerlink.web import clock
from careerlink.web.pages import Page, keyset_page
from careerlink.web.templatetags.web import short_day
from events.models import Assignment, Event, RoleTag, Shift
from events.queries.event_rows import hours_and_zone
from events.queries.fill import number_of
from events.queries.load import number_around, warning
from events.queries.obstacles import Facts, Obstacle, facts_about_all, obstacles
from events.queries.suggested import SAID_NO
from events.queries.words import span, where
from partners.models import Closure, Credential, Engagement, Host, Member, Writer
from partners.queries.suggestions import named

ROWS = ("role__event__host__institution", "role__event__venue")
ORDER = ("starts_at", "id")
PER_PAGE = 25
MOST = 100  # that are held against what she knows
LOOKED_AT = 500  # shifts, to count those that she cannot take


@dataclass(frozen=True)
class ShiftRow:
    """One line of the list, in words; `why_not` is empty for what she can take."""

    shift: Shift
    event: Event
    day: str
    hours: str
    span: str
    where: str
    free: int
    free_words: str
    warning: str
    why_not: list[Obstacle]

    @property
    def why(self) -> str:
        return ", ".join(one.words for one in self.why_not)

    @property
    def may_wait(self) -> bool:
        """Whether nothing stands in the way but that it is full."""
        return [one.code for one in self.why_not] == ["full"]


def shifts_within_reach(writer: Writer) -> QuerySet[Shift]:
    """Shifts to come of published events that are online, if she works online, or as far as she travels; without those
    in which she has a place.
    """
    rows = Shift.objects.filter(
        starts_at__gt=clock.now(),
        called_off_at=None,
        role__event__state=Event.State.PUBLISHED,
        role__event__host__in=Host.objects.taking_part(),
    )
    reach = Q(role__event__is_online=True) if writer.is_online else Q(pk=None)
    if writer.latitude is not None:
        south, north, west, east = box(writer.latitude, writer.longitude, writer.travel_miles or 1)
        college = "role__event__host__institution__"
        reach |= Q(
            **{f"{college}latitude__range": (south, north), f"{college}longitude__range": (west, east)},
            role__event__is_online=False,
        )
    mine = Assignment.objects.filter(shift=OuterRef("pk"), writer=writer, state__in=Assignment.LIVE)
    return rows.filter(reach).filter(~Exists(mine))


def takeable_page(writer: Writer, cursor: str) -> tuple[Page, str]:
    """A page of what she can take now, the soonest first, and how many of the soonest shifts within her reach she
    cannot ("" for none, "41+" where there are more shifts than were looked at). Five queries, six where one of them
    asks for letters.
    """
    judged = _judged(writer, writer.tags.values_list("vocabulary", "code"))
    page = keyset_page(judged.filter(can=True), cursor, order=ORDER, size=PER_PAGE)
    # For what the database does not reckon: the way to and from a venue, and the day of letters where the event is.
    asks = {"credentials"} if any(shift.role.credential for shift in page.rows) else set()
    facts = facts_about_all([writer], without={"credentials", "tags", "places"} - asks)[writer.pk]
    rows = [_row(writer, shift, facts, judged=False) for shift in page.rows]
    page.rows = [row for row in rows if not row.why_not]
    return page, _hidden(judged)


def takeable(writer: Writer, ids: Collection[int] | None = None) -> list[Shift]:
    """The soonest shifts (of these ids, where they are given; with role, event, venue, host and college) that she can
    take now by all that the database sees, and has nothing to do with yet: as a writer, or as one of the host's people.
    Two queries.
    """
    hers = Assignment.objects.filter(writer=writer)
    same = Q(shift=OuterRef("pk")) | Q(shift__role=OuterRef("role"), state__in=SAID_NO)
    same |= Q(shift__role__event=OuterRef("role__event"), state__in=Assignment.LIVE)
    then = hers.filter(
        shift__starts_at__lt=OuterRef("ends_at"), shift__ends_at__gt=OuterRef("starts_at"), state__in=Assignment.LIVE
    )
    own = Member.objects.filter(user=writer.user_id, ended_at=None).values("host")
    tags = writer.tags.values_list("vocabulary", "code")
    rows = _judged(writer, tags).filter(~Exists(hers.filter(same)), ~Exists(then), can=True)
    rows = rows.exclude(role__event__host__in=own).prefetch_related(None)
    return list((rows if ids is None else rows.filter(pk__in=list(ids))).order_by(*ORDER)[:MOST])


def _hidden(judged: QuerySet[Any]) -> str:
    """The database judges so many and no more: who can take nearly everything would have it look at all there is."""
    soonest = judged.order_by(*ORDER).values("pk", "can")[: LOOKED_AT + 1]
    found = soonest.aggregate(all=Count("pk"), hidden=Count("pk", filter=Q(can=False)))
    more = "+" if found["all"] > LOOKED_AT else ""
    return f"{found['hidden']}{more}" if found["hidden"] else ""


def hidden_page(writer: Writer, cursor: str) -> Page:
    """A page of what is within her reach and she cannot take now, each with why. Six queries."""
    facts = facts_about_all([writer], without={"places"})[writer.pk]
    rows = _judged(writer, facts.tags).filter(can=False).prefetch_related("role__tags")
    page = keyset_page(rows, cursor, order=ORDER, size=PER_PAGE)
    page.rows = [_row(writer, shift, facts, judged=True) for shift in page.rows]
    return page


def _judged(writer: Writer, tags: Iterable[tuple[str, str]]) -> QuerySet[Any]:
    """Shifts within her reach with `can`: whether the database sees nothing in the way of her who names these `tags`,
    and `free`: seats that nobody has, waits for, or is offered. Letters count on the day before as well, since where
    the event is it may be a day earlier than in UTC.
    """
    now, today = clock.now(), clock.today()
    number = number_of(*Assignment.SEATED, Assignment.State.WAITLISTED)
    busy = Engagement.objects.filter(
        writer=writer,
        state=Engagement.State.AGREED,
        busy_from__lt=OuterRef("ends_at"),
        busy_until__gt=OuterRef("starts_at"),
    )
    day_before = ExpressionWrapper(OuterRef("starts_at") - timedelta(days=1), output_field=DateTimeField())
    held = Credential.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=TruncDate(day_before, tzinfo=UTC)),
        writer=writer,
        state__in=[Credential.State.CHECKED, Credential.State.EXPIRING],
        type__acronym=OuterRef("role__credential"),
    )
    asked = RoleTag.objects.filter(role=OuterRef("role"))
    closed = Closure.objects.filter(host=OuterRef("role__event__host"), starts_on__lte=today, ends_on__gte=today)
    can = (
        Q(free__gt=0)
        & Q(role__event__closes_at__gt=now)
        & (Q(role__event__opens_at=None) | Q(role__event__opens_at__lte=now))
        & (Q(role__event__host__no_capacity_until=None) | Q(role__event__host__no_capacity_until__lt=today))
        & (Q(role__credential="") | Exists(held))
        & (~Exists(asked) | Exists(asked.filter(named(tags))))
        & ~Exists(busy)
        & ~Exists(closed)
    )
    rows = shifts_within_reach(writer).annotate(free=F("role__most") - number)
    rows = rows.annotate(can=Case(When(can, then=Value(True)), default=Value(False), output_field=BooleanField()))
    running = Closure.objects.filter(ends_on__gte=today)
    return rows.select_related(*ROWS).prefetch_related(Prefetch("role__event__host__closures", queryset=running))


def _row(writer: Writer, shift: Shift, facts: Facts, *, judged: bool) -> ShiftRow:
    """With `judged` everything is asked; else all but expertise, which the database has seen."""
    event, free = shift.role.event, max(shift.free, 0)
    hours, zone = hours_and_zone(shift.starts_at, shift.ends_at, event.zone)
    tags = [(tag.vocabulary, tag.code) for tag in shift.role.tags.all()] if judged else ()
    return ShiftRow(
        shift=shift,
        event=event,
        day=short_day(shift.starts_at, event.zone),
        hours=f"{hours} {zone}",
        span=span(shift.starts_at, shift.ends_at, event.zone),
        where=where(event, takes_part=False)[0][1],
        free=free,
        free_words=ngettext("%(n)s place free", "%(n)s places free", free) % {"n": free},
        warning="" if judged else warning(writer, number_around(shift, facts)),
        why_not=obstacles(writer, shift, facts, free=free, tags=tags),
    )
