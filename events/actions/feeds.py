"""A person's own calendar: turned on, given another address, turned off."""

import secrets

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from events.models import CalendarFeed, Told
from events.queries.feeds import NONCE_BYTES


@transaction.atomic
def turn_on(user: User) -> CalendarFeed:
    """Give her calendar a secret address. A second click changes nothing."""
    feed, made = CalendarFeed.objects.get_or_create(
        user=user, defaults={"nonce": secrets.token_hex(NONCE_BYTES), "made_at": clock.now()}
    )
    if made:
        trail.record(user, "calendar_on", by=user, person=user.pk)
    return feed


@transaction.atomic
def change_address(user: User) -> None:
    """Give it another address; the old one opens nothing any more. Changes nothing where it is off."""
    fresh = {"nonce": secrets.token_hex(NONCE_BYTES), "made_at": clock.now()}
    if CalendarFeed.objects.filter(user=user).update(**fresh):
        trail.record(user, "calendar_reset", by=user, person=user.pk)


@transaction.atomic
def turn_off(user: User) -> None:
    """Its address opens nothing any more. A second click changes nothing."""
    if CalendarFeed.objects.filter(user=user).delete()[0]:
        trail.record(user, "calendar_off", by=user, person=user.pk)


def export_calendar(user: User) -> list[dict]:
    """Since when her calendar has its address; the address itself stands on her page."""
    return [{"own calendar since": feed.made_at} for feed in CalendarFeed.objects.filter(user=user)]


def erase_calendar(user: User) -> None:
    """What calendars were told of her places goes with the address of her own."""
    CalendarFeed.objects.filter(user=user).delete()
    Told.objects.filter(place__writer__user=user).delete()
