"""Requests answered together, words to whoever comes, two podcasts and a board meeting."""

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import ValidationError

from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.keys import new_key
from events.actions import announcements, answers, meetings, podcasts, seats
from events.models import Assignment, Event, Shift
from events.queries.meetings import roster
from events.queries.podcasts import guests_of
from events.queries.requests import requests_of

ASKING = ("Ingrid Solberg", "Yusuf Karim", "Martin Yeo", "Alisha Grant", "Priya Raman", "Tom Bright")
AGENDA = "1. What the fall fair brought\n2. Mock interviews: whom we miss\n3. A date for spring"
MINUTES = (
    "The fair brought 41 employers; the resume table was the busiest. We miss interviewers for nursing: Hana asks two "
    "colleagues. Spring meeting in the second week of March."
)


def decide_events(story) -> None:
    """What hosts decide and write down about the events that are there."""
    fair, recording = story.events["Winter job fair"], story.events["Episode 4: words for a living"]
    with clock.set_to(story.ago(3)):
        _ask(story, story.events["Resume clinic for historians"], ASKING[:2])
        _ask(story, story.events["First in the family to graduate"], ASKING)
    with clock.set_to(story.ago(1.5)):
        waiting = list(requests_of(story.office).order_by("pk"))
        answers.answer_requests(story.office, waiting[:1], "decline", by=story.director, key=new_key())
        with suppress(ValidationError):  # nobody may have a place there yet
            announcements.announce(
                fair, by=story.user["staff"], key=new_key(),
                text="Gate C is closed that day. Come in by Gate B; it is step-free, too.\nLunch is at noon.",
            )  # fmt: skip
    _bring_out(story, recording)
    _sign_some(story, story.events["Episode 5: after the uniform"])
    _meet(story, story.events["Board meeting of the fall"])


def _ask(story, event: Event, names: tuple[str, ...]) -> None:
    """Writers who ask for a place where the host says yes first."""
    shift = Shift.objects.filter(role__event=event, role__is_instant=False).order_by("role__order", "pk").first()
    if shift is None:
        return
    for name in names:
        writer = story.writers[name]
        try:
            seats.give_place(shift, writer, by=writer.user, how=Assignment.How.SELF)
        except ValidationError:
            continue


def _bring_out(story, event: Event) -> None:
    """A recording of the past that is out."""
    with clock.set_to(event.starts_at - timedelta(days=2)):
        _sign(guests_of(event), event)
    with clock.set_to(event.ends_at + timedelta(hours=1)):
        try:
            podcasts.record_episode(event, by=story.director)
        except ValidationError:
            return
    with clock.set_to(event.ends_at + timedelta(days=4)):
        podcasts.publish_episode(
            event, by=story.director, link="https://podcast.demo.edu/4", transcript="https://podcast.demo.edu/4/text"
        )


def _sign_some(story, event: Event) -> None:
    """A recording to come: one guest has a place, and has not signed yet."""
    with clock.set_to(story.ago(1)):
        shift = Shift.objects.filter(role__event=event).order_by("role__order", "pk").first()
        for name in ("Luis Ferreira", "Caroline Abbott", "Rosa Delgado"):
            try:
                seats.give_place(shift, story.writers[name], by=story.director, how=Assignment.How.STAFF)
            except ValidationError:
                continue
        _sign(guests_of(event)[:1], event)


def _sign(guests, event: Event) -> None:
    for guest in guests:
        writer = guest.place.writer
        terms = podcasts.hold_episode(event).terms
        try:
            podcasts.sign_release(guest.place, by=writer.user, signature=writer.name, terms=terms)
        except Stale:
            continue


def _meet(story, event: Event) -> None:
    """The meeting of the fall, with everything that belongs to it."""
    with clock.set_to(event.starts_at - timedelta(days=6)):
        meetings.set_agenda(event, by=story.director, agenda=AGENDA)
    with clock.set_to(event.ends_at + timedelta(days=2)):
        said = {seat.pk: "present" if number % 3 else "excused" for number, seat in enumerate(roster(event), 1)}
        meetings.note_attendance(event, said, by=story.director)
        meetings.keep_minutes(event, by=story.director, minutes=MINUTES)
