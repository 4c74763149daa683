"""What each kind of event usually needs: roles with heads and shifts, as data. The host changes what does not fit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import EventKind

# A point of an event: where it is reckoned from, and so many minutes after that.
Point = tuple[str, int]
BEGIN, MIDDLE, END = "begin", "middle", "end"
WHOLE = (((BEGIN, 0), (END, 0)),)
HALVES = (((BEGIN, 0), (MIDDLE, 0)), ((MIDDLE, 0), (END, 0)))
AFTER = (((END, 0), (END, 60)),)
FIRST_HOUR = (((BEGIN, -45), (BEGIN, 75)),)


@dataclass(frozen=True)
class Usual:
    """A role as it usually is."""

    name: Promise
    duties: Promise
    least: int
    most: int
    shifts: tuple[tuple[Point, Point], ...] = WHOLE
    is_instant: bool = True


K = EventKind
ROLES: dict[str, tuple[Usual, ...]] = {
    K.JOB_FAIR: (
        Usual(_("Check-in desk"), _("Greet students and point them to their field."), 1, 2, HALVES),
        Usual(_("Employer hospitality"), _("Show employers to their tables and see that they lack nothing."), 1, 2,
              FIRST_HOUR),
        Usual(_("Resume review table"), _("Read resumes with students, eight minutes each."), 1, 4, HALVES),
        Usual(_("LinkedIn corner"), _("Look through profiles with students on their phones."), 1, 2, HALVES),
        Usual(_("Floater"), _("Step in wherever somebody is missing or needs a break."), 0, 2),
        Usual(_("Tear-down"), _("Help to put the room back as it was."), 1, 3, AFTER),
    ),
    K.MOCK_INTERVIEWS: (
        Usual(_("Interviewer"), _("Interview students one after the other and say what went well."), 2, 6, HALVES,
              is_instant=False),
        Usual(_("Timekeeper"), _("Knock five minutes before the end and bring in the next."), 1, 1, HALVES),
    ),
    K.WORKSHOP: (
        Usual(_("Presenter"), _("Lead the workshop."), 1, 1, is_instant=False),
        Usual(_("Helper at the tables"), _("Sit with students while they try it out."), 0, 3),
    ),
    K.CLASS_VISIT: (
        Usual(_("Speaker"), _("Talk with the class and answer its questions."), 1, 1, is_instant=False),
    ),
    K.PANEL: (
        Usual(_("Panelist"), _("Tell of your own way and answer questions."), 2, 4, is_instant=False),
        Usual(_("Moderator"), _("Lead through the hour and take questions from the room."), 1, 1, is_instant=False),
    ),
    K.RESUME_CLINIC: (
        Usual(_("Reviewer"), _("Read resumes with students, fifteen minutes each."), 2, 6, HALVES),
        Usual(_("Check-in desk"), _("Keep the list of who is next."), 1, 1, HALVES),
    ),
    K.PODCAST: (
        Usual(_("Guest"), _("Be interviewed; you sign a release before anything is recorded."), 1, 2, is_instant=False),
        Usual(_("Interviewer"), _("Ask the questions."), 1, 1, is_instant=False),
    ),
    K.BOARD: (
        Usual(_("Board member"), _("Take part in the meeting."), 0, 15),
    ),
}  # fmt: skip


def usual_roles(kind: str, starts_at: datetime, ends_at: datetime) -> list[dict]:
    """The usual roles of a kind, as `queries.plans` has them, for an event from when until when."""
    found = []
    for usual in ROLES[kind]:
        shifts = [(_at(first, starts_at, ends_at), _at(last, starts_at, ends_at)) for first, last in usual.shifts]
        if shifts[0][1] - shifts[0][0] < timedelta(minutes=30):
            shifts = [(starts_at, ends_at)]
        found.append(
            {
                "name": str(usual.name),
                "duties": str(usual.duties),
                "least": usual.least,
                "most": usual.most,
                "is_instant": usual.is_instant,
                "shifts": shifts,
            }
        )
    return found


def _at(point: Point, starts_at: datetime, ends_at: datetime) -> datetime:
    """The moment of a point; the middle is on a full quarter of an hour."""
    anchor, minutes = point
    if anchor == MIDDLE:
        quarter = (ends_at - starts_at).total_seconds() // 2 // 900
        return starts_at + timedelta(seconds=quarter * 900)
    return (starts_at if anchor == BEGIN else ends_at) + timedelta(minutes=minutes)
