"""What the matcher is told: facts about many writers, requests and hosts in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from partners.matching import Fit, NeedFacts, WriterFacts, fit
from partners.models import Host, Need, Offer, Writer
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
# Codes of several tables in the same four columns: source, id of the owner, vocabulary, code. Written as SQL
# because the ORM takes longer to put such a UNION together than the database to answer it.
OF_WRITERS = """
SELECT 'writer', writer_id, vocabulary, code FROM partners_writertag WHERE writer_id IN ({ids})
UNION ALL SELECT 'phrase', writer_id, CAST(position AS varchar(10)), text FROM partners_phrase
WHERE writer_id IN ({ids})
"""
OF_HOSTS = "SELECT 'want', host_id, '', kind FROM partners_want WHERE host_id IN ({ids})"
# Codes of requests, and the pairs of the crosswalk that touch any of them.
OF_NEEDS = """
SELECT 'need', need_id, vocabulary, code FROM partners_needtag WHERE need_id IN ({ids})
UNION ALL SELECT 'pair', pair.id, pair.major_id, pair.occupation_id
FROM taxonomy_majoroccupation pair JOIN taxonomy_major major ON major.code = pair.major_id
WHERE major.code IN (SELECT code FROM partners_needtag WHERE need_id IN ({ids}) AND vocabulary = 'major')
OR major.parent_id IN (SELECT code FROM partners_needtag WHERE need_id IN ({ids}) AND vocabulary = 'major')
OR pair.occupation_id IN (SELECT code FROM partners_needtag WHERE need_id IN ({ids}) AND vocabulary = 'occupation')
"""


def writer_facts(writers: Iterable[Writer]) -> dict[int, WriterFacts]:
    """Facts about writers by their id, with their phrases. One query."""
    writers = list(writers)
    found = _gather((OF_WRITERS, [writer.pk for writer in writers]))
    return {writer.pk: _writer(writer, found["writer"][writer.pk], found["phrase"][writer.pk]) for writer in writers}


def need_facts(needs: Iterable[Need]) -> dict[int, NeedFacts]:
    """Facts about requests (with host and institution) by their id, the crosswalk unfolded. One query."""
    needs = list(needs)
    found = _gather((OF_NEEDS, [need.pk for need in needs]))
    return {need.pk: _need(need, need.host, found) for need in needs}


def offer_fits(offers: Iterable[Offer], host: Host) -> dict[int, tuple[Fit, WriterFacts]]:
    """How each offer to `host` (with writer and need) fits its request, or the host as such, by the id
    of the offer. One query.
    """
    offers = list(offers)
    writers = list({offer.writer_id: offer.writer for offer in offers}.values())
    found = _gather(
        (OF_WRITERS, [writer.pk for writer in writers]),
        (OF_HOSTS, [host.pk]),
        (OF_NEEDS, [offer.need_id for offer in offers if offer.need_id]),
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


def _gather(*parts: tuple[str, list[int]]) -> dict[str, Codes]:
    """What these statements find about the rows of these ids: source → id → vocabulary → codes. One query."""
    asked = [(sql, ids) for sql, ids in parts if ids]
    found: dict[str, Codes] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    if not asked:
        return found
    statements = [sql.format(ids=", ".join(str(int(pk)) for pk in ids)) for sql, ids in asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements))
        for source, owner, vocabulary, code in cursor.fetchall():
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
