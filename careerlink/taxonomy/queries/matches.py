"""What a search answers, in one shape for every vocabulary."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model

from careerlink.taxonomy.models import CredentialType, Industry, Institution, Major, Occupation, Place

MODELS: dict[str, type[Model]] = {
    "institution": Institution,
    "major": Major,
    "occupation": Occupation,
    "industry": Industry,
    "place": Place,
    "credential": CredentialType,
}
VOCABULARIES = tuple(MODELS)


@dataclass(frozen=True)
class Match:
    """One thing found. `code` is a string in every vocabulary (unit id, CIP, SOC, NAICS, ZIP,
    acronym); `note` tells namesakes apart; `score` is comparable within one search only; `is_exact`
    says that the typed words are one of its names; `coverage` (0 to 1) is how much of them one of its
    names answers.
    """

    vocabulary: str
    code: str
    title: str
    note: str = ""
    score: float = 0.0
    is_exact: bool = False
    coverage: float = 0.0

    @property
    def label(self) -> str:
        return f"{self.title} ({self.note})" if self.note else self.title


@dataclass(frozen=True)
class Resolved:
    """What an ordinary phrase stands for. `choices` has the occupations to choose from when the
    phrase is a job title that belongs to several; it is empty when there is nothing to ask.
    """

    majors: list[Match] = field(default_factory=list)
    occupations: list[Match] = field(default_factory=list)
    industries: list[Match] = field(default_factory=list)
    choices: list[Match] = field(default_factory=list)


def model_of(vocabulary: str) -> type[Model]:
    """The table behind a vocabulary. Raises KeyError for one that does not exist."""
    return MODELS[vocabulary]


def key_of(vocabulary: str) -> str:
    """The name of the field that holds the code."""
    return "acronym" if vocabulary == "credential" else MODELS[vocabulary]._meta.pk.name


def code_of(vocabulary: str, row: Model) -> str:
    """The code of a row of that vocabulary: "23.0101", "CPRW"."""
    return str(getattr(row, key_of(vocabulary)))


def instances(vocabulary: str, codes: Iterable[str]) -> dict[str, Model]:
    """The rows with these codes; unknown or malformed codes are left out. One query, at most 200 codes."""
    wanted = [code for code in dict.fromkeys(map(str, codes)) if 0 < len(code) <= 12 and "\0" not in code][:200]
    if vocabulary == "institution":
        wanted = [code for code in wanted if code.isascii() and code.isdigit() and len(code) < 9]
    if not wanted:
        return {}
    rows = MODELS[vocabulary]._default_manager.filter(**{f"{key_of(vocabulary)}__in": wanted})
    if vocabulary == "credential":
        rows = rows.select_related("issuer")
    return {code_of(vocabulary, row): row for row in rows}


def match_of(vocabulary: str, row: Model, *, note: str = "", **found) -> Match:
    """A row in the shape of a match, with the note that tells it from its namesakes."""
    code = code_of(vocabulary, row)
    title = str(row)
    if isinstance(row, Institution):
        title, note = row.name, note or f"{row.city}, {row.state}"
    elif isinstance(row, Place):
        title, note = f"{row.city}, {row.state}", note or row.zip
    elif isinstance(row, CredentialType):
        note = note or (row.issuer.name if row.issuer else "")
    return Match(vocabulary, code, title, note, **found)


def matches_of(vocabulary: str, codes: Iterable[str]) -> list[Match]:
    """The matches for codes already chosen, in their order; unknown codes are left out. One query."""
    wanted = [str(code) for code in codes]
    rows = instances(vocabulary, wanted)
    return [match_of(vocabulary, rows[code]) for code in dict.fromkeys(wanted) if code in rows]
