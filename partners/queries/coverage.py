"""Who can help which majors: what a host's partners cover, where nobody does, and who is best asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from careerlink.taxonomy.queries import read_kin
from careerlink.web import clock
from careerlink.web.pages import Page, listed_page
from partners.matching import Fit, NeedFacts, WriterFacts, fit, rank
from partners.matching.coverage import COVERS, Holders, Level, holders_of, level, nearest
from partners.matching.terms import RELATED
from partners.models import Host, Language, Need, Partnership, Service, Vocabulary, Writer, WriterTag
from partners.models.directory import Away
from partners.queries.facts import facts_of, place_of_host

PER_PAGE = 25
MOST_LISTED = 900  # as many majors as a college can list
MOST_PARTNERS = 300  # whom a page looks at, those who came last first
SHORTLIST = 8  # nearest writers for one line who name the very thing, and as many who are near to it
LINES_WITH_BEST = 100  # on a page that shows all lines
LOOKED_AT = 12  # of the shortlist for one line, the nearest in their codes
BEST = 3
MAJORS, SERVICES, LANGUAGES = "majors", "services", "languages"
PARTS = (MAJORS, SERVICES, LANGUAGES)
# The pairs of the crosswalk from these majors, and what is near to them.
OF_MAJORS = """
SELECT 'pair', pair.major_id, pair.occupation_id FROM taxonomy_majoroccupation pair
JOIN taxonomy_major major ON major.code = pair.major_id WHERE major.code IN ({these}) OR major.parent_id IN ({these})
UNION ALL SELECT 'kin', code, others FROM taxonomy_kin WHERE code IN ({these})
"""


@dataclass(frozen=True)
class Thing:
    """A major, service or language; `group` is the wide field that it stands in."""

    code: str
    title: str
    group: str
    wanted: NeedFacts


@dataclass
class Covered:
    """A thing, how near each partner is to it (thousandths, by id), and the best to ask, None where nobody looked."""

    thing: Thing
    near: dict[int, int]
    partners: list[tuple[Writer, int, Fit]] = field(default_factory=list)
    best: list[tuple[Writer, Fit]] | None = None
    asked_for: tuple[str, date] | None = None  # key and day of an open request for it

    @property
    def level(self) -> Level:
        return level(self.near.values())

    @property
    def rank(self) -> tuple:
        """Gaps first, then by name."""
        return (int(self.level), self.thing.title.casefold(), self.thing.code)


@dataclass
class Coverage:
    """A page of lines, and `everything`, which the heat map shows whatever is filtered; `partners`: how many."""

    page: Page
    everything: list[Covered]
    partners: int


def coverage_of(
    listed: QuerySet[Writer],
    host: Host,
    *,
    part: str = MAJORS,
    words: str = "",
    only_gaps: bool = False,
    is_whole: bool = False,
    cursor: str = "",
) -> Coverage:
    """What those of `listed` who work with `host` cover. At most eight queries. With `is_whole` all lines on one
    page, for paper.
    """
    things = _things(host, part)
    ours = Partnership.objects.filter(host=host)
    partners = {one.pk: one for one in listed.filter(partnerships__in=ours).order_by("-pk")[:MOST_PARTNERS]}
    facts = facts_of([], partners.values())[1]
    having = holders_of(facts.values())
    everything = sorted((Covered(one, nearest(one.wanted, having)) for one in things), key=lambda one: one.rank)
    words = words.casefold()
    shown = [
        one
        for one in everything
        if words in one.thing.title.casefold() and not (only_gaps and one.level > Level.BESIDE)
    ]
    page = Page(shown) if is_whole else listed_page(shown, cursor, lambda one: one.rank, PER_PAGE)
    _name_partners(page.rows, partners, facts)
    _name_best(page.rows[:LINES_WITH_BEST], listed, host, partners, facts)
    _note_requests(page.rows, host, part)
    return Coverage(page, everything, len(partners))


# --- What there is to cover -----------------------------------------------------------------------


def _things(host: Host, part: str) -> list[Thing]:
    """What the host would like covered. At most two queries."""
    if part == SERVICES:
        return [
            Thing(code, str(label), "", _wanted(host, services=frozenset([code]))) for code, label in Service.choices
        ]
    if part == LANGUAGES:
        others = [(code, label) for code, label in Language.choices if code != Language.ENGLISH]
        return [Thing(code, str(label), "", _wanted(host, languages=frozenset([code]))) for code, label in others]
    taught = host.taught_majors.order_by("major_id").values_list(
        "major_id", "major__title", "major__parent__title", "major__parent__parent__title"
    )
    rows = list(taught[:MOST_LISTED])
    wanted = major_facts(host, [row[0] for row in rows])
    return [
        Thing(code, _plain(title), _plain(wide or wider or title), wanted[code]) for code, title, wider, wide in rows
    ]


def _plain(title: str) -> str:
    title = title.rstrip(".")
    return title.capitalize() if title.isupper() else title


def _wanted(host: Host, **codes) -> NeedFacts:
    """What a host would ask for today, on campus or online."""
    return NeedFacts(**codes, host=host.pk, needed_on=clock.today(host.zone), **place_of_host(host))


def major_facts(host: Host, codes: Iterable[str]) -> dict[str, NeedFacts]:
    """What a host would ask for each of these majors, crosswalk and kin unfolded, by code. One query."""
    codes = list(codes)
    if not codes:
        return {}
    jobs: dict[str, set[str]] = defaultdict(set)
    kin: dict[str, dict[str, int]] = {}
    these = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(OF_MAJORS.format(these=these), codes * 3)
        for what, code, other in cursor.fetchall():
            if what == "kin":
                kin[code] = read_kin(other)
                continue
            for wider in {code, code[:5], code[:2]}:
                jobs[wider].add(other)
    return {code: _of_major(host, code, jobs[code], kin.get(code, {})) for code in codes}


def _of_major(host: Host, code: str, jobs: set[str], kin: dict[str, int]) -> NeedFacts:
    near: dict[str, dict[str, int]] = {"near_majors": {}, "near_occupations": {}}
    for other, closeness in kin.items():
        near["near_occupations" if "-" in other else "near_majors"][other] = closeness
    return _wanted(host, majors=frozenset([code]), related_occupations=frozenset(jobs), **near)


# --- Who covers it --------------------------------------------------------------------------------


def _name_partners(rows: list[Covered], partners: dict[int, Writer], facts: dict[int, WriterFacts]) -> None:
    """Those who cover each thing with their reasons, the nearest first."""
    for row in rows:
        found = [(partners[pk], closeness, fit(row.thing.wanted, facts[pk])) for pk, closeness in row.near.items()]
        row.partners = sorted(found, key=lambda one: (-one[1], -one[2].score, one[0].name, one[0].pk))


def _name_best(
    rows: list[Covered],
    listed: QuerySet[Writer],
    host: Host,
    partners: dict[int, Writer],
    facts: dict[int, WriterFacts],
) -> None:
    """The best three to ask for each thing, partners among them. Two queries."""
    others = {one.pk: one for one in _shortlist(rows, listed, host)}
    writers = partners | others
    facts = facts | facts_of([], others.values())[1]
    having = holders_of(facts.values())
    for row in rows:
        found = rank(row.thing.wanted, _nearest_few(row.thing.wanted, having, facts), most=BEST)
        row.best = [(writers[one.id], reasons) for one, reasons in found]


def _nearest_few(wanted: NeedFacts, having: Holders, facts: dict[int, WriterFacts]) -> list[WriterFacts]:
    """Those near enough to be asked; from a field close by only where nobody is nearer."""
    near = nearest(wanted, having)
    few = sorted(near, key=lambda pk: (-near[pk], pk))
    is_known = bool(few) and near[few[0]] >= RELATED
    edge = max(near[few[LOOKED_AT - 1]] if len(few) > LOOKED_AT else 0, RELATED if is_known else 0)
    return [facts[pk] for pk in few if near[pk] >= edge]


def _shortlist(rows: list[Covered], listed: QuerySet[Writer], host: Host) -> list[Writer]:
    """For each line the nearest writers who are no partners yet, take part now, and name the very thing or
    something near to it. One query, which an index of distances and one of codes answer.
    """
    college = host.institution
    ours = Partnership.objects.filter(host=host).values("writer")
    members = host.members.filter(ended_at=None).values("user")
    free = listed.filter(state=Writer.State.APPROVED).exclude(pk__in=ours).exclude(user__in=members)
    nearby = free.order_by(Away(college.latitude, college.longitude)).values("pk")
    parts: list[str] = []
    params: list = []
    for tags in dict.fromkeys(tags for row in rows for tags in _tags_of(row.thing.wanted)):
        condition = Q(pk__in=[])
        for vocabulary, codes in tags:
            condition |= Q(vocabulary=vocabulary, code__in=codes)
        having = WriterTag.objects.filter(condition, writer=OuterRef("pk"))
        sql, values = nearby.filter(Exists(having))[:SHORTLIST].query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS part")  # noqa: S608 put together by the ORM
        params += values
    if not parts:
        return []
    return list(Writer.objects.filter(pk__in=RawSQL(" UNION ALL ".join(parts), params)))  # noqa: S611 the same


Tags = tuple[tuple[str, tuple[str, ...]], ...]


def _tags_of(wanted: NeedFacts) -> list[Tags]:
    """What writers would have to name: the very thing, and what is near to it."""
    if wanted.services or wanted.languages:
        return [((Vocabulary.SERVICE, tuple(wanted.services)), (Vocabulary.LANGUAGE, tuple(wanted.languages)))]
    (code,) = wanted.majors
    near = {code for code, closeness in wanted.near_majors.items() if closeness >= COVERS}
    jobs = {code for code, closeness in wanted.near_occupations.items() if closeness >= COVERS}
    very = ((Vocabulary.MAJOR.value, tuple(dict.fromkeys((code, code[:5], code[:2])))),)
    beside = (
        (Vocabulary.MAJOR.value, tuple(sorted(near))),
        (Vocabulary.OCCUPATION.value, tuple(sorted(jobs | wanted.related_occupations))),
    )
    return [very, beside]


def _note_requests(rows: list[Covered], host: Host, part: str) -> None:
    """Which of these majors, services or languages the host asks for already. One query."""
    needs = Need.objects.filter(
        host=host, state=Need.State.OPEN, needed_on__gte=clock.today(host.zone), class_request=None
    )
    name = {SERVICES: "service", LANGUAGES: "language"}.get(part, "tags__code")
    if part == MAJORS:
        needs = needs.filter(tags__vocabulary=Vocabulary.MAJOR, tags__code__in=[row.thing.code for row in rows])
    asked = needs.order_by("-needed_on", "-id").values_list(name, "key", "needed_on")
    found = {code: (key, day) for code, key, day in asked}
    for row in rows:
        row.asked_for = found.get(row.thing.code)
