"""What a college probably teaches, guessed from what kind of college it is. Always shown as a guess."""

import csv
import re
from functools import cache
from pathlib import Path

from careerlink.taxonomy.models import Institution

_FILE = Path(__file__).resolve().parent.parent / "data" / "common_majors.csv"
_SIZES = {"Under 1,000": 22, "1,000 - 4,999": 36, "5,000 - 9,999": 52, "10,000 - 19,999": 66, "20,000 and above": 80}
_USUAL = 36
_NARROW = "hafb"  # colleges with one subject: what few other kinds teach comes first
_WIDE = 4
_DOCTORAL = frozenset(["01.8001", "22.0101", "51.0401", "51.1201", "51.2001", "51.2308"])
# Profiles: c community, v career and technical (two years), l liberal arts, m with master's programs,
# r research, h health, a art, f faith, t engineering, b business; L a law school, M a medical one.
_BY_CARNEGIE = (
    ("Faith-Related", "f"),
    ("Law Schools", "L"),
    ("Medical Schools", "M"),
    ("Health Professions", "h"),
    ("Arts, Music & Design", "a"),
    ("Arts & Design", "a"),
    ("Business & Management", "b"),
    ("Engineering", "t"),
    ("Technical Professions", "v"),
    ("Two-Year", "v"),
    ("Tribal", "c"),
    ("High Career & Technical", "v"),
    ("Associate's Dominant", "c"),
    ("Mixed Baccalaureate", "c"),
    ("Associate's Colleges", "c"),
    ("Very High Research", "r"),
    ("High Research", "r"),
    ("Doctoral/Professional", "m"),
    ("Master's", "m"),
    ("Arts & Sciences Focus", "l"),
    ("Diverse Fields", "lm"),
)
_BY_NAME = (
    (r"nurs|health|medical|hospital|chiropractic|acupuncture|dental|pharmac", "h"),
    (r"\bart\b|\barts\b|design|music|conservator|film|fashion|dance", "a"),
    (r"seminar|theolog|bible|biblical|rabbin|yeshiv|talmud|divinity|ministr", "f"),
    (r"\blaw\b", "L"),
    (r"polytechnic|engineering", "t"),
    (r"business|management", "b"),
    (r"technical|career|trade|vocational|beauty|cosmetolog|culinary|automotive|welding", "v"),
)


@cache
def _common() -> list[tuple[str, int, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["cip_code"], int(row["commonness"]), row["profiles"]) for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def profile_of(institution: Institution) -> str:
    """The letters of the profiles that fit, from the Carnegie class, else the name, else the degrees."""
    carnegie = institution.carnegie
    if "Other Fields" in carnegie or "Other Special" in carnegie:
        carnegie = ""
    for words, profile in _BY_CARNEGIE:
        if words in carnegie:
            return profile
    is_small = institution.size_band in ("", "Under 1,000")
    for pattern, profile in _BY_NAME if is_small else ():
        if re.search(pattern, institution.name, re.IGNORECASE):
            return profile
    if institution.level != "4-year":
        return "v" if institution.control == "private for-profit" else "c"
    return "l" if institution.highest_offering.startswith("Bachelor") else "m"


def is_common(code: str) -> bool:
    """Whether a six-digit CIP code is among the majors that many colleges teach."""
    return any(code == common for common, *_ in _common())


def typical_majors(institution: Institution) -> list[str]:
    """Six-digit CIP codes that a college like this one probably teaches, the most usual first."""
    profile = profile_of(institution)
    if profile == "L":
        return ["22.0101", "22.0000"]
    rows = _common()
    if profile == "M":
        codes = [code for code, _, letters in rows if code.startswith("51.") and set(letters) & {"r", "h"}]
    else:
        kept = [row for row in rows if set(row[2]) & set(profile)]
        if profile in _NARROW:
            kept.sort(key=lambda row: len(row[2]) > _WIDE)
        codes = [code for code, *_ in kept]
    if not institution.highest_offering.startswith("Doctor"):
        codes = [code for code in codes if code not in _DOCTORAL]
    return codes[: _SIZES.get(institution.size_band, _USUAL)]
