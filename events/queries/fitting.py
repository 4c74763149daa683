"""Shifts that fit a writer: for the weekly mail, and for her start page."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.web import clock
from events.models import Assignment, Event, RoleTag, Shift
from events.queries.fill import number_of
from events.queries.suggested import SAID_NO, day_of, days_ahead, shifts_to_fill, wishes_of
from events.queries.takeable import takeable
from events.queries.words import span
from partners.matching import Fit, NeedFacts, WriterFacts, fit
from partners.matching.closeness import names
from partners.matching.coverage import holders_of, nearest
from partners.matching.lessons import NONE, Lessons, speaks_against
from partners.matching.place import Spot, apart, line
from partners.models import Vocabulary, Writer
from partners.queries.facts import FIELD_OF
from partners.queries.fits import NOT_FOR_HER, SUBJECTS, why_words
from partners.queries.lessons import facts_and_lessons
from partners.queries.weekly import AHEAD, MOST
from partners.registry import Found, Opening

POOL = 2000  # open shifts that are looked at, those of the events that were published last
CHUNK = 500


def shifts_to_take() -> QuerySet[Any]:
    """Shifts (with role, event, venue, host and college) for which writers can sign up now, with a seat that nobody
    has or waits for.
    """
    opens = Q(role__event__opens_at=None) | Q(role__event__opens_at__lte=clock.now())
    rows: QuerySet[Any] = shifts_to_fill().annotate(waiting=number_of(Assignment.State.WAITLISTED))
    return rows.filter(opens, role__event__state=Event.State.PUBLISHED, taken__lt=F("role__most") - F("waiting"))


class _Hers(NamedTuple):
    """What a writer has to do with shifts already: those in which she has or had a place, events where she is expected
    or asked, roles that she said no to, and when she is expected or asked anywhere.
    """

    shifts: set[int]
    events: set[int]
    roles: set[int]
    times: list[tuple]


class OpenShifts:
    """Shifts to come that writers can take themselves, read once for many writers."""

    def __init__(self) -> None:
        now = clock.now()
        rows = shifts_to_take().filter(starts_at__gt=now + AHEAD)
        self.shifts = {shift.pk: shift for shift in rows.order_by("-role__event__published_at", "-pk")[:POOL]}
        shifts, self.wishes = list(self.shifts.values()), dict[int, NeedFacts]()
        for start in range(0, len(shifts), CHUNK):
            self.wishes |= wishes_of(shifts[start : start + CHUNK])
        self.tags: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.at: dict[Spot, list[int]] = defaultdict(list)  # shifts on a campus that are for everybody
        if shifts:
            tags = RoleTag.objects.filter(role__in={shift.role_id for shift in shifts})
            for role, vocabulary, code in tags.values_list("role_id", "vocabulary", "code"):
                self.tags[role].add((vocabulary, code))
        for pk, wish in self.wishes.items():
            if wish.on_campus and not _names(wish) and wish.spot is not None:
                self.at[wish.spot].append(pk)

    def best_for(
        self, writers: dict[int, WriterFacts], lessons: dict[int, Lessons], hosts: dict[int, set[int]]
    ) -> dict[int, list[Found]]:
        """For each of these writers the shifts that fit, one of each event. One query at most."""
        if not self.shifts:
            return {}
        near = self._near(writers)
        hers = _hers(writers)
        return {
            pk: [
                Found(found.score, day_of(shift), shift.pk)
                for shift, found in one_of_each_event(
                    (self.shifts[number], self._judge(self.shifts[number], mine, lessons.get(pk, NONE)))
                    for number in near[pk]
                    if _is_open_to(self.shifts[number], hers[pk], hosts[pk])
                )
            ]
            for pk, mine in writers.items()
        }

    def _near(self, writers: dict[int, WriterFacts]) -> dict[int, list[int]]:
        """Shifts for which each writer has something near, and those for everybody on a campus where she goes."""
        found: dict[int, list[int]] = {pk: [] for pk in writers}
        having = holders_of(writers.values())
        for pk, wish in self.wishes.items():
            for writer in nearest(wish, having) if _names(wish) else ():
                found[writer].append(pk)
        for spot, shifts in self.at.items():
            for pk, mine in writers.items():
                if mine.spot is not None and apart(spot, mine.spot) <= line(mine.travel_miles):
                    found[pk] += shifts
        return found

    def _judge(self, shift: Shift, mine: WriterFacts, lessons: Lessons) -> Fit | None:
        tags, wish = self.tags.get(shift.role_id), self.wishes[shift.pk]
        hers = (names(one, code, getattr(mine, FIELD_OF[Vocabulary(one)])) for one, code in tags or ())
        return judge(shift, wish, mine, lessons) if not tags or any(hers) else None


def _names(wish: NeedFacts) -> bool:
    """Whether it names anything that one has to know; else it is for everybody."""
    return bool(wish.asks or wish.services or wish.languages)


def _is_open_to(shift: Shift, hers: _Hers, hosts: set[int]) -> bool:
    """Whether she has nothing to do with it yet: neither as a writer nor as one of its hosts' people."""
    if shift.pk in hers.shifts or shift.role_id in hers.roles or shift.role.event_id in hers.events:
        return False
    if shift.role.event.host_id in hosts:
        return False
    return not any(start < shift.ends_at and end > shift.starts_at for start, end in hers.times)


