"""Tables of the room: events with their roles and shifts, and the places of writers at them."""

from events.models.agreed import AgreedWriter
from events.models.announcements import Announcement
from events.models.answers import AnsweredPlace, Answering
from events.models.calendars import CalendarFeed, Told
from events.models.choices import EventKind
from events.models.events import Event, EventTag, Venue
from events.models.hours import HoursEntry
from events.models.meetings import Attendance, Meeting
from events.models.places import Assignment, StandbyName
from events.models.podcasts import Episode, Release
from events.models.proofs import Certificate, Feedback, HostRate, SemesterReport, Term
from events.models.roles import Role, RoleTag, Shift
from events.models.searches import Search
from events.models.suggestions import ShiftSuggestion
from events.models.templates import EventTemplate

__all__ = [
    "AgreedWriter",
    "Announcement",
    "AnsweredPlace",
    "Answering",
    "Assignment",
    "Attendance",
    "CalendarFeed",
    "Certificate",
    "Episode",
    "Event",
    "EventKind",
    "EventTag",
    "EventTemplate",
    "Feedback",
    "HostRate",
    "HoursEntry",
    "Meeting",
    "Release",
    "Role",
    "RoleTag",
    "Search",
    "SemesterReport",
    "Shift",
    "ShiftSuggestion",
    "StandbyName",
    "Term",
    "Told",
    "Venue",
]
