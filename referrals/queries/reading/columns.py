"""What the columns of a list hold, by their names. What nobody needs for a referral is not read; what is sensitive
is refused by name.
"""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HEADERS = Path(__file__).resolve().parent.parent.parent / "data" / "import_headers.csv"


class Column(TextChoices):
    """What a column may be taken for."""

    NONE = "", _("Not kept")
    FIRST = "first", _("First name")
    PREFERRED = "preferred", _("Name people use")
    LAST = "last", _("Last name")
    NAME = "name", _("Full name")
    EMAIL = "email", _("E-mail address")
    YEAR = "year", _("Graduation")
    MAJOR = "major", _("Major")
    JOB = "job", _("Job looked for")
    STAGE = "stage", _("Career stage")
    ZIP = "zip", _("ZIP code")
    LANGUAGE = "language", _("Language")


SENSITIVE = "sensitive"  # never read, and nobody can choose otherwise
MANY = (Column.EMAIL, Column.YEAR, Column.MAJOR)  # may stand in several columns

# The words of `suggested_field` in the file of known headers.
_SUGGESTED = {
    "first_name": Column.FIRST,
    "last_name": Column.LAST,
    "full_name": Column.NAME,
    "preferred_name": Column.PREFERRED,
    "email": Column.EMAIL,
    "email (may hold several, ' ::: ')": Column.EMAIL,
    "graduation_date": Column.YEAR,
    "major": Column.MAJOR,
    "majors (semicolon list)": Column.MAJOR,
    "zip": Column.ZIP,
    "sensitive": SENSITIVE,
    "external_id": SENSITIVE,  # numbers of students
}
# Names that people give columns themselves, and that our own export gives.
_USUAL = {
    Column.FIRST: "first, firstname, first names, fname, forename, given names",
    Column.PREFERRED: "preferred first name, goes by, chosen name, name people use",
    Column.LAST: "last, lastname, lname, surname, last names",
    Column.NAME: "full name, fullname, student name, alumni name, alumnus, alumna, graduate name, display name, person",
    Column.EMAIL: "e mail, mail, emails, e mail addresses, email addresses, goremal email address, contact",
    Column.YEAR: (
        "class, class of, class year, grad year, graduation year, graduated, graduation, year, grad date, degree date,"
        " degree year, graduation date, shrdgmr grad date, year graduated, year of graduation, date graduated,"
        " completion date, completion year, conferral date, date conferred, degree conferred, term graduated, grad term"
    ),
    Column.MAJOR: (
        "major, majors, major 1, major 2, major name, program, program of study, field of study, degree program,"
        " stvmajr desc, first major, second major, primary major, academic program, discipline, area of study"
    ),
    Column.JOB: (
        "job looked for, job you are looking for, target occupation, target job, desired job, desired occupation,"
        " desired position, target role, desired role, career goal, seeking"
    ),
    Column.STAGE: "career stage, stage",
    Column.ZIP: (
        "zip, zip code, zipcode, postal code, postcode, home zip, home zip code, zip postal code, postal zip code"
    ),
    Column.LANGUAGE: "preferred language, language preference, spoken language",
}
_EMAIL = re.compile(r"\be ?mail\b|\bemail\d")
_NO_EMAIL = re.compile(r"\b(type|label|opt|status|bounced?|assigned|consent|verified|valid|source|date|format|owner)\b")
_SENSITIVE = re.compile(
    r"\b(c?gpa|grades?|grade point|class rank|honou?rs?|transcript|(sat|act|gre|test) scores?|academic standing"
    r"|gender|sex|sexual|orientation|pronouns?|ethnic\w*|rac(e|es|ial)|hispanic|latin[oax]|tribal|nationality"
    r"|birth\w*|dob|date of birth|age|disab\w*|accommodations?|health|medical|diagnos\w*|veterans?|military"
    r"|ssn|sin|social security|tax id|passport|licen[cs]e (no|nr|num\w*)|religio\w*|faith|citizen\w*|visa|immigra\w*"
    r"|marital|married|spouse|athletes?|pell|work study|first gen\w*|low income|income|salary|financial aid|debt"
    r"|gdpr|cpt|criminal|convict\w*|discipline record|union member\w*|politic\w*"
    r"|(student|banner|people ?soft|campus|university|college|school|card|person|employee|alumni) ?"
    r"(id|ids|no|nr|num|number|numbers)|pidm|emplid|studentid|uin|sid|spriden id|external id|id number|matricul\w*)\b"
)
_WHOLE = {"id", "no", "nr", "number", "num"}  # sensitive when the name says nothing else
_YEAR = re.compile(r"(19|20)\d\d$")


def column_of(name: str) -> str | None:
    """What a column of this name holds: a `Column`, SENSITIVE, or None for a name that nobody knows."""
    words = _words(name)
    if not words:
        return None
    if _SENSITIVE.search(words) or words in _WHOLE:
        return SENSITIVE
    known = _known().get(words)
    if known is not None:
        return known
    if _EMAIL.search(words) and not _NO_EMAIL.search(words) and len(words.split()) <= 4:
        return Column.EMAIL
    return None


def is_known(cell: str) -> bool:
    """Whether this is the name of a column, and no cell of a person."""
    return len(cell) <= 60 and "@" not in cell and column_of(cell) is not None


def guess_columns(names: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> list[str]:
    """For each column what it most likely holds (a `Column` or SENSITIVE). Where the file has no names, what stands in
    its first rows gives a first idea; a person says what is right.
    """
    if not any(names):
        return _by_content(len(names), samples)
    found = [column_of(name) or Column.NONE for name in names]
    if Column.FIRST in found and Column.LAST in found:
        found = [Column.NONE if column == Column.NAME else column for column in found]
    seen: set[str] = set()
    for at, column in enumerate(found):
        if column in seen and column not in MANY and column != SENSITIVE:
            found[at] = Column.NONE
        seen.add(column)
    return found


def _by_content(width: int, samples: Sequence[Sequence[str]]) -> list[str]:
    found: list[str] = [Column.NONE] * width
    names = []
    for at in range(width):
        cells = [row[at].strip() for row in samples if at < len(row) and row[at].strip()]
        if not cells:
            continue
        if all("@" in cell for cell in cells):
            found[at] = Column.EMAIL
        elif all(_YEAR.match(cell) for cell in cells):
            found[at] = Column.YEAR
        elif all(not any(letter.isdigit() for letter in cell) for cell in cells):
            names.append(at)
    if len(names) == 1:
        found[names[0]] = Column.NAME
    elif names:
        found[names[0]], found[names[1]] = Column.FIRST, Column.LAST
    return found


def _words(name: str) -> str:
    """The name in small letters, what is not a letter or a digit as one space: "Primary_Education:GPA" too."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name[:200])
    return " ".join(re.sub(r"[\W_]+", " ", parted.lower()).split())


@cache
def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    with HEADERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(_words(row["column"]), _SUGGESTED.get(row["suggested_field"], Column.NONE))
    for column, names in _USUAL.items():
        for name in names.split(","):
            found.setdefault(_words(name), column)
    return found
