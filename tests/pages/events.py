"""Events of the office with their roles and shifts, and the places of writers at them."""

from datetime import timedelta

from careerlink.web import clock
from events.actions.events import keep_template
from tests import factories as make
from tests.pages.kinds import ACTING, EVERY_WRITER, OFFICE, Action, Page, key_of, office


def fill(world) -> None:
    world.venue = make.VenueFactory(host=world.office, name="Student Union", zone=world.office.zone)
    world.event = make.EventFactory(
        host=world.office, title="Fall fair", venue=world.venue, coordinator=world.user["director"]
    )
    world.role = make.RoleFactory(event=world.event, name="Check-in desk")
    world.shift = make.ShiftFactory(role=world.role)
    world.assignment = make.AssignmentFactory(shift=world.shift, writer=world.writer)
    world.draft_event = make.EventFactory(host=world.office, title="Winter fair", venue=world.venue, draft=True)
    world.event_template = keep_template(world.event, by=world.user["director"], name="Fair")


def more_events(world, rows):
    for number in range(rows):
        starts_at = clock.now() + timedelta(days=2 + number)
        event = make.EventFactory(host=world.office, venue=world.venue, starts_at=starts_at)
        shift = make.ShiftFactory(role=make.RoleFactory(event=event, most=3))
        make.AssignmentFactory(shift=shift)
        make.EventFactory(host=world.office, venue=world.venue, past=True)
        make.EventFactory(host=world.office, draft=True, starts_at=None, ends_at=None, closes_at=None, due_at=starts_at)


def more_roles(world, rows):
    for _row in range(rows):
        shift = make.ShiftFactory(role=make.RoleFactory(event=world.event, most=3))
        make.AssignmentFactory(shift=shift)
        make.AssignmentFactory(shift=shift, state="requested")


def more_dates(world, rows):
    more_events(world, rows)
    for number in range(rows):
        event = make.EventFactory(host=world.office, starts_at=clock.now() + timedelta(days=2 + number))
        make.AssignmentFactory(shift=make.ShiftFactory(role=make.RoleFactory(event=event)), writer=world.writer)


PAGES: list[Page] = [
    Page("event", frozenset(), key_of("event"), public=True, queries=7, rows=more_roles),
    Page("event", OFFICE, key_of("draft_event"), label="event_draft"),
    Page("event", frozenset(), key_of("event"), public=True, who="writer", queries=10, rows=more_roles,
         label="event_writer", axe=False),
    Page("place", OFFICE | {"writer"}, key_of("assignment")),
    Page("event_list", OFFICE, office, queries=6, rows=more_events),
    Page("events_over", OFFICE, office, queries=5, rows=more_events),
    Page("event_month", OFFICE, office, queries=3, rows=more_events),
    Page("event_new", ACTING, office),
    Page("event_templates", OFFICE, office),
    Page("event_edit", ACTING, key_of("event")),
    Page("event_again", ACTING, key_of("event")),
    Page("event_show", ACTING, key_of("draft_event")),
    Page("event_cancel", ACTING, key_of("event")),
    Page("event_keep", ACTING, key_of("event")),
    Page("template_use", ACTING, key_of("event_template")),
    Page("event_plan", ACTING, key_of("event"), queries=8, rows=more_roles),
    Page("role_edit", ACTING, key_of("role")),
    Page("role_remove", ACTING, key_of("role")),
    Page("shift_new", ACTING, key_of("role")),
    Page("shift_edit", ACTING, key_of("shift")),
    Page("shift_remove", ACTING, key_of("shift")),
    Page("venues", OFFICE, office),
    Page("venue_new", ACTING, office),
    Page("venue_edit", ACTING, key_of("venue")),
    Page("writer_events", EVERY_WRITER, who="writer", queries=3, rows=more_dates),
    Page("writer_month", EVERY_WRITER, who="writer", queries=4, rows=more_dates),
]  # fmt: skip
ACTIONS: list[Action] = [Action("template_forget", ACTING, key_of("event_template"))]
PUBLIC: list[str] = ["event", "event_writer"]
