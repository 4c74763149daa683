"""Reading the words of requests, and the lists of requests."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from careerlink.taxonomy.distance import box
from careerlink.taxonomy.queries import Match, Resolved, clear_match, matches_of, resolve
from careerlink.web import clock
from partners.models import Host, Need, NeedTag, Vocabulary, Writer

MOST_PHRASES = 5
CIP = re.compile(r"[0-9]{2}(\.[0-9]{2}([0-9]{2})?)?")
MOST_TAGS = 12
CODED = (Vocabulary.MAJOR, Vocabulary.OCCUPATION, Vocabulary.INDUSTRY)


@dataclass(frozen=True)
class Reading:
    """What one phrase was taken to mean. `choices` are the occupations it may also mean."""

    phrase: str
    matches: tuple[Match, ...] = ()
    choices: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Read:
    """All that was made of the words of a request."""

    readings: list[Reading] = field(default_factory=list)

    @property
    def codes(self) -> list[tuple[str, str]]:
        """(vocabulary, code) of everything that was understood, at most `MOST_TAGS`."""
        found = [(match.vocabulary, match.code) for reading in self.readings for match in reading.matches]
        return list(dict.fromkeys(found))[:MOST_TAGS]


def phrases_of(words: str) -> list[str]:
    """ "English, nursing and marketing" in its parts; "Arts and Sciences" stays whole only in quotes."""
    parts = re.split(r"[,;/\n]|\s+(?:and|or|&)\s+", words, flags=re.IGNORECASE)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))[:MOST_PHRASES]


def read_words(words: str) -> Read:
    """The standard codes behind "English, nursing and software developers"; nothing for no words."""
    words = " ".join(words.split())
    if not words:
        return Read()
    whole = resolve(words)
    if exact := _exact(whole):
        return Read([Reading(words, tuple(exact))])
    phrases = phrases_of(words)
    return Read([_reading(phrase, whole if phrase == words else resolve(phrase)) for phrase in phrases])


def _exact(found: Resolved) -> list[Match]:
    lists = (found.majors, found.occupations, found.industries)
    return [match for rows in lists for match in rows if match.is_exact]


def _reading(phrase: str, found: Resolved) -> Reading:
    exact = _exact(found)
    clear = exact or [match for match in map(clear_match, (found.majors, found.occupations)) if match]
    best = clear or found.majors[:1] or found.occupations[:1] or found.industries[:1]
    taken = {(match.vocabulary, match.code) for match in best}
    other = [*found.choices, *found.majors, *found.occupations, *found.industries]
    choices = list({(match.vocabulary, match.code): match for match in other}.items())
    return Reading(phrase, tuple(best), tuple(match for key, match in choices if key not in taken)[:8])


def known_major(code: str) -> list[tuple[str, str]]:
    """(vocabulary, code) of a major, nothing for what is none."""
    is_known = CIP.fullmatch(code) and matches_of(Vocabulary.MAJOR, [code])
    return [(Vocabulary.MAJOR.value, code)] if is_known else []


def meanings(tags: Iterable[NeedTag]) -> list[Match]:
    """The codes of a request in words, in the order of vocabulary and code. One query a vocabulary."""
    codes: dict[str, list[str]] = {}
    for tag in sorted(tags, key=lambda tag: (tag.vocabulary, tag.code)):
        codes.setdefault(tag.vocabulary, []).append(tag.code)
    return [match for vocabulary in CODED if vocabulary in codes for match in matches_of(vocabulary, codes[vocabulary])]


def meanings_to_choose(need: Need) -> tuple[list[Match], list[Match]]:
    """What a request means now, and what else its words may mean."""
    chosen = meanings(need.tags.all())
    taken = {(match.vocabulary, match.code) for match in chosen}
    found = [match for reading in read_words(need.words).readings for match in (*reading.matches, *reading.choices)]
    others = {(match.vocabulary, match.code): match for match in found}
    return chosen, [match for key, match in others.items() if key not in taken]


def is_to_come(need: Need) -> bool:
    """Whether its day is today or later where the host is."""
    return need.needed_on >= clock.today(need.host.zone)


def facts_of(need: Need) -> list[tuple[str, str]]:
    """Label and value of a request for its page."""
    college = need.host.institution
    return [
        (_("Who asks"), need.host.name),
        (_("College"), f"{college.name}, {college.city}, {college.state}"),
        (_("When"), date_format(need.needed_on, "D j M Y")),
        (_("Where"), need.get_where_display()),
        (_("How many writers"), str(need.how_many)),
        *([(_("Service"), str(need.get_service_display()))] if need.service else []),
        *([(_("Language"), str(need.get_language_display()))] if need.language else []),
    ]


def needs_of(host: Host) -> QuerySet[Need]:
    """All requests of a host; the list is read newest date first."""
    return Need.objects.filter(host=host)


def open_needs(
    *, kind: str = "", where: str = "", near: Writer | None = None, miles: int | None = None
) -> QuerySet[Need]:
    """Open requests that are not past, of approved hosts that do not pause, with host and institution.

    With `near` and `miles` only those of colleges within that distance of her ZIP code (a box, about a
    fifth too wide at its corners), online ones too.
    """
    rows = Need.objects.filter(
        state=Need.State.OPEN,
        host__state=Host.State.APPROVED,
        host__group__paused_at=None,
        needed_on__gte=_today_somewhere(),
    ).select_related("host__institution")
    if kind:
        rows = rows.filter(kind=kind)
    if where:
        rows = rows.filter(where__in=[where, Need.Where.EITHER])
    if near is not None and miles and near.latitude is not None:
        south, north, west, east = box(near.latitude, near.longitude, miles)
        rows = rows.filter(
            host__institution__latitude__range=(south, north), host__institution__longitude__range=(west, east)
        )
    return rows


def needs_within_reach(writer: Writer) -> QuerySet[Need]:
    """Open requests on campuses as far as she travels and, if she works online, those that can be done so;
    only these while we do not know where she is.
    """
    online = open_needs(where=Need.Where.ONLINE)
    if writer.latitude is None:
        return online
    near = open_needs(near=writer, miles=writer.travel_miles or 1)
    return near | online if writer.is_online else near


def _today_somewhere() -> date:
    """The earliest calendar day that any host has now (Samoa): a request of today there is not past."""
    return clock.today("Pacific/Pago_Pago")
