"""Which writers fit the request of an alumnus. What a writer did as a volunteer, and how often
she was asked to, is not among what counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Mod

from careerlink.taxonomy.queries import clear_match, kin_of, majors_of, occupations_of, resolve
from careerlink.web import clock
from partners.matching import Fit, NeedFacts, rank
from partners.models import Kind, Member, Need, Vocabulary, Writer, WriterTag
from partners.models.directory import Away
from partners.queries.cooling_off import who_keeps_distance
from partners.queries.facts import writer_facts
from partners.queries.needs import phrases_of
from partners.queries.suggested import tags_near
from partners.queries.suggestions import takes_part
from referrals.models import AlumnusAddress, Candidate, Leg, Referral

LOOKED_AT = 200  # writers of each kind of look: the nearest, and any
PRIME = 2**31 - 1
MET = timedelta(days=183)  # who "worked with me as a student" is left out so long
SUBJECTS = {"major", "occupation", "related", "beside", "industry"}
Found = list[tuple[Writer, Fit]]


def fitting(referral: Referral) -> Found:
    """Writers (with user) who can be asked about a request (with host, alumnus and place) now and fit it, with the
    reasons. When nobody names what is looked for, whoever helps everybody. A fixed number of queries beside those that
    read words.
    """
    wanted = wanted_by(referral)
    rows = may_be_asked(referral)
    tags = tags_near(wanted)
    found = []
    if tags is not None:
        near = Exists(WriterTag.objects.filter(tags, writer=OuterRef("pk")))
        found = _judged(referral, wanted, rows.filter(near))
    knows = [pair for pair in found if SUBJECTS & {reason.code for reason in pair[1].reasons}]
    return knows or _judged(referral, wanted, rows)


def _judged(referral: Referral, wanted: NeedFacts, rows: QuerySet[Writer]) -> Found:
    writers = {one.pk: one for one in _looked_at(referral, rows)}
    addresses = list(AlumnusAddress.objects.filter(alumnus=referral.alumnus_id).values_list("email", flat=True))
    at_distance = who_keeps_distance(writers, addresses, clock.today(referral.host.zone))
    own = {pk for pk, one in writers.items() if one.user.email.lower() in addresses}
    wanted = replace(wanted, cooling_off=at_distance, refused=frozenset(own | refused_by(referral)))
    facts = writer_facts(writers.values())
    return [(writers[one.id], found) for one, found in rank(wanted, facts.values(), seed=referral.seed)]


def _looked_at(referral: Referral, rows: QuerySet[Writer]) -> Iterable[Writer]:
    """The nearest, where it matters, and as many in an order that the seed shuffles, so that among very many nobody
    is passed over for good. One or two queries.
    """
    place = referral.alumnus.place
    if place is not None and referral.where != Need.Where.ONLINE:
        yield from rows.order_by(Away(place.latitude, place.longitude))[:LOOKED_AT]
    times, plus = referral.seed % (PRIME - 1) + 1, referral.seed // PRIME % PRIME
    shuffled = Mod(F("pk") * Value(times) + Value(plus), Value(PRIME))
    yield from rows.order_by(shuffled, "pk")[:LOOKED_AT]


def may_be_asked(referral: Referral) -> QuerySet[Writer]:
    """Writers (with user) who take part now, by everything that the database can tell; none of the office's own."""
    today = clock.today(referral.host.zone)
    rows = Writer.objects.filter(Exists(takes_part()), state=Writer.State.APPROVED)
    rows = rows.filter(Q(free_from=None) | Q(free_from__lte=today))
    rows = rows.exclude(user__in=Member.objects.filter(host=referral.host_id, ended_at=None).values("user"))
    if referral.wants_pro_bono:
        rows = rows.filter(is_pro_bono=True)
    if referral.where == Need.Where.ONLINE:
        rows = rows.filter(is_online=True)
    return rows.select_related("user")


def refused_by(referral: Referral) -> set[int]:
    """Writers who were asked about this request already, or of whom she said lately that they had met. One query."""
    asked = Leg.objects.filter(referral=referral).order_by().values_list("writer_id", flat=True)
    met = Candidate.objects.filter(referral__alumnus=referral.alumnus_id, met=True, at__gt=clock.now() - MET)
    return set(asked.union(met.order_by().values_list("writer_id", flat=True)))


def wanted_by(referral: Referral) -> NeedFacts:
    """What the matcher is told about a request. At most six queries beside those that read words."""
    alumnus, place = referral.alumnus, referral.alumnus.place
    codes = codes_of(referral)
    majors, occupations = codes[Vocabulary.MAJOR], codes[Vocabulary.OCCUPATION]
    leads_to = {job for jobs in occupations_of(sorted(majors)).values() for job in jobs}
    comes_from = {major for found in majors_of(sorted(occupations)).values() for major in found}
    near: dict[bool, dict[str, int]] = {False: {}, True: {}}
    for kin in kin_of(sorted(majors | occupations)).values():
        for code, closeness in kin.items():
            part = near["-" in code]
            part[code] = max(closeness, part.get(code, 0))
    return NeedFacts(
        kind=Kind.ALUMNI,
        majors=frozenset(majors),
        occupations=frozenset(occupations),
        industries=frozenset(codes[Vocabulary.INDUSTRY]),
        related_majors=frozenset(comes_from),
        related_occupations=frozenset(leads_to),
        near_majors=near[False],
        near_occupations=near[True],
        services=frozenset(filter(None, [referral.service])),
        stages=frozenset(filter(None, [alumnus.stage])),
        languages=frozenset(filter(None, [alumnus.language])),
        on_campus=referral.where != Need.Where.ONLINE,
        online=referral.where != Need.Where.CAMPUS,
        needed_on=clock.today(referral.host.zone),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        is_referral=True,
    )


def codes_of(referral: Referral) -> dict[str, set[str]]:
    """The standard codes behind a request: those that the alumnus has, else what her words plainly mean."""
    found: dict[str, set[str]] = {Vocabulary.MAJOR: set(), Vocabulary.OCCUPATION: set(), Vocabulary.INDUSTRY: set()}
    alumnus = referral.alumnus
    pairs: Collection[tuple[str, str]] = list(alumnus.tags.values_list("vocabulary", "code"))
    for words in (f"{alumnus.majors_words}; {alumnus.occupation_words}", referral.words):
        pairs = pairs or plain_codes(words)
    for vocabulary, code in pairs:
        found.setdefault(vocabulary, set()).add(code)
    return found


def plain_codes(words: str) -> list[tuple[str, str]]:
    """(vocabulary, code) of what a person's own words plainly mean; what could be several things is left out."""
    matches = []
    for phrase in phrases_of(words):
        found = resolve(phrase)
        for part in (found.majors, found.occupations):
            exact = [match for match in part if match.is_exact]
            matches += exact or [match for match in [clear_match(part)] if match]
    return list(dict.fromkeys((match.vocabulary, match.code) for match in matches))
