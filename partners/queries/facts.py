"""What the matcher is told: facts about many writers, requests and hosts in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from careerlink.taxonomy.queries import read_kin
from careerlink.web import clock
from partners.matching import Fit, NeedFacts, Past, Record, WriterFacts, fit
from partners.models import Engagement, Host, Need, Offer, Writer
from partners.models.choices import Kind, Vocabulary

TURNS = {"rested", "asked_lately"}  # whose turn it is to be asked does not matter where somebody offers
UNANSWERED, LATELY = timedelta(days=14), timedelta(days=30)

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
# What was agreed, asked and saved over all hosts, and the letters that were checked. The parameters are a fortnight
# ago, after which a request without an answer counts as such, and a month ago. What fell away before she answered
# counts as asked lately, and neither as answered nor as not.
OF_RECORDS = """
SELECT 'work', writer_id, host_id || ' ' || kind || ' ' || state || ' ' || id,
coalesce(CAST(busy_from AS varchar(40)), '') || '|' || coalesce(CAST(busy_until AS varchar(40)), '')
FROM partners_engagement WHERE writer_id IN ({ids}) AND state IN ('agreed', 'done')
UNION ALL SELECT 'asked', writer_id,
SUM(CASE WHEN answer IN ('yes', 'no') OR answer = '' AND at < %s THEN 1 ELSE 0 END)
|| ' ' || SUM(CASE WHEN answer IN ('yes', 'no') THEN 1 ELSE 0 END)
|| ' ' || SUM(CASE WHEN at > %s THEN 1 ELSE 0 END), CAST(MAX(at) AS varchar(40))
FROM partners_asked WHERE writer_id IN ({ids}) GROUP BY writer_id
UNION ALL SELECT 'saved', writer_id, CAST(host_id AS varchar(20)), '' FROM partners_savedwriter
WHERE writer_id IN ({ids})
UNION ALL SELECT 'letters', writer_id, type.acronym, coalesce(CAST(
CASE WHEN state IN ('checked', 'expiring') THEN expires_on ELSE held_until END AS varchar(10)), '')
FROM partners_credential JOIN taxonomy_credentialtype type ON type.id = type_id
WHERE writer_id IN ({ids}) AND (state IN ('checked', 'expiring') OR (state <> 'revoked' AND held_until IS NOT NULL))
"""
OF_HOSTS = "SELECT 'want', host_id, '', kind FROM partners_want WHERE host_id IN ({ids})"
# Codes of what is asked for ({tags} finds owner, vocabulary and code), and the pairs of the crosswalk that touch any
# of them.
OF_TAGS = """
SELECT 'need', owner, vocabulary, code FROM ({tags}) AS asked
UNION ALL SELECT 'pair', pair.id, pair.major_id, pair.occupation_id
FROM taxonomy_majoroccupation pair JOIN taxonomy_major major ON major.code = pair.major_id
WHERE major.code IN (SELECT code FROM ({tags}) AS asked WHERE vocabulary = 'major')
OR major.parent_id IN (SELECT code FROM ({tags}) AS asked WHERE vocabulary = 'major')
OR pair.occupation_id IN (SELECT code FROM ({tags}) AS asked WHERE vocabulary = 'occupation')
UNION ALL SELECT 'kin', 0, kin.code, kin.others FROM taxonomy_kin kin
WHERE kin.code IN (SELECT code FROM ({tags}) AS asked WHERE vocabulary IN ('major', 'occupation'))
"""
TAGS_OF_NEEDS = "SELECT need_id AS owner, vocabulary, code FROM partners_needtag WHERE need_id IN ({ids})"
OF_NEEDS = OF_TAGS.replace("{tags}", TAGS_OF_NEEDS)


def writer_facts(writers: Iterable[Writer]) -> dict[int, WriterFacts]:
    """Facts about writers by their id, with their phrases and what they did. One query."""
    return facts_of([], writers)[1]


def need_facts(needs: Iterable[Need]) -> dict[int, NeedFacts]:
    """Facts about requests (with host and institution) by their id, crosswalk and kin unfolded. One query."""
    return facts_of(needs, [])[0]


def facts_of(needs: Iterable[Need], writers: Iterable[Writer]) -> tuple[dict[int, NeedFacts], dict[int, WriterFacts]]:
    """Facts about both sides by their ids. One query."""
    return facts_with(needs, writers)[:2]


def facts_with(
    needs: Iterable[Need], writers: Iterable[Writer], *more: str
) -> tuple[dict[int, NeedFacts], dict[int, WriterFacts], dict[str, Codes]]:
    """The same, and what `more` SQL in four columns finds about the writers besides: source → id → third → fourth. One
    query.
    """
    needs, writers = list(needs), list(writers)
    ids = [writer.pk for writer in writers]
    about = [(sql, ids) for sql in (OF_WRITERS, OF_RECORDS, *more)]
    found = _gather((OF_NEEDS, [need.pk for need in needs]), *about)
    wanted = {need.pk: _need(need, need.host, found) for need in needs}
    return wanted, {writer.pk: _writer(writer, found) for writer in writers}, found


def with_codes(wishes: Mapping[int, NeedFacts], tags: str) -> dict[int, NeedFacts]:
    """These wishes of rooms above with their codes, crosswalk and kin unfolded. `tags` is SQL that finds owner,
    vocabulary and code of those whose ids stand in `{ids}`. One query.
    """
    found = _gather((OF_TAGS.replace("{tags}", tags), list(wishes)))
    return {pk: replace(wish, **_codes(found, pk)) for pk, wish in wishes.items()}


def offer_fits(offers: Iterable[Offer], host: Host) -> dict[int, tuple[Fit, WriterFacts]]:
    """How each offer to `host` (with writer and need) fits its request, or the host as such, by the id
    of the offer. One query.
    """
    offers = list(offers)
    writers = list({offer.writer_id: offer.writer for offer in offers}.values())
    found = _gather(
        (OF_WRITERS, [writer.pk for writer in writers]),
        (OF_RECORDS, [writer.pk for writer in writers]),
        (OF_HOSTS, [host.pk]),
        (OF_NEEDS, [offer.need_id for offer in offers if offer.need_id]),
    )
    # Who offers knows herself how much she can take on.
    facts = {writer.pk: replace(_writer(writer, found), cap=0) for writer in writers}
    wanted = frozenset(found["want"][host.pk].get("", ()))
    fits = {}
    for offer in offers:
        need = (
            _need(offer.need, host, found)
            if offer.need
            else NeedFacts(kind=offer.kind, wants=wanted, host=host.pk, **place_of_host(host))
        )
        fits[offer.pk] = (fit(need, facts[offer.writer_id], without=TURNS), facts[offer.writer_id])
    return fits


def _gather(*parts: tuple[str, list[int]]) -> dict[str, Codes]:
    """What these statements find about the rows of these ids: source → id → vocabulary → codes. One query."""
    asked = [(sql, ids) for sql, ids in parts if ids]
    found: dict[str, Codes] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    if not asked:
        return found
    statements = [sql.format(ids=", ".join(str(int(pk)) for pk in ids)) for sql, ids in asked]
    now = clock.now()
    dates = [connection.ops.adapt_datetimefield_value(now - ago) for ago in (UNANSWERED, LATELY)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), dates if any(sql is OF_RECORDS for sql, _ids in asked) else [])
        for source, owner, vocabulary, code in cursor.fetchall():
            found[source][owner][vocabulary].add(code)
    return found


def _named(codes: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {name: frozenset(codes.get(vocabulary, ())) for vocabulary, name in FIELD_OF.items()}


def facts_about(
    writer: Writer,
    codes: Mapping[str, Iterable[str]],
    phrases: Iterable[str] = (),
    record: Record | None = None,
    letters: Mapping[str, date] | None = None,
) -> WriterFacts:
    """What the matcher is told about a writer whose codes (by vocabulary) were read already. No query."""
    return WriterFacts(
        **_named(codes),
        id=writer.pk,
        record=record,
        credentials=letters or {},
        availability=writer.availability,
        cap=writer.cap,
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


def _writer(writer: Writer, found: dict[str, Codes]) -> WriterFacts:
    phrases, letters = found["phrase"][writer.pk], found["letters"][writer.pk]
    return facts_about(
        writer,
        found["writer"][writer.pk],
        (text for position in sorted(phrases) for text in phrases[position]),
        record_of(found["work"][writer.pk], found["asked"][writer.pk], found["saved"][writer.pk], clock.now()),
        {code: max(date.fromisoformat(day) if day else date.max for day in days) for code, days in letters.items()},
    )


def record_of(
    work: Mapping[str, Iterable[str]], asked: Mapping[str, Iterable[str]], saved: Iterable[str], now: datetime
) -> Record:
    """What the rows of `OF_RECORDS` about one writer come to."""
    kinds: dict[int, Counter[str]] = defaultdict(Counter)
    hours: dict[int, float] = defaultdict(float)
    busy, ahead = [], Counter[str]()
    for row, times in work.items():
        host, kind, state, _id = row.split()
        start, end = (_moment(text) for text in next(iter(times)).split("|"))
        if state == Engagement.State.DONE:
            kinds[int(host)][kind] += 1
            hours[int(host)] += (end - start).total_seconds() / 3600 if start and end else 0
        elif end is None or end > now:
            ahead["alumni" if kind == Kind.ALUMNI else "volunteering"] += 1
            busy += [(start, end)] if start and end else []
    counts, last = next(((row, _moment(next(iter(at)))) for row, at in asked.items()), ("0 0 0", None))
    settled, answered, lately = map(int, counts.split())
    favourites = set(map(int, saved))
    return Record(
        asked=settled,
        answered=answered,
        asked_lately=lately,
        days_since_asked=(now - last).days if last else None,
        volunteering=ahead["volunteering"],
        alumni=ahead["alumni"],
        busy=tuple(sorted(busy)),
        past={
            host: Past(dict(kinds[host]), int(hours[host]), host in favourites) for host in kinds.keys() | favourites
        },
    )


def _moment(text: str) -> datetime | None:
    """A moment as the databases write it, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _need(need: Need, host: Host, found: dict[str, Codes]) -> NeedFacts:
    """What a request asks for: codes of its words, a service that counts, and a language that has to be spoken."""
    codes = _codes(found, need.pk, services={need.service} - {""}, languages={need.language} - {""})
    return NeedFacts(
        kind=need.kind,
        **codes,
        must_languages=codes["languages"],
        host=host.pk,
        on_campus=need.where != Need.Where.ONLINE,
        online=need.where != Need.Where.CAMPUS,
        needed_on=need.needed_on,
        **place_of_host(host),
    )


