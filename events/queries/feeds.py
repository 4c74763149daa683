"""A person's own calendar at a secret address: whose it is, and what stands in it."""

import base64
import hashlib
import hmac

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from careerlink.accounts.models import User
from careerlink.web import clock
from events import clocks
from events.models import Assignment, CalendarFeed, Event
from events.queries.calendars import Entry, entry_of_event, entry_of_place
from partners.models import Member

NONCE_BYTES = 16  # 128 bits
MAC_BYTES = 16  # 128 bits of HMAC-SHA256
MOST = 2000
PLACE_ROWS = ("shift__role__event__host__institution", "shift__role__event__venue", "told")


def address_of(feed: CalendarFeed) -> str:
    """The full secret address of a calendar."""
    return settings.SITE_URL + reverse("calendar_feed", args=[token_of(feed.nonce)])


def token_of(nonce: str) -> str:
    """The token of a nonce: base64url of nonce and HMAC, 43 characters."""
    return _encode(bytes.fromhex(nonce) + _mac(settings.SECRET_KEY, nonce))


def feed_of_token(token: str) -> CalendarFeed | None:
    """The calendar behind a token, None for anything altered, unknown, or of somebody who is no longer let in.
    What is not of our making costs no query.
    """
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(raw) != NONCE_BYTES + MAC_BYTES or _encode(raw) != token:
        return None
    nonce = raw[:NONCE_BYTES].hex()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(_mac(key, nonce), raw[NONCE_BYTES:]) for key in keys):
        return None
    return CalendarFeed.objects.select_related("user").filter(nonce=nonce, user__is_active=True).first()


def _mac(key: str, nonce: str) -> bytes:
    return hmac.new(key.encode(), f"careerlink.calendar:{nonce}".encode(), hashlib.sha256).digest()[:MAC_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def entries_of(user: User) -> list[Entry]:
    """Her own places; for who plans events of a host, those events, with nobody's name. What was called off is shown
    as such for 30 days, what is over for 90. Three queries.
    """
    now = clock.now()
    gone_since, past_since = now - clocks.CANCELLED_SHOWN, now - clocks.PAST_SHOWN
    live = Q(state__in=[*Assignment.MAYBE, *Assignment.COMING, *Assignment.AFTER])
    # Of what never was in a calendar, nothing has to be taken out.
    gone = Q(state__in=Assignment.GONE, state_since__gt=gone_since, told__isnull=False)
    places = Assignment.objects.filter(live | gone, writer__user=user, shift__ends_at__gt=past_since)
    places = places.select_related(*PLACE_ROWS).order_by("shift__starts_at", "pk")[:MOST]
    roles = [Member.Role.MANAGER, Member.Role.COORDINATOR]
    hosts = Member.objects.filter(user=user, ended_at=None, role__in=roles).values("host")
    held = Q(state__in=[*Event.LIVE, Event.State.COMPLETED])
    off = Q(state=Event.State.CANCELLED, state_since__gt=gone_since, published_at__isnull=False)
    events = Event.objects.filter(held | off, host__in=hosts, ends_at__gt=past_since, starts_at__isnull=False)
    events = events.select_related("host__institution", "venue").order_by("starts_at", "pk")[:MOST]
    return [
        *(entry_of_place(place, _since(place)) for place in places),
        *(entry_of_event(event) for event in events),
    ]


def _since(place: Assignment):
    told = getattr(place, "told", None)
    return told.since if told else place.made_at
