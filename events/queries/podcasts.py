"""What a recording still needs: its guests, what each has signed, and what stands between it and being out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from events.models import Assignment, Episode, Event, EventKind, Release
from partners.models import Writer

GUESTS = (*Assignment.COMING, *Assignment.WORKED, Assignment.State.UNRECORDED)


@dataclass(frozen=True)
class Guest:
    """A writer who is recorded, with her place, and what she has signed (None: nothing yet)."""

    place: Assignment
    release: Release | None


def is_podcast(event: Event) -> bool:
    return event.kind == EventKind.PODCAST


def episode_of(event: Event) -> Episode | None:
    """The episode of a recording, once something was done for it."""
    return Episode.objects.filter(event=event).first()


def release_of(episode: Episode, writer: Writer) -> Release | None:
    """What she has signed for it."""
    return Release.objects.filter(episode=episode, writer=writer).first() if episode.pk else None


def guests_of(event: Event) -> list[Guest]:
    """Who is recorded, each writer once, by name. Two queries."""
    rows = Assignment.objects.filter(shift__role__event=event, state__in=GUESTS)
    places: dict[int, Assignment] = {}
    for place in rows.select_related("writer__user", "shift__role__event").order_by("writer__name", "pk"):
        places.setdefault(place.writer_id, place)
    signed = {one.writer_id: one for one in Release.objects.filter(episode__event=event)}
    return [Guest(place, signed.get(writer)) for writer, place in places.items()]


def before_recording(episode: Episode, guests: Iterable[Guest]) -> list[str]:
    """What stands in the way of saying that it is recorded, in sentences; empty when nothing does."""
    guests = list(guests)
    if not guests:
        return [_("Nobody has a place as a guest yet.")]
    missing = [guest.place.writer.name for guest in guests if guest.release is None]
    said = []
    if missing:
        words = ngettext(
            "The release of %(names)s is not signed.", "The releases of %(names)s are not signed.", len(missing)
        )
        said.append(words % {"names": ", ".join(missing)})
    if episode.event.starts_at is None or episode.event.starts_at > clock.now():
        said.append(_("The recording has not begun."))
    return said


def steps_of(episode: Episode, guests: Iterable[Guest]) -> list[tuple[str, str, bool]]:
    """The checklist: what, how it stands, and whether it is done."""
    guests = list(guests)
    signed = sum(guest.release is not None for guest in guests)
    is_recorded = episode.recorded_at is not None
    is_out = episode.state == Episode.State.PUBLISHED
    return [
        (
            _("Each guest has signed"),
            _("%(n)s of %(all)s releases are here.") % {"n": signed, "all": len(guests)},
            bool(guests) and signed == len(guests),
        ),
        (_("Recorded"), _("Done.") if is_recorded else _("Only with each release."), is_recorded),
        (_("Transcript"), episode.transcript or _("Nothing goes out without one."), bool(episode.transcript)),
        (
            _("Out, and each guest told"),
            episode.link or _("The mails leave as soon as it is out."),
            is_out,
        ),
    ]
