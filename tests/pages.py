"""The one table of all pages. It drives the permission matrix, the query counts and the axe run.

`may` are the personas of tests/world.py for whom the page answers 200; everybody else who is logged in gets
404, strangers are sent to the log-in, unless `public`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.urls import reverse

from tests import factories as make
from tests.world import PERSONAS

ALL = frozenset(PERSONAS)
OFFICE = frozenset({"director", "staff", "viewer"})
ACTING = frozenset({"director", "staff"})
HOSTS = OFFICE | {"professor", "club", "other"}
WRITERS = frozenset({"writer", "writer2"})
NOT_OURS = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_", "saml_")


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
    stranger_goes_to: tuple[str, ...] = ()

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


def fill(world) -> None:
    """One of each thing that a page may show."""
    world.need = make.NeedFactory(host=world.office)
    world.offer = make.OfferFactory(host=world.office, writer=world.writer2, kind="panel")
    world.partnership = make.PartnershipFactory(host=world.office, writer=world.writer, pledge=world.pledge)
    world.engagement = make.EngagementFactory(host=world.office, writer=world.writer)


PAGES: list[Page] = []
ACTIONS: list[Action] = []
