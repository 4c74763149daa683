"""Times in words: the zone always, both ends in full over midnight and over a change of clocks, the reader's own."""

from datetime import UTC, datetime

import pytest

from events.queries.words import span, when
from tests import factories as make

NY, PHX, KOL = "America/New_York", "America/Phoenix", "Asia/Kolkata"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "begins", "ends", "words"),
    [
        (NY, "2026-05-12T18:00", "2026-05-12T20:00", "Tue 12 May 2026, 2:00 pm to 4:00 pm Eastern"),
        (NY, "2026-05-13T02:00", "2026-05-13T05:30",
         "Tue 12 May 2026, 10:00 pm Eastern to Wed 13 May 2026, 1:30 am Eastern"),
        # The night forward: 2 o'clock does not come.
        (NY, "2026-03-08T06:30", "2026-03-08T07:30",
         "Sun 8 Mar 2026, 1:30 am Eastern to Sun 8 Mar 2026, 3:30 am Eastern"),
        (NY, "2026-03-08T14:00", "2026-03-08T16:00", "Sun 8 Mar 2026, 10:00 am to 12:00 noon Eastern"),
        # The night back: 1 o'clock comes twice, and it says which.
        (NY, "2026-11-01T05:30", "2026-11-01T06:30",
         "Sun 1 Nov 2026, 1:30 am Eastern daylight time to Sun 1 Nov 2026, 1:30 am Eastern standard time"),
        (NY, "2026-11-01T06:15", "2026-11-01T06:45", "Sun 1 Nov 2026, 1:15 am to 1:45 am Eastern standard time"),
        (NY, "2026-11-01T06:30", "2026-11-01T07:30",
         "Sun 1 Nov 2026, 1:30 am Eastern standard time to Sun 1 Nov 2026, 2:30 am Eastern"),
        (PHX, "2026-03-08T08:30", "2026-03-08T10:30", "Sun 8 Mar 2026, 1:30 am to 3:30 am Arizona"),
        (PHX, "2026-11-01T08:30", "2026-11-01T09:30", "Sun 1 Nov 2026, 1:30 am to 2:30 am Arizona"),
        (KOL, "2026-03-08T04:30", "2026-03-08T06:30", "Sun 8 Mar 2026, 10:00 am to 12:00 noon Kolkata time"),
        (KOL, "2026-11-01T17:30", "2026-11-01T19:30",
         "Sun 1 Nov 2026, 11:00 pm Kolkata time to Mon 2 Nov 2026, 1:00 am Kolkata time"),
    ],
)  # fmt: skip
def test_a_time_says_its_zone_and_is_right_on_every_night(zone, begins, ends, words):
    assert span(utc(begins), utc(ends), zone) == words


@pytest.mark.parametrize(
    ("is_online", "zone", "own", "begins", "second"),
    [
        (False, NY, KOL, "2026-05-12T18:00", None),
        (True, NY, NY, "2026-05-12T18:00", None),
        (True, NY, "", "2026-05-12T18:00", None),
        (True, NY, "America/Detroit", "2026-05-12T18:00", None),  # the same clocks
        (True, NY, KOL, "2026-05-12T18:00",
         "Tue 12 May 2026, 11:30 pm Kolkata time to Wed 13 May 2026, 1:30 am Kolkata time"),
        (True, NY, PHX, "2026-03-08T14:00", "Sun 8 Mar 2026, 7:00 am to 9:00 am Arizona"),
        (True, NY, PHX, "2026-03-07T15:00", "Sat 7 Mar 2026, 8:00 am to 10:00 am Arizona"),
        (True, PHX, NY, "2026-11-01T05:30",
         "Sun 1 Nov 2026, 1:30 am Eastern daylight time to Sun 1 Nov 2026, 2:30 am Eastern"),
        # Where both had the same clocks when it begins, and not when it ends.
        (True, PHX, "America/Denver", "2026-03-08T08:00",
         "Sun 8 Mar 2026, 1:00 am Mountain to Sun 8 Mar 2026, 4:00 am Mountain"),
    ],
)  # fmt: skip
def test_what_is_online_says_the_readers_own_time_where_her_clocks_show_another(is_online, zone, own, begins, second):
    starts_at = utc(begins)
    event = make.EventFactory.build(host=None, venue=None, zone=zone, is_online=is_online, starts_at=starts_at)
    words = when(make.ShiftFactory.build(role=make.RoleFactory.build(event=event)), own).split("\n")
    assert words[0] == span(starts_at, starts_at.replace(hour=starts_at.hour + 2), zone)
    assert words[1:] == ([f"Where you are: {second}"] if second else [])
