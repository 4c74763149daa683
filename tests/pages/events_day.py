"""The day of an event: its sheet, check-in, the code on the wall, how it was, and hours."""

from datetime import timedelta

from careerlink.web import clock
from tests import factories as make
from tests.pages.kinds import ACTING, ALL, EVERY_WRITER, OFFICE, Action, Page, key_of


def fill(world) -> None:
    """A fair that began two hours ago, with the code on the wall; and one of yesterday, of whose two writers nobody
    recorded the one and the other claims hours.
    """
    world.writer.phone = "717-555-0188"
    world.writer.save()
    began = clock.now().replace(microsecond=0) - timedelta(hours=2)
    world.day = make.EventFactory(
        host=world.office, title="Fair of today", starts_at=began, coordinator=world.user["director"], wall_nonce="on"
    )
    world.day_shift = make.ShiftFactory(role=make.RoleFactory(event=world.day, name="Floater", most=200))
    world.day_place = make.AssignmentFactory(shift=world.day_shift, writer=world.writer)
    world.over = make.EventFactory(host=world.office, title="Fair of yesterday", past=True)
    world.over_shift = make.ShiftFactory(role=make.RoleFactory(event=world.over, name="Greeter", most=200))
    world.unrecorded = make.AssignmentFactory(shift=world.over_shift, writer=world.writer, state="unrecorded")
    claimed = make.AssignmentFactory(shift=world.over_shift, writer=world.writer2, state="unrecorded")
    world.claim = make.HoursEntryFactory(place=claimed, state="claimed", words="I was there all day.")


def more(world, rows):
    """As many who come, with telephone, who are here, who did not come and say they did, and whose hours stand."""
    for _row in range(rows):
        make.AssignmentFactory(shift=world.day_shift, writer=make.WriterFactory(phone="717-555-0100"))
        make.AssignmentFactory(shift=world.day_shift, state="checked_in", checked_in_at=clock.now())
        gone = make.AssignmentFactory(shift=world.over_shift, state="no_show")
        gone.contested_at, gone.contest = clock.now(), "I was there."
        gone.save()
        make.AssignmentFactory(shift=world.over_shift, state="completed")
        make.HoursEntryFactory(place=make.AssignmentFactory(shift=world.over_shift, state="completed"))
        make.ShiftFactory(role=make.RoleFactory(event=world.day))
        world.day.standby.create(writer=make.WriterFactory())
        old = make.ShiftFactory(role=make.RoleFactory(event=make.EventFactory(host=world.office, past=True)))
        make.HoursEntryFactory(place=make.AssignmentFactory(shift=old, writer=world.writer, state="completed"))
        again = make.ShiftFactory(role=make.RoleFactory(event=old.role.event))
        make.AssignmentFactory(shift=again, writer=world.writer, state="unrecorded")


PAGES: list[Page] = [
    Page("event_run_sheet", OFFICE, key_of("day"), queries=7, rows=more),
    Page("event_check_in", ACTING, key_of("day"), queries=6, rows=more),
    Page("event_check_in", ACTING, key_of("over"), queries=6, rows=more, label="event_check_in_over"),
    Page("event_wall", ACTING, key_of("day"), queries=3),
    Page("event_hours", OFFICE, key_of("over"), queries=6, rows=more),
    Page("place_record", ACTING, key_of("day_place"), queries=6, rows=more),
    Page("hours_answer", ACTING, lambda world: [world.claim.key], queries=4),
    Page("place_day", frozenset({"writer"}), key_of("day_place"), who="writer", queries=4),
    Page("place_day", frozenset({"writer"}), key_of("unrecorded"), who="writer", label="place_day_over"),
    Page("hours_claim", frozenset({"writer"}), key_of("unrecorded"), who="writer", queries=4),
    Page("writer_hours", EVERY_WRITER, who="writer", queries=5, rows=more),
    Page("here", ALL, who="writer", queries=3, rows=more),
]  # fmt: skip
ACTIONS: list[Action] = []
PUBLIC: list[str] = []
