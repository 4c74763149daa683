"""Nothing is recorded without a signed release, nor published without a transcript; guests are told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from careerlink.audit.machines import Stale
from careerlink.audit.models import Disclosure
from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from events.actions import decide_person, podcasts
from events.actions.moving import change_event
from events.models import Episode, Event, EventKind, Release
from events.queries.moves import Change, look_at, move_along
from tests import factories as make
from tests.web.test_files import PLAIN_PDF

State = Episode.State


@pytest.fixture
def show(world):
    """A recording in five days with two guests."""
    starts_at = clock.now().replace(microsecond=0) + timedelta(days=5)
    event = make.EventFactory(
        host=world.office, kind=EventKind.PODCAST, title="Careers aloud", starts_at=starts_at,
        coordinator=world.user["director"],
    )  # fmt: skip
    shift = make.ShiftFactory(role=make.RoleFactory(event=event, name="Guest", most=2))
    world.event, world.director = event, world.user["director"]
    world.maren = make.AssignmentFactory(shift=shift, writer=world.writer)
    world.ben = make.AssignmentFactory(shift=shift, writer=world.writer2)
    return world


def sign(place, name="Somebody"):
    terms = podcasts.hold_episode(place.event).terms
    return podcasts.sign_release(place, by=place.writer.user, signature=name, terms=terms)


def at_the_day(show):
    return clock.set_to(show.event.starts_at + timedelta(hours=1))


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_nothing_is_recorded_before_each_guest_has_signed(show):
    sign(show.maren)
    with at_the_day(show), pytest.raises(ValidationError) as refused:
        podcasts.record_episode(show.event, by=show.director)
    assert refused.value.messages == ["The release of Ben Achterberg is not signed."]
    sign(show.ben)
    with pytest.raises(ValidationError) as refused:
        podcasts.record_episode(show.event, by=show.director)
    assert refused.value.messages == ["The recording has not begun."]
    with at_the_day(show):
        assert podcasts.record_episode(show.event, by=show.director).state == State.RECORDED


def test_nothing_is_published_without_a_transcript_and_each_guest_is_told_where_it_is(show):
    sign(show.maren)
    sign(show.ben)
    with at_the_day(show):
        podcasts.record_episode(show.event, by=show.director)
        page = client_of(show.director).post(
            reverse("episode_out", args=[show.event.key]), {"link": "https://pod.example/1", "transcript": ""}
        )
        assert (page.status_code, Episode.objects.get().state) == (422, State.RECORDED)
        with pytest.raises(IntegrityError), transaction.atomic():
            podcasts.publish_episode(show.event, by=show.director, transcript="", link="https://pod.example/1")
        client_of(show.director).post(
            reverse("episode_out", args=[show.event.key]),
            {"link": "https://pod.example/1", "transcript": "https://pod.example/1.txt"},
        )
        deliver()
    out = [one for one in mail.outbox if one.subject == "Listen to yourself: Careers aloud is out"]
    assert sorted(one.to for one in out) == [["writer2@demo.test"], ["writer@demo.test"]]
    assert "https://pod.example/1.txt" in out[0].body


def test_a_guest_signs_on_her_page_with_her_name_and_takes_it_back_until_it_is_recorded(show):
    client, address = client_of(show.user["writer"]), reverse("place_release", args=[show.maren.key])
    terms = client.get(address).context["episode"].terms
    assert client.post(address, {"signature": "", "terms": terms}).status_code == 422
    client.post(address, {"signature": "Maren Okafor", "terms": terms})
    client.post(address, {"signature": "Maren Okafor", "terms": terms})
    assert list(Release.objects.values_list("signature", "how", "terms")) == [("Maren Okafor", "signed", terms)]
    client.post(reverse("place_release_back", args=[show.maren.key]))
    assert not Release.objects.exists()
    deliver()
    assert "took the release back" in mail.outbox[-1].subject
    sign(show.maren)
    sign(show.ben)
    with at_the_day(show):
        podcasts.record_episode(show.event, by=show.director)
        with pytest.raises(Stale):
            podcasts.take_release_back(show.maren, by=show.user["writer"])


def test_who_read_other_words_than_those_in_force_signs_nothing(show):
    before = podcasts.hold_episode(show.event).terms
    podcasts.change_terms(show.event, by=show.director, terms="Other words\r\nnow.")
    client, address = client_of(show.user["writer"]), reverse("place_release", args=[show.maren.key])
    client.post(address, {"signature": "Maren Okafor", "terms": before})
    assert not Release.objects.exists()
    client.post(address, {"signature": "Maren Okafor", "terms": "Other words\r\nnow."})
    assert Release.objects.get().terms == "Other words\nnow."


def test_the_host_keeps_what_was_signed_on_paper_and_whoever_opens_it_is_noted(show):
    client, address = client_of(show.director), reverse("place_release", args=[show.maren.key])
    assert client.post(address, {"file": SimpleUploadedFile("x.pdf", b"no pdf")}).status_code == 422
    client.post(address, {"file": SimpleUploadedFile("x.pdf", PLAIN_PDF)})
    release = Release.objects.get()
    assert (release.how, release.signature, bool(release.file)) == ("paper", "", True)
    door = reverse("place_release_file", args=[show.maren.key])
    assert b"".join(client.get(door)) == PLAIN_PDF
    noted = Disclosure.objects.get(what="release")
    assert (noted.person, noted.seen_by, noted.right) == (show.user["writer"].pk, show.director.pk, "release")
    assert b"".join(client_of(show.user["writer"]).get(door)) == PLAIN_PDF
    assert client_of(show.user["other"]).get(door).status_code == 404
    assert client_of(show.user["writer2"]).get(door).status_code == 404
    assert client_of(show.user["viewer"]).get(door).status_code == 404
    deliver()
    assert "Your release is kept: Careers aloud" in [one.subject for one in mail.outbox]


def test_guests_are_asked_twice_and_who_has_signed_no_more(show):
    podcasts.run_podcast_clocks()
    podcasts.run_podcast_clocks()
    deliver()
    asked = [one.to[0] for one in mail.outbox if one.subject.startswith("Sign your release before ")]
    assert sorted(asked) == ["writer2@demo.test", "writer@demo.test"]
    mail.outbox.clear()
    sign(show.ben)
    with clock.set_to(show.event.starts_at - timedelta(days=1)):
        podcasts.run_podcast_clocks()
        deliver()
    assert [one.to[0] for one in mail.outbox] == ["writer@demo.test"]


def test_silence_ends_somewhere(show):
    episode = podcasts.hold_episode(show.event)
    with clock.set_to(episode.due_at + timedelta(minutes=1)):
        podcasts.run_podcast_clocks()
    episode.refresh_from_db()
    assert (episode.state, episode.due_at) == (State.DROPPED, None)
    Episode.objects.update(state=State.RECORDED, due_at=clock.now() - timedelta(minutes=1))
    Release.objects.create(episode=episode, writer=show.writer, how="signed", terms="Yes", signature="Maren")
    podcasts.run_podcast_clocks()
    episode.refresh_from_db()
    deliver()
    assert episode.state == State.SHELVED
    assert [one.to[0] for one in mail.outbox if "does not come out" in one.subject] == ["writer@demo.test"]


def test_erasing_a_guest_deletes_name_and_paper_and_keeps_that_she_signed(show):
    client_of(show.director).post(
        reverse("place_release", args=[show.maren.key]), {"file": SimpleUploadedFile("x.pdf", PLAIN_PDF)}
    )
    release = Release.objects.get()
    assert decide_person.export_releases(show.user["writer"])[0]["how"] == "Signed on paper"
    decide_person.erase_releases(show.user["writer"])
    decide_person.erase_releases(show.user["writer"])
    assert list(Release.objects.values_list("signature", "file")) == [("", "")]
    assert release.file.name.startswith("releases/")


def test_a_recording_that_is_postponed_is_waited_for_until_sixty_days_after_its_new_day(show):
    podcasts.hold_episode(show.event)
    starts_at, ends_at = (at + timedelta(days=90) for at in (show.event.starts_at, show.event.ends_at))
    event = Event.objects.select_related("host", "venue").get()
    change = Change(event, {"starts_at": starts_at, "ends_at": ends_at}, move_along(event, starts_at, event.zone))
    change_event(change, by=show.director, seen=look_at(change).seen)
    with clock.set_to(starts_at - timedelta(days=1)):
        podcasts.run_podcast_clocks()
    episode = Episode.objects.get()
    assert (episode.state, episode.due_at) == (State.PLANNED, ends_at + timedelta(days=60))
