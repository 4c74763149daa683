"""What rooms above add to this one: filled in their `apps.ready()`, read here without knowing them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from events.models import Term


@dataclass(frozen=True)
class Figure:
    """One figure of the semester's page. `value` is in words, "" when nobody knows; `note` says what it counts and by
    which source.
    """

    code: str
    label: str
    value: str
    note: str = ""


figures: dict[str, Callable[[Term], Iterable[Figure]]] = {}
rows: dict[str, tuple[str | Promise, Callable[[Term], QuerySet], Callable[[object], "Row"]]] = {}


@dataclass(frozen=True)
class Row:
    """One line of what a figure is made of."""

    title: str
    text: str
    url: str = ""


def register_figures(label: str, function: Callable[[Term], Iterable[Figure]]) -> None:
    """Add figures to the semester's page: `function(term)` returns them in a fixed number of queries."""
    figures[label] = function


def register_rows(
    code: str, title: str | Promise, query: Callable[[Term], QuerySet], row: Callable[[object], Row]
) -> None:
    """Say what the figure `code` is made of: `query(term)` are its rows, ordered by id; `row(thing)` one of them in
    words.
    """
    rows[code] = (title, query, row)
