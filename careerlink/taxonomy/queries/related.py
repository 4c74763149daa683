"""From majors to occupations and back, through the CIP-SOC crosswalk.

A general major for which the crosswalk names few occupations also reaches those that at least two other
majors of its series lead to: so English reaches editors and writers.

Teachers at colleges (25-1xxx) are left out: the crosswalk gives them to nearly every major, and they
would make everything related to everything.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Q

from careerlink.taxonomy.models import Major, MajorOccupation

COLLEGE_TEACHERS = "25-1"
_FEW = 5
_MOST = 500  # codes asked for at once


def occupations_of(major_codes: Iterable[str]) -> dict[str, list[str]]:
    """For each six-digit CIP code the SOC codes it prepares for, its own first. At most three queries."""
    found = _pairs("major_id", "occupation_id", major_codes)
    narrow = [code for code, related in found.items() if len(related) < _FEW]
    general = Major.objects.filter(code__in=narrow, title__endswith=", General").values_list("code", flat=True)
    series = {code: code[:2] for code in general} if narrow else {}
    if series:
        shared = _shared_in(set(series.values()))
        for code, first in series.items():
            found[code] += [soc for soc in shared[first] if soc not in found[code]]
    return found


def _shared_in(series: set[str]) -> dict[str, list[str]]:
    """For each two-digit series the occupations that two or more of its majors lead to."""
    wanted = Q()
    for first in series:
        wanted |= Q(major__code__startswith=f"{first}.")
    counts = Counter(
        (major[:2], soc)
        for major, soc in MajorOccupation.objects.filter(wanted)
        .exclude(occupation__code__startswith=COLLEGE_TEACHERS)
        .values_list("major_id", "occupation_id")
    )
    shared = defaultdict(list)
    for (first, soc), count in sorted(counts.items()):
        if count > 1:
            shared[first].append(soc)
    return shared


def majors_of(occupation_codes: Iterable[str]) -> dict[str, list[str]]:
    """For each detailed SOC code the six-digit CIP codes that prepare for it, in order. One query."""
    return _pairs("occupation_id", "major_id", occupation_codes)


def _pairs(key: str, other: str, codes: Iterable[str]) -> dict[str, list[str]]:
    wanted = list(dict.fromkeys(codes))[:_MOST]
    found = defaultdict(list)
    if wanted:
        pairs = (
            MajorOccupation.objects.filter(**{f"{key}__in": wanted})
            .exclude(occupation__code__startswith=COLLEGE_TEACHERS)
            .order_by(other)
            .values_list(key, other)
        )
        for code, related in pairs:
            found[code].append(related)
    return {code: found[code] for code in wanted}
