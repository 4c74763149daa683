"""What the page about who can help which majors says, in words and squares."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web.templatetags.web import day
from partners.matching.coverage import How, Level, how, level
from partners.models import Host, Writer
from partners.queries.coverage import LANGUAGES, MAJORS, SERVICES, Covered
from partners.queries.reasons import reason_words

MOST_NAMED = 3  # partners of one line
SIDE, GAP, ACROSS = 15, 4, 11  # of the squares of the heat map, in units of its picture
TONES = {Level.NOBODY: "wait", Level.BESIDE: "wait", Level.ONE: "", Level.SEVERAL: "ok"}


@dataclass(frozen=True)
class Who:
    """One writer on a line: how well she covers it, and why."""

    name: str
    url: str
    how: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        n = len(self.reasons)
        return ngettext("%(n)s reason", "%(n)s reasons", n) % {"n": n}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    code: str
    title: str
    group: str
    level: str
    tone: str
    partners: list[Who]
    more: int
    best: list[Who] | None
    asked: str
    asked_url: str
    ask_url: str


@dataclass(frozen=True)
class Square:
    """One thing in the heat map: where it stands and how far it is filled, from the bottom."""

    x: int
    y: int
    filled_y: int
    filled: int
    title: str


@dataclass(frozen=True)
class Patch:
    """The squares of one wide field, with what they say in words."""

    title: str
    words: str
    width: int
    height: int
    squares: list[Square]


def level_words(found: Level) -> str:
    return {
        Level.NOBODY: _("Nobody yet"),
        Level.BESIDE: _("Only from close by"),
        Level.ONE: _("One writer"),
        Level.SEVERAL: _("Several writers"),
    }[found]


def how_words(found: How, part: str) -> str:
    if part != MAJORS:
        return _("speaks it") if part == LANGUAGES else _("offers it")
    return {
        How.SAME: _("knows just this"),
        How.RELATED: _("knows what it leads to"),
        How.BESIDE: _("knows a field close by"),
    }[found]


def coverage_rows(rows: Iterable[Covered], host: Host, part: str, *, may_ask: bool) -> list[Row]:
    """The lines of the table for the people of `host`, with a way to ask for those who may."""
    return [_row(row, host, part, may_ask) for row in rows]


def _row(row: Covered, host: Host, part: str, may_ask: bool) -> Row:
    partners = [
        Who(writer.name, _url(host, writer), how_words(how(closeness), part), _reasons(fit, row))
        for writer, closeness, fit in row.partners[:MOST_NAMED]
    ]
    asked, asked_url = "", ""
    if row.asked_for:
        key, needed_on = row.asked_for
        asked, asked_url = _("Asked for: %(day)s") % {"day": day(needed_on)}, reverse("need", args=[key])
    return Row(
        code=row.thing.code,
        title=row.thing.title,
        group=row.thing.group,
        level=level_words(row.level),
        tone=TONES[row.level],
        partners=partners,
        more=len(row.partners) - len(partners),
        best=None if row.best is None else [Who(writer.name, _url(host, writer)) for writer, _fit in row.best],
        asked=asked,
        asked_url=asked_url,
        ask_url=_ask_url(row, host, part) if may_ask else "",
    )


def _url(host: Host, writer: Writer) -> str:
    return reverse("desk_writer", args=[host.slug, writer.slug])


def _reasons(fit, row: Covered) -> tuple[str, ...]:
    """What speaks for her and, behind it, what stands in the way today."""
    speaks_for = [reason_words(one, words=row.thing.title) for one in fit.reasons if one.is_for]
    said = [*speaks_for, *(reason_words(one) for one in fit.hard)]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _ask_url(row: Covered, host: Host, part: str) -> str:
    """Where asking begins: with the open request for it, else with a new one that is filled in already. Where nobody
    is there to be asked, a request waits for who comes.
    """
    if row.asked_for:
        return reverse("need_ask", args=[row.asked_for[0]]) + "?best=3"
    said = {
        MAJORS: {"words": row.thing.title, "code": row.thing.code},
        SERVICES: {"service": row.thing.code},
        LANGUAGES: {"language": row.thing.code},
    }
    best = {"best": "3"} if row.best else {}
    return reverse("need_new", args=[host.slug]) + "?" + urlencode(said[part] | best)


def patches(everything: Iterable[Covered], part: str) -> list[Patch]:
    """The heat map: a square for each thing, fuller the better it is covered, by wide field."""
    names = {"services": _("Services"), "languages": _("Languages")}
    fields: dict[str, list[Covered]] = {}
    for row in sorted(everything, key=lambda one: (one.thing.group.casefold(), -one.level, one.thing.title.casefold())):
        fields.setdefault(row.thing.group or names.get(part, ""), []).append(row)
    return [_patch(title, rows) for title, rows in fields.items()]


def _patch(title: str, rows: list[Covered]) -> Patch:
    able = sum(row.level > Level.BESIDE for row in rows)
    lines = (len(rows) - 1) // ACROSS + 1
    words = _("%(able)s of %(all)s covered") % {"able": able, "all": len(rows)}
    squares = []
    for number, row in enumerate(rows):
        x, y = number % ACROSS * (SIDE + GAP), number // ACROSS * (SIDE + GAP)
        filled = SIDE * int(row.level) // int(max(Level))
        said = f"{row.thing.title}: {level_words(row.level)}"
        squares.append(Square(x + 1, y + 1, y + 1 + SIDE - filled, filled, said))
    across = min(len(rows), ACROSS)
    return Patch(title, words, across * (SIDE + GAP), lines * (SIDE + GAP), squares)


def legend() -> list[tuple[Patch, str]]:
    """What the fillings mean: one square each."""
    found = []
    for one in Level:
        filled = SIDE * int(one) // int(max(Level))
        square = Square(1, 1, 1 + SIDE - filled, filled, "")
        found.append((Patch("", "", SIDE + 2, SIDE + 2, [square]), level_words(one)))
    return found


def figures(everything: list[Covered], partners: int, part: str) -> list[dict]:
    """A few numbers above the table."""
    levels = [level(row.near.values()) for row in everything]
    labels = {
        "majors": _("Majors that you teach"),
        "services": _("Services"),
        "languages": _("Languages besides English"),
    }
    return [
        {"label": labels[part], "value": len(levels)},
        {"label": _("Nobody yet"), "value": levels.count(Level.NOBODY)},
        {"label": _("Only from close by"), "value": levels.count(Level.BESIDE)},
        {"label": _("Writers who work with you"), "value": partners},
    ]
