"""Writers who were asked: one has not answered, one said no, one did not answer in time; a request that was taken back;
somebody who waited in vain.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError

from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions import place_clocks, seats
from events.models import Assignment, Event, Shift
from events.queries.fill import free_seats
from partners.models import Writer

How = Assignment.How


def ask_people(story) -> None:
    """To be told when the events are planned and filled."""
    panel, interviews = story.events["First in the family to graduate"], story.events["Mock interviews for accountants"]
    writers = [one for one in story.writers.values() if one.state == Writer.State.APPROVED]
    with clock.set_to(story.ago(4)):
        _invite(story, panel, writers[5:], clock.now() + timedelta(days=2))  # nobody answers
        declined = _invite(story, interviews, writers[7:], None)
        _wait_in_vain(story.events["Pitch evening"], writers)
    with clock.set_to(story.ago(3)):
        if declined:
            seats.leave(declined, by=declined.writer.user)
        _ask_and_take_back(interviews, writers[9:])
    with clock.set_to(story.ago(1)):
        place_clocks.run_place_clocks()
        _invite(story, panel, writers[11:], None)


def _shifts(event: Event) -> list[Shift]:
    rows = Shift.objects.filter(role__event=event).select_related("role")
    return list(rows.order_by("starts_at", "role__order"))


def _invite(story, event: Event, writers: list[Writer], until) -> Assignment | None:
    """Invite the first of these writers for whom nothing stands in the way."""
    return _first(
        writers,
        lambda one: seats.give_place(_shifts(event)[0], one, by=story.director, how=How.INVITED, expires_at=until),
    )


def _ask_and_take_back(event: Event, writers: list[Writer]) -> None:
    shift = next(shift for shift in _shifts(event) if not shift.role.is_instant)
    asked = _first(writers, lambda one: seats.give_place(shift, one, by=one.user, how=How.SELF))
    if asked:
        seats.leave(asked, by=asked.writer.user)


def _wait_in_vain(event: Event, writers: list[Writer]) -> None:
    """Fill a shift, and let one more wait until sign-up ends."""
    shift = next(shift for shift in _shifts(event) if shift.role.is_instant)
    for _seat in free_seats(shift):
        _first(writers, lambda one: seats.give_place(shift, one, by=one.user, how=How.SELF))
    _first(writers, lambda one: seats.join_waiting_list(shift, one, by=one.user))


def _first(writers: list[Writer], act) -> Assignment | None:
    known = set(Assignment.objects.filter(state__in=Assignment.LIVE).values_list("pk", flat=True))
    for writer in writers:
        try:
            place = act(writer)
        except (ValidationError, Stale):
            continue
        if place.pk not in known:
            return place
    return None
