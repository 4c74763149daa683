"""Reads about what a writer and a student group wrote to each other."""

from datetime import timedelta

from careerlink.web import clock
from partners.models import Message, Partnership

MOST_SHOWN = 50
MOST_A_DAY = 10
DAY = timedelta(days=1)


def messages_of(partnership: Partnership) -> list[Message]:
    """The newest fifty, newest first."""
    return list(Message.objects.filter(partnership=partnership).order_by("-at", "-id")[:MOST_SHOWN])


def written_today(partnership: Partnership, side: str) -> int:
    """How many one side wrote in the last 24 hours."""
    return Message.objects.filter(partnership=partnership, side=side, at__gt=clock.now() - DAY).count()
