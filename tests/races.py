"""Doing things in the same moment, in threads, and looking at who won. For the tests of races on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.db import connections

from careerlink.audit.machines import NoSuchMove, Stale, Stateful, machines
from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.actions import offers
from partners.models import Offer
from tests.world import make_world

LOST = (Stale, NoSuchMove, ValidationError, offers.AlreadyOffered)


def at_once(*things):
    """Do all things in the same moment; what each returned, or the exception that it lost with."""
    gate = Barrier(len(things))

    def run(thing):
        try:
            gate.wait(10)
            return thing()
        except LOST as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))


def won(results):
    return [result for result in results if not isinstance(result, LOST)]


def fresh(offer):
    return Offer.objects.select_related("host__institution", "writer__user").get(pk=offer.pk)


def boss(world):
    return world.user["director"]


def judge(world):
    return world.user["admin"]


Way = Callable[[SimpleNamespace, Stateful], object]


def later(function: Callable[[], object], days: int = 60) -> Way:
    """A clock that strikes some days from now."""

    def strike(_world, _row):
        with clock.set_to(clock.now() + timedelta(days=days)):
            function()

    return strike


@dataclass(frozen=True)
class Race:
    """Two ways to go on from one state, done in the same moment; exactly one of them is the first to leave it."""

    name: str
    row: Callable[[SimpleNamespace], Stateful]
    one: Way
    other: Way


def one_wins(race: Race) -> None:
    """Run a race of the table: exactly one of the two is the first to leave the state they both saw."""
    world = make_world()
    row = race.row(world)
    table, label, before = type(row)._base_manager, row._meta.label_lower, row.state
    for name in ("host", "writer", "need"):  # what the pages of both had read already
        getattr(row, name, None)
    first, second = table.get(pk=row.pk), table.get(pk=row.pk)
    at_once(lambda: race.one(world, first), lambda: race.other(world, second))
    moves = Entry.objects.filter(label=label, about_id=row.pk).exclude(before="", after="").order_by("id")
    way = [(move.before, move.after) for move in moves if move.event in {one.event for one in machines[label].moves}]
    assert [pair[0] for pair in way].count(before) == 1
    assert [pair[0] for pair in way] == [before, *(pair[1] for pair in way)][: len(way)]
    assert table.get(pk=row.pk).state == way[-1][1]
