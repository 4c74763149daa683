"""Reads of the reference data: words to codes, codes to titles, and from one vocabulary to another."""

from careerlink.taxonomy.queries.attributions import attribution
from careerlink.taxonomy.queries.catalogue import resolve_catalogue
from careerlink.taxonomy.queries.kin import kin_of, read_kin
from careerlink.taxonomy.queries.matches import (
    VOCABULARIES,
    Match,
    Resolved,
    instances,
    key_of,
    match_of,
    matches_of,
    model_of,
)
from careerlink.taxonomy.queries.related import majors_of, occupations_of
from careerlink.taxonomy.queries.resolving import resolve
from careerlink.taxonomy.queries.search import clear_match, search
from careerlink.taxonomy.queries.typical import typical_majors
from careerlink.taxonomy.queries.zones import zone_of_place, zone_of_state

__all__ = [
    "VOCABULARIES",
    "Match",
    "Resolved",
    "attribution",
    "clear_match",
    "instances",
    "key_of",
    "kin_of",
    "majors_of",
    "match_of",
    "matches_of",
    "model_of",
    "occupations_of",
    "read_kin",
    "resolve",
    "resolve_catalogue",
    "search",
    "typical_majors",
    "zone_of_place",
    "zone_of_state",
]
