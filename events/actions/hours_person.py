"""Hours in the export and the erasure of a person."""

from django.db import transaction

from careerlink.accounts.models import User
from events.models import Assignment, HoursEntry
from events.queries.ledger import hours_words


def export_hours(user: User) -> dict:
    """All rows of the ledger about her, also those that others replace, and what she said against a no-show."""
    rows = HoursEntry.objects.filter(writer__user=user).select_related("place__shift__role__event", "host")
    said = Assignment.objects.filter(writer__user=user).exclude(contest="").select_related("shift__role__event")
    return {
        "hours": [
            {
                "event": entry.place.event.title,
                "role": entry.place.shift.role.name,
                "host": entry.host.name,
                "day": entry.on,
                "time": hours_words(entry.minutes),
                "state": str(entry.get_state_display()),
                "words": entry.words,
                "at": entry.at,
                "replaced": hasattr(entry, "replaced_by"),
            }
            for entry in rows.select_related("replaced_by").order_by("id")
        ],
        "what you said when you were noted as missing": [
            {"event": place.event.title, "words": place.contest, "at": place.contested_at}
            for place in said.order_by("id")
        ],
    }


@transaction.atomic
def erase_hours(user: User) -> None:
    """Blank words; minutes, days and hosts stay for statistics, without her name. May run twice."""
    HoursEntry.objects.filter(writer__user=user).exclude(words="").update(words="")
    Assignment.objects.filter(writer__user=user).exclude(contest="").update(contest="")
