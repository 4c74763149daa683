"""Requests for places that wait for the host's answer: what it is shown of each, and what an answer would do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from careerlink.web.templatetags.web import short_day
from events.models import Answering, Assignment, Event, RoleTag
from events.queries.fill import fill_of_shifts
from events.queries.obstacles import Facts, Obstacle, facts_about_all, for_host, obstacles
from events.queries.words import when
from partners.models import Host
from partners.queries.offers import fees_of
from partners.registry import Line

S = Assignment.State
ROWS = ("shift__role__event__host__institution", "shift__role__event__venue", "writer__user")
AT_ONCE = 50
ORDER = ("due_at", "id")


def requests_of(host: Host, event: Event | None = None) -> QuerySet[Assignment]:
    """Places that writers asked a host for and that nobody has answered, of all its events or of one."""
    rows = Assignment.objects.filter(state=S.REQUESTED, shift__role__event__host=host).select_related(*ROWS)
    return rows.filter(shift__role__event=event) if event else rows


@dataclass(frozen=True)
class Row:
    """One request as the page shows it: `reasons` speak for or about the writer, `against` stands in her way."""

    place: Assignment
    when: str
    due: str
    reasons: list[str]
    against: list[str]
    fees: str


@dataclass(frozen=True)
class Foreseen:
    """What an answer would do to one request: `problem` when it would be left out, `warnings` to look at."""

    place: Assignment
    when: str
    problem: str
    warnings: list[str]


def rows_of(places: Iterable[Assignment], host: Host) -> list[Row]:
    """These requests in words. Ten queries for any number of them."""
    places = _of_host(places, host)
    weigh, facts, helped = _scales(places), _facts(places), _helped(places, host)
    fees = fees_of([place.writer for place in places])
    return [
        Row(
            place=place,
            when=when(place.shift),
            due=short_day(place.due_at, place.event.zone),
            reasons=_reasons(facts[place.writer_id], helped.get(place.writer_id, 0)),
            against=[one.words for one in weigh(place, facts[place.writer_id], {})],
            fees=fees.get(place.writer_id, ""),
        )
        for place in places
    ]


def foresee(places: Iterable[Assignment], answer: str, host: Host) -> list[Foreseen]:
    """What this answer would do to each, who asked first in front: she gets the last seat, and of two places at the
    same time the first. Eight queries.
    """
    places = sorted(_of_host(places, host), key=lambda place: (place.state_since, place.pk))
    if answer == Answering.Answer.DECLINE:
        return [Foreseen(place, when(place.shift), _moved_on(place), []) for place in places]
    weigh, facts = _scales(places), _facts(places)
    given: dict[int, int] = {}
    found = []
    for place in places:
        own, shift = facts[place.writer_id], place.shift
        stands = weigh(place, own, given)
        firm = [one.words for one in stands if one.is_firm]
        problem = _moved_on(place) or (f"{'; '.join(firm).capitalize()}." if firm else "")
        found.append(Foreseen(place, when(shift), problem, [one.words for one in stands if not one.is_firm]))
        if not problem:
            given[shift.pk] = given.get(shift.pk, 0) + 1
            busy = (*own.busy, (*shift.busy, "events.assignment", place.pk))
            facts[place.writer_id] = replace(own, busy=busy)
    return found


def _of_host(places: Iterable[Assignment], host: Host) -> list[Assignment]:
    """The same places with one host, whose closed days are read once."""
    places = list(places)
    prefetch_related_objects([host], "closures")
    for place in places:
        place.shift.role.event.host = host
    return places


def _moved_on(place: Assignment) -> str:
    return "" if place.state == S.REQUESTED and place.due_at > clock.now() else _("It had moved on in the meantime.")


def _facts(places: Collection[Assignment]) -> dict[int, Facts]:
    return facts_about_all({place.writer_id: place.writer for place in places}.values())


def _scales(places: Collection[Assignment]):
    """A function that says what stands in the way of a place; seats that are `given` meanwhile count as taken."""
    fills = fill_of_shifts({place.shift_id: place.shift for place in places}.values())
    tags: dict[int, list[tuple[str, str]]] = {}
    roles = {place.shift.role_id for place in places}
    for role, vocabulary, code in RoleTag.objects.filter(role__in=roles).values_list("role", "vocabulary", "code"):
        tags.setdefault(role, []).append((vocabulary, code))

    def weigh(place: Assignment, facts: Facts, given: dict[int, int]) -> list[Obstacle]:
        shift = place.shift
        free = fills[shift.pk].free - given.get(shift.pk, 0)
        others = replace(facts, places=facts.places - {shift.pk})
        found = obstacles(place.writer, shift, others, free=max(free, 0), tags=tags.get(shift.role_id, ()))
        return for_host(one for one in found if one.code != "by_invitation")

    return weigh


def _helped(places: Collection[Assignment], host: Host) -> dict[int, int]:
    """writer id → how often she has helped this host. One query."""
    writers = {place.writer_id for place in places}
    worked = Assignment.objects.filter(
        writer__in=writers, state__in=Assignment.WORKED, shift__role__event__host=host
    ).order_by()
    return dict(worked.values_list("writer").annotate(Count("pk")))


def _reasons(facts: Facts, helped: int) -> list[str]:
    said = []
    if facts.credentials:
        said.append(_("Holds %(marks)s.") % {"marks": ", ".join(sorted(facts.credentials))})
    else:
        said.append(_("No credential checked."))
    if helped:
        said.append(ngettext("Has helped you once.", "Has helped you %(n)s times.", helped) % {"n": helped})
    else:
        said.append(_("Would help you for the first time."))
    return said


# --- Answers that can still be taken back ---------------------------------------------------------


def newest_open(host: Host) -> Answering | None:
    """The last answer of a host whose mails have not left. One query."""
    rows = Answering.objects.filter(host=host, leaves_at__gt=clock.now(), undone_at=None)
    return rows.order_by("-leaves_at", "-id").first()


def answered_rows(answering: Answering) -> list[tuple[Assignment, str, bool]]:
    """Each place that was answered, its time in words, and whether its answer was taken back. One query."""
    rows = answering.rows.select_related(*[f"place__{name}" for name in ROWS]).order_by("id")
    return [(row.place, when(row.place.shift), row.is_undone) for row in rows]


# --- The desk mail --------------------------------------------------------------------------------


def waiting_requests(now: datetime) -> QuerySet[Assignment]:
    """Requests before hosts that nobody has answered."""
    rows = Assignment.objects.filter(state=S.REQUESTED, due_at__gt=now)
    return rows.annotate(desk=F("shift__role__event__host"), since=F("state_since"), ends=F("due_at"))


def request_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """The requests that wait for the people of these hosts. One query."""
    here = {"shift__role__event__host__in": [host.pk for host in hosts]}
    rows = waiting_requests(now).filter(**here).select_related(*ROWS)
    return [
        Line(
            host_id=place.event.host_id,
            title=_("%(writer)s would help: %(role)s") % {"writer": place.writer.name, "role": place.shift.role.name},
            sentence=_("%(event)s, %(when)s.") % {"event": place.event.title, "when": when(place.shift)},
            deadline=place.due_at,
            url=reverse("event_requests", args=[place.event.key]),
        )
        for place in rows.order_by("due_at", "id")
    ]


def request_words(count: int) -> str:
    return ngettext("%(n)s request for a place", "%(n)s requests for places", count) % {"n": count}


def request_button(count: int) -> str:
    return ngettext("Answer this request", "Answer %(n)s requests", count) % {"n": count}
