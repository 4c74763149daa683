"""Quiet hours and weekly mornings where the reader is, also on the nights when clocks change."""

from datetime import UTC, date, datetime

import pytest

from careerlink.outbox.hours import local_day, next_digest, quiet_until, tomorrow_morning
from careerlink.outbox.models import Mailbox


def box(begin=21, end=7, zone="America/New_York"):
    return Mailbox(address="ann@demo.test", zone=zone, quiet_from=begin, quiet_until=end)


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "end", "now", "until"),
    [
        # An ordinary winter night in New York, five hours behind UTC.
        (21, 7, at(2026, 1, 15, 1, 59), None),  # 20:59
        (21, 7, at(2026, 1, 15, 2, 0), at(2026, 1, 15, 12)),  # 21:00
        (21, 7, at(2026, 1, 15, 11, 59), at(2026, 1, 15, 12)),  # 6:59
        (21, 7, at(2026, 1, 15, 12), None),  # 7:00
        (12, 14, at(2026, 1, 15, 18, 30), at(2026, 1, 15, 19)),  # a siesta
        (12, 14, at(2026, 1, 15, 19), None),
        (7, 7, at(2026, 1, 15, 12), None),  # the same hour twice: none
        (0, 23, at(2026, 1, 16, 4, 30), None),
        # 8 March 2026: 2:00 EST becomes 3:00 EDT, so the night is an hour shorter.
        (21, 7, at(2026, 3, 8, 3), at(2026, 3, 8, 11)),
        (21, 7, at(2026, 3, 8, 10, 59), at(2026, 3, 8, 11)),
        (21, 7, at(2026, 3, 8, 11), None),
        (21, 2, at(2026, 3, 8, 6, 59), at(2026, 3, 8, 7)),  # until an hour that this night has not
        (21, 2, at(2026, 3, 8, 7), None),
        (2, 3, at(2026, 3, 8, 7), None),
        # 1 November 2026: 2:00 EDT becomes 1:00 EST, so the night is an hour longer.
        (21, 7, at(2026, 11, 1, 2), at(2026, 11, 1, 12)),
        (21, 7, at(2026, 11, 1, 11, 59), at(2026, 11, 1, 12)),
        (21, 1, at(2026, 11, 1, 4, 59), at(2026, 11, 1, 5)),  # the first of the two
        (21, 1, at(2026, 11, 1, 6, 30), None),  # 1:30 for the second time
        (21, 2, at(2026, 11, 1, 6, 30), at(2026, 11, 1, 7)),
    ],
)
def test_quiet_hours_end_when_the_readers_clock_says_so(begin, end, now, until):
    assert quiet_until(box(begin, end), now) == until


def test_quiet_hours_are_those_of_the_readers_zone():
    now = at(2026, 1, 15, 12)
    assert [quiet_until(box(zone=zone), now) for zone in ("America/New_York", "America/Los_Angeles", "Asia/Tokyo")] == [
        None,
        at(2026, 1, 15, 15),
        at(2026, 1, 15, 22),
    ]


def test_a_zone_that_does_not_exist_counts_as_new_york():
    assert quiet_until(box(zone="Mars/Olympus"), at(2026, 1, 15, 2)) == at(2026, 1, 15, 12)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at(2026, 3, 4, 12), at(2026, 3, 10, 12)),  # Wednesday; 8:00 EDT after the change of Sunday
        (at(2026, 3, 3, 12, 49), at(2026, 3, 3, 13)),  # Tuesday, eleven minutes before
        (at(2026, 3, 3, 12, 50), at(2026, 3, 10, 12)),  # ten minutes before: too late for today's
        (at(2026, 10, 28, 12), at(2026, 11, 3, 13)),  # over the end of summer time
    ],
)
def test_the_weekly_mail_leaves_on_tuesday_at_eight(now, leaves):
    assert next_digest(box(), now) == leaves


def test_a_day_is_the_readers():
    now = at(2026, 1, 15, 3)
    assert (local_day(box(), now), local_day(box(zone="Asia/Tokyo"), now)) == (date(2026, 1, 14), date(2026, 1, 15))
    assert tomorrow_morning(box(), now) == at(2026, 1, 15, 13)
