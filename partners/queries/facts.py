"""What the matcher is told: facts about many writers, requests and hosts in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from careerlink.taxonomy.models import MajorOccupation
from partners.matching import Fit, NeedFacts, WriterFacts, fit
from partners.models import Host, Need, NeedTag, Offer, Phrase, Want, Writer, WriterTag
from partners.models.choices import Vocabulary

FIELD_OF = {
    Vocabulary.MAJOR: "majors",
    Vocabulary.OCCUPATION: "occupations",
    Vocabulary.INDUSTRY: "industries",
    Vocabulary.SERVICE: "services",
    Vocabulary.STAGE: "stages",
    Vocabulary.LANGUAGE: "languages",
}
Codes = dict[int, dict[str, set[str]]]


def writer_facts(writers: Iterable[Writer]) -> dict[int, WriterFacts]:
    """Facts about writers by their id, with their phrases. One query."""
    writers = list(writers)
    rows = _rows("writer", WriterTag.objects.filter(writer__in=writers), "writer_id")
    phrases = _phrases(writers)
    found = _gather(rows.union(phrases, all=True))
    return {writer.pk: _writer(writer, found["writer"][writer.pk], found["phrase"][writer.pk]) for writer in writers}


def need_facts(needs: Iterable[Need]) -> dict[int, NeedFacts]:
    """Facts about requests (with host and institution) by their id, the crosswalk unfolded. One query."""
    needs = list(needs)
    tags, pairs = _need_rows([need.pk for need in needs])
    found = _gather(tags.union(pairs, all=True))
    return {need.pk: _need(need, need.host, found) for need in needs}


def offer_fits(offers: Iterable[Offer], host: Host) -> dict[int, tuple[Fit, WriterFacts]]:
    """How each offer to `host` (with writer and need) fits its request, or the host as such, by the id
    of the offer. One query.
    """
    offers = list(offers)
    writers = list({offer.writer_id: offer.writer for offer in offers}.values())
    wants = Want.objects.filter(host=host)
    found = _gather(
        _rows("writer", WriterTag.objects.filter(writer__in=writers), "writer_id").union(
            _phrases(writers),
            _rows("want", wants, "host_id", vocabulary=Value(""), code=F("kind")),
            *_need_rows([offer.need_id for offer in offers if offer.need_id]),
            all=True,
        )
    )
    facts = {w.pk: _writer(w, found["writer"][w.pk], found["phrase"][w.pk]) for w in writers}
    wanted = frozenset(found["want"][host.pk].get("", ()))
    fits = {}
    for offer in offers:
        need = (
            _need(offer.need, host, found) if offer.need else NeedFacts(kind=offer.kind, wants=wanted, **_place(host))
        )
        fits[offer.pk] = (fit(need, facts[offer.writer_id]), facts[offer.writer_id])
    return fits


def _rows(source: str, rows: QuerySet, owner: str, **columns) -> QuerySet:
    """Codes of one table in the shape that all share, so that one statement can read several tables:
    source, id of the owner, vocabulary, code.
    """
    shape = {"vocabulary": F("vocabulary"), "code": F("code"), **columns}
    return rows.order_by().values_list(
        Value(source, output_field=CharField()),
        owner,
        *[Cast(shape[name], CharField(max_length=100)) for name in ("vocabulary", "code")],
    )


def _phrases(writers: list[Writer]) -> QuerySet:
    rows = Phrase.objects.filter(writer__in=writers)
    return _rows("phrase", rows, "writer_id", vocabulary=F("position"), code=F("text"))


def _pairs(where: Q) -> QuerySet:
    return MajorOccupation.objects.filter(where).order_by()


def _need_rows(need_ids: list[int]) -> tuple[QuerySet, QuerySet]:
    """Codes of requests, and the pairs of the crosswalk that touch any of them."""
    tags = NeedTag.objects.filter(need__in=need_ids).order_by()
    majors = tags.filter(vocabulary=Vocabulary.MAJOR).values("code")
    occupations = tags.filter(vocabulary=Vocabulary.OCCUPATION).values("code")
    touching = Q(major__in=majors) | Q(major__parent__in=majors) | Q(occupation__in=occupations)
    pairs = _rows("pair", _pairs(touching), "id", vocabulary=F("major_id"), code=F("occupation_id"))
    return _rows("need", tags, "need_id"), pairs


def _gather(rows: QuerySet) -> dict[str, Codes]:
    """source → id → vocabulary → codes."""
    found: dict[str, Codes] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for source, owner, vocabulary, code in rows:
        found[source][owner][vocabulary].add(code)
    return found


def _named(codes: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {name: frozenset(codes.get(vocabulary, ())) for vocabulary, name in FIELD_OF.items()}


def facts_about(writer: Writer, codes: Mapping[str, Iterable[str]], phrases: Iterable[str] = ()) -> WriterFacts:
    """What the matcher is told about a writer whose codes (by vocabulary) were read already. No query."""
    return WriterFacts(
        **_named(codes),
        phrases=tuple(phrases),
        latitude=writer.latitude,
        longitude=writer.longitude,
        travel_miles=writer.travel_miles,
        is_online=writer.is_online,
        is_pro_bono=writer.is_pro_bono,
        is_verified=writer.is_verified,
        is_taking_part=writer.is_approved,
        paused_until=writer.paused_until if writer.state == Writer.State.PAUSED else None,
        free_from=writer.free_from,
    )


def _writer(writer: Writer, codes: dict[str, set[str]], phrases: dict[str, set[str]]) -> WriterFacts:
    return facts_about(writer, codes, (text for position in sorted(phrases) for text in phrases[position]))


def _need(need: Need, host: Host, found: dict[str, Codes]) -> NeedFacts:
    named = _named(found["need"][need.pk])
    pairs = [(major, code) for rows in found["pair"].values() for major, codes in rows.items() for code in codes]
    return NeedFacts(
        kind=need.kind,
        **named,
        **_related(named, pairs),
        on_campus=need.where != Need.Where.ONLINE,
        online=need.where != Need.Where.CAMPUS,
        needed_on=need.needed_on,
        **_place(host),
    )


def _related(codes: dict, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """What the crosswalk leads to: jobs from majors (six digits below a wider one too), majors from jobs."""
    jobs = {job for major, job in pairs if any(major.startswith(mine) for mine in codes["majors"])}
    majors = {major for major, job in pairs if job in codes["occupations"]}
    return {"related_occupations": frozenset(jobs), "related_majors": frozenset(majors)}


def _place(host: Host) -> dict:
    return {"latitude": host.institution.latitude, "longitude": host.institution.longitude}
