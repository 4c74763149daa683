"""What each term does to the score, which rules are hard, and what is switched off for referrals."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partners.matching import Fit, NeedFacts, Past, Record, WriterFacts, fit, rank, with_rarity
from partners.matching.matcher import Matcher
from partners.matching.terms import TERMS, answering, rarity
from partners.queries.reasons import reason_words
from tests.partners.matching.made import CREWS, DAY, FIELDS, JOBS, MAJORS, NEEDS, NOON, RECORDS, WRITERS

HERE = {"latitude": 40.75, "longitude": -73.99}
LATER = NOON + timedelta(hours=3)
TAGS = {"majors": MAJORS, "occupations": JOBS, "industries": FIELDS, "services": ["resume"], "languages": ["es"]}
ENGLISH = frozenset({"23.0101"})
WORDLESS = {"verified", "not_verified"}  # a badge says it
VOLUNTEERING = {
    "helped", "board", "hours", "introduced", "favourite", "load", "answers", "silent", "rested", "asked_lately",
}  # fmt: skip
NEVER_ASKED = {"asked": 0, "answered": 0, "asked_lately": 0, "days_since_asked": None}


def with_past(**past):
    return WriterFacts(record=Record(days_since_asked=0, past={1: Past(**past)}))


# A need and a writer to whom each term applies.
SCORED = {
    "major": (NeedFacts(majors=ENGLISH), WriterFacts(majors=ENGLISH)),
    "occupation": (NeedFacts(occupations=frozenset({"27-3041"})), WriterFacts(occupations=frozenset({"27-3041"}))),
    "related": (NeedFacts(majors=ENGLISH, related_occupations=frozenset({"27-3041"})),
                WriterFacts(occupations=frozenset({"27-3041"}))),
    "beside": (NeedFacts(majors=ENGLISH), WriterFacts(majors=frozenset({"23.1301"}))),
    "breadth": (NeedFacts(majors=ENGLISH | {"11.0701"}), WriterFacts(majors=ENGLISH | {"11.0701"})),
    "industry": (NeedFacts(industries=frozenset({"31-33"})), WriterFacts(industries=frozenset({"3254"}))),
    "nothing_shared": (NeedFacts(majors=ENGLISH), WriterFacts(majors=frozenset({"51.3801"}))),
    "service": (NeedFacts(services=frozenset({"salary"})), WriterFacts(services=frozenset({"salary"}))),
    "stage": (NeedFacts(stages=frozenset({"early"})), WriterFacts(stages=frozenset({"early"}))),
    "language": (NeedFacts(languages=frozenset({"es"})), WriterFacts(languages=frozenset({"es"}))),
    "wanted": (NeedFacts(kind="panel", wants=frozenset({"panel"})), WriterFacts()),
    "near": (NeedFacts(**HERE), WriterFacts(**HERE)),
    "online": (NeedFacts(on_campus=False), WriterFacts()),
    "far": (NeedFacts(online=False, **HERE), WriterFacts(latitude=34.0, longitude=-118.2)),
    "verified": (NeedFacts(), WriterFacts(is_verified=True)),
    "not_verified": (NeedFacts(), WriterFacts()),
    "pro_bono": (NeedFacts(), WriterFacts(is_pro_bono=True)),
    "helped": (NeedFacts(host=1, kind="panel"), with_past(kinds={"panel": 2, "workshop": 1})),
    "board": (NeedFacts(host=1), with_past(kinds={"board": 1})),
    "hours": (NeedFacts(host=1), with_past(hours=4)),
    "introduced": (NeedFacts(host=1), with_past(kinds={"introduction": 1})),
    "favourite": (NeedFacts(host=1), with_past(is_favourite=True)),
    "answers": (NeedFacts(), WriterFacts(record=Record(asked=9, answered=9))),
    "silent": (NeedFacts(), WriterFacts(record=Record(asked=9, answered=1))),
    "rested": (NeedFacts(), WriterFacts(record=Record(days_since_asked=70))),
    "asked_lately": (NeedFacts(), WriterFacts(record=Record(asked_lately=2, days_since_asked=3))),
    "load": (NeedFacts(), WriterFacts(record=Record(volunteering=2))),
}  # fmt: skip


def test_every_term_is_tried():
    assert SCORED.keys() == TERMS.keys()


@pytest.mark.parametrize("code", SCORED)
def test_without_a_term_the_score_moves_by_its_sign_and_by_its_reason(code):
    found, left = fit(*SCORED[code]), fit(*SCORED[code], without={code})
    scored = [reason for reason in found.reasons if reason.code == code]
    assert [reason.points for reason in scored] == [found.score - left.score]
    assert [reason.code for reason in left.reasons] == [one.code for one in found.reasons if one.code != code]
    moved, weight = found.score - left.score, TERMS[code].weight
    assert (moved > 0, moved < 0, abs(moved) <= abs(weight)) == (weight > 0, weight < 0, True)
    assert [reason.is_for for reason in scored] == [weight > 0 or code == "wanted"]


@pytest.mark.parametrize("code", SCORED)
def test_every_reason_is_a_sentence_without_a_naked_percentage(code):
    reason = next(reason for reason in fit(*SCORED[code]).reasons if reason.code == code)
    said = reason_words(reason)
    assert "%" not in said
    assert said.endswith("." if code not in WORDLESS else "")


@pytest.mark.parametrize(("code", "sentence"), [
    ("helped", "Sat on 2 panels here."),
    ("asked_lately", "Asked twice this month."),
    ("introduced", "Introduced 1 employer to you."),
    ("rested", "Was last asked 2 months ago or more."),
    ("load", "Has 2 other commitments ahead."),
])  # fmt: skip
def test_sentences_say_what_was_counted(code, sentence):
    reason = next(reason for reason in fit(*SCORED[code]).reasons if reason.code == code)
    assert reason_words(reason) == sentence


def test_mock_interview_days_are_counted():
    writer = WriterFacts(record=Record(past={1: Past(kinds={"mock_interviews": 3})}))
    found = fit(NeedFacts(host=1, kind="mock_interviews"), writer)
    assert "Helped at 3 mock-interview days here." in [reason_words(reason) for reason in found.reasons]


# --- Referrals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(VOLUNTEERING))
def test_volunteering_earns_and_costs_no_referrals(code):
    need, writer = SCORED[code]
    plain = replace(writer, record=Record())
    asked = replace(need, is_referral=True)
    assert fit(asked, writer) == fit(asked, plain)
    assert code in [reason.code for reason in fit(need, writer).reasons]


@pytest.mark.parametrize("code", sorted(SCORED.keys() - VOLUNTEERING))
def test_all_else_counts_for_a_referral_as_for_anything(code):
    need, writer = SCORED[code]
    assert code in [reason.code for reason in fit(replace(need, is_referral=True), writer).reasons]


@settings(max_examples=60, deadline=None)
@given(CREWS, NEEDS, RECORDS)
def test_no_volunteering_changes_the_order_of_a_referral(crew, need, record):
    need = replace(need, is_referral=True)
    changed = {name: getattr(record, name) for name in ("past", "volunteering", *NEVER_ASKED)}
    busy = [replace(one, record=one.record and replace(one.record, **changed)) for one in crew]
    idle = [
        replace(one, record=one.record and replace(one.record, past={}, volunteering=0, **NEVER_ASKED)) for one in crew
    ]
    orders = [[one.id for one, _fit in rank(need, some)] for some in (crew, busy, idle)]
    arrays = [Matcher(some).ids(need, len(crew)) for some in (crew, busy, idle)]
    assert (orders, arrays[1:]) == ([orders[0]] * 3, [arrays[0]] * 2)


def test_volunteering_keeps_no_alumna_away():
    writer = WriterFacts(cap=2, record=Record(volunteering=2, alumni=1))
    assert [fit(NeedFacts(is_referral=flag), writer).is_possible for flag in (False, True)] == [False, True]


# --- Hard rules ---------------------------------------------------------------------------------------------------

BREAKS = {
    "not_taking_part": ({}, {"is_taking_part": False}),
    "refused": ({"refused": frozenset({7})}, {}),
    "cooling_off": ({"cooling_off": frozenset({7})}, {}),
    "paused": ({"needed_on": DAY}, {"paused_until": DAY}),
    "not_free_yet": ({"needed_on": DAY}, {"free_from": DAY + timedelta(days=1)}),
    "no_room": ({}, {"cap": 1, "record": Record(volunteering=1)}),
    "no_credential": ({"needed_on": DAY, "credential": "CPRW"}, {"credentials": {"CPRW": date(2026, 5, 11)}}),
    "no_language": ({"must_languages": frozenset({"es"})}, {"languages": frozenset({"en"})}),
    "other_hours": ({"hours": frozenset({"evenings"})}, {"availability": "weekdays"}),
    "busy": ({"busy_from": NOON, "busy_until": NOON + timedelta(hours=2)},
             {"record": Record(busy=((NOON + timedelta(hours=1), NOON + timedelta(hours=3)),))}),
    "too_far": ({"online": False, **HERE}, {"latitude": 34.0, "longitude": -118.2}),
    "not_online": ({"on_campus": False}, {"is_online": False}),
}  # fmt: skip
KEEPS = {
    "no_room": ({}, {"cap": 2, "record": Record(volunteering=1)}),
    "no_credential": ({"needed_on": DAY, "credential": "CPRW"}, {"credentials": {"CPRW": DAY}}),
    "no_language": ({"must_languages": frozenset({"es"})}, {"languages": frozenset({"en", "es"})}),
    "other_hours": ({"hours": frozenset({"evenings"})}, {"availability": "any"}),
    "busy": ({"busy_from": NOON, "busy_until": NOON + timedelta(hours=2)},
             {"record": Record(busy=((NOON - timedelta(hours=2), NOON), (NOON + timedelta(hours=2), LATER)))}),
}  # fmt: skip


@pytest.mark.parametrize("code", BREAKS)
def test_what_makes_it_impossible_is_said_in_a_sentence(code):
    need, writer = BREAKS[code]
    found = fit(NeedFacts(**need), WriterFacts(id=7, **writer))
    assert [reason.code for reason in found.hard] == [code]
    assert reason_words(found.hard[0]).endswith(".")


@pytest.mark.parametrize("code", KEEPS)
def test_what_just_holds_is_possible(code):
    need, writer = KEEPS[code]
    assert fit(NeedFacts(**need), WriterFacts(id=7, **writer)).is_possible


@settings(max_examples=100, deadline=None)
@given(CREWS, NEEDS)
def test_nobody_who_cannot_is_ever_in_the_order(crew, need):
    found = rank(need, crew)
    shown = {writer.id for writer, _fit in found}
    assert [one.hard for _writer, one in found] == [()] * len(found)
    assert shown == {writer.id for writer in crew if not fit(need, writer).hard}


# --- What has to hold for anybody ---------------------------------------------------------------------------------


def place_of(number: int, found: list[tuple[WriterFacts, Fit]]) -> int:
    return [writer.id for writer, _fit in found].index(number)


def able(writer: WriterFacts) -> WriterFacts:
    """The same without what would keep her away."""
    free = {"is_taking_part": True, "paused_until": None, "free_from": None, "cap": 0, "is_online": True}
    return replace(writer, **free)


@settings(max_examples=150, deadline=None)
@given(CREWS, NEEDS, st.sampled_from(["majors", "occupations", "industries", "services", "languages"]), st.data())
def test_a_tag_that_matches_never_lowers_a_rank(crew, need, field, data):
    assume(crew)
    crew = [able(writer) for writer in crew]
    tag = data.draw(st.sampled_from(TAGS[field]))
    wishes = {name: frozenset() for name in ("must_languages", "hours", "refused", "cooling_off")}
    need = replace(need, **wishes, credential="", busy_from=None, online=True)
    need = replace(need, **{field: getattr(need, field) | {tag}})
    writer = data.draw(st.sampled_from(crew))
    more = replace(writer, **{field: getattr(writer, field) | {tag}})
    others = [more if one.id == writer.id else one for one in crew]
    before, after = (rank(with_rarity(need, some), some) for some in (crew, others))
    assert place_of(writer.id, after) <= place_of(writer.id, before)


@settings(max_examples=60, deadline=None)
@given(CREWS, NEEDS, st.integers(0, 5), st.integers(0, 99))
def test_the_order_in_which_writers_come_changes_nothing(crew, need, seed, shuffle):
    shuffled = Random(shuffle).sample(crew, len(crew))
    assert rank(need, shuffled, seed=seed) == rank(need, crew, seed=seed)


@settings(max_examples=60, deadline=None)
@given(WRITERS, st.sampled_from(MAJORS), st.sampled_from(JOBS))
def test_equals_are_told_apart_by_whose_turn_it_is_and_then_by_the_seed(writer, major, job):
    writer = replace(writer, is_taking_part=True, cap=0, majors=frozenset({major}), occupations=frozenset({job}))
    need = NeedFacts(majors=frozenset({major}))
    record = Record(asked_lately=0, days_since_asked=5)
    crew = [replace(writer, id=n, record=replace(record, days_since_asked=n)) for n in range(1, 9)]
    assume(fit(need, crew[0]).is_possible)
    assert [one.id for one, _fit in rank(need, crew)] == [8, 7, 6, 5, 4, 3, 2, 1]
    twins = [replace(writer, id=n, record=record) for n in range(1, 9)]
    orders = {tuple(one.id for one, _fit in rank(need, twins, seed=seed)) for seed in range(12)}
    assert len(orders) > 1


def test_rare_expertise_counts_more():
    need = NeedFacts(majors=frozenset({"23.0101", "51.3801"}))
    crew = [WriterFacts(id=n, majors=ENGLISH) for n in range(1, 9)]
    crew.append(WriterFacts(id=9, majors=frozenset({"51.3801"})))
    assert [writer.id for writer, _fit in rank(with_rarity(need, crew), crew, most=1)] == [9]
    assert [rarity(n, 1000) for n in (1000, 500, 1)] == [1000, 1022, 1200]


def test_a_no_is_an_answer_like_a_yes_and_few_requests_tell_little():
    assert answering(0, 0) == 0
    assert answering(1, 0) > answering(9, 0)
    assert fit(NeedFacts(), WriterFacts(record=Record(asked=5, answered=5))).score > 0


def test_teachers_at_colleges_weigh_little_unless_they_are_asked_for():
    related = frozenset({"25-1123", "27-3041"})
    need = NeedFacts(majors=ENGLISH, related_occupations=related)
    teacher, editor = (WriterFacts(occupations=frozenset({code})) for code in ("25-1123", "27-3041"))
    assert 3 * fit(need, teacher).reasons[0].points < fit(need, editor).reasons[0].points
    asked = NeedFacts(occupations=frozenset({"25-1123"}))
    assert fit(asked, teacher).reasons[0].code == "occupation"


@pytest.mark.parametrize(("asked", "hers"), [
    ("23.0101", "23.0102"), ("23.0101", "23.1301"), ("27-3041", "27-3042"), ("27-3041", "27-3091"),
])  # fmt: skip
def test_nobody_is_shut_out_because_a_code_differs_in_its_last_digits(asked, hers):
    name = "majors" if "." in asked else "occupations"
    need, writer = NeedFacts(**{name: frozenset({asked})}), WriterFacts(**{name: frozenset({hers})})
    assert fit(need, writer).score > fit(need, WriterFacts(majors=frozenset({"51.3801"}))).score
