"""A podcast from the first release to the day on which it is out."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.files import PrivateStorage
from events.emails import podcasts as emails
from events.models import Assignment, Episode, Event, EventKind, Release
from events.queries.podcasts import GUESTS, before_recording, guests_of

RECORDED_WITHIN = timedelta(days=60)  # after the day, then it was not recorded
OUT_WITHIN = timedelta(days=365)  # after it was recorded, then it does not come out
ASKED_AHEAD = timedelta(days=14)  # guests are asked for their release
ASKED_AGAIN = timedelta(days=2)
State = Episode.State


def usual_terms(event: Event) -> str:
    """What a guest agrees to where the host writes nothing else."""
    return _(
        "I agree that %(host)s records this conversation, edits it and publishes it with my name as sound and as a "
        "written transcript. I may ask for a correction of what is wrong. I am not paid, I advertise nothing, and I "
        "name no student."
    ) % {"host": f"{event.host.name}, {event.host.institution.name}"}


@transaction.atomic
def hold_episode(event: Event) -> Episode:
    """The episode of a recording, made when it is first needed, held until the transaction ends."""
    event = Event.objects.select_for_update(of=("self",)).select_related("host__institution").get(pk=event.pk)
    found = Episode.objects.filter(event=event).first()
    if found is None:
        due_at = (event.ends_at or clock.now()) + RECORDED_WITHIN
        found = Episode.objects.create(event=event, terms=usual_terms(event), due_at=due_at)
        trail.record(found, "plan", after=found.state, scope=event.host.key)
    found.event = event
    return found


def follow_event(event: Event) -> None:
    """The event is on another day: its recording is waited for until so long after that."""
    planned = Episode.objects.filter(event=event, state=State.PLANNED)
    planned.update(due_at=event.ends_at + RECORDED_WITHIN)


@transaction.atomic
def change_terms(event: Event, *, by: User, terms: str) -> Episode:
    """Say what guests agree to. What was signed stays as it was signed. Raises Stale once it is recorded."""
    episode = hold_episode(event)
    if episode.state != State.PLANNED:
        raise Stale("it is recorded")
    terms = "\n".join(terms.splitlines())
    if episode.terms != terms:
        episode.terms = terms
        episode.save(update_fields=["terms"])
        trail.record(episode, "change_terms", by=by, fields=["terms"], **episode.concerns())
    return episode


@transaction.atomic
def sign_release(place: Assignment, *, by: User, signature: str, terms: str) -> Release:
    """The guest signs on her own page, under the words that she saw. A second click changes nothing.
    Raises Stale when the words have changed or it is too late.
    """
    episode = _to_sign(place)
    if there := Release.objects.filter(episode=episode, writer=place.writer).first():
        return there
    if terms != episode.terms:
        raise Stale("the words have changed")
    facts = {"how": Release.How.SIGNED, "terms": episode.terms, "signature": signature}
    release = Release.objects.create(episode=episode, writer=place.writer, by=by, **facts)
    trail.record(release, "sign", by=by, scope=place.event.host.key, person=place.writer.user_id)
    return release


@transaction.atomic
def keep_release(place: Assignment, *, by: User, file: ContentFile) -> Release:
    """The host keeps a release that was signed on paper. One that is there already stays. Raises Stale."""
    episode = _to_sign(place)
    if there := Release.objects.filter(episode=episode, writer=place.writer).first():
        return there
    release = Release(episode=episode, writer=place.writer, how=Release.How.PAPER, terms=episode.terms, by=by)
    release.content_type = file.content_type
    release.file.save(f"releases/{file.name}", file, save=False)
    release.save()
    trail.record(release, "keep", by=by, scope=place.event.host.key, person=place.writer.user_id)
    emails.tell_guest_release_kept(release, place)
    return release


@transaction.atomic
def take_release_back(place: Assignment, *, by: User) -> None:
    """The guest would rather not be recorded after all: possible until it is. Raises Stale."""
    episode = hold_episode(place.event)
    release = Release.objects.filter(episode=episode, writer=place.writer).first()
    if release is None:
        return
    if episode.state != State.PLANNED:
        raise Stale("it is recorded")
    trail.record(release, "take_back", by=by, scope=place.event.host.key, person=place.writer.user_id)
    _delete(release)
    emails.tell_host_release_taken_back(episode, place)


def _delete(release: Release) -> None:
    name = release.file.name
    release.delete()
    if name:
        transaction.on_commit(lambda: PrivateStorage().delete(name))


def _to_sign(place: Assignment) -> Episode:
    if place.event.kind != EventKind.PODCAST or place.state not in GUESTS:
        raise Stale("she is no guest there any more")
    episode = hold_episode(place.event)
    if episode.state != State.PLANNED:
        raise Stale("it is recorded")
    return episode


@transaction.atomic
def record_episode(event: Event, *, by: User) -> Episode:
    """It is recorded. Raises ValidationError with what is missing: nothing is recorded without each guest's release;
    Stale, NoSuchMove.
    """
    episode = hold_episode(event)
    if missing := before_recording(episode, guests_of(event)):
        raise ValidationError(missing)
    now = clock.now()
    episode.move("record", by=by, recorded_at=now, due_at=now + OUT_WITHIN)
    return episode


@transaction.atomic
def publish_episode(event: Event, *, by: User, transcript: str, link: str) -> Episode:
    """It is out, with its transcript; each guest is told where. Raises Stale, NoSuchMove."""
    episode = hold_episode(event)
    episode.move("publish", by=by, transcript=transcript, link=link, published_at=clock.now(), due_at=None)
    emails.tell_guests_it_is_out(episode)
    return episode


# --- What time does -------------------------------------------------------------------------------


def run_podcast_clocks() -> None:
    """What is due? Guests to be asked, recordings that never were, episodes that never came out. May run twice."""
    now = clock.now()
    _ask_guests(now)
    due = Episode.objects.filter(due_at__lte=now).select_related("event__host__institution").order_by("due_at")
    for episode in due.filter(state=State.PLANNED):
        _end(episode, "drop")
    for episode in due.filter(state=State.RECORDED):
        _end(episode, "shelve")


@transaction.atomic
def _end(episode: Episode, what: str) -> None:
    try:
        episode.move(what, due_at=None)
    except Stale:
        return
    if what == "shelve":
        emails.tell_guests_it_is_shelved(episode)


def _ask_guests(now) -> None:
    """Each guest without a release, two weeks before and again two days before. The key of the mail sees to that."""
    events = Event.objects.filter(
        kind=EventKind.PODCAST, state__in=Event.LIVE, starts_at__gt=now, starts_at__lte=now + ASKED_AHEAD
    )
    for event in events.select_related("host__institution"):
        which = "again" if event.starts_at <= now + ASKED_AGAIN else "first"
        with transaction.atomic():
            episode = hold_episode(event)
            if episode.state != State.PLANNED:
                continue
            for guest in guests_of(event):
                if guest.release is None:
                    emails.ask_for_release(guest.place, which)
