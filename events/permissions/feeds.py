"""Who reads a calendar at its secret address."""

from careerlink.accounts.models import User
from events.models import CalendarFeed
from events.queries.feeds import feed_of_token


def own_feed(user: User) -> CalendarFeed | None:
    """Her own calendar, None where it is off."""
    return CalendarFeed.objects.filter(user=user).first()


def feed_at(token: str) -> CalendarFeed | None:
    """The calendar for whoever knows its address; None for every other."""
    return feed_of_token(token)
