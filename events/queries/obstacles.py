"""What stands in the way of a writer taking a shift, in words: the one list that sign-up, invitations, staff entry
and "what I can take" ask.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from careerlink.web import clock
from careerlink.web.templatetags.web import day
from events.models import Assignment, Event, Shift
from events.queries.suggested import day_of
from partners.clocks import back_on
from partners.matching.closeness import names
from partners.models import Credential, Engagement, Writer, WriterTag


@dataclass(frozen=True)
class Obstacle:
    """`code` for the machine, `words` for people. What `is_firm` no override of the host gets past."""

    code: str
    words: str
    is_firm: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known about a writer when she is held against shifts: acronyms of credentials with the day until which
    each holds, (vocabulary, code) of her expertise, (from, until, source label, source id) of agreed work, ids of
    shifts in which she has a live place.
    """

    credentials: dict[str, object]
    tags: frozenset[tuple[str, str]]
    busy: tuple[tuple, ...]
    places: frozenset[int]


def facts_about(writer: Writer) -> Facts:
    """Four queries."""
    return facts_about_all([writer])[writer.pk]


def facts_about_all(writers: Collection[Writer], *, without: Collection[str] = ()) -> dict[int, Facts]:
    """What is known about each of these writers under her id, `without` those of "credentials", "tags" and "places"
    that do not matter. Four queries for any number of writers, one less for each part that is left out.
    """
    found = {part: _by_writer(rows(writers)) for part, rows in PARTS.items() if part not in without}

    def of(part: str, writer: Writer) -> list[tuple]:
        return found.get(part, {}).get(writer.pk, [])

    return {
        writer.pk: Facts(
            credentials=dict(of("credentials", writer)),
            tags=frozenset(of("tags", writer)),
            busy=tuple(of("busy", writer)),
            places=frozenset(shift for (shift,) in of("places", writer)),
        )
        for writer in writers
    }


def _credentials(writers: Collection[Writer]) -> Iterable[tuple]:
    states = [Credential.State.CHECKED, Credential.State.EXPIRING]
    held = Credential.objects.filter(writer__in=writers, state__in=states, type__isnull=False)
    return held.values_list("writer", "type__acronym", "expires_on")


def _tags(writers: Collection[Writer]) -> Iterable[tuple]:
    return WriterTag.objects.filter(writer__in=writers).values_list("writer", "vocabulary", "code")


def _busy(writers: Collection[Writer]) -> Iterable[tuple]:
    busy = Engagement.objects.filter(writer__in=writers, state=Engagement.State.AGREED, busy_until__gt=clock.now())
    return busy.values_list("writer", "busy_from", "busy_until", "source_label", "source_id")


def _places(writers: Collection[Writer]) -> Iterable[tuple]:
    return Assignment.objects.filter(writer__in=writers, state__in=Assignment.LIVE).values_list("writer", "shift")


PARTS = {"credentials": _credentials, "tags": _tags, "busy": _busy, "places": _places}


def _by_writer(rows: Iterable[tuple]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {}
    for writer, *facts in rows:
        found.setdefault(writer, []).append(tuple(facts))
    return found


def obstacles(
    writer: Writer, shift: Shift, facts: Facts, *, free: int, tags: Collection[tuple[str, str]] = ()
) -> list[Obstacle]:
    """Why she cannot take this shift, the firmest first; empty when she can. No query.

    `shift` comes with role, event, venue and host; `free` is how many seats nobody has; `tags` are those of the
    role.
    """
    event = shift.role.event
    found = [*_of_person(writer, event), *_of_time(shift, event)]
    if shift.pk in facts.places:
        found.append(Obstacle("twice", _("you have a place there already"), is_firm=True))
    if clash := _clash(shift, facts):
        found.append(clash)
    found += _of_role(shift, facts, tags)
    if not free:
        found.append(Obstacle("full", _("full"), is_firm=True))
    return sorted(found, key=lambda one: not one.is_firm)


def for_host(found: Iterable[Obstacle]) -> list[Obstacle]:
    """The same as the host reads it: what she agreed to elsewhere, and when, is not the host's to know."""
    said = {
        "overlap": _("has agreed to something else at that time"),
        "no_part": _("takes no part at the moment"),
        "twice": _("has a place there already"),
        "expertise": _("needs expertise that the profile does not name"),
    }
    return [Obstacle(one.code, said.get(one.code, one.words), one.is_firm) for one in found]


def _of_person(writer: Writer, event: Event) -> list[Obstacle]:
    if not writer.takes_part:
        return [Obstacle("no_part", _("your profile takes no part at the moment"), is_firm=True)]
    if not event.host.is_approved:
        return [Obstacle("host", _("the host takes no part at the moment"), is_firm=True)]
    return []


def _of_time(shift: Shift, event: Event) -> list[Obstacle]:
    now = clock.now()
    if shift.called_off_at or not event.is_live:
        return [Obstacle("gone", _("called off"), is_firm=True)]
    if shift.starts_at <= now:
        return [Obstacle("started", _("it has begun"), is_firm=True)]
    found = [] if event.state == Event.State.PUBLISHED else [Obstacle("by_invitation", _("only by invitation"))]
    if event.closes_at <= now:
        found.append(Obstacle("closed", _("closed on %(day)s") % {"day": day(event.closes_at, event.zone)}))
    elif event.opens_at and event.opens_at > now:
        found.append(Obstacle("not_open", _("opens on %(day)s") % {"day": day(event.opens_at, event.zone)}))
    elif back := back_on(event.host):
        found.append(Obstacle("host_closed", _("the host is closed until %(day)s") % {"day": day(back)}))
    return found


def _clash(shift: Shift, facts: Facts) -> Obstacle | None:
    first, until = shift.busy
    for busy_from, busy_until, *_source in facts.busy:
        if busy_from and busy_from < until and busy_until > first:
            words = _("overlaps with what you agreed to on %(day)s") % {"day": day(busy_from, shift.role.event.zone)}
            return Obstacle("overlap", words, is_firm=True)
    return None


def _of_role(shift: Shift, facts: Facts, tags: Collection[tuple[str, str]]) -> list[Obstacle]:
    found, role = [], shift.role
    if role.credential:
        until = facts.credentials.get(role.credential, False)
        if until is False or (until and until < day_of(shift)):
            found.append(Obstacle("credential", _("needs %(credential)s") % {"credential": role.credential}))
    if tags and not _knows_one_of(tags, facts):
        found.append(Obstacle("expertise", _("needs expertise that your profile does not name")))
    return found


def _knows_one_of(tags: Collection[tuple[str, str]], facts: Facts) -> bool:
    """Whether she names one of these codes, or what stands above or below one."""
    hers: dict[str, set[str]] = {}
    for vocabulary, code in facts.tags:
        hers.setdefault(vocabulary, set()).add(code)
    return any(names(vocabulary, code, hers.get(vocabulary, ())) for vocabulary, code in tags)