def _codes(found: dict[str, Codes], owner: int, **more: set[str]) -> dict[str, Any]:
    """What is asked for, with `more` codes of its own columns, and what is near to it."""
    named = _named(found["need"][owner])
    named |= {name: named[name] | codes for name, codes in more.items()}
    pairs = [(major, code) for rows in found["pair"].values() for major, codes in rows.items() for code in codes]
    return {**named, **_related(named, pairs), **_near(named, found["kin"][0])}


def _related(codes: dict, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """What the crosswalk leads to: jobs from majors (six digits below a wider one too), majors from jobs."""
    jobs = {job for major, job in pairs if any(major.startswith(mine) for mine in codes["majors"])}
    majors = {major for major, job in pairs if job in codes["occupations"]}
    return {"related_occupations": frozenset(jobs), "related_majors": frozenset(majors)}


def _near(codes: dict, kin: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """What else is near to the majors and occupations asked for, in thousandths, apart from them."""
    near = [(other, how) for code in (*codes["majors"], *codes["occupations"]) for row in kin.get(code, ())
            for other, how in read_kin(row).items()]  # fmt: skip
    found: dict[str, dict[str, int]] = {"near_majors": {}, "near_occupations": {}}
    for code, closeness in near:
        part = found["near_occupations" if "-" in code else "near_majors"]
        part[code] = max(closeness, part.get(code, 0))
    return found


def place_of_host(host: Host) -> dict:
    return {"latitude": host.institution.latitude, "longitude": host.institution.longitude}
