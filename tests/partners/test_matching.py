import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from careerlink.taxonomy.actions import files
from careerlink.taxonomy.models import Kin
from careerlink.taxonomy.queries import read_kin
from careerlink.web import clock
from partners import matching
from partners.actions import answers
from partners.matching import NeedFacts, Past, WriterFacts, fit, rank
from partners.models import Asked, Engagement
from partners.queries.facts import need_facts, offer_fits, writer_facts
from partners.queries.reasons import fit_words
from tests import factories as make
from tests.queries import count_queries

ENGLISH = "23.0101"
HERE = {"latitude": 40.75, "longitude": -73.99}


def codes(found):
    return [reason.code for reason in found.reasons]


FOR_ALL = {"collections", "enum", "bisect", "collections.abc", "dataclasses", "datetime", "functools", "math", "typing"}
FOR_THE_WORKER = {"array", "collections", "numpy", "scipy", "scipy.optimize", "scipy.sparse.csgraph"}
WORKERS_OWN = {"arrays", "assign", "matcher"}


def imports_of(path: Path) -> set[str]:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
        elif isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
    return imported


def test_the_matcher_knows_no_tables_and_only_its_worker_numpy():
    for path in Path(matching.__file__).parent.glob("*.py"):
        imported = imports_of(path)
        own = {name for name in imported if name.startswith("partners.matching")}
        allowed = FOR_ALL | {"careerlink.taxonomy.distance"}
        if path.stem in WORKERS_OWN:
            allowed |= FOR_THE_WORKER
        else:
            assert {name.rpartition(".")[2] for name in own} & WORKERS_OWN == set(), path.name
        assert imported - own - allowed == set(), path.name


@pytest.mark.parametrize(
    ("wanted", "known", "shares"),
    [
        ("23.0101", "23.0101", True),
        ("23", "23.0101", True),
        ("23.0101", "23", True),
        ("23.01", "23.0101", True),
        ("23.0101", "23.1301", False),
        ("51.3801", "23", False),
    ],
)
def test_a_wider_major_covers_the_narrower_ones(wanted, known, shares):
    found = fit(NeedFacts(majors=frozenset({wanted})), WriterFacts(majors=frozenset({known})))
    assert ("major" in codes(found)) is shares


@pytest.mark.parametrize(
    ("wanted", "known", "shares"),
    [
        ("27-3041", "27-3041", True),
        ("27-3000", "27-3041", True),
        ("27-0000", "27-3041", True),
        ("15-0000", "27-3041", False),
    ],
)
def test_occupations_are_read_by_level(wanted, known, shares):
    found = fit(NeedFacts(occupations=frozenset({wanted})), WriterFacts(occupations=frozenset({known})))
    assert ("occupation" in codes(found)) is shares


def test_industries_joined_in_one_sector_are_read():
    found = fit(NeedFacts(industries=frozenset({"31-33"})), WriterFacts(industries=frozenset({"3254"})))
    assert "industry" in codes(found)


def test_the_crosswalk_leads_from_majors_to_jobs():
    need = NeedFacts(majors=frozenset({ENGLISH}), related_occupations=frozenset({"27-3041"}))
    assert "related" in codes(fit(need, WriterFacts(occupations=frozenset({"27-3041"}))))


def test_shared_codes_weigh_more_than_everything_else():
    need = NeedFacts(majors=frozenset({ENGLISH}), **HERE)
    expert = WriterFacts(majors=frozenset({ENGLISH}), latitude=34, longitude=-118)
    near = WriterFacts(is_verified=True, is_pro_bono=True, **HERE)
    assert fit(need, expert).score > fit(need, near).score


def test_of_two_equals_the_verified_and_the_nearer_comes_first():
    need = NeedFacts(majors=frozenset({ENGLISH}), **HERE)
    plain = {"majors": frozenset({ENGLISH}), "travel_miles": 100}
    here = fit(need, WriterFacts(**plain, **HERE))
    assert fit(need, WriterFacts(**plain, **HERE, is_verified=True)).score > here.score
    assert here.score > fit(need, WriterFacts(**plain, latitude=41.5, longitude=-73.99)).score


