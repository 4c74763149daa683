"""Which majors a college teaches, in the shape of its page."""

from dataclasses import dataclass, field, replace

from django.http import QueryDict

from careerlink.taxonomy.models import Major
from careerlink.taxonomy.queries import Match, resolve_catalogue, typical_majors
from partners.models import Host, TaughtMajor

MOST_SHOWN = 900
MOST_OPEN = 80  # majors that are all in sight; of more the fields are folded
LONGEST_CODE = 10
BATCH = 500


@dataclass(frozen=True)
class Row:
    code: str
    title: str
    is_guess: bool


@dataclass(frozen=True)
class Group:
    """Majors of one wide field of study (two-digit CIP)."""

    title: str
    rows: list[Row] = field(default_factory=list)
    is_open: bool = False


def taught_groups(host: Host) -> list[Group]:
    """The majors of a host by wide field of study. Two queries."""
    wide = dict(Major.objects.filter(level=1).values_list("code", "title"))
    found: dict[str, Group] = {}
    rows = host.taught_majors.order_by("major_id").values_list("major_id", "major__title", "source")
    for code, title, source in rows[:MOST_SHOWN]:
        name = wide.get(code[:2], title)
        group = found.setdefault(code[:2], Group(name.rstrip(".").title() if name.isupper() else name.rstrip(".")))
        group.rows.append(Row(code, title.rstrip("."), source == TaughtMajor.Source.GUESS))
    groups = list(found.values())
    if sum(len(group.rows) for group in groups) > MOST_OPEN:
        return groups
    return [replace(group, is_open=True) for group in groups]


@dataclass(frozen=True)
class Line:
    """One pasted line: the major it plainly is, or those it may be."""

    number: int
    text: str
    match: Match | None = None
    choices: list[Match] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether the line is the very title, so that nothing has to be explained."""
        return self.match is not None and self.match.title.rstrip(".").casefold() == self.text.casefold()


def preview(catalogue: str) -> dict:
    """What a pasted list was read as: lines that are `clear`, `unsure` (several may be meant) and `unknown`."""
    read = resolve_catalogue(catalogue)
    lines = [Line(number, *parts) for number, parts in enumerate(read, start=1)]
    clear = [line for line in lines if line.match]
    unsure = [line for line in lines if not line.match and line.choices]
    unknown = [line for line in lines if not line.match and not line.choices]
    return {"clear": clear, "unsure": unsure, "unknown": unknown, "found": len(clear)}


def ticked(posted: QueryDict) -> list[str]:
    """The codes that somebody ticked or chose on the preview of a pasted list."""
    chosen = [value for name, values in posted.lists() if name.startswith("line") for value in values if value]
    return [*posted.getlist("majors"), *chosen]


def known_codes(codes: list[str]) -> list[str]:
    """Those of the codes that are majors, in their order; whatever else was posted is left out."""
    wanted = [code for code in dict.fromkeys(codes) if code and len(code) <= LONGEST_CODE and "\0" not in code]
    found: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        found.update(Major.objects.filter(code__in=batch).values_list("code", flat=True))
    return [code for code in wanted if code in found]


def typical_codes(host: Host) -> list[str]:
    """Codes of what colleges like this one usually teach; empty when nothing is known."""
    return known_codes(typical_majors(host.institution))
