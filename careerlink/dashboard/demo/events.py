"""Events of four hosts: held, on today, to come; drafts, one hidden, one by invitation, one called off."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from careerlink.dashboard.demo.events_asked import ask_people
from careerlink.dashboard.demo.events_day import check_in_now, run_day, tell_what_came_after
from careerlink.dashboard.demo.events_decide import decide_events
from careerlink.dashboard.demo.events_fallback import fall_back
from careerlink.dashboard.demo.events_time import show_calendar
from careerlink.web import clock
from events.actions import calling_off, event_clocks, place_clocks, seats
from events.actions import events as actions
from events.actions.plans import make_venue
from events.models import Assignment, Event, Shift
from partners.models import Writer

S, How = Assignment.State, Assignment.How
LINK = "https://meet.demo.edu/career"
TELL = (
    "Students come with **one question** each.\n\n- Table, chair and water are there.\n- Lunch is on us.\n\n"
    "Whoever helps asks for no business."
)

FREE = ("Odile Laurent",)  # what is told of her needs the time

# host, kind, title, days from today, from, until, where, for which majors, places of ten that somebody has
HELD = [
    ("office", "job_fair", "Spring job fair", -125, 10, 15, "Great Hall", "", 8),
    ("office", "workshop", "Resumes for nurses", -88, 16, 18, "Room 104", "nursing", 10),
    ("office", "mock_interviews", "Mock interview day", -61, 9, 13, "Great Hall", "accounting, business", 7),
    ("office", "job_fair", "Fall job fair", -45, 10, 15, "Great Hall", "", 9),
    ("faculty", "class_visit", "What editors do all day", -37, 13, 14, "McComsey 203", "English", 10),
    ("office", "panel", "From the laboratory to industry", -30, 17, 19, "Room 104", "biology, chemistry", 10),
    ("office", "board", "Board meeting of the fall", -26, 12, 14, "online", "", 3),
    ("club", "panel", "Three ways into marketing", -20, 18, 19, "Room 104", "marketing", 10),
    ("rival", "workshop", "French and Spanish at work", -16, 15, 17, "Library", "French, Spanish", 10),
    ("office", "resume_clinic", "Resume clinic before the break", -11, 13, 17, "Room 104", "", 6),
    ("office", "podcast", "Episode 4: words for a living", -9, 11, 12, "online", "English", 10),
    ("rival", "resume_clinic", "Resume afternoon", -5, 13, 16, "Library", "", 6),
]
TO_COME = [
    ("office", "workshop", "LinkedIn in one evening", 7, 17, 19, "online", "", 5),
    ("faculty", "class_visit", "The essay as a work sample", 8, 10, 11, "McComsey 203", "English", 0),
    ("office", "mock_interviews", "Mock interviews for accountants", 12, 9, 13, "Great Hall", "accounting", 4),
    ("club", "podcast", "Brand talk: who buys words?", 13, 18, 19, "online", "marketing", 5),
    ("office", "resume_clinic", "Resume clinic for historians", 16, 13, 16, "Room 104", "history, English", 3),
    ("rival", "mock_interviews", "Practice interviews", 18, 10, 14, "Library", "communication", 2),
    ("club", "panel", "Agency or in-house?", 21, 18, 20, "Room 104", "marketing, public relations", 4),
    ("office", "podcast", "Episode 5: after the uniform", 20, 11, 12, "online", "", 0),
    ("office", "job_fair", "Winter job fair", 24, 10, 15, "Great Hall", "", 5),
    ("rival", "job_fair", "Health careers fair", 30, 11, 15, "Library", "nursing, biology", 1),
    ("office", "panel", "First in the family to graduate", 33, 17, 19, "Room 104", "", 2),
    ("faculty", "workshop", "Portfolios for writers", 36, 14, 16, "McComsey 203", "English", 0),
]


def hold_events(story) -> None:
    """About thirty events. `story.events` finds each by its title; `story.venues` each place by its name."""
    story.events: dict[str, Event] = {}
    with clock.set_to(story.ago(185)):
        story.venues = _venues(story)
    for row in HELD:
        _hold(story, *row)
    _today(story)
    for row in TO_COME:
        _plan(story, *row)
    _others(story)
    ask_people(story)
    fall_back(story)
    check_in_now(story, story.events["Interview practice today"])
    with clock.set_to(story.now):
        place_clocks.run_place_clocks()
        event_clocks.run_event_clocks()
    tell_what_came_after(story)
    decide_events(story)
    show_calendar(story)


def _venues(story) -> dict:
    rows = [
        ("Great Hall", "Student Union", story.office, "40 Dilworth Road", "Come in by Gate C; it is step-free.",
         "Lot 7, free with the code in your mail", 15),
        ("Room 104", "Career Services", story.office, "2 Lyle Hall", "Second floor, ring at the desk.", "Lot 3", 0),
        ("McComsey 203", "McComsey Hall", story.faculty, "119 Frederick Street", "The elevator is on the left.", "", 0),
        ("Library", "High Library", story.rival, "1 Alpha Drive", "Ask for the reading room.", "Brinser lot", 0),
    ]  # fmt: skip
    return {
        room: make_venue(
            host,
            by=None,
            name=name,
            room=room,
            address=address,
            directions=way,
            parking=parking,
            travel_minutes=minutes,
        )
        for room, name, host, address, way, parking, minutes in rows
    }


def _who(story, host: str):
    """Host and who plans there."""
    by = {
        "office": story.director,
        "rival": story.rival_director,
        "faculty": story.professor,
        "club": story.user["club"],
    }
    return getattr(story, host), by[host]


def _make(story, host, kind, title, days, first, last, where, words) -> Event:
    """A draft; the day is reckoned from the real today."""
    at, by = _who(story, host)
    here = ZoneInfo(at.zone)
    day = story.now.astimezone(here).date() + timedelta(days=days)
    starts_at, ends_at = (datetime.combine(day, time(hour), tzinfo=here).astimezone(UTC) for hour in (first, last))
    return _draft(story, at, by, kind, title, starts_at, ends_at, where, words)


def _draft(story, at, by, kind, title, starts_at, ends_at, where, words) -> Event:
    venue = story.venues.get(where)
    event = actions.make_event(
        at, by=by, kind=kind, title=title, starts_at=starts_at, ends_at=ends_at, venue=venue, description=TELL,
        is_online=where == "online", link=LINK if where == "online" else "", words=words, competencies=[2, 4],
    )  # fmt: skip
    story.events[title] = event
    return event


def _hold(story, *row) -> None:
    """What is over: planned four weeks before, filled a week after that, and recorded by who came."""
    *facts, tenths = row
    days, by = -facts[3], _who(story, facts[0])[1]
    with clock.set_to(story.ago(days + 28)):
        event = _make(story, *facts)
        actions.show_event(event, "publish", by=by)
    with clock.set_to(story.ago(days + 20)):
        places = _fill(story, event, tenths, by)
    run_day(story, event, places)
    with clock.set_to(event.ends_at + timedelta(hours=50)):
        place_clocks.run_place_clocks()
    with clock.set_to(event.ends_at + timedelta(hours=80)):
        event_clocks.run_event_clocks()


def _plan(story, *row) -> Event:
    """What is to come, published a while ago and filled in part."""
    *facts, tenths = row
    by = _who(story, facts[0])[1]
    with clock.set_to(story.ago(min(24, max(4, 40 - facts[3])))):
        event = _make(story, *facts)
        actions.show_event(event, "publish", by=by)
    with clock.set_to(story.ago(2)):
        _fill(story, event, tenths, by)
    return event


def _fill(story, event: Event, tenths: int, by) -> list[Assignment]:
    """Give so many tenths of the places to writers who are free: whoever signs up where that is enough, and entered by
    the host where it says yes first.
    """
    shifts = Shift.objects.filter(role__event=event).select_related("role").order_by("starts_at", "role__order")
    writers = [one for one in story.writers.values() if one.state == Writer.State.APPROVED and one.name not in FREE]
    writers = [one for one in writers if one.reviewed_at < clock.now()] if tenths else []
    number, found = event.pk, []
    for shift in shifts:
        for _seat in range(round(shift.role.most * tenths / 10)):
            for _try in range(4):
                number += 1
                place = _give(shift, writers[number % len(writers)], by)
                if place is not None and place not in found:
                    found.append(place)
                    break
    return found


def _give(shift: Shift, writer: Writer, by) -> Assignment | None:
    how = How.SELF if shift.role.is_instant else How.STAFF
    try:
        return seats.give_place(shift, writer, by=writer.user if how == How.SELF else by, how=how)
    except ValidationError:
        return None


def _today(story) -> None:
    """One that is on at this hour, and one that begins in four hours."""
    full = story.now.replace(minute=0, second=0, microsecond=0)
    with clock.set_to(story.ago(22)):
        on = [
            _draft(story, story.office, story.director, "mock_interviews", "Interview practice today",
                   full - timedelta(hours=1), full + timedelta(hours=3), "Great Hall", "business"),
            _draft(story, story.club, story.user["club"], "workshop", "Pitch evening", full + timedelta(hours=4),
                   full + timedelta(hours=6), "online", "marketing"),
        ]  # fmt: skip
        for event in on:
            actions.show_event(event, "publish", by=event.made_by)
    with clock.set_to(story.ago(6)):
        for event in on:
            _fill(story, event, 6, event.made_by)


def _others(story) -> None:
    """Drafts, what only some may see, what was called off, and a template."""
    with clock.set_to(story.ago(9)):
        off = _plan_quietly(story, ("office", "workshop", "Salary talks", 9, 16, 18, "Room 104", ""), "publish")
        _plan_quietly(
            story, ("office", "board", "Board meeting of the winter", 28, 12, 14, "online", ""), "invite_only"
        )
        _plan_quietly(story, ("office", "resume_clinic", "Clinic for seniors", 40, 13, 16, "Room 104", ""), "hide")
        actions.keep_template(story.events["Fall job fair"], by=story.director, name="Job fair")
    with clock.set_to(story.ago(5)):
        _fill(story, off, 10, story.director)
    with clock.set_to(story.ago(2)):
        calling_off.cancel_event(off, by=story.director, why="The building is closed for repairs that week.")
    with clock.set_to(story.ago(1)):
        _make(story, "office", "panel", "Alumni who came back", 60, 17, 19, "Room 104", "")
        actions.make_event(
            story.office, by=story.user["staff"], kind="podcast", title="Episode 6", starts_at=None, ends_at=None
        )
        _make(story, "faculty", "workshop", "Grant letters", 50, 14, 16, "McComsey 203", "English")


def _plan_quietly(story, facts: tuple, what: str) -> Event:
    event = _make(story, *facts)
    actions.show_event(event, what, by=event.made_by)
    return event
