"""Taking shifts, asking for them, and the places that come of it."""

from datetime import timedelta

from careerlink.web import clock
from events.models import Shift
from tests import factories as make
from tests.pages.introductions import link_for
from tests.pages.kinds import ACTING, ALL, OFFICE, WRITERS, Action, Page, key_of


def fill(world) -> None:
    """Of the office's fair: a place that was asked for, one invited to, and one that waits."""
    table = make.RoleFactory(event=world.event, name="Resume table", is_instant=False, most=3)
    later = world.event.starts_at + timedelta(hours=3)
    world.asked_shift = make.ShiftFactory(role=table, starts_at=later)
    place = {"shift": world.asked_shift}
    world.asked_place = make.AssignmentFactory(writer=world.writer2, state="requested", **place)
    world.invited_place = make.AssignmentFactory(writer=world.writer, state="invited", how="invited", **place)
    world.place_token = link_for("place", world.invited_place, world.user["writer"].email)


def more_shifts(world, rows):
    """Open ones, some with closures and helpers, and others that are full or overlap."""
    for number in range(rows):
        event = make.EventFactory(starts_at=clock.now() + timedelta(days=40 + number))
        shift = make.ShiftFactory(role=make.RoleFactory(event=event))
        make.AssignmentFactory(shift=shift)
        full = make.ShiftFactory(role=make.RoleFactory(event=event, most=1))
        make.AssignmentFactory(shift=full)


def more_suggested(world, rows):
    """Writers who fit a shift for which nothing is kept yet."""
    for _row in range(rows):
        writer = make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer
        make.FeeFactory(writer=writer)


def keep_suggested(world, rows):
    Shift.objects.filter(pk=world.shift.pk).update(ranked_at=clock.now())
    for rank in range(1, rows + 1):
        reasons = [["major", True, None, ["23.0101"], 1000, 0, ""], ["near", True, 4, [], 100, 0, ""]]
        world.shift.suggestions.create(writer=make.WriterFactory(), rank=rank, score=1100, reasons=reasons)


def more_writers(world, rows):
    for _row in range(rows):
        make.PartnershipFactory(host=world.office, writer=make.WriterFactory(), pledge=world.pledge)


PAGES: list[Page] = [
    Page("shifts_to_take", WRITERS, who="writer", queries=7, rows=more_shifts),
    Page("shifts_to_take", WRITERS, who="writer", query="?all=1", queries=8, rows=more_shifts,
         label="shifts_to_take_all"),
    Page("shift", WRITERS, key_of("shift"), who="writer2", queries=12),
    Page("shift", WRITERS, key_of("asked_shift"), who="writer", label="shift_mine"),
    Page("shift_ask", ACTING, key_of("shift"), query="?best=3", queries=8, rows=more_suggested),
    Page("shift_ask", ACTING, key_of("shift"), query="?best=3", queries=7, rows=keep_suggested, label="shift_ask_kept"),
    Page("shift_invite", ACTING, key_of("shift"), queries=13, rows=more_writers),
    Page("shift_enter", ACTING, key_of("shift"), queries=13, rows=more_writers),
    Page("place", OFFICE | {"writer2"}, key_of("asked_place"), label="place_asked_for"),
    Page("place", OFFICE | {"writer"}, key_of("invited_place"), who="writer", label="place_invited"),
    Page("go", ALL, lambda world: [world.place_token], public=True, who="stranger", label="place_link",
         instead=dict.fromkeys(ALL - {"writer"}, 302)),
]  # fmt: skip
ACTIONS: list[Action] = [
    Action("shift_take", WRITERS, key_of("shift")),
    Action("shift_wait", WRITERS, key_of("shift")),
    Action("place_accept", frozenset({"writer"}), key_of("invited_place")),
    Action("place_leave", frozenset({"writer"}), key_of("assignment")),
    Action("place_approve", ACTING, key_of("asked_place")),
    Action("place_refuse", ACTING, key_of("asked_place")),
    Action("place_take_back", ACTING, key_of("invited_place")),
    Action("place_call_off", ACTING, key_of("assignment")),
]
PUBLIC: list[str] = ["place_link"]
