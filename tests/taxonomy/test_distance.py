"""Distances and time zones."""

from zoneinfo import ZoneInfo

import pytest

from careerlink.taxonomy.distance import box, miles_between
from careerlink.taxonomy.queries import zone_of_place, zone_of_state


def test_new_york_to_los_angeles():
    assert round(miles_between(40.7128, -74.0060, 34.0522, -118.2437)) == 2446


def test_a_place_is_no_distance_from_itself():
    assert miles_between(61.0, -150.0, 61.0, -150.0) == 0


@pytest.mark.parametrize(("lat", "lon"), [(40.7, -74.0), (64.8, -147.7), (13.4, 144.8), (-14.3, -170.7)])
def test_the_box_holds_the_circle(lat, lon):
    south, north, west, east = box(lat, lon, 25)
    for other_lat in (south - 0.001, north + 0.001):
        assert miles_between(lat, lon, other_lat, lon) > 25
    for other_lon in (west - 0.001, east + 0.001):
        assert miles_between(lat, lon, lat, other_lon) > 24.9


@pytest.mark.parametrize(("lat", "lon"), [(89.9, 0.0), (51.9, 179.9)])
def test_at_the_pole_and_the_date_line_the_box_goes_around(lat, lon):
    assert box(lat, lon, 50)[2:] == (-180.0, 180.0)


@pytest.mark.parametrize(
    ("state", "zone"),
    [
        ("NY", "America/New_York"),
        ("il", "America/Chicago"),
        ("AZ", "America/Phoenix"),
        ("HI", "Pacific/Honolulu"),
        ("PR", "America/Puerto_Rico"),
        ("GU", "Pacific/Guam"),
        ("??", "America/New_York"),
    ],
)
def test_most_people_of_a_state_live_in_its_zone(state, zone):
    assert zone_of_state(state) == zone
    assert ZoneInfo(zone).key == zone


@pytest.mark.parametrize(
    ("state", "code", "zone"),
    [
        ("TX", "79968", "America/Denver"),
        ("TX", "78712", "America/Chicago"),
        ("TN", "37996", "America/New_York"),
        ("FL", "32514", "America/Chicago"),
        ("ID", "83843", "America/Los_Angeles"),
        ("KY", "", "America/New_York"),
    ],
)
def test_the_other_part_of_a_state_is_known_by_its_zip_code(state, code, zone):
    assert zone_of_place(state, code) == zone
