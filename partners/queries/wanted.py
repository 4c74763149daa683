"""What somebody who looks for a writer means by her words: standard codes and what is near to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from django.core.cache import cache
from django.db.models import Q

from careerlink.taxonomy.models import Industry, Major, MajorOccupation, Occupation, Tree
from careerlink.taxonomy.queries import Match, clear_match, kin_of, matches_of, resolve
from partners.models import Vocabulary

FIELDS = (Vocabulary.MAJOR, Vocabulary.OCCUPATION, Vocabulary.INDUSTRY)
TABLES: dict[str, type[Tree]] = {
    Vocabulary.MAJOR: Major,
    Vocabulary.OCCUPATION: Occupation,
    Vocabulary.INDUSTRY: Industry,
}
LONGEST_CIP, LONGEST_NAICS = 7, 4  # characters of the narrowest codes: 23.0101, 6113
MOST_CODES = 400  # inside a group, for one search
REMEMBERED = 3600  # seconds
NEAR = 150  # thousandths from which on somebody who looks for a writer would want to see a code
MOST_PAIRS = 400  # of the crosswalk, for one search


@dataclass(frozen=True)
class Wanted:
    """Words such as "English" in standard codes. `related_…` are what the CIP-SOC crosswalk leads to, `near_…` what
    else is near, in thousandths.

    `meant` is what is searched for, `others` what the words might mean as well; `around` holds, by
    vocabulary, the codes of `meant` with the wider groups that hold them and everything inside.
    """

    words: str
    meant: tuple[Match, ...] = ()
    others: tuple[Match, ...] = ()
    around: Mapping[str, frozenset[str]] = field(default_factory=dict)
    related_majors: frozenset[str] = frozenset()
    related_occupations: frozenset[str] = frozenset()
    near_majors: Mapping[str, int] = field(default_factory=dict)
    near_occupations: Mapping[str, int] = field(default_factory=dict)

    def codes(self, vocabulary: str) -> frozenset[str]:
        return frozenset(match.code for match in self.meant if match.vocabulary == vocabulary)

    @property
    def direct(self) -> Q:
        """The tags of writers who name the very thing, or something wider or narrower."""
        return _tags(self.around)

    @property
    def has_related(self) -> bool:
        return bool(self.related_majors or self.related_occupations or self.near_majors or self.near_occupations)

    @property
    def related(self) -> Q:
        """The tags that the crosswalk leads to, and those near to what is meant."""
        return _tags(
            {
                Vocabulary.MAJOR: self.related_majors | self.near_majors.keys(),
                Vocabulary.OCCUPATION: self.related_occupations | self.near_occupations.keys(),
            }
        )


def _tags(codes_of: Mapping[str, frozenset[str]]) -> Q:
    found = Q(pk__in=[])
    for vocabulary, codes in codes_of.items():
        if codes:
            found |= Q(vocabulary=vocabulary, code__in=codes)
    return found


def read_wanted(words: str, picked: str = "") -> Wanted:
    """What `words` stand for, or exactly what was `picked` ("occupation:27-3041") among what they may mean.

    Remembered for an hour: reference data hardly ever changes, and "English" is asked for all day.
    """
    key = "partners.wanted:" + blake2b(f"{words.casefold()}\n{picked}".encode(), digest_size=16).hexdigest()
    found = cache.get(key)
    if found is None:
        found = _read(words, picked)
        cache.set(key, found, REMEMBERED)
    return found


def _read(words: str, picked: str) -> Wanted:
    vocabulary, _colon, code = picked.partition(":")
    chosen = matches_of(vocabulary, [code]) if vocabulary in FIELDS else []
    resolved = resolve(words) if words else None
    possible = [*resolved.majors, *resolved.occupations, *resolved.industries, *resolved.choices] if resolved else []
    if not chosen and resolved:
        groups = [resolved.majors, [] if resolved.choices else resolved.occupations, resolved.industries]
        chosen = [match for group in groups for match in _plainly(group)]
    meant = _once(chosen)
    others = [match for match in _once(possible) if match not in meant]
    majors = {match.code for match in meant if match.vocabulary == Vocabulary.MAJOR}
    occupations = {match.code for match in meant if match.vocabulary == Vocabulary.OCCUPATION}
    related_majors, related_occupations = _crosswalk(majors, occupations)
    near = _near(majors | occupations)
    return Wanted(words, tuple(meant), tuple(others), _around(meant), related_majors, related_occupations, *near)


def _near(codes: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Majors and occupations that are near enough to one of these codes to be looked for. At most one query."""
    majors: dict[str, int] = {}
    occupations: dict[str, int] = {}
    for kin in kin_of(sorted(codes)).values():
        for code, closeness in kin.items():
            part = occupations if "-" in code else majors
            if code not in codes and closeness >= NEAR:
                part[code] = max(closeness, part.get(code, 0))
    return majors, occupations


