"""A writer's own calendar, with its secret address."""

from datetime import timedelta

from careerlink.web import clock
from events.actions.calendars import note_untold
from events.actions.feeds import turn_on


def show_calendar(story) -> None:
    """The writer of the demonstration had hers turned on last month; what calendars say is as it would be."""
    with clock.set_to(story.now - timedelta(days=30)):
        turn_on(story.user["writer"])
    with clock.set_to(story.now):
        note_untold()
