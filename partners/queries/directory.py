"""The directory of writers: who is found, in which order, and what a row says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, radians

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    Expression,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from careerlink.taxonomy.distance import box, miles_between
from careerlink.taxonomy.models import Place
from careerlink.web import clock
from careerlink.web.counts import bounded_count, say_count
from careerlink.web.pages import Page, keyset_page, listed_page
from partners.matching import Fit, NeedFacts, fit
from partners.models import Credential, Fee, Host, Partnership, Phrase, SavedWriter, Vocabulary, Writer, WriterTag
from partners.models.directory import WriterWord, words_of
from partners.queries.facts import facts_about
from partners.queries.wanted import Wanted

NEAREST = 500  # where nearness or fit decides the order, this many are looked at
NOWHERE = 100_000  # miles: behind everybody whose place is known
MOST_WORDS = 5
PER_PAGE = 25
HEAVY = ("about", "last_text", "phone", "website")  # columns that no row shows


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
    """One writer on a page of the directory, with everything that her row says."""

    writer: Writer
    miles: float | None
    fit: Fit | None = None
    phrases: list[str] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)

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

    With words for a major, a job or an industry the best fit comes first (of the nearest 500), with a
    distance the nearest; otherwise everybody by name.
    """
    origin = _origin(host, filters)
    rows = _filtered(listed, host, filters, origin).annotate(**_marks(host)).select_related("place")
    rows = rows.defer(*HEAVY)
    is_ranked = filters.wanted is not None or filters.miles is not None or filters.place is not None
    if is_ranked:
        found = _nearest(rows, filters, origin)
        page = listed_page(found[:NEAREST], cursor, lambda one: one.rank, PER_PAGE)
        count = say_count(len(found), NEAREST)
    else:
        page = keyset_page(rows, cursor, ("name", "id"), PER_PAGE)
        page.rows = [Found(writer, _miles(writer, origin)) for writer in page.rows]
        count = bounded_count(_filtered(listed, host, filters, origin))
    _describe(page.rows)
    return Listing(page, count, is_ranked)


def place_of(zip_code: str) -> Place | None:
    """The place of a ZIP code, None for one that does not exist."""
    return Place.objects.filter(zip=zip_code).first()


def _origin(host: Host, filters: WriterFilters) -> tuple[float, float]:
    place = filters.place or host.institution
    return place.latitude, place.longitude


def _filtered(rows: QuerySet[Writer], host: Host, filters: WriterFilters, origin: tuple[float, float]):
    """Each filter is a condition that an index answers, so that the database may stop early."""
    rows = _by_what_she_says(rows, filters)
    rows = rows.filter(**{name: value for name, value in _plain(filters).items() if value})
    if filters.credential:
        rows = rows.filter(Exists(_held(filters.credential)))
    if filters.knows_us:
        rows = rows.filter(_partner_of(host))
    if filters.saved:
        rows = rows.filter(Exists(SavedWriter.objects.filter(host=host, writer=OuterRef("pk"))))
    if filters.miles is not None:
        south, north, west, east = box(*origin, filters.miles)
        rows = rows.filter(latitude__range=(south, north), longitude__range=(west, east))
    return rows


def _held(letters: str) -> QuerySet[Credential]:
    """Her credentials of that kind that count as checked today; see `Credential.valid_until`."""
    today = clock.today()
    checked = Q(state__in=Credential.HELD) & (Q(expires_on=None) | Q(expires_on__gte=today))
    renewing = Q(state__in=[Credential.State.SUBMITTED, Credential.State.REJECTED], held_until__gte=today)
    return Credential.objects.filter(checked | renewing, writer=OuterRef("pk"), type__acronym__iexact=letters)


def _by_what_she_says(rows: QuerySet[Writer], filters: WriterFilters) -> QuerySet[Writer]:
    tags = WriterTag.objects.filter(writer=OuterRef("pk"))
    if filters.wanted:
        rows = rows.filter(Exists(tags.filter(filters.wanted.near)))
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


def _partner_of(host: Host) -> Exists:
    return Exists(Partnership.objects.filter(host=host, writer=OuterRef("pk")))


def _marks(host: Host) -> dict:
    """What a host knows of a writer: its private note (None when not saved) and whether they worked together."""
    saved = SavedWriter.objects.filter(host=host, writer=OuterRef("pk"))
    return {"note": Subquery(saved.values("note")[:1]), "knows_us": _partner_of(host)}


def _nearest(rows: QuerySet[Writer], filters: WriterFilters, origin: tuple[float, float]) -> list[Found]:
    """The nearest 500 (those who name the very thing before those who are only related), ranked."""
    latitude, longitude = origin
    up, across = F("latitude") - Value(latitude), (F("longitude") - Value(longitude)) * Value(cos(radians(latitude)))
    direct: Expression = Value(False, BooleanField())
    if filters.wanted:
        tags = WriterTag.objects.filter(filters.wanted.direct, writer=OuterRef("pk"))
        direct = Case(When(Exists(tags), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = rows.annotate(
        is_direct=direct,
        away=Coalesce(up * up + across * across, Value(float(NOWHERE)), output_field=FloatField()),
    ).order_by("-is_direct", "away", "key")
    found = [Found(writer, _miles(writer, origin)) for writer in rows[: NEAREST + 1]]
    if filters.miles is not None:
        found = [one for one in found if one.miles is not None and one.miles <= filters.miles]
    if filters.wanted:
        _score(found, filters, origin)
    return sorted(found, key=lambda one: one.rank)


def _score(found: list[Found], filters: WriterFilters, origin: tuple[float, float]) -> None:
    """Let the matcher say how well each fits. One query for all their tags."""
    codes: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    tags = WriterTag.objects.filter(writer__in=[one.writer.pk for one in found])
    for writer, vocabulary, code in tags.values_list("writer_id", "vocabulary", "code"):
        codes[writer][vocabulary].add(code)
    wanted = filters.wanted
    need = NeedFacts(
        majors=wanted.codes(Vocabulary.MAJOR),
        occupations=wanted.codes(Vocabulary.OCCUPATION),
        industries=wanted.codes(Vocabulary.INDUSTRY),
        related_majors=wanted.related_majors,
        related_occupations=wanted.related_occupations,
        services=frozenset(filters.services),
        languages=frozenset([filters.language] if filters.language else []),
        stages=frozenset([filters.stage] if filters.stage else []),
        latitude=origin[0],
        longitude=origin[1],
    )
    for one in found:
        one.fit = fit(need, facts_about(one.writer, codes[one.writer.pk]))


def _miles(writer: Writer, origin: tuple[float, float]) -> float | None:
    if writer.latitude is None or writer.longitude is None:
        return None
    return miles_between(*origin, writer.latitude, writer.longitude)


def _describe(found: Iterable[Found]) -> None:
    """Her own words for whom she helps, and her prices, for the rows of one page. Two queries."""
    rows = {one.writer.pk: one for one in found}
    for writer, text in Phrase.objects.filter(writer__in=rows).values_list("writer_id", "text").order_by("position"):
        rows[writer].phrases.append(text)
    for writer, dollars in Fee.objects.filter(writer__in=rows).values_list("writer_id", "dollars"):
        rows[writer].prices.append(dollars)
