"""What rooms know about one person: filled by each room in its `apps.ready()`, read here without
knowing the rooms above."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from careerlink.accounts.models import User


class Fact(NamedTuple):
    """One line about a person on the moderator's page about her; `url` may be empty."""

    label: str
    value: str
    url: str = ""


exports: dict[str, Callable[[User], object]] = {}
erasures: dict[str, Callable[[User], None]] = {}
panels: dict[str, Callable[[User], Iterable[tuple]]] = {}


def register_export(label: str, function: Callable[[User], object]) -> None:
    """Add a part to a person's export of her own data. `function(user)` returns what JSON can hold:
    dicts and lists of plain words, numbers and moments. `label` is a heading in her words.
    """
    exports[label] = function


def register_erasure(label: str, function: Callable[[User], None]) -> None:
    """Add a part to the erasure of a person: `function(user)` blanks or deletes what a room holds
    about her and keeps what statistics need. It may run twice.
    """
    erasures[label] = function


def register_person_panel(label: str, function: Callable[[User], Iterable[tuple]]) -> None:
    """Add a panel to the moderator's page about one person: `function(user)` returns lines of
    (label, value, url), url "" for none.
    """
    panels[label] = function