def _plainly(group: list[Match]) -> list[Match]:
    """The one that is plainly meant, else all that were found."""
    one = clear_match(group)
    return [one] if one else group


def _once(matches: Iterable[Match]) -> list[Match]:
    return list({(match.vocabulary, match.code): match for match in matches}.values())


def _crosswalk(majors: set[str], occupations: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Majors that lead to these occupations, and occupations that these majors lead to. At most one query."""
    if not majors and not occupations:
        return frozenset(), frozenset()
    wanted = Q(pk__in=[])
    for code in majors:
        wanted |= Q(major__code__startswith=code)
    for code in occupations:
        wanted |= Q(occupation__code__startswith=_stem(Vocabulary.OCCUPATION, code))
    in_order = MajorOccupation.objects.filter(wanted).order_by("major_id", "occupation_id")
    pairs = in_order.values_list("major_id", "occupation_id")[:MOST_PAIRS]
    found_majors, found_occupations = set(), set()
    for major, occupation in pairs:
        if any(major.startswith(code) for code in majors):
            found_occupations.add(occupation)
        else:
            found_majors.add(major)
    return frozenset(found_majors - majors), frozenset(found_occupations - occupations)


def _around(meant: list[Match]) -> dict[str, frozenset[str]]:
    """By vocabulary: the codes, the wider groups that hold them, and everything inside them. At most
    one query for each vocabulary in which a whole group is meant.
    """
    found: dict[str, set[str]] = {}
    for match in meant:
        found.setdefault(match.vocabulary, set()).update([match.code, *_wider(match.vocabulary, match.code)])
    for vocabulary, codes in found.items():
        stems = [
            _stem(vocabulary, match.code)
            for match in meant
            if match.vocabulary == vocabulary and not _is_narrowest(vocabulary, match.code)
        ]
        inside = Q(pk__in=[])
        for stem in stems:
            inside |= Q(pk__startswith=stem)
        if stems:
            found = TABLES[vocabulary].objects.filter(inside).order_by("pk")
            codes.update(found.values_list("pk", flat=True)[:MOST_CODES])
    return {vocabulary: frozenset(codes) for vocabulary, codes in found.items()}


def _stem(vocabulary: str, code: str) -> str:
    """The beginning that all codes inside share: SOC fills up with zeros, CIP and NAICS do not."""
    return code.rstrip("0") if vocabulary == Vocabulary.OCCUPATION else code


def _is_narrowest(vocabulary: str, code: str) -> bool:
    if vocabulary == Vocabulary.OCCUPATION:
        return not code.endswith("0")
    return len(code) >= (LONGEST_CIP if vocabulary == Vocabulary.MAJOR else LONGEST_NAICS)


def _wider(vocabulary: str, code: str) -> list[str]:
    if vocabulary == Vocabulary.OCCUPATION:  # 27-3041 is in 27-3040, 27-3000 and 27-0000
        return [code[:6] + "0", code[:4] + "000", code[:3] + "0000"]
    if vocabulary == Vocabulary.MAJOR:  # 23.0101 is in 23.01 and 23
        return [code[:5], code[:2]]
    return [code[:length] for length in range(2, len(code))]
