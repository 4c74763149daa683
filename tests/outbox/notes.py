"""Notes that tests of the delivery write, each to an address of its own, and what became of them."""

from datetime import UTC, datetime

from careerlink.outbox.actions import queue_mail
from careerlink.outbox.models import OutgoingMail

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
State = OutgoingMail.State


def queue(name, kind="test_note", **more):
    """A note to somebody of that name, under a key that has her name."""
    return queue_mail(kind, key=f"note:{name}", to=f"{name}@demo.test", **more)


def states():
    """What became of each note, by name, in the order in which they were written."""
    return {mail.key.split(":")[1]: mail.state for mail in OutgoingMail.objects.order_by("id")}
