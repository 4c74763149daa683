"""What a row of the table says, and who is who."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.urls import reverse

from tests.world import PERSONAS

ALL = frozenset(PERSONAS)
OFFICE = frozenset({"director", "staff", "viewer"})
ACTING = frozenset({"director", "staff"})
HOSTS = OFFICE | {"professor", "club", "other"}
WRITERS = frozenset({"writer", "writer2"})
NEWCOMERS = frozenset({"newwriter"})
EVERY_WRITER = WRITERS | NEWCOMERS
MODERATOR = frozenset({"admin"})


def nothing(world, rows):
    """For pages without rows of their own."""


@dataclass(frozen=True)
class Page:
    name: str
    may: frozenset[str]
    args: Callable[[SimpleNamespace], list] = lambda world: []
    query: str | Callable[[SimpleNamespace], str] = ""
    public: bool = False
    who: str = "director"
    queries: int | None = None
    rows: Callable[[SimpleNamespace, int], None] = nothing
    axe: bool = True
    label: str = ""
    instead: dict[str, int] = field(default_factory=dict)  # persona → another status than 200 or 404

    @property
    def id(self) -> str:
        return self.label or self.name

    def address(self, world) -> str:
        query = self.query(world) if callable(self.query) else self.query
        return reverse(self.name, args=self.args(world)) + query

    def status_for(self, who: str) -> int:
        if who in self.instead:
            return self.instead[who]
        if self.public or who in self.may:
            return 200
        return 302 if who == "stranger" else 404


@dataclass(frozen=True)
class Action:
    """An address that only takes POST."""

    name: str
    may: frozenset[str]
    args: Callable[[SimpleNamespace], list] = lambda world: []
    data: dict = field(default_factory=dict)
    public: bool = False

    def address(self, world) -> str:
        return reverse(self.name, args=self.args(world))


def office(world) -> list:
    return [world.office.slug]


def office_and_writer(world) -> list:
    return [world.office.slug, world.writer.slug]


def key_of(name: str) -> Callable[[SimpleNamespace], list]:
    return lambda world: [getattr(world, name).key]


def office_and_key_of(name: str) -> Callable[[SimpleNamespace], list]:
    return lambda world: [world.office.slug, getattr(world, name).key]


def office_and_public_key_of(name: str) -> Callable[[SimpleNamespace], list]:
    return lambda world: [world.office.slug, getattr(world, name).public_key]
