"""The code on the wall: writers check in on their own phones, where the host wants that."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web.keys import new_key
from events import clocks
from events.actions.day import check_in
from events.models import Assignment, Event
from events.queries.wall import code_today, is_near


@transaction.atomic
def put_up_code(event: Event, *, by: User) -> None:
    """Turn the code on, or take another one when the old one has got about."""
    _set(event, new_key(), by=by, word="code_on")


@transaction.atomic
def take_down_code(event: Event, *, by: User) -> None:
    """Turn the code off: only people of the host check in."""
    if event.wall_nonce:
        _set(event, "", by=by, word="code_off")


def _set(event: Event, nonce: str, *, by: User, word: str) -> None:
    Event.objects.filter(pk=event.pk).update(wall_nonce=nonce)
    event.wall_nonce = nonce
    trail.record(event, word, by=by, **event.concerns())


def check_in_by_code(place: Assignment, code: str, *, by: User) -> Assignment:
    """The writer types the code that hangs on the wall. Each wrong one counts, also of many at once; after eight
    somebody at the desk has to check her in. Raises ValidationError, Stale.
    """
    if place.state == Assignment.State.CHECKED_IN:
        return place
    if not place.event.wall_nonce or not is_near(place.shift):
        raise ValidationError(
            _("Codes are taken from 45 minutes before your shift until an hour after it."), code="time"
        )
    tries = Assignment.objects.filter(pk=place.pk, code_tries__lt=clocks.CODE_TRIES)
    if not tries.update(code_tries=F("code_tries") + 1):  # on its own, so that a refusal does not undo it
        raise ValidationError(_("Too many wrong codes. Ask somebody at the desk to check you in."), code="tries")
    typed = "".join(letter for letter in code if letter.isascii() and letter.isdigit())
    if not constant_time_compare(typed, code_today(place.event)):
        raise ValidationError(
            _("That is not today's code. It has six digits and hangs where you check in."), code="wrong"
        )
    return check_in(place, by=by)
