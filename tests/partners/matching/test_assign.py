from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.matching.assign import Pair, Slot, assign, urgency, worth

SLOTS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([None, 0, 10, 60])), min_size=1, max_size=3).map(
    lambda found: [Slot(number, *one) for number, one in enumerate(found, start=1)]
)
PAIRS = st.lists(
    st.builds(Pair, st.integers(1, 3), st.integers(1, 4), st.integers(-50, 300), st.none() | st.integers(0, 90)),
    max_size=9,
    unique_by=lambda pair: (pair.need, pair.writer),
)
LIMITS = st.fixed_dictionaries({writer: st.integers(0, 2) for writer in range(1, 5)})


def judged(chosen, slots, pairs, seed):
    """What counts, in order: how much haste is met by filled slots, and the sum of what they are worth."""
    known, found = {slot.id: slot for slot in slots}, {(pair.need, pair.writer): pair for pair in pairs}
    taken = [found[need, writer] for need, writers in chosen.items() for writer in writers]
    haste = sum(urgency(known[pair.need].days_left) for pair in taken)
    return round(haste, 6), round(sum(worth(pair, known[pair.need], seed) for pair in taken), 6)


def every_way(slots, pairs, limits):
    able = [[pair.writer for pair in pairs if pair.need == slot.id] for slot in slots]
    choices = [
        [some for count in range(slot.wants + 1) for some in combinations(writers, count)]
        for slot, writers in zip(slots, able, strict=True)
    ]
    for way in product(*choices):
        asked = [writer for some in way for writer in some]
        if all(asked.count(writer) <= limits[writer] for writer in asked):
            yield {slot.id: list(some) for slot, some in zip(slots, way, strict=True)}


def greedy(slots, pairs, limits, seed):
    known = {slot.id: slot for slot in slots}
    left, open_slots = dict(limits), {slot.id: slot.wants for slot in slots}
    chosen = {slot.id: [] for slot in slots}
    known_pairs = [pair for pair in pairs if pair.need in known]
    for pair in sorted(known_pairs, key=lambda pair: -worth(pair, known[pair.need], seed)):
        if left[pair.writer] and open_slots[pair.need]:
            left[pair.writer] -= 1
            open_slots[pair.need] -= 1
            chosen[pair.need].append(pair.writer)
    return chosen


@settings(max_examples=200, deadline=None)
@given(SLOTS, PAIRS, LIMITS, st.integers(0, 3))
def test_no_way_is_better(slots, pairs, limits, seed):
    chosen = assign(slots, pairs, limits, seed=seed)
    ways = list(every_way(slots, [pair for pair in pairs if pair.need <= len(slots)], limits))
    best = max(judged(way, slots, pairs, seed) for way in ways)
    assert judged(chosen, slots, pairs, seed) == best
    assert best >= judged(greedy(slots, pairs, limits, seed), slots, pairs, seed)
    most = max(sum(map(len, way.values())) for way in ways)
    assert sum(map(len, chosen.values())) == most


@settings(max_examples=60, deadline=None)
@given(SLOTS, PAIRS, LIMITS, st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_changes_nothing(slots, pairs, limits, seed, dice):
    chosen = assign(slots, pairs, limits, seed=seed)
    dice.shuffle(slots)
    dice.shuffle(pairs)
    assert assign(slots, pairs, limits, seed=seed) == chosen


@settings(max_examples=60, deadline=None)
@given(SLOTS, PAIRS, LIMITS)
def test_limits_hold(slots, pairs, limits):
    chosen = assign(slots, pairs, limits)
    asked = [writer for writers in chosen.values() for writer in writers]
    assert all(asked.count(writer) <= limits[writer] for writer in asked)
    assert all(len(set(chosen[slot.id])) == len(chosen[slot.id]) <= slot.wants for slot in slots)


@pytest.mark.parametrize(("first", "second", "asked"), [(3, 40, 2), (40, 3, 1), (None, 400, 1), (3, None, 2)])
def test_of_two_equals_the_one_is_asked_who_was_asked_least_recently(first, second, asked):
    pairs = [Pair(1, 1, 500, first), Pair(1, 2, 500, second)]
    limits = {1: 1, 2: 1}
    answers = {assign([Slot(1)], pairs, limits, seed=seed)[1][0] for seed in range(9)}
    assert answers == ({asked} if None not in (first, second) or 3 in (first, second) else {1, 2})


def test_a_point_outweighs_whose_turn_it_is():
    assert assign([Slot(1)], [Pair(1, 1, 501, 0), Pair(1, 2, 500, None)], {1: 1, 2: 1}) == {1: [1]}


def test_equals_asked_on_one_day_are_drawn_by_the_seed():
    pairs = [Pair(1, writer, 500, 10) for writer in (1, 2)]
    drawn = [assign([Slot(1)], pairs, {1: 1, 2: 1}, seed=seed)[1] for seed in range(20)]
    assert sorted(map(tuple, drawn)) != [tuple(drawn[0])] * 20
    assert drawn == [assign([Slot(1)], pairs, {1: 1, 2: 1}, seed=seed)[1] for seed in range(20)]


def test_of_two_needs_the_nearer_one_is_filled():
    slots = [Slot(1, days_left=60), Slot(2, days_left=2)]
    assert assign(slots, [Pair(1, 1, 900), Pair(2, 1, 300)], {1: 1}) == {1: [], 2: [1]}


def test_urgency_grows_as_the_date_nears():
    days = [None, 90, 30, 14, 7, 3, 0, -1]
    grown = [urgency(left) for left in days]
    assert grown == sorted(grown)
    assert (grown[0], grown[-1]) == (1.0, 3.0)


def test_nobody_is_asked_where_nobody_can():
    assert assign([Slot(1), Slot(2, wants=0)], [Pair(2, 1, 10), Pair(3, 1, 10)], {1: 1}) == {1: [], 2: []}