@pytest.mark.parametrize(
    ("need", "writer", "hard"),
    [
        ({}, {"is_taking_part": False}, ["not_taking_part"]),
        ({"needed_on": date(2026, 5, 12)}, {"paused_until": date(2026, 5, 12)}, ["paused"]),
        ({"needed_on": date(2026, 5, 13)}, {"paused_until": date(2026, 5, 12)}, []),
        ({"needed_on": date(2026, 5, 12)}, {"free_from": date(2026, 6, 1)}, ["not_free_yet"]),
        ({"online": False}, {"latitude": 34, "longitude": -118}, ["too_far"]),
        ({"online": False}, {"latitude": None, "longitude": None}, []),
        ({"on_campus": False}, {"is_online": False}, ["not_online"]),
        ({"on_campus": False}, {"is_online": True}, []),
    ],
)
def test_what_makes_it_impossible_is_said(need, writer, hard):
    found = fit(NeedFacts(**{**HERE, **need}), WriterFacts(**{**HERE, **writer}))
    assert [reason.code for reason in found.hard] == hard
    assert found.is_possible is not bool(hard)


def test_reasons_are_sentences():
    need = NeedFacts(majors=frozenset({ENGLISH}), **HERE)
    writer = WriterFacts(majors=frozenset({ENGLISH}), phrases=("English majors",), **HERE)
    assert fit_words(fit(need, writer), words="English") == "Helps with what you asked for: English. In the same town."
    other = WriterFacts(phrases=("nurses",), latitude=34, longitude=-118)
    assert (
        fit_words(fit(need, other), words="English", phrases=other.phrases)
        == "Works online. Helps others best: nurses."
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_facts_cost_one_query_whatever_the_number(world, rows):
    writers = [make.WriterFactory() for _ in range(rows)]
    for writer in writers:
        make.WriterTagFactory(writer=writer)
        writer.phrases.create(position=1, text="English majors")
    needs = [make.NeedFactory(host=world.office) for _ in range(rows)]
    for need in needs:
        need.tags.create(vocabulary="major", code=ENGLISH)
    offers = [make.OfferFactory(writer=w, host=world.office, need=n) for w, n in zip(writers, needs, strict=True)]
    with count_queries() as n:
        facts = writer_facts(writers)
    assert n() == 1
    assert [one.majors for one in facts.values()] == [{ENGLISH}] * rows
    assert [one.phrases for one in facts.values()] == [("English majors",)] * rows
    with count_queries() as n:
        facts = need_facts(needs)
    assert n() == 1
    assert [one.majors for one in facts.values()] == [{ENGLISH}] * rows
    with count_queries() as n:
        fits = offer_fits(offers, world.office)
    assert n() == 1
    assert ["major" in codes(found) for found, _facts in fits.values()] == [True] * rows


def test_a_request_unfolds_the_crosswalk(world):
    major, job = make.MajorFactory(), make.OccupationFactory()
    major.occupation_pairs.create(occupation=job)
    need = make.NeedFactory(host=world.office)
    need.tags.create(vocabulary="major", code=major.code)
    assert need_facts([need])[need.pk].related_occupations == {job.code}
    need.tags.update(vocabulary="occupation", code=job.code)
    assert need_facts([need])[need.pk].related_majors == {major.code}


def test_an_offer_without_a_request_is_held_against_what_the_host_wants(world):
    world.office.wants.create(kind="panel")
    offers = [make.OfferFactory(writer=world.writer, host=world.office, kind=kind) for kind in ("panel", "workshop")]
    fits = offer_fits(offers, world.office)
    assert ["wanted" in codes(fits[offer.pk][0]) for offer in offers] == [True, False]


def shipped_need(code: str) -> NeedFacts:
    """What a request for one code unfolds to with the reference data that is shipped."""
    pairs = {row["soc_code"] for row in files.rows("crosswalk") if row["cip_code"] == code}
    kin = next(read_kin(row["others"]) for row in files.rows("kin") if row["code"] == code)
    return NeedFacts(
        majors=frozenset({code}),
        related_occupations=frozenset(pairs),
        near_occupations={other: how for other, how in kin.items() if "-" in other},
        near_majors={other: how for other, how in kin.items() if "." in other},
    )


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("occupations", "27-3041"),  # editors
        ("occupations", "27-3042"),  # technical writers
        ("occupations", "27-3043"),  # writers
        ("majors", "09.1001"),  # publishing
        ("majors", "09.0101"),  # communications
        ("majors", "23.1303"),  # technical writing
    ],
)
def test_english_finds_those_who_live_by_writing(field, code):
    need = shipped_need(ENGLISH)
    found = fit(need, WriterFacts(**{field: frozenset({code})}))
    nurse = fit(need, WriterFacts(occupations=frozenset({"29-1141"})))
    assert found.score > nurse.score
    assert {"related", "beside"} & set(codes(found))
    assert "nothing_shared" in codes(nurse)


