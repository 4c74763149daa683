"""The one small mechanism behind every state machine.

A machine is data: its states (owner, clock, where silence leads) and its moves (event, from, to,
who). The table drives what may be done, the clock task, the documentation and the tests; adding a
state means adding a row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from careerlink.audit import trail
from careerlink.web import clock

CLOCK = "clock"  # who: nobody in person, time ran out
SYSTEM = "system"  # who: follows from another action


class Stale(Exception):  # noqa: N818 it is a state of affairs, not an error of the program
    """The thing had already moved on when somebody tried to move it."""


class NoSuchMove(Exception):  # noqa: N818
    """The table of the machine has no such move."""


@dataclass(frozen=True)
class State:
    """One state. `owner` is who must act, `clock` says in words how long, `silence` where that leads. A row begins in
    the first state of the table, or in one that `begins`.
    """

    value: str
    owner: str = ""
    clock: str = ""
    silence: str = ""
    begins: bool = False

    @property
    def is_open(self) -> bool:
        return bool(self.owner)


@dataclass(frozen=True)
class Move:
    """One row of the table: `event` takes a thing from `before` to `after`, done by one of `who`."""

    event: str
    before: str
    after: str
    who: tuple[str, ...]


class Machine:
    """A table of states and moves under a name ("partners.offer")."""

    def __init__(self, label: str, *, states: Iterable[State], moves: Iterable[tuple]):
        self.label = label
        self.states = {state.value: state for state in states}
        self.moves: list[Move] = []
        for event, before, after, who in moves:
            befores = (before,) if isinstance(before, str) else before
            self.moves += [Move(event, str(one), str(after), who) for one in befores]
        machines[label] = self

    def moves_from(self, state: str) -> list[Move]:
        return [move for move in self.moves if move.before == state]

    def allows(self, event: str, state: str) -> bool:
        """Whether `event` is a move that leads out of `state`."""
        return any(move.event == event and move.before == state for move in self.moves)

    def find(self, event: str, state: str) -> Move:
        """The move that `event` makes from `state`. Raises NoSuchMove."""
        for move in self.moves:
            if move.event == event and move.before == state:
                return move
        raise NoSuchMove(f"{self.label}: no {event!r} from {state!r}")

    def befores(self, event: str) -> list[str]:
        """The states that `event` may leave; what a clock asks for."""
        return [move.before for move in self.moves if move.event == event]

    @property
    def firsts(self) -> list[str]:
        """The states in which a row may begin."""
        first, *others = self.states.values()
        return [first.value, *(state.value for state in others if state.begins)]

    @property
    def open_states(self) -> list[str]:
        return [state.value for state in self.states.values() if state.is_open]


machines: dict[str, Machine] = {}


class Stateful(models.Model):
    """A row that moves through a machine. Subclasses add a `state` field with choices; the machine is
    the one registered under the model's label.
    """

    state: Any  # the field that the subclass adds
    state_since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    @property
    def machine(self) -> Machine:
        return machines[self._meta.label_lower]

    def may_move(self, event: str) -> bool:
        return self.machine.allows(event, self.state)

    def move(self, event: str, *, by=None, reason: str = "", note: str = "", **fields) -> "trail.Entry":
        """Make the move that `event` is in the table, as compare-and-swap on the state.

        `by` is the User, or None for the clock; `fields` are written in the same statement.
        Raises NoSuchMove when the table has none from the state this object shows, and Stale when
        the row in the database has moved on in the meantime.
        """
        move = self.machine.find(event, self.state)
        now = clock.now()
        values = {"state": move.after, "state_since": now, **fields}
        table: models.Manager[Any] = type(self)._base_manager
        rows = table.filter(pk=self.pk, state=move.before).update(**values)
        if not rows:
            raise Stale(f"{self.machine.label} {self.pk} was no longer {move.before}")
        for name, value in values.items():
            setattr(self, name, value)
        return trail.record(
            self, event, by=by, before=move.before, after=move.after, reason=reason, note=note, **self.concerns()
        )

    def concerns(self) -> dict:
        """Whose room and which person a move of this row concerns: keywords `scope` and `person`."""
        return {}


def move_many(things: Sequence[Stateful], event: str, *, by=None, **fields) -> Sequence[Stateful]:
    """Make the same move for many rows of one model and state in two statements; returns those that moved.

    When one of them had moved on, they are moved one by one and that one is left out. To be called in
    a transaction. Raises NoSuchMove.
    """
    if not things:
        return []
    first, now = things[0], clock.now()
    move = first.machine.find(event, first.state)
    values = {"state": move.after, "state_since": now, **fields}
    table: models.Manager[Any] = type(first)._base_manager
    try:
        with transaction.atomic():
            rows = table.filter(pk__in=[thing.pk for thing in things], state=move.before)
            if rows.update(**values) != len(things):
                raise Stale
    except Stale:
        return [thing for thing in things if _moved(thing, event, by, fields)]
    for thing in things:
        for name, value in values.items():
            setattr(thing, name, value)
    trail.record_many(things, event, by=by, before=move.before, after=move.after)
    return things


def move_each(things: Iterable[Stateful], event: str) -> int:
    """Make a move that time makes for each of these rows, each in its own transaction; who had moved on
    is left out. Returns how many moved. Raises NoSuchMove.
    """
    count = 0
    for thing in things:
        with transaction.atomic():
            count += _moved(thing, event, None, {})
    return count


def _moved(thing: Stateful, event: str, by, fields: dict) -> bool:
    try:
        thing.move(event, by=by, **fields)
    except Stale:
        return False
    return True
