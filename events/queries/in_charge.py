"""Who answers for an event at its host."""

from django.db.models import Q

from careerlink.accounts.models import User
from events.models import Event
from partners.models import Member


def in_charge(event: Event) -> list[User]:
    """Who coordinates it, while she may act for the host; else those who get the host's decisions. One query, none
    where the event was read with `coordinator_acts` and she does.
    """
    if event.coordinator and getattr(event, "coordinator_acts", False):
        return [event.coordinator]
    asked = Member.objects.acting().filter(Q(gets_decisions=True) | Q(user=event.coordinator_id), host=event.host_id)
    people = [member.user for member in asked.select_related("user").order_by("since", "id")]
    return [person for person in people if person.pk == event.coordinator_id] or people
