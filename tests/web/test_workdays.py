"""Two working days are two days on which an office is open."""

from datetime import UTC, date, datetime

import pytest

from careerlink.web.workdays import add_working_days, half_of_working_days, is_working_day

EASTERN = "America/New_York"


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (at(2026, 3, 2, 15), 2, at(2026, 3, 4, 15)),  # Monday
        (at(2026, 2, 27, 15), 1, at(2026, 3, 2, 15)),  # Friday
        (at(2026, 2, 28, 15), 2, at(2026, 3, 3, 15)),  # Saturday: Monday is the first
        (at(2026, 3, 6, 15), 1, at(2026, 3, 9, 14)),  # clocks change on the Sunday: same time of day
        (at(2026, 7, 2, 15), 1, at(2026, 7, 6, 15)),  # the 4th is a Saturday, so Friday is free
        (at(2026, 12, 24, 15), 1, at(2026, 12, 28, 15)),  # Christmas, then a weekend
        (at(2026, 11, 25, 15), 2, at(2026, 11, 30, 15)),  # Thanksgiving is free, the day after is not
        (at(2026, 3, 3, 2), 1, at(2026, 3, 4, 2)),  # still Monday evening in the East
        (at(2026, 3, 2, 15), 0, at(2026, 3, 2, 15)),
    ],
)
def test_days_are_counted_as_the_office_counts_them(start, n, end):
    assert add_working_days(start, n, EASTERN) == end


def test_half_of_the_time_is_known():
    assert half_of_working_days(at(2026, 2, 27, 15), 2, EASTERN) == at(2026, 3, 2, 15)
    assert half_of_working_days(at(2026, 3, 2, 15), 3, EASTERN) == at(2026, 3, 4, 3)
    assert half_of_working_days(at(2026, 3, 2, 15), 1, EASTERN) == at(2026, 3, 3, 3)


def test_federal_holidays_are_free():
    assert [is_working_day(date(2026, month, day)) for month, day in [(1, 1), (1, 2), (6, 19), (10, 12)]] == [
        False,
        True,
        False,
        False,
    ]
