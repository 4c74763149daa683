from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.matching import NeedFacts, WriterFacts, rank
from partners.matching.arrays import Arrays
from partners.matching.matcher import Matcher, dices
from partners.matching.order import dice
from tests.partners.matching.made import CREWS, NEEDS, WRITERS, crowd

CODES = {
    "major": [f"{series}.{n:04d}" for series in (11, 23, 51, 52) for n in range(101, 121)],
    "occupation": [f"27-30{n}" for n in range(41, 60)] + [f"15-12{n}" for n in range(51, 60)],
    "industry": ["5131", "6113", "3254", "31-33"],
}


def shown(found):
    return [(writer.id, one.score, one.reasons) for writer, one in found]


@settings(max_examples=150, deadline=None)
@given(CREWS, NEEDS, st.integers(1, 5), st.integers(0, 3))
def test_arrays_find_what_looking_at_everybody_finds(crew, need, most, seed):
    matcher = Matcher(crew)
    expected = rank(matcher.with_rarity(need), crew, seed=seed, most=most)
    assert shown(matcher.best(need, most, seed=seed)) == shown(expected)


@settings(max_examples=60, deadline=None)
@given(CREWS, NEEDS, st.lists(WRITERS, max_size=3), st.sets(st.integers(1, 12), max_size=3))
def test_what_changed_since_is_found_as_if_everything_were_read_anew(crew, need, changed, gone):
    changed = [replace(writer, id=number * 3) for number, writer in enumerate(changed, start=1)]
    matcher = Matcher(crew)
    matcher.refresh(changed, gone - {writer.id for writer in changed})
    left = {writer.id: writer for writer in crew if writer.id not in gone} | {one.id: one for one in changed}
    expected = rank(matcher.with_rarity(need), left.values(), most=5)
    assert (len(matcher), shown(matcher.best(need, 5))) == (len(left), shown(expected))
    assert matcher.with_rarity(need).rarity == Matcher(left.values()).with_rarity(need).rarity


@settings(max_examples=60, deadline=None)
@given(CREWS)
def test_arrays_give_back_what_they_were_given(crew):
    arrays = Arrays(crew)
    assert [arrays.facts(row) for row in range(len(crew))] == [replace(one, phrases=()) for one in crew]


@pytest.mark.parametrize("need", [
    NeedFacts(majors=frozenset({"23.0101"}), latitude=40.7, longitude=-74.0, host=7),
    NeedFacts(majors=frozenset({"52"}), occupations=frozenset({"27-3041"}), online=False, latitude=34, longitude=-118),
    NeedFacts(industries=frozenset({"31-33"}), services=frozenset({"resume"}), on_campus=False),
    NeedFacts(languages=frozenset({"es"})),
])  # fmt: skip
def test_of_many_the_same_are_best_though_not_all_are_looked_at(need):
    everybody = list(crowd(3000, CODES))
    matcher = Matcher(everybody)
    expected = rank(matcher.with_rarity(need), everybody, seed=5, most=20)
    assert shown(matcher.best(need, seed=5)) == shown(expected)
    assert matcher.ids(need, seed=5) == [writer.id for writer, _fit in expected]


def test_many_changes_are_put_among_the_others():
    matcher = Matcher(crowd(2000, CODES))
    matcher.refresh(crowd(300, CODES, seed=2))
    assert (len(matcher.main), len(matcher.changed), len(matcher)) == (2000, 0, 2000)


def test_who_is_gone_twice_is_gone():
    matcher = Matcher([WriterFacts(id=1)])
    matcher.refresh([], [1, 1, 2])
    assert (len(matcher), matcher.ids(NeedFacts())) == (0, [])


def test_dice_fall_the_same_one_by_one_and_all_at_once():
    numbers = [0, 1, 2, 63, 2**40]
    assert dices(9, Arrays([WriterFacts(id=n) for n in numbers]).ids).tolist() == [dice(9, n) for n in numbers]
    assert len({dice(seed, 1) for seed in range(50)}) == 50


def test_more_different_labels_than_bits_are_refused():
    with pytest.raises(ValueError, match="more than 64 different languages"):
        Arrays([WriterFacts(languages=frozenset({f"l{n}"})) for n in range(65)])
