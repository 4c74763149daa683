"""What rooms know about one person: filled by each room in its `apps.ready()`, read here without
knowing the rooms above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Model
from django.utils.functional import Promise

from careerlink.accounts.models import User

Words = str | Promise


class Fact(NamedTuple):
    """One line about a person on the moderator's page about her; `url` may be empty."""

    label: str
    value: str
    url: str = ""


exports: dict[str, Callable[[User], object]] = {}
erasures: dict[str, Callable[[User], None]] = {}
panels: dict[str, Callable[[User], Iterable[tuple]]] = {}
cautions: dict[str, Callable[[User], Iterable[Fact]]] = {}
replays: dict[str, Callable[[set[str]], int]] = {}


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


def register_erasure_caution(label: str, function: Callable[[User], Iterable[Fact]]) -> None:
    """Say what else would happen when a person is erased: `function(user)` returns, for each thing, its name,
    a sentence, and where she can prevent it.
    """
    cautions[label] = function


def register_replay(label: str, function: Callable[[set[str]], int]) -> None:
    """Say what else must stay gone after a restore: `function(digests)` gets what the ledger has noted beside
    people, ends once more what is there all the same, and returns how much that was. It may run twice.
    """
    replays[label] = function


def register_person_panel(label: str, function: Callable[[User], Iterable[tuple]]) -> None:
    """Add a panel to the moderator's page about one person: `function(user)` returns lines of
    (label, value, url), url "" for none.
    """
    panels[label] = function


# --- What is kept, and who is shown what: the inventory of the page about trust -----------------------------


@dataclass(frozen=True)
class Held:
    """Personal data of one kind, in plain words: what, why, who sees it, how long, what erasure does. The
    numbers in `how_long` come from the constants that the clocks use.
    """

    title: Words
    models: tuple[type[Model], ...]
    what: Words
    why: Words
    who_sees: Words
    how_long: Words
    on_erasure: Words


@dataclass(frozen=True)
class Right:
    """Why somebody is shown what belongs to another person; `code` is what the disclosure's row says."""

    code: str
    who: Words
    what: Words
    when: Words


held: list[Held] = []
not_personal: dict[type[Model], Words] = {}
rights: dict[str, Right] = {}


def register_held(*rows: Held) -> None:
    """Say what a room keeps about people. Every table with personal data stands in exactly one row."""
    held.extend(rows)


def register_not_personal(why: Words, *models: type[Model]) -> None:
    """Say that these tables hold nothing about a person, and what they hold instead."""
    not_personal.update(dict.fromkeys(models, why))


def register_rights(*rows: Right) -> None:
    """Say by which right somebody is shown contact details or a private file; every disclosure names one."""
    rights.update({row.code: row for row in rows})
