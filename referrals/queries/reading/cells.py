"""What one cell says: addresses, a year, majors, a ZIP code; and cells that were garbled before they came here."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from careerlink.web.archives import FORMULA
from referrals.models.alumni import FIRST_YEAR

LONGEST_EMAIL = 254
_PARTS = re.compile(r"\s*:::\s*|[;,|\s]+")
_MAJORS = re.compile(r"\s*:::\s*|\s*[;|\n]\s*")
_NO_MAJOR = {"undeclared", "undecided", "unknown", "none", "n/a", "na", "-", "tbd", "not declared", "no major"}
_FOUR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_RUN = re.compile(r"^((?:19|20)\d\d)(\d\d|\d{4})$")  # 201440, 20110514
_TWO = re.compile(r"^(?:\d{1,2}[-/. ](?:[A-Za-z]{3,9}|\d{1,2})|[A-Za-z]{3,9})[-/. ]+'?(\d\d)$|^'(\d\d)$")
_SERIAL, _ZERO = range(20_000, 60_000), date(1899, 12, 30)  # days since then, as spreadsheets keep dates
_ZIP = re.compile(r"^(\d{3,5})(?:-\d{4})?(?:\.0)?$")
# A letter of UTF-8 read as Windows-1252: Ã and a sign that nobody writes after it.
_GARBLED = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
                      "\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]|\u00e2\u20ac")  # fmt: skip


def cleaned(cell: str) -> str:
    """The words of a cell, with single spaces; the ' with which we write what looks like a formula is taken off."""
    text = " ".join(cell.split()) if not cell.isalnum() else cell
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def same(text: str) -> str:
    """The text in the form in which two spellings are equal: no capitals, no accents; any script."""
    if text.isascii():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


def emails_in(cell: str) -> tuple[list[str], list[str]]:
    """The addresses in a cell, in lower case and each once, and what is none."""
    good: dict[str, None] = {}
    bad = []
    for part in _PARTS.split(cell.strip()):
        address = part.strip("<>()\"'").removeprefix("mailto:").lower()
        if not address or (part != address and "@" not in address):
            continue
        if is_email(address):
            good[address] = None
        else:
            bad.append(part)
    return list(good), [] if good and not any("@" in part for part in bad) else bad


def is_email(address: str) -> bool:
    if len(address) > LONGEST_EMAIL:
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def year_in(cell: str, latest: int) -> int | None:
    """The year of a date however written, None where there is none or only a placeholder such as 1900. `latest` is
    the last year that anybody may graduate in; of two digits the one in this range is meant.

    Raises ValueError for what cannot be read as one.
    """
    text = cell.strip()
    if not text:
        return None
    run = _RUN.match(text)
    years = {int(run[1])} if run else {int(year) for year in _FOUR.findall(text)}
    if not years and text.isascii() and text.isdigit() and int(text) in _SERIAL:
        years = {(_ZERO + timedelta(days=int(text))).year}
    short = None if years else _TWO.match(text)
    if short:
        year = 2000 + int(short[1] or short[2])
        years = {year if year <= latest else year - 100}
    if len(years) != 1:
        raise ValueError(text)
    year = years.pop()
    if year <= 1901:
        return None
    if not FIRST_YEAR <= year <= latest:
        raise ValueError(text)
    return year


def majors_in(cell: str) -> list[str]:
    """The majors that a cell names, each once; "undeclared" is none."""
    found = {" ".join(part.split()): None for part in _MAJORS.split(cell)}
    return [part for part in found if part and part.lower() not in _NO_MAJOR]


def zip_in(cell: str, known: Collection[str]) -> str:
    """A ZIP code that exists, with the leading zeros that a spreadsheet takes off. Raises ValueError for another."""
    text = cell.strip()
    if not text:
        return ""
    found = _ZIP.match(text)
    code = found[1].zfill(5) if found else ""
    if code not in known:
        raise ValueError(text)
    return code


def is_garbled(cell: str) -> bool:
    """Whether this looks like UTF-8 that was read as Windows-1252 and saved again ("RenÃ©e")."""
    return not cell.isascii() and bool(_GARBLED.search(cell))