def judge(shift: Shift, wish: NeedFacts, mine: WriterFacts, lessons: Lessons) -> Fit | None:
    """How well a shift fits a writer; None where she cannot, knows nothing near to it, or said it is not for her."""
    found = fit(wish, mine, without=NOT_FOR_HER)
    codes = {reason.code for reason in found.reasons}
    knows = "nothing_shared" not in codes and not (_names(wish) and codes.isdisjoint(SUBJECTS))
    against = speaks_against(lessons, wish, mine, number=0, days=days_ahead(shift))
    return found if found.is_possible and knows and not against else None


def one_of_each_event(rows: Iterable[tuple[Shift, Fit | None]]) -> list[tuple[Shift, Fit]]:
    """The shift of each event that fits best, among equals the first."""
    best: dict[int, tuple[Shift, Fit]] = {}
    for shift, found in rows:
        event = shift.role.event_id
        if found and (event not in best or _rank(shift, found) < _rank(*best[event])):
            best[event] = (shift, found)
    return list(best.values())


def _rank(shift: Shift, found: Fit) -> tuple:
    return (-found.score, shift.starts_at, shift.pk)


def _hers(writers: Iterable[int]) -> dict[int, _Hers]:
    """By the id of each writer. One query."""
    found = {pk: _Hers(set(), set(), set(), []) for pk in writers}
    rows = Assignment.objects.filter(writer__in=found, shift__ends_at__gt=clock.now())
    for writer, state, shift, role, event, start, end in rows.values_list(
        "writer_id",
        "state",
        "shift_id",
        "shift__role_id",
        "shift__role__event_id",
        "shift__starts_at",
        "shift__ends_at",
    ):
        found[writer].shifts.add(shift)
        if state in SAID_NO:
            found[writer].roles.add(role)
        elif state in Assignment.LIVE:
            found[writer].times.append((start, end))
            found[writer].events.add(event)
    return found


# --- One writer -------------------------------------------------------------------------------------


def openings_for(writer: Writer, ids: Collection[int] | None = None, most: int = MOST) -> list[Opening]:
    """The shifts (of these ids, where they are given) that she can take now and that fit her best, one of each event.
    Four queries, two when there are none.
    """
    shifts = takeable(writer, ids)
    if not shifts:
        return []
    _none, mine, lessons = facts_and_lessons([], [writer])
    wishes, said = wishes_of(shifts), lessons.get(writer.pk, NONE)
    found = one_of_each_event((shift, judge(shift, wishes[shift.pk], mine[writer.pk], said)) for shift in shifts)
    return sorted((_opening(*pair) for pair in found), key=lambda one: one.rank)[:most]


def _opening(shift: Shift, found: Fit) -> Opening:
    role, event = shift.role, shift.role.event
    words = {
        "host": event.host.name,
        "college": event.host.institution.name,
        "when": span(shift.starts_at, shift.ends_at, event.zone),
    }
    return Opening(
        score=found.score,
        on=day_of(shift),
        title=f"{role.name}, {event.title}",
        sentence=_("%(host)s at %(college)s, %(when)s.") % words,
        where=_("Online") if event.is_online else _("On campus"),
        why=why_words(found),
        url=reverse("shift", args=[shift.key]),
        button=_("Take this shift") if role.is_instant else _("Ask for this shift"),
    )