def test_a_request_knows_what_is_near_to_its_codes(world):
    Kin.objects.create(code=ENGLISH, others="27-3041:457 09.1001:153")
    need = make.NeedFactory(host=world.office)
    need.tags.create(vocabulary="major", code=ENGLISH)
    facts = need_facts([need])[need.pk]
    assert (facts.near_occupations, facts.near_majors) == ({"27-3041": 457}, {"09.1001": 153})


def engage(world, writer, state, **more):
    source = {"source_label": "partners.offer", "source_id": Engagement.objects.count() + 1}
    return Engagement.objects.create(host=world.office, writer=writer, kind="panel", state=state, **source, **more)


def test_what_was_done_asked_and_saved_is_read_from_engagements_and_requests(world):
    now, writer = clock.now(), world.writer
    hours = {"busy_from": now - timedelta(days=9), "busy_until": now - timedelta(days=9) + timedelta(hours=2)}
    engage(world, writer, "done", **hours)
    engage(world, writer, "agreed", busy_from=now + timedelta(days=1), busy_until=now + timedelta(days=1, hours=1))
    engage(world, writer, "cancelled")
    for about, (days, answer) in enumerate([(70, "yes"), (40, "no"), (22, "moot"), (20, ""), (2, "")]):
        at = now - timedelta(days=days)
        Asked.objects.create(host=world.office, writer=writer, label="x", about_id=about, at=at, answer=answer)
    world.office.saved_writers.create(writer=writer)
    record = writer_facts([writer])[writer.pk].record
    assert (record.asked, record.answered, record.asked_lately, record.days_since_asked) == (3, 2, 3, 2)
    assert (record.volunteering, record.alumni, len(record.busy)) == (1, 0, 1)
    assert record.past == {world.office.pk: Past({"panel": 1}, 2, is_favourite=True)}
    assert record.busy[0][0] == now + timedelta(days=1)


def test_who_was_asked_to_volunteer_comes_neither_sooner_nor_later_for_a_referral(world):
    crew, need = [world.writer, make.WriterFactory()], NeedFacts(is_referral=True)

    def orders():
        facts = writer_facts(crew).values()
        return [[(one.id, found.score) for one, found in rank(need, facts, seed=seed)] for seed in range(6)]

    before = orders()
    for about, label in enumerate(["partners.need", "partners.classrequest", "events.place", "events.search"]):
        Asked.objects.create(host=world.office, writer=world.writer, label=label, about_id=about)
    assert orders() == before


def test_a_decline_by_one_host_lowers_no_writer_elsewhere(world):
    need = make.NeedFactory(host=world.rival)
    before = fit(need_facts([need])[need.pk], writer_facts([world.writer])[world.writer.pk])
    offer = make.OfferFactory(writer=world.writer, host=world.office, state="sent")
    answers.decline_offer(offer, by=world.user["director"], reason="not_now")
    after = fit(need_facts([need])[need.pk], writer_facts([world.writer])[world.writer.pk])
    assert (offer.state, after) == ("declined", before)


def test_whose_turn_it_is_does_not_matter_for_an_offer(world):
    Asked.objects.create(host=world.office, writer=world.writer, label="x", about_id=1)
    offer = make.OfferFactory(writer=world.writer, host=world.office)
    found, _facts = offer_fits([offer], world.office)[offer.pk]
    assert {"rested", "asked_lately"} & set(codes(found)) == set()
    assert "asked_lately" in codes(fit(NeedFacts(), writer_facts([world.writer])[world.writer.pk]))


def test_what_she_has_taken_on_is_not_held_against_her_own_offer(world):
    for _n in range(world.writer.cap):
        engage(world, world.writer, "agreed")
    offer = make.OfferFactory(writer=world.writer, host=world.office)
    assert offer_fits([offer], world.office)[offer.pk][0].is_possible
    full = fit(NeedFacts(), writer_facts([world.writer])[world.writer.pk])
    assert [reason.code for reason in full.hard] == ["no_room"]
