from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerlink.web import clock
from partners import clocks
from partners.models import Closure, Host

NEW_YORK = ZoneInfo("America/New_York")


def host(*closures, zone="America/New_York", no_capacity_until=None):
    """A host that is not in the database, with these closures (first and last day)."""
    made = Host(pk=1, zone=zone, no_capacity_until=no_capacity_until)
    made._prefetched_objects_cache = {"closures": [Closure(starts_on=first, ends_on=last) for first, last in closures]}
    return made


def test_fourteen_days_keep_the_time_of_day_when_the_clocks_change():
    before = datetime(2026, 3, 1, 9, tzinfo=NEW_YORK)
    assert clocks.due_after(host(), before, 14) == datetime(2026, 3, 15, 9, tzinfo=NEW_YORK)
    assert clocks.due_after(host(), before, 14) - before == timedelta(days=14) - timedelta(hours=1)
    autumn = datetime(2026, 10, 25, 9, tzinfo=NEW_YORK)
    assert clocks.due_after(host(), autumn, 14) - autumn == timedelta(days=14) + timedelta(hours=1)


def test_a_moment_that_the_change_leaves_out_is_still_a_moment():
    night = datetime(2026, 3, 1, 2, 30, tzinfo=NEW_YORK)
    assert clocks.due_after(host(), night, 7) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_days_are_those_of_the_host():
    late = datetime(2026, 5, 5, 1, tzinfo=UTC)  # still Monday 4 May in New York
    closed = host((date(2026, 5, 5), date(2026, 5, 5)))
    assert clocks.due_after(closed, late, 1) == late + timedelta(days=2)


@pytest.mark.parametrize(("closed", "days"), [(0, 14), (5, 19), (30, 44), (31, 44), (90, 44)])
def test_closures_stop_the_clock_for_at_most_30_days(closed, days):
    start = datetime(2026, 6, 1, 12, tzinfo=NEW_YORK)
    spans = [(date(2026, 6, 2), date(2026, 6, 1) + timedelta(days=closed))] if closed else []
    assert clocks.due_after(host(*spans), start, 14) == start + timedelta(days=days)


def test_a_closure_after_the_deadline_changes_nothing():
    start = datetime(2026, 6, 1, 12, tzinfo=NEW_YORK)
    assert clocks.due_after(host((date(2026, 6, 16), date(2026, 6, 20))), start, 14) == start + timedelta(days=14)


def test_closures_that_touch_each_other_count_once():
    start = datetime(2026, 6, 1, 12, tzinfo=NEW_YORK)
    twice = host((date(2026, 6, 3), date(2026, 6, 5)), (date(2026, 6, 4), date(2026, 6, 6)))
    assert clocks.due_after(twice, start, 14) == start + timedelta(days=18)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    closures=st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2028, 2, 1)), st.integers(0, 60)), max_size=3),
    days=st.integers(1, 30),
)
def test_a_clock_runs_at_least_its_days_and_at_most_30_more(start, closures, days):
    spans = [(first, first + timedelta(days=length)) for first, length in closures]
    ends = clocks.due_after(host(*spans), start, days)
    hour = timedelta(hours=1)
    assert timedelta(days=days) - hour <= ends - start <= timedelta(days=days + clocks.CLOSURE_CAP) + hour


def test_a_host_says_from_which_day_it_is_back():
    with clock.set_to(datetime(2026, 5, 4, 13, tzinfo=UTC)):
        assert clocks.back_on(host()) is None
        assert clocks.back_on(host((date(2026, 5, 5), date(2026, 5, 8)))) is None
        assert clocks.back_on(host((date(2026, 5, 1), date(2026, 5, 8)))) == date(2026, 5, 9)
        assert clocks.back_on(host(no_capacity_until=date(2026, 5, 20))) == date(2026, 5, 21)
        both = host((date(2026, 5, 21), date(2026, 5, 25)), no_capacity_until=date(2026, 5, 20))
        assert clocks.back_on(both) == date(2026, 5, 26)


def test_how_long_a_host_had_leaves_out_its_closed_days_and_at_most_30():
    start = datetime(2026, 5, 4, 13, tzinfo=UTC)
    short, long = (date(2026, 5, 6), date(2026, 5, 8)), (date(2026, 6, 1), date(2026, 7, 20))
    assert clocks.open_time(host(short), start, start + timedelta(days=5, hours=2)) == timedelta(days=2, hours=2)
    assert clocks.open_time(host(short), start, start + timedelta(days=1)) == timedelta(days=1)
    assert clocks.open_time(host(short, long), start, start + timedelta(days=90)) == timedelta(days=60)
