"""Places at events in the export and the erasure of a person."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions.place_ends import end_places_of_writer
from events.actions.seats import hold_place
from events.models import Assignment, Search, ShiftSuggestion, StandbyName
from partners.actions import engagements as work
from partners.models import Asked, Writer

S = Assignment.State


def export_places(user: User) -> dict:
    """Where she helps and helped, with what she wrote about it, and for which events she stands by."""
    rows = Assignment.objects.filter(writer__user=user).select_related("shift__role__event__host__institution")
    asked = Asked.objects.filter(writer__user=user, label=Search._meta.label_lower).order_by("at", "id")
    names = StandbyName.objects.filter(writer__user=user).select_related("event")
    return {
        "places": [
            {
                "event": place.event.title,
                "with": str(place.event.host),
                "role": place.shift.role.name,
                "from": place.shift.starts_at,
                "until": place.shift.ends_at,
                "state": str(place.get_state_display()),
                "how": str(place.get_how_display()),
                "you came": place.checked_in_at,
                "you left": place.left_at,
                "what you said about it": place.contest,
            }
            for place in rows.order_by("id")
        ],
        "asked at short notice": [
            {"by": str(one.host), "on": one.at, "you said": str(one.get_answer_display())}
            for one in asked.select_related("host__institution")
        ],
        "stands by for": [name.event.title for name in names.order_by("id")],
    }


@transaction.atomic
def erase_places(user: User) -> None:
    """What is ahead of her goes to others; where she is now, she was there. What is over stays, without a name and her
    words. May run twice.
    """
    for writer in Writer.objects.filter(user=user):
        end_places_of_writer(writer, tell_writer=False)
        for place in Assignment.objects.filter(writer=writer, state=S.CHECKED_IN).select_related("writer", "shift"):
            _complete(place)
        Assignment.objects.filter(writer=writer).exclude(contest="").update(contest="")
        Assignment.objects.filter(writer=writer).exclude(override="").update(override="")
        StandbyName.objects.filter(writer=writer).delete()
        ShiftSuggestion.objects.filter(writer=writer).delete()


def _complete(place: Assignment) -> None:
    place = hold_place(place)
    try:
        place.move("complete", seat=None, due_at=None, left_at=place.left_at or clock.now())
    except Stale:
        return
    work.end_work(place, "finish", by=None)
