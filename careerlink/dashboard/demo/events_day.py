"""The day and after: who is here now, how it was at events that are over, whose hours are approved, one protest."""

from datetime import timedelta

from careerlink.web import clock
from events.actions import day, hours, protests, wall
from events.models import Assignment, Event
from partners.models import Writer

S = Assignment.State


def _places(event: Event) -> list[Assignment]:
    rows = Assignment.objects.filter(shift__role__event=event, state__in=Assignment.COMING)
    return list(rows.select_related("shift__role__event__host", "writer__user").order_by("shift__starts_at", "pk"))


def run_day(story, event: Event, places: list[Assignment]) -> None:
    """Of each seven places one is not recorded, one writer left early, one did not come; the rest were there. Hours
    are approved in the evening, but for what nobody recorded.
    """
    by = event.made_by
    for number, place in enumerate(places):
        shift, kind = place.shift, (number + len(places)) % 7
        if kind == 2:
            continue
        if kind == 4:
            with clock.set_to(shift.ends_at):
                missing = day.record(place, "no_show", by=by)
            _after_no_show(story, missing, by)
        elif kind == 5:
            with clock.set_to(shift.ends_at - timedelta(minutes=30)):
                day.record(place, "leave_early", by=by)
        else:
            with clock.set_to(shift.starts_at - timedelta(minutes=10)):
                day.check_in(place, by=by)
    with clock.set_to(event.ends_at + timedelta(hours=1)):
        hours.approve_as_listed(event, places, by=by)


def _after_no_show(story, place: Assignment, by) -> None:
    """One of these days is contested and waits for an answer; older ones were put right, or stand."""
    writer, ended = place.writer.user, place.shift.ends_at
    if ended > story.now - timedelta(days=12):
        with clock.set_to(min(ended + timedelta(days=6, hours=12), story.ago(0.5))):
            protests.contest(place, by=writer, words="I was at the second table from the start; ask the librarian.")
    elif place.pk % 2:
        with clock.set_to(ended + timedelta(days=1)):
            contested = protests.contest(place, by=writer, words="I was there, only the list was gone by then.")
        with clock.set_to(ended + timedelta(days=2)):
            day.record(contested, "complete", by=by, words="The list lay in the car.")


def tell_what_came_after(story) -> None:
    """After the clocks struck: one claims hours, one was met by nobody, one row of the ledger is put right."""
    unknown = Assignment.objects.filter(state=S.UNRECORDED, shift__ends_at__gt=story.ago(50))
    rows = unknown.select_related("shift__role__event__host", "writer__user").order_by("-shift__ends_at", "pk")
    places = [place for place in rows if place.writer.state == Writer.State.APPROVED][:2]
    for number, place in enumerate(places):
        with clock.set_to(min(place.shift.ends_at + timedelta(days=4), story.ago(0.2))):
            if number == 0:
                hours.claim_hours(place, by=place.writer.user, minutes=90, words="I stayed until the chairs were up.")
            elif place.shift.ends_at + timedelta(days=6) > clock.now():
                protests.miss_host(place, by=place.writer.user, words="The door was locked and nobody answered.")
    _put_one_right(story)


def _put_one_right(story) -> None:
    event = story.events["Fall job fair"]
    place = Assignment.objects.filter(shift__role__event=event, state=S.COMPLETED).order_by("pk").first()
    entry = place.hours.filter(replaced_by=None).first() if place else None
    if entry is not None:
        with clock.set_to(story.ago(40)):
            hours.correct_hours(entry, by=event.made_by, minutes=entry.minutes - 30, words="She came at half past ten.")


def check_in_now(story, event: Event) -> None:
    """The event of this hour: half of them are here, telephones stand on its sheet, and the code hangs on the wall."""
    by = event.made_by
    with clock.set_to(story.ago(0.5)):
        wall.put_up_code(event, by=by)
    for number, place in enumerate(_places(event)):
        Writer.objects.filter(pk=place.writer_id, phone="").update(phone=f"717-555-01{number:02}")
        if number % 2 == 0 and place.shift.starts_at - timedelta(hours=1) <= story.now:
            with clock.set_to(min(place.shift.starts_at + timedelta(minutes=number), story.now)):
                day.check_in(place, by=by)
