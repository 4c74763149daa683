"""Stand-ins for class in a person's own copy of her data, and in her erasure."""

from django.db import transaction

from careerlink.accounts.models import User
from partners.models import ClassRequest


def export_classes(user: User) -> list[dict]:
    """The classes for which she asked for a stand-in."""
    rows = ClassRequest.objects.filter(made_by=user).select_related("host", "need", "picked__writer")
    return [
        {
            "course": one.course,
            "host": one.host.name,
            "students": one.size,
            "for": one.need.words,
            "from": one.starts_at,
            "until": one.ends_at,
            "room": one.room,
            "wishes": one.wishes,
            "state": str(one.get_state_display()),
            "stand-in": one.picked.writer.name if one.picked else "",
            "on": one.made_at,
        }
        for one in rows.order_by("made_at", "id")
    ]


@transaction.atomic
def erase_classes(user: User) -> None:
    """Blank what she wrote about classes that are over; that a class needed somebody stays. What is still open is
    her host's, as its other requests are: her colleagues go on with it, or it ends with the host.
    """
    over = ClassRequest.objects.filter(made_by=user).exclude(state__in=ClassRequest.WAITING)
    over.update(room="", wishes="")
