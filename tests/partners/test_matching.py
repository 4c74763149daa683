import ast
from datetime import date
from pathlib import Path

import pytest

from partners import matching
from partners.matching import NeedFacts, WriterFacts, fit
from partners.queries.facts import need_facts, offer_fits, writer_facts
from partners.queries.reasons import fit_words
from tests import factories as make
from tests.queries import count_queries

ENGLISH = "23.0101"
HERE = {"latitude": 40.75, "longitude": -73.99}


def codes(found):
    return [reason.code for reason in found.reasons]


def test_the_matcher_knows_no_tables():
    imported = set()
    for path in Path(matching.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported |= {name.name for name in node.names}
    own = {name for name in imported if name.startswith("partners.matching")}
    assert imported - own == {"collections.abc", "dataclasses", "datetime", "careerlink.taxonomy.distance"}


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
