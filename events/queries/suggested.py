"""Whom to ask for a shift: what the matcher's worker kept, judged again, or a shortlist looked up at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from careerlink.web import clock
from events.models import Assignment, Event, EventKind, Search, Shift, ShiftSuggestion
from events.queries.fill import with_taken
from partners.matching import NeedFacts
from partners.models import Asked, Credential, Engagement, Host, Writer, WriterTag
from partners.queries.facts import place_of_host, with_codes
from partners.queries.lessons import facts_and_lessons
from partners.queries.suggested import SHOWN, Suggested, in_words, shortlist_of, still_for, with_room
from partners.queries.suggestions import named, writers_around

ROWS = ("role__event__host__institution", "role__event__venue")
WEEKEND, EVENING = (6, 7), 17  # days as ISO 8601 counts them; the hour from which on it is evening
MOST_WAITING = 5  # invitations that wait for one writer's answer
S = Assignment.State
# Who ended like this is not asked again for another shift of the role.
SAID_NO = (S.DECLINED, S.EXPIRED, S.REFUSED, S.CANCELLED_BY_VOLUNTEER, S.CANCELLED_LATE)
# What a role asks for, and for which majors its event is.
TAGS = """
SELECT shift.id AS owner, tag.vocabulary AS vocabulary, tag.code AS code
FROM events_shift shift JOIN events_roletag tag ON tag.role_id = shift.role_id WHERE shift.id IN ({ids})
UNION SELECT shift.id, tag.vocabulary, tag.code
FROM events_shift shift JOIN events_role role ON role.id = shift.role_id
JOIN events_eventtag tag ON tag.event_id = role.event_id WHERE shift.id IN ({ids})
"""


def shifts_to_fill() -> QuerySet[Shift]:
    """Shifts to come (with role, event, venue, host and college) to which writers may be invited and where a seat is
    free; with `taken`: how many have somebody or are kept. Whom a board meets it knows itself.
    """
    now = clock.now()
    rows = Shift.objects.filter(
        starts_at__gt=now,
        called_off_at=None,
        role__event__state__in=Event.LIVE,
        role__event__closes_at__gt=now,
        role__event__host__in=Host.objects.taking_part(),
    )
    live: QuerySet[Any] = with_taken(rows.exclude(role__event__kind=EventKind.BOARD))
    return live.filter(taken__lt=F("role__most")).select_related(*ROWS)


def day_of(shift: Shift) -> date:
    """Its day, where it is."""
    return shift.starts_at.astimezone(ZoneInfo(shift.role.event.zone)).date()


def hours_of(shift: Shift) -> frozenset[str]:
    """When it begins, where it is, in the words by which writers say when they have time."""
    at, when = shift.starts_at.astimezone(ZoneInfo(shift.role.event.zone)), Writer.Availability
    found = {when.WEEKENDS} if at.isoweekday() in WEEKEND else set()
    found |= {when.EVENINGS} if at.hour >= EVENING else set()
    return frozenset(found or {when.WEEKDAYS})


def days_ahead(shift: Shift) -> int:
    return max(0, (day_of(shift) - clock.today(shift.role.event.zone)).days)


def wishes_of(shifts: Iterable[Shift]) -> dict[int, NeedFacts]:
    """What each of these shifts (with role, event, venue, host and college) asks for, by its id. One query."""
    return with_codes({shift.pk: wish_of(shift) for shift in shifts}, TAGS)


def wish_of(shift: Shift) -> NeedFacts:
    """The same without codes: all by which hard rules judge. No query."""
    event, (busy_from, busy_until) = shift.role.event, shift.busy
    return NeedFacts(
        kind=event.kind,
        host=event.host_id,
        on_campus=not event.is_online,
        online=event.is_online,
        needed_on=day_of(shift),
        credential=shift.role.credential,
        hours=hours_of(shift),
        busy_from=busy_from,
        busy_until=busy_until,
        **place_of_host(event.host),
    )


def may_be_asked(shift: Shift) -> QuerySet[Writer]:
    """Writers (with user) who can be invited to a shift now, by everything that the database can tell: they take part,
    have room and time at its hours, hold what is asked for on its day, have no place there, did not say no to the role,
    and have not too many invitations to answer.
    """
    role, event = shift.role, shift.role.event
    rows = writers_around(event.host, on_campus=not event.is_online, online=event.is_online)
    rows = with_room(rows, event.kind, day_of(shift))
    rows = rows.filter(availability__in=[Writer.Availability.ANY, *hours_of(shift)])
    here = Q(shift=shift) | Q(shift__role=role, state__in=SAID_NO)
    then = Q(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at, state__in=Assignment.LIVE)
    places = Assignment.objects.filter(here | then, writer=OuterRef("pk"))
    others = Search.objects.filter(shift=shift).values("pk")
    said_no = Asked.objects.filter(
        writer=OuterRef("pk"), label=Search._meta.label_lower, about_id__in=others, answer=Asked.Answer.NO
    )
    busy_from, busy_until = shift.busy
    busy = Engagement.objects.filter(
        writer=OuterRef("pk"), state=Engagement.State.AGREED, busy_from__lt=busy_until, busy_until__gt=busy_from
    )
    invited = Assignment.objects.filter(writer=OuterRef("pk"), state=S.INVITED).order_by()
    to_answer = Coalesce(Subquery(invited.values("writer").annotate(n=Count("pk")).values("n")), 0)
    rows = rows.filter(~Exists(places), ~Exists(said_no), ~Exists(busy)).alias(to_answer=to_answer)
    return _with_what_is_asked(rows.filter(to_answer__lt=MOST_WAITING), shift)


def _with_what_is_asked(rows: QuerySet[Writer], shift: Shift) -> QuerySet[Writer]:
    """Those who hold the credential of the role, and name one of its fields where it names any. One query at once."""
    role = shift.role
    if role.credential:
        valid = Q(expires_on=None) | Q(expires_on__gte=day_of(shift))
        states = [Credential.State.CHECKED, Credential.State.EXPIRING]
        held = Credential.objects.filter(valid, writer=OuterRef("pk"), state__in=states, type__acronym=role.credential)
        rows = rows.filter(Exists(held))
    asked = list(role.tags.values_list("vocabulary", "code"))
    return rows.filter(Exists(WriterTag.objects.filter(named(asked), writer=OuterRef("pk")))) if asked else rows


def suggested_for(shift: Shift, most: int = SHOWN) -> list[Suggested]:
    """The best writers to invite to a shift (with role, event, venue, host and college), of the list that the worker
    kept, judged again; while there is none, of a shortlist. Four queries for a kept list, else five.
    """
    if shift.ranked_at is not None:
        return kept_for(shift, most)
    return shortlist(shift, most)


def kept_for(shift: Shift, most: int = SHOWN) -> list[Suggested]:
    """Those of the kept list who can still be asked. Four queries."""
    rows = ShiftSuggestion.objects.filter(shift=shift, writer__in=may_be_asked(shift).order_by().values("pk"))
    kept = list(rows.select_related("writer__user").order_by("rank"))
    _none, facts, lessons = facts_and_lessons([], [row.writer for row in kept])
    still = still_for(kept, wish_of(shift), facts, lessons, days=days_ahead(shift))
    return in_words(still[:most], shift.role.event.words)


def shortlist(shift: Shift, most: int = SHOWN) -> list[Suggested]:
    """The same found at once: the nearest who name something near to it, put in order. Five queries."""
    return shortlist_of(
        may_be_asked(shift),
        wishes_of([shift])[shift.pk],
        words=shift.role.event.words,
        seed=shift.pk,
        days=days_ahead(shift),
        most=most,
    )


def is_known(shift: Shift) -> bool:
    """Whether anybody has or had to do with a shift. One query."""
    return Assignment.objects.filter(shift=shift).exists()


def asked_already(shift: Shift) -> list[Suggested]:
    """Writers who are invited to a shift and have not answered. One query."""
    rows = Assignment.objects.filter(shift=shift, state=S.INVITED).select_related("writer").order_by("pk")
    return [Suggested(place.writer, (), "") for place in rows]
