"""Distances as the matcher compares them.

A place is a point on the unit sphere and a distance the square of the straight line through the earth: sums and
products alone, so that plain numbers and arrays come to the very same result. Miles are for people.
"""

from bisect import bisect_right
from math import asin, cos, exp, pi, radians, sin, sqrt

from careerlink.taxonomy.distance import EARTH_MILES

Spot = tuple[float, float, float]
STEP = 5  # miles in which nearness fades
FADES = 60.0  # miles after which a third of it is left
FARTHEST = 300  # miles; beyond, nearness stays what it is there


def spot(latitude: float | None, longitude: float | None) -> Spot | None:
    """The point of a place in degrees, None when it is unknown."""
    if latitude is None or longitude is None:
        return None
    up, along = radians(latitude), radians(longitude)
    return cos(up) * cos(along), cos(up) * sin(along), sin(up)


def line(miles: float) -> float:
    """The squared straight line under so many miles on the ground (at most half around the earth)."""
    return (2 * sin(min(miles / EARTH_MILES, pi) / 2)) ** 2


def apart(one: Spot, other: Spot) -> float:
    """The squared straight line between two places."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return x * x + y * y + z * z


def miles_of(squared: float) -> int:
    """A squared line in whole miles on the ground."""
    return round(2 * EARTH_MILES * asin(min(1.0, sqrt(squared) / 2)))


STEPS = [line(miles) for miles in range(STEP, FARTHEST + 1, STEP)]
NEARNESS = [round(1000 * exp(-STEP * step / FADES)) for step in range(len(STEPS) + 1)]


def nearness(squared: float) -> int:
    """How near in thousandths: 1000 at the door, a third of it 60 miles away."""
    return NEARNESS[bisect_right(STEPS, squared)]
