"""What is near to a major or an occupation, beyond the crosswalk and the trees."""

from collections.abc import Iterable

from careerlink.taxonomy.models import Kin

_MOST = 200  # codes asked for at once


def kin_of(codes: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each of these six-digit CIP and detailed SOC codes what is near to it, in thousandths. One query."""
    wanted = list(dict.fromkeys(codes))[:_MOST]
    found = Kin.objects.filter(code__in=wanted).order_by("code") if wanted else ()
    return {kin.code: read_kin(kin.others) for kin in found}


def read_kin(others: str) -> dict[str, int]:
    """A row of the table, "27-3043:358 23.1303:750", as codes with thousandths."""
    pairs = (pair.partition(":") for pair in others.split())
    return {code: int(strength) for code, _colon, strength in pairs}
