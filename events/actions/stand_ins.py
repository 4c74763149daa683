"""I can't make it: a writer names somebody for her place or lets us ask; it is hers until another is confirmed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions.locks import lock_shift
from events.actions.searches import ask, ask_next, close, hand_over, hold_search
from events.emails import searches as emails
from events.models import Assignment, Search
from events.queries import searches as queries
from partners.models import Writer

S, How = Search.State, Search.How


@transaction.atomic
def name_stand_in(place: Assignment, writer: Writer, *, by: User) -> Search:
    """Ask this writer to take her place. A second click changes nothing. Raises Stale when the place is no longer hers
    or it has begun; ValidationError when that writer cannot take it (without saying why: it is her affair) or somebody
    is asked already.
    """
    place = _hold(place)
    going_on = queries.going_on_for(place)
    if going_on and going_on.how == How.NAMED and queries.was_asked(going_on, writer):
        return going_on
    _refuse_second(going_on)
    if writer.pk == place.writer_id:
        raise ValidationError(_("Name somebody else."), code="self")
    if queries.obstacles_at_short_notice(writer, place.shift):
        raise ValidationError(_("This writer cannot take your place. Name somebody else."), code="cannot")
    search = _begin(place, How.NAMED, by=by)
    ask(search, [writer])
    return search


@transaction.atomic
def ask_for_stand_in(place: Assignment, *, by: User) -> Search:
    """Ask those who wait or stand by and could take her place, one after the other. A second click changes nothing.
    Raises Stale when the place is no longer hers or it has begun; ValidationError when there is nobody.
    """
    place = _hold(place)
    going_on = queries.going_on_for(place)
    if going_on and going_on.how == How.ONE_BY_ONE:
        return going_on
    _refuse_second(going_on)
    search = _begin(place, How.ONE_BY_ONE, by=by)
    if not next(queries.candidates(search), None):
        raise ValidationError(
            _("Nobody who waits or stands by could come. Name somebody, or give your place back."), code="nobody"
        )
    ask_next(search)
    return search


def _hold(place: Assignment) -> Assignment:
    shift = lock_shift(place.shift)
    place = Assignment.objects.select_related("writer__user").get(pk=place.pk)
    place.shift = shift
    if place.state != Assignment.State.CONFIRMED or shift.starts_at <= clock.now():
        raise Stale(f"the place is {place.state}")
    return place


def _refuse_second(going_on: Search | None) -> None:
    if going_on:
        raise ValidationError(_("Somebody is asked already. Take that back first."), code="asked")


def _begin(place: Assignment, how: str, *, by: User) -> Search:
    search = Search.objects.create(place=place, shift=place.shift, how=how, due_at=place.shift.starts_at, made_by=by)
    trail.record(search, how, by=by, after=search.state, **search.concerns())
    return search


@transaction.atomic
def take_back(search: Search, *, by: User) -> None:
    """She comes herself after all; who was asked is told. A second click changes nothing. Raises Stale."""
    search, _nobody = hold_search(search)
    if search.state == S.TAKEN_BACK:
        return
    if search.state not in Search.GOING_ON:
        raise Stale("it is settled")
    close(search, "take_back", by=by)


@transaction.atomic
def approve_stand_in(search: Search, *, by: User) -> Assignment:
    """The host lets the stand-in come: now the place changes hands. A second click changes nothing.
    Raises Stale, ValidationError with what stands in the way of her meanwhile.
    """
    writer = _found(search)
    search, writer = hold_search(search, writer)
    if search.state == S.FILLED:
        return Assignment.objects.get(replaces=search.place, writer=writer)
    if search.state != S.AGREED or search.found_id != writer.pk:
        raise Stale("it is settled")
    return hand_over(search, writer, by=by)


@transaction.atomic
def refuse_stand_in(search: Search, *, by: User) -> None:
    """The host would rather have somebody else: the place stays hers, and where we ask, the next is asked.
    A second click changes nothing. Raises Stale.
    """
    writer = _found(search)
    search, _nobody = hold_search(search)
    if search.state != S.AGREED or search.found_id != writer.pk:
        raise Stale("it is settled")
    emails.tell_not_this_time(search, writer)
    if search.how == How.NAMED:
        search.move("end", by=by, due_at=None, found=None)
        emails.tell_still_hers(search)
    else:
        search.move("ask_on", by=by, found=None)
        ask_next(search)


def _found(search: Search) -> Writer:
    if search.found is None:
        raise Stale("nobody is found")
    return search.found
