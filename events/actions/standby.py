"""People who stand by: they are asked, a few at a time, when somebody withdraws after sign-up has ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from events.actions.searches import ask_next, hold_search
from events.models import Assignment, Event, Search, StandbyName
from events.queries import searches as queries
from partners.models import Writer

OPEN, STANDBY = Search.State.OPEN, Search.How.STANDBY


@transaction.atomic
def stand_by(event: Event, writer: Writer, *, by: User) -> StandbyName:
    """She may be asked at short notice, by her own tick or entered by the host. A second click changes nothing. Where
    somebody is sought and nobody was left, she is asked at once. Raises ValidationError when it is over.
    """
    if not event.is_live or event.ends_at <= clock.now():
        raise ValidationError(_("This event is over."), code="over")
    name, is_new = StandbyName.objects.get_or_create(event=event, writer=writer)
    if is_new:
        trail.record(event, "stand_by", by=by, scope=event.host.key, person=writer.user_id)
        for search in Search.objects.filter(shift__role__event=event, state=OPEN, how=STANDBY).exclude(told_at=None):
            _ask_at_once(search)
    return name


def _ask_at_once(search: Search) -> None:
    search, _nobody = hold_search(search)
    if search.state == OPEN and search.shift.starts_at > clock.now():
        ask_next(search)


@transaction.atomic
def stand_down(event: Event, writer: Writer, *, by: User) -> None:
    """She is no longer asked at short notice. A second click changes nothing."""
    gone, _tables = StandbyName.objects.filter(event=event, writer=writer).delete()
    if gone:
        trail.record(event, "stand_down", by=by, scope=event.host.key, person=writer.user_id)


def note_late(place: Assignment) -> None:
    """A seat came free after sign-up had ended: people who stand by are asked until one has it, or it begins. There is
    one search a shift; a second seat is sought in it as well. To be called with the shift held.
    """
    shift = place.shift
    if place.state != Assignment.State.CANCELLED_LATE or shift.starts_at <= clock.now() or not shift.event.is_live:
        return
    there = Search.objects.filter(shift=shift, state=OPEN, how=STANDBY).first()
    if there:
        there, _nobody = hold_search(there)
        there.seats += 1
        there.save(update_fields=["seats"])
        if there.told_at:  # nobody was left, and now there may be who was asked to stand in
            ask_next(there)
        return
    search = Search.objects.create(shift=shift, place=place, how=STANDBY, due_at=shift.starts_at)
    trail.record(search, STANDBY, by=None, after=search.state, **search.concerns())
    if next(queries.candidates(search), None) is None:
        search.told_at = clock.now()  # the letter about the withdrawal says so
        search.save(update_fields=["told_at"])
    else:
        ask_next(search)
