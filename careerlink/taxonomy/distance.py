"""Distances on the earth, in miles."""

from math import asin, cos, degrees, radians, sin, sqrt

EARTH_MILES = 3958.8


def miles_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance between two points given in degrees (haversine)."""
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(chord)))


def box(lat: float, lon: float, miles: float) -> tuple[float, float, float, float]:
    """South, north, west, east in degrees of a box that holds every point within `miles`.

    A superset, for an indexed first cut: measure what it finds with `miles_between`. Where the box
    would cross the date line or hold a pole it spans all longitudes.
    """
    up = degrees(miles / EARTH_MILES)
    south, north = max(-90.0, lat - up), min(90.0, lat + up)
    if south <= -90 or north >= 90:
        return south, north, -180.0, 180.0
    reach = sin(miles / EARTH_MILES) / cos(radians(lat))
    if reach >= 1:
        return south, north, -180.0, 180.0
    side = degrees(asin(reach))
    west, east = lon - side, lon + side
    if west < -180 or east > 180:
        return south, north, -180.0, 180.0
    return south, north, west, east
