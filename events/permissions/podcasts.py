"""Who sees what a recording needs, and who signs."""

from django.http import Http404

from careerlink.accounts.models import User
from events.models import Assignment, Event, Release
from events.permissions.events import get_event_of_host, get_event_to_manage, may_plan
from events.permissions.places import get_place_to_read, is_own
from events.queries.podcasts import GUESTS, is_podcast


def get_recording(user: User, key: str) -> Event:
    """A podcast recording for all people of its host, else 404."""
    return _recording(get_event_of_host(user, key))


def get_recording_to_manage(user: User, key: str) -> Event:
    """The same for those who may act for the host."""
    return _recording(get_event_to_manage(user, key))


def _recording(event: Event) -> Event:
    if not is_podcast(event):
        raise Http404
    return event


def get_guest(user: User, key: str) -> Assignment:
    """The place of a guest for herself, and for those who may act for the host; else 404."""
    place = get_place_to_read(user, key)
    may = is_own(user, place) or may_plan(user, place.event.host)
    if not may or not is_podcast(place.event) or place.state not in GUESTS:
        raise Http404
    return place


def get_release_to_open(user: User, key: str) -> Release:
    """What a guest signed on paper, for herself and for those who may act for the host; else 404."""
    place = get_guest(user, key)
    release = Release.objects.filter(episode__event=place.event, writer=place.writer).exclude(file="").first()
    if release is None:
        raise Http404
    release.writer = place.writer
    return release
