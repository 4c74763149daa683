"""The order of writers is a lot: who fits equally well is shown equally often, and the same seed draws the same."""

import random
from collections import Counter
from math import sqrt

import pytest

from referrals.queries.drawing import draw

DRAWS = 10_000


def seeds(n: int = DRAWS) -> list[int]:
    """Numbers as a request gets them."""
    chance = random.Random(4)
    return [chance.getrandbits(62) for _draw in range(n)]


def within_error(times: int, share: float) -> bool:
    """Within four standard errors of what is expected: a right draw leaves them once in 15,000 times."""
    return abs(times - DRAWS * share) <= 4 * sqrt(DRAWS * share * (1 - share))


@pytest.mark.parametrize("how_many", [3, 5, 12, 40])
def test_equal_fit_is_equal_exposure_at_every_place(how_many):
    scores = [(100 + 7 * number, 500) for number in range(how_many)]
    most = min(5, how_many)
    at_place = [Counter() for _place in range(most)]
    for seed in seeds():
        for place, writer in enumerate(draw(seed, scores, 5)):
            at_place[place][writer] += 1
    for counts in at_place:
        assert [writer for writer, _score in scores if not within_error(counts[writer], 1 / how_many)] == []


def test_who_fits_better_stands_first_in_proportion():
    first = Counter(draw(seed, [(1, 700), (2, 600), (3, 600)], 5)[0] for seed in seeds())
    assert within_error(first[1], 1 / 2)
    assert within_error(first[2], 1 / 4)
    assert within_error(first[3], 1 / 4)


def test_the_same_seed_draws_the_same_and_another_another():
    scores = [(number, 300 + number) for number in range(30)]
    orders = {seed: draw(seed, scores, 5) for seed in seeds(200)}
    assert {seed: draw(seed, reversed(scores), 5) for seed in orders} == orders
    assert len({tuple(order) for order in orders.values()}) > 150


def test_one_more_writer_changes_nothing_among_the_others():
    scores = [(number, 300 + 10 * number) for number in range(12)]
    for seed in seeds(300):
        before, after = draw(seed, scores, 12), draw(seed, [*scores, (99, 900)], 13)
        assert [writer for writer in after if writer != 99] == before


def test_nobody_and_fewer_than_five_are_drawn_as_they_are():
    assert draw(1, [], 5) == []
    assert sorted(draw(1, [(4, 10), (9, -2000)], 5)) == [4, 9]
