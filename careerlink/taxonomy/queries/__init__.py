"""Reads of the reference data: words to codes, codes to titles, and from one vocabulary to another."""

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
from careerlink.taxonomy.queries.resolving import resolve
from careerlink.taxonomy.queries.search import clear_match, search
from careerlink.taxonomy.queries.zones import zone_of_place, zone_of_state

__all__ = [
    "VOCABULARIES",
    "Match",
    "Resolved",
    "clear_match",
    "instances",
    "key_of",
    "match_of",
    "matches_of",
    "model_of",
    "resolve",
    "search",
    "zone_of_place",
    "zone_of_state",
]
