"""Lists of events: what a row says, in words, so that its template asks nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from careerlink.web import clock
from careerlink.web.templatetags.web import clock_words, zone_words
from events.models import Assignment, Event, EventKind, Shift
from partners.models import Host

S = Event.State
TONES: dict[str, str] = {
    S.DRAFT: "wait",
    S.PUBLISHED: "ok",
    S.CANCELLED: "stop",
    S.HIDDEN: "",
    S.INVITE_ONLY: "",
    S.COMPLETED: "done",
}
FIELDS = (
    "key", "title", "kind", "state", "starts_at", "ends_at", "zone", "is_online", "host_id",
    "venue__name", "venue__room",
)  # fmt: skip
TO_COME_ORDER = ("starts_at", "id")
OVER_ORDER = ("-starts_at", "-id")
OVER = (S.PUBLISHED, S.HIDDEN, S.INVITE_ONLY, S.COMPLETED, S.CANCELLED)
MOST_DRAFTS = 20


class EventRow(NamedTuple):
    """One event in a list. `taken` of `seats` places have somebody; `url` leads to its page."""

    title: str
    url: str
    kind: str
    state: str
    state_words: str
    tone: str
    day: str
    hours: str
    where: str
    taken: int
    seats: int
    starts_at: datetime | None


def to_come(host: Host) -> QuerySet[Event]:
    """What a host holds from today on, called off or not; drafts that have a day are among them."""
    today = clock.now() - timedelta(hours=12)
    return _of(host).filter(state__in=[*OVER, S.DRAFT], starts_at__gte=today)


def over(host: Host) -> QuerySet[Event]:
    """What a host has held or called off."""
    return _of(host).filter(state__in=OVER, starts_at__lt=clock.now() - timedelta(hours=12))


def without_day(host: Host) -> list[Event]:
    """Drafts for which nobody has said when. One query."""
    return list(_of(host).filter(state=S.DRAFT, starts_at=None).order_by("-id")[:MOST_DRAFTS])


def _of(host: Host) -> QuerySet[Event]:
    return Event.objects.filter(host=host).select_related("venue").only(*FIELDS)


def rows_of(events: Iterable[Event]) -> list[EventRow]:
    """The rows of a page. Two queries."""
    events = list(events)
    ids = [event.pk for event in events]
    taken, seats = taken_in(ids), seats_in(ids)
    kinds, states = dict(EventKind.choices), dict(S.choices)
    base = reverse("event", args=["-"])[:-2]
    return [
        EventRow(
            title=event.title,
            url=f"{base}{event.key}/",
            kind=str(kinds[event.kind]),
            state=event.state,
            state_words=str(states[event.state]),
            tone=TONES.get(event.state, ""),
            day=_day(event.starts_at, event.zone),
            hours=hours(event.starts_at, event.ends_at, event.zone),
            where=_where(event),
            taken=taken.get(event.pk, 0),
            seats=seats.get(event.pk, 0),
            starts_at=event.starts_at,
        )
        for event in events
    ]


def taken_in(ids: Iterable[int]) -> dict[int, int]:
    """event id → places that somebody has or that are kept. One query."""
    rows = Assignment.objects.filter(shift__role__event__in=list(ids), state__in=Assignment.SEATED).order_by()
    return dict(rows.values_list("shift__role__event").annotate(n=Count("pk")))


def seats_in(ids: Iterable[int]) -> dict[int, int]:
    """event id → all its places. One query."""
    rows = Shift.objects.filter(role__event__in=list(ids), called_off_at=None).order_by()
    return dict(rows.values_list("role__event").annotate(n=Sum("role__most")))


def _day(at: datetime | None, zone: str) -> str:
    if at is None:
        return _("No day yet")
    on = at.astimezone(_zone(zone)).date()
    return date_format(on, "D j M" if on.year == clock.today(zone).year else "D j M Y")


def hours(starts_at: datetime | None, ends_at: datetime | None, zone: str) -> str:
    """10:00 am to 3:00 pm Eastern."""
    if not starts_at or not ends_at:
        return ""
    first, last = starts_at.astimezone(_zone(zone)), ends_at.astimezone(_zone(zone))
    words = {"from": clock_words(first), "until": clock_words(last), "zone": zone_words(last)}
    return _("%(from)s to %(until)s %(zone)s") % words


def hours_and_zone(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[str, str]:
    """The same in two parts: 10:00 am to 3:00 pm, and Eastern."""
    first, last = starts_at.astimezone(_zone(zone)), ends_at.astimezone(_zone(zone))
    return _("%(from)s to %(until)s") % {"from": clock_words(first), "until": clock_words(last)}, zone_words(last)


def _where(event: Event) -> str:
    if event.is_online:
        return _("Online")
    return str(event.venue) if event.venue else ""


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
