"""What guests of a podcast are told."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.emails.places import hosts_of, letter, tell
from events.models import Assignment, Episode, Release
from events.queries.podcasts import GUESTS


def ask_for_release(place: Assignment, which: str) -> None:
    """To a guest: sign before the recording; `which` is "first" or "again"."""
    tell("release_asked" if which == "first" else "release_asked_again", place, [place.writer.user])


def tell_guest_release_kept(release: Release, place: Assignment) -> None:
    """To a guest: the host keeps the paper that she signed."""
    tell("release_kept", place, [place.writer.user])


def tell_host_release_taken_back(episode: Episode, place: Assignment) -> None:
    """To the host: a guest would rather not be recorded. Each time anew."""
    queue_to_all(
        "release_taken_back",
        key=f"release taken back:{place.key}:{clock.now().isoformat()}",
        to=[Recipient(person.email, person.pk, person.zone) for person in hosts_of(place)],
        about=place,
        scope=place.event.host.key,
    )


def tell_guests_it_is_out(episode: Episode) -> None:
    """To each guest: where to listen and read."""
    _tell_guests("episode_out", episode)


def tell_guests_it_is_shelved(episode: Episode) -> None:
    """To each guest: it did not come out."""
    _tell_guests("episode_shelved", episode)


def _tell_guests(kind: str, episode: Episode) -> None:
    guests = [release.writer.user for release in episode.releases.select_related("writer__user").order_by("pk")]
    queue_to_all(
        kind,
        key=f"{kind}:{episode.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in guests if person.is_active],
        about=episode,
        scope=episode.event.host.key,
    )


def _release_page(place: Assignment) -> str:
    return absolute(reverse("place_release", args=[place.key]))


@letter
def release_asked(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Sign your release before %(day)s: %(event)s") % names,
        "paragraphs": [
            _("%(host)s at %(college)s records nobody without a signed release. It takes a minute.") % names,
            _("You type your name. You can take it back until the recording."),
        ],
        "button": (_("Read and sign"), _release_page(place)),
    }


@letter
def release_kept(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Your release is kept: %(event)s") % names,
        "paragraphs": [_("%(host)s keeps the release that you signed on paper. You can open it on this page.") % names],
        "button": (_("See it"), _release_page(place)),
    }


@letter
def release_taken_back(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Know that %(writer)s took the release back: %(event)s") % names,
        "paragraphs": [_("%(writer)s would rather not be recorded. Please talk about it before %(day)s.") % names],
        "button": (_("See the checklist"), absolute(reverse("event_episode", args=[place.event.key]))),
    }


def _episode_letter(mail: OutgoingMail, *, is_out: bool) -> Content:
    rows = Episode.objects.select_related("event__host__institution")
    episode = rows.get(pk=mail.about_id)
    event = episode.event
    with translation.override(mail.mailbox.language):
        names = {"event": event.title, "host": event.host.name, "college": event.host.institution.name}
        if is_out:
            subject = _("Listen to yourself: %(event)s is out") % names
            context = {
                "paragraphs": [_("%(host)s at %(college)s has published it. Thank you for your voice.") % names],
                "rows": [(_("Listen"), episode.link), (_("Transcript"), episode.transcript)],
                "button": (_("Listen"), episode.link),
                "after": [_("If something in it is wrong, answer the office: it corrects it.")],
            }
        else:
            subject = _("Know that it does not come out: %(event)s") % names
            context = {
                "paragraphs": [
                    _("%(host)s at %(college)s recorded you a year ago and has not published it.") % names,
                    _("Your release counts no more for this recording. Thank you for your time all the same."),
                ],
            }
    return compose(mail, "base", subject=subject, context=context)


def episode_out(mail: OutgoingMail) -> Content:
    return _episode_letter(mail, is_out=True)


def episode_shelved(mail: OutgoingMail) -> Content:
    return _episode_letter(mail, is_out=False)


def _unsigned(mail: OutgoingMail) -> str:
    place = Assignment.objects.filter(pk=mail.about_id, state__in=GUESTS).select_related("shift__role").first()
    if place is None:
        return "she is no guest there any more"
    signed = Release.objects.filter(episode__event=place.shift.role.event_id, writer=place.writer_id)
    return "the release is signed" if signed.exists() else ""


for slug in ("release_asked", "release_asked_again"):
    register(slug, group="decisions", transactional=True, render=release_asked, still_true=_unsigned)
register("release_kept", group="commitments", transactional=True, render=release_kept)
register("release_taken_back", group="commitments", transactional=True, render=release_taken_back)
register("episode_out", group="commitments", transactional=True, render=episode_out)
register("episode_shelved", group="commitments", transactional=True, render=episode_shelved)
