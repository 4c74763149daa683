"""Every state machine there is, walked from its table: one owner and one clock for every open state, silence
ends, and no move outside the table. A machine of a new room is walked as soon as it is registered.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from careerlink.audit.drawing import draw_all
from careerlink.audit.machines import CLOCK, NoSuchMove, Stale, machines, move_each, move_many
from careerlink.audit.models import Entry
from careerlink.celery import app
from careerlink.web import clock
from tests.states import WAITS, anywhere, needed

LABELS = sorted(machines)
OPEN = [(label, state) for label in LABELS for state in machines[label].open_states]
EVENTS = sorted({move.event for machine in machines.values() for move in machine.moves} | {"dance"})
START = datetime(2026, 3, 2, 14, tzinfo=UTC)
MARKS = [1, 2, 4, 8, 15, 16, 31, 32, 62, 64, 128, 256, 512, 520, 528, 536]  # days


def never_ends_alone(label: str, state: str) -> bool:
    """What waits for a moderator: silence never approves (PRODUCT, section 5)."""
    found = machines[label].states[state]
    return found.silence == state and found.owner == "moderator"


# --- The tables -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", LABELS)
def test_a_table_knows_the_states_that_rows_can_have_and_no_others(label):
    machine = machines[label]
    choices = apps.get_model(label)._meta.get_field("state").choices
    assert set(machine.states) == {value for value, _words in choices}
    assert {state for move in machine.moves for state in (move.before, move.after)} <= set(machine.states)
    made = [(move.event, move.before) for move in machine.moves]
    assert len(made) == len(set(made))


@pytest.mark.parametrize(("label", "state"), OPEN)
def test_an_open_state_has_one_owner_one_clock_and_an_end(label, state):
    machine, one = machines[label], machines[label].states[state]
    assert one.owner.isidentifier()
    assert one.clock
    if never_ends_alone(label, state):
        return
    assert one.silence in {move.after for move in machine.moves_from(state) if CLOCK in move.who}
    steps = [state]
    while machine.states[steps[-1]].is_open:
        steps.append(machine.states[steps[-1]].silence)
        assert len(steps) <= len(machine.states), steps


@pytest.mark.parametrize("label", LABELS)
def test_what_is_over_has_no_clock_and_can_be_reached(label):
    machine = machines[label]
    for state in machine.states.values():
        assert bool(state.owner) == bool(state.clock) == bool(state.silence)
        if not state.is_open:
            assert {move.event for move in machine.moves_from(state.value) if move.who == (CLOCK,)} == set()
    assert {move.after for move in machine.moves} | set(machine.firsts) == set(machine.states)


def test_the_drawings_are_fresh():
    path = Path(__file__).resolve().parent.parent / "docs" / "machines.md"
    assert path.read_text(encoding="utf-8") == draw_all(), "run `make machines`"


# --- Silence, really --------------------------------------------------------------------------------------


def clocks_of(label: str) -> list:
    """The tasks of beat that belong to the room of this machine."""
    room = apps.get_app_config(label.split(".", maxsplit=1)[0]).name
    names = [row["task"] for row in app.conf.beat_schedule.values() if row["task"].startswith(f"{room}.tasks.")]
    return [getattr(import_module(name.rpartition(".")[0]), name.rpartition(".")[2]) for name in names]


def test_the_rows_to_wait_for_are_those_of_the_tables():
    assert set(WAITS) == set(OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize(("label", "state"), OPEN)
def test_silence_ends_what_is_open(label, state):
    with clock.set_to(START):
        row = WAITS[label, state]()
        assert row.state == state
    table = type(row)._base_manager
    for days in MARKS:
        with clock.set_to(START + timedelta(days=days)):
            for task in clocks_of(label):
                task()
                task()  # harmless when it runs twice
        row = table.get(pk=row.pk)
        if row.state not in machines[label].open_states:
            break
    if never_ends_alone(label, state):
        told = Entry.objects.filter(label=label, about_id=row.pk, event="delayed").count()
        assert (row.state, told >= 3) == (state, True)
    else:
        assert row.state not in machines[label].open_states


# --- No move outside the table ------------------------------------------------------------------------------


class Walk(RuleBasedStateMachine):
    """One row of each machine, and anybody trying anything."""

    @initialize()
    def begin(self):
        self.outside = transaction.atomic()
        self.outside.__enter__()
        with clock.set_to(START):
            self.rows = {label: anywhere(label) for label in LABELS}
        self.old = {label: type(row)._base_manager.get(pk=row.pk) for label, row in self.rows.items()}
        self.trails = {label: [] for label in LABELS}
        self.first = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def teardown(self):
        if hasattr(self, "outside"):
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    @rule(label=st.sampled_from(LABELS), data=st.data(), way=st.sampled_from(["move", "many", "each"]))
    def go_on(self, label, data, way):
        """A move that the table has."""
        row = self.rows[label]
        ways = machines[label].moves_from(row.state)
        if not ways:
            return
        move = data.draw(st.sampled_from(ways))
        fields = needed(label, move.after)
        if way == "move":
            row.move(move.event, **fields)
        elif way == "many" or fields:
            assert move_many([row], move.event, **fields) == [row]
        else:
            assert move_each([row], move.event) == 1
        assert row.state == move.after
        self.trails[label].append((move.event, move.before, move.after))

    @rule(label=st.sampled_from(LABELS), event=st.sampled_from(EVENTS))
    def try_anything(self, label, event):
        """Any event at all: what the table has is a move, all else changes nothing."""
        row = self.rows[label]
        before, may = row.state, row.may_move(event)
        with suppress(NoSuchMove):
            row.move(event, **(needed(label, machines[label].find(event, before).after) if may else {}))
            assert may
            self.trails[label].append((event, before, row.state))
        assert may or row.state == before

    @rule(label=st.sampled_from(LABELS), data=st.data())
    def come_too_late(self, label, data):
        """Somebody whose page shows the thing as it was at the start."""
        old, now = self.old[label], self.rows[label].state
        ways = machines[label].moves_from(old.state)
        if ways and old.state != now:
            with pytest.raises(Stale):
                old.move(data.draw(st.sampled_from(ways)).event)

    @invariant()
    def the_trail_is_what_happened_and_the_rows_are_where_it_says(self):
        if not hasattr(self, "rows"):
            return
        for label, row in self.rows.items():
            entries = Entry.objects.filter(label=label, about_id=row.pk, id__gt=self.first).order_by("id")
            assert list(entries.values_list("event", "before", "after")) == self.trails[label]
            assert type(row)._base_manager.values_list("state", flat=True).get(pk=row.pk) == row.state
            if self.trails[label]:
                assert self.trails[label][-1][2] == row.state


class TestWalk(TestCase, Walk.TestCase):
    # Without shrinking: the way to a failure is short enough to read, and shrinking it takes minutes.
    settings = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.explicit, Phase.generate],
    )
