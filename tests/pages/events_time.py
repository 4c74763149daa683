"""People's own calendars: the page about one, and the calendar at its secret address."""

from careerlink.web.keys import new_key
from events.actions.feeds import turn_on
from events.models import CalendarFeed
from events.queries.feeds import token_of
from tests import factories as make
from tests.pages.kinds import ALL, Action, Page


def fill(world) -> None:
    turn_on(world.user["writer"])


def token(world) -> list:
    return [token_of(CalendarFeed.objects.get(user=world.user["writer"]).nonce)]


def more_places(world, rows):
    for _row in range(rows):
        shift = make.ShiftFactory(role=make.RoleFactory(event=world.event, name=new_key()))
        make.AssignmentFactory(shift=shift, writer=world.writer, state="requested")


PAGES: list[Page] = [
    Page("calendar", ALL, who="writer", queries=3),
    Page("calendar", ALL, who="director", label="calendar_off_page"),
    Page("calendar_feed", frozenset(), token, public=True, who="stranger", queries=4, rows=more_places, axe=False),
]
ACTIONS: list[Action] = [
    Action("calendar_on", ALL),
    Action("calendar_reset", ALL),
    Action("calendar_off", ALL),
]
PUBLIC: list[str] = ["calendar_feed"]
