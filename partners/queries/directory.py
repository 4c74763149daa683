"""The directory of writers: who is found, in which order, and what a row says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerlink.taxonomy.distance import miles_between
from careerlink.taxonomy.models import Place
from careerlink.web import clock
from careerlink.web.counts import bounded_count, say_count
from careerlink.web.pages import Page, keyset_page, numbered_page
from careerlink.web.parts import Part, read_parts
from partners.matching import Fit, NeedFacts, Unfolded, fit
from partners.models import Credential, Fee, Host, Partnership, Phrase, SavedWriter, Vocabulary, Writer, WriterTag
from partners.models.directory import Away, WriterWord, words_of
from partners.queries.facts import facts_about
from partners.queries.wanted import Wanted

PER_PAGE = 25
RING = 50  # so many are put in order at a time: the nearest, then the next nearest; and so far are lists counted
NEAREST = 500  # where nearness or fit decides the order, this many are shown
NOWHERE = 100_000  # miles: behind everybody whose place is known
MOST_WORDS = 5
Origin = tuple[float, float]  # latitude and longitude from where distances count
# What a row shows and what the matcher is told.
SHOWN = (
    "key", "slug", "name", "headline", "photo", "state", "paused_until", "latitude", "longitude", "travel_miles",
    "is_online", "is_pro_bono", "availability", "free_from", "verified_until", "cap",
)  # fmt: skip


@dataclass(frozen=True)
class WriterFilters:
    """What a person asks the directory for. `place` is from where distances count, by default the
    campus; `miles` None means any distance.
    """

    wanted: Wanted | None = None
    words: str = ""
    services: tuple[str, ...] = ()
    language: str = ""
    stage: str = ""
    credential: str = ""  # letters behind a name
    availability: str = ""
    place: Place | None = None
    miles: int | None = None
    verified: bool = False
    online: bool = False
    pro_bono: bool = False
    knows_us: bool = False
    saved: bool = False


@dataclass
class Found:
    """One writer on a page of the directory, with everything that her row says; `note` is what the host
    wrote about her, None when it has not saved her.
    """

    writer: Writer
    miles: float | None
    fit: Fit | None = None
    phrases: list[str] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)
    note: str | None = None
    knows_us: bool = False

    @property
    def rank(self) -> tuple:
        """Best fit, then nearest in whole miles, then the random key: nobody is first by her name."""
        miles = NOWHERE if self.miles is None else round(self.miles)
        return (-self.fit.score if self.fit else 0, miles, self.writer.key)


@dataclass
class Listing:
    """A page of the directory, how many there are in words, and whether fit or nearness orders it."""

    page: Page
    count: str
    is_ranked: bool


def find_writers(listed: QuerySet[Writer], host: Host, filters: WriterFilters, cursor: str = "") -> Listing:
    """Those of `listed` that `filters` leave, as `host` sees them. At most 5 queries.

    With words for a major, a job or an industry those who name it come first, then what the crosswalk
    leads to; in either the nearest fifty with the best fit first, then the next fifty. With a distance
    the nearest; otherwise everybody by name.
    """
    origin = _origin(host, filters)
    rows = _filtered(listed, host, filters)
    is_all = filters == WriterFilters()
    is_ranked = filters.wanted is not None or filters.miles is not None or filters.place is not None
    if is_ranked:
        page = _by_rings(rows, filters, origin, cursor)
    else:
        page = keyset_page(rows.only(*SHOWN), cursor, ("name", "id"), PER_PAGE, ahead=0 if is_all else RING)
        page.rows = [Found(writer, _miles(writer, origin)) for writer in page.rows]
    _describe(page.rows, host)
    return Listing(page, count_words(page, rows, is_all=is_all, is_ranked=is_ranked), is_ranked)


def count_words(page: Page, rows: QuerySet, *, is_all: bool, is_ranked: bool = False) -> str:
    """How many there are as far as a person reads on: "41", or "50+". Asks only where the page cannot know;
    of everybody (`is_all`) it says no more than that there is another page.
    """
    if not page.newer and not page.older:
        return f"{len(page):,}"
    if is_all:
        return say_count(PER_PAGE + 1, PER_PAGE)
    return say_count(page.known, RING) if is_ranked or page.known else bounded_count(rows, RING)


def place_of(zip_code: str) -> Place | None:
    """The place of a ZIP code, None for one that does not exist."""
    return Place.objects.filter(zip=zip_code).first()


def _origin(host: Host, filters: WriterFilters) -> Origin:
    place = filters.place or host.institution
    return place.latitude, place.longitude


def _filtered(rows: QuerySet[Writer], host: Host, filters: WriterFilters) -> QuerySet[Writer]:
    """Each filter is a condition that an index answers, so that the database may stop early. A distance is
    none: the nearest come first, and those who are too far are cut off behind them.
    """
    rows = _by_what_she_says(rows, filters)
    rows = rows.filter(**{name: value for name, value in _plain(filters).items() if value})
    if filters.credential:
        rows = rows.filter(Exists(_held(filters.credential)))
    if filters.knows_us:
        rows = rows.filter(Exists(Partnership.objects.filter(host=host, writer=OuterRef("pk"))))
    if filters.saved:
        rows = rows.filter(Exists(SavedWriter.objects.filter(host=host, writer=OuterRef("pk"))))
    return rows


def _held(letters: str) -> QuerySet[Credential]:
    """Her credentials of that kind that count as checked today; see `Credential.valid_until`."""
    today = clock.today()
    checked = Q(state__in=Credential.HELD) & (Q(expires_on=None) | Q(expires_on__gte=today))
    renewing = Q(state__in=[Credential.State.SUBMITTED, Credential.State.REJECTED], held_until__gte=today)
    return Credential.objects.filter(checked | renewing, writer=OuterRef("pk"), type__acronym__iexact=letters)


def _by_what_she_says(rows: QuerySet[Writer], filters: WriterFilters) -> QuerySet[Writer]:
    tags = WriterTag.objects.filter(writer=OuterRef("pk"))
    for vocabulary, codes in [
        (Vocabulary.SERVICE, filters.services),
        (Vocabulary.LANGUAGE, [filters.language]),
        (Vocabulary.STAGE, [filters.stage]),
    ]:
        for code in filter(None, codes):
            rows = rows.filter(Exists(tags.filter(vocabulary=vocabulary, code=code)))
    for word in words_of(filters.words)[:MOST_WORDS]:
        rows = rows.filter(Exists(WriterWord.objects.filter(writer=OuterRef("pk"), word__startswith=word)))
    return rows


def _plain(filters: WriterFilters) -> dict:
    """Filters that are a column each; those that are not used have no value."""
    return {
        "verified_until__gte": clock.today() if filters.verified else None,
        "is_online": filters.online,
        "is_pro_bono": filters.pro_bono,
        "availability__in": [filters.availability, Writer.Availability.ANY] if filters.availability else None,
    }


def _by_rings(rows: QuerySet[Writer], filters: WriterFilters, origin: Origin, cursor: str) -> Page:
    """A page of one ring, best fit or nearest first. At most four queries."""

    def ring(number: int) -> tuple[list[Found], bool]:
        reached = _ring(rows, filters, origin, number * RING)
        found = [one for one in reached[:RING] if filters.miles is None or _is_inside(one, filters.miles)]
        if filters.wanted:
            _score(found, filters, origin)
        return sorted(found, key=lambda one: one.rank), len(reached) > RING

    return numbered_page(ring, cursor, PER_PAGE, groups=NEAREST // RING, group_size=RING)


def _ring(rows: QuerySet[Writer], filters: WriterFilters, origin: Origin, start: int) -> list[Found]:
    """Writers from number `start` on, a ring and one more, nearest first; with `wanted` those who name the
    very thing and behind them, again nearest first, those who are only related.
    """

    def reached(writers: QuerySet[Writer], first: int, last: int) -> list[Found]:
        return _reached([Found(one, _miles(one, origin)) for one in writers[first:last]], filters.miles)

    near, end, wanted = rows.order_by(Away(*origin)).only(*SHOWN), start + RING + 1, filters.wanted
    if wanted is None:
        return reached(near, start, end)
    tags = WriterTag.objects.filter(writer=OuterRef("pk"))
    direct = near.filter(Exists(tags.filter(wanted.direct)))
    found = reached(direct, start, end)
    if len(found) > RING or not wanted.has_related:
        return found
    passed = 0 if found or not start else start - len(reached(direct, 0, start))
    related = near.filter(Exists(tags.filter(wanted.related)), ~Exists(tags.filter(wanted.direct)))
    return found + reached(related, passed, passed + RING + 1 - len(found))


def _reached(found: list[Found], miles: int | None) -> list[Found]:
    """Those up to the last one inside, where all behind her are outside. The order of `Away` is up to a
    third off by true distance, so that some before her may be outside too.
    """
    if miles is None or not found or _is_inside(found[-1], miles * 4 / 3):
        return found
    while found and not _is_inside(found[-1], miles):
        found.pop()
    return found


def _is_inside(one: Found, miles: float) -> bool:
    return one.miles is not None and one.miles <= miles


def _score(found: list[Found], filters: WriterFilters, origin: Origin) -> None:
    """Let the matcher say how well each fits. One query for all their tags."""
    codes: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    tags = WriterTag.objects.filter(writer__in=[one.writer.pk for one in found])
    for writer, vocabulary, code in tags.values_list("writer_id", "vocabulary", "code"):
        codes[writer][vocabulary].add(code)
    wanted = filters.wanted
    facts = NeedFacts(
        majors=wanted.codes(Vocabulary.MAJOR),
        occupations=wanted.codes(Vocabulary.OCCUPATION),
        industries=wanted.codes(Vocabulary.INDUSTRY),
        related_majors=wanted.related_majors,
        related_occupations=wanted.related_occupations,
        near_majors=wanted.near_majors,
        near_occupations=wanted.near_occupations,
        services=frozenset(filters.services),
        languages=frozenset([filters.language] if filters.language else []),
        stages=frozenset([filters.stage] if filters.stage else []),
        latitude=origin[0],
        longitude=origin[1],
    )
    need = Unfolded(facts)
    for one in found:
        one.fit = fit(need, facts_about(one.writer, codes[one.writer.pk]))


def _miles(writer: Writer, origin: tuple[float, float]) -> float | None:
    if writer.latitude is None or writer.longitude is None:
        return None
    return miles_between(*origin, writer.latitude, writer.longitude)


def _describe(found: Iterable[Found], host: Host) -> None:
    """Her own words for whom she helps, her prices, and what the host knows of her, for one page. One query."""
    rows = {one.writer.pk: one for one in found}
    ours: dict[str, Any] = {"where": "host_id = %s", "params": (host.pk,)}
    parts = (
        Part("phrase", Phrase, text="text", number="position"),
        Part("price", Fee, number="dollars"),
        Part("note", SavedWriter, text="note", **ours),
        Part("partner", Partnership, **ours),
    )
    for what, writer, text, number in sorted(read_parts(parts, "writer_id", list(rows)), key=itemgetter(3)):
        row = rows[writer]
        if what == "phrase":
            row.phrases.append(text)
        elif what == "price":
            row.prices.append(number)
        elif what == "note":
            row.note = text
        else:
            row.knows_us = True
