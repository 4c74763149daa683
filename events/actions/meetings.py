"""Board meetings: agenda, who was there, minutes."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from careerlink.web.files import PrivateStorage
from events.emails import meetings as emails
from events.models import Attendance, Event, Meeting
from events.queries.meetings import READABLE, roster


def _hold(event: Event) -> Meeting:
    """What belongs to the meeting, made when it is first needed, held until the transaction ends."""
    event = Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event.pk)
    found, _made = Meeting.objects.get_or_create(event=event)
    found.event = event
    return found


def _note(meeting: Meeting, what: str, *, by: User, fields: list[str]) -> None:
    trail.record(meeting, what, by=by, fields=fields, scope=meeting.event.host.key)


@transaction.atomic
def set_agenda(event: Event, *, by: User, agenda: str) -> Meeting:
    """Say what the meeting is about; members of the board read it."""
    meeting = _hold(event)
    if meeting.agenda != agenda:
        meeting.agenda = agenda
        meeting.save(update_fields=["agenda"])
        _note(meeting, "set_agenda", by=by, fields=["agenda"])
    return meeting


@transaction.atomic
def note_attendance(event: Event, answers: Mapping[int, str], *, by: User) -> int:
    """Say who of the roster was there: id of the seat → an answer, "" takes back what was said. Returns of how many
    something is said now. Raises ValidationError before the meeting has begun.
    """
    if event.starts_at is None or event.starts_at > clock.now():
        raise ValidationError(_("It has not begun. Say who was there once it has."))
    meeting = _hold(event)
    for seat in roster(event):
        answer = answers.get(seat.pk, "")
        if answer:
            Attendance.objects.update_or_create(meeting=meeting, seat=seat, defaults={"answer": answer})
        else:
            Attendance.objects.filter(meeting=meeting, seat=seat).delete()
    _note(meeting, "note_attendance", by=by, fields=["attendances"])
    return Attendance.objects.filter(meeting=meeting).count()


@transaction.atomic
def keep_minutes(
    event: Event, *, by: User, minutes: str, file: ContentFile | None = None, drop_file: bool = False
) -> Meeting:
    """Keep what was said, as text, as a file or both; members are told when it is there for the first time.
    Raises ValidationError when there is neither.
    """
    meeting = _hold(event)
    former = meeting.file.name
    if file is not None:
        meeting.content_type = file.content_type
        meeting.file.save(f"minutes/{file.name}", file, save=False)
    elif drop_file:
        meeting.file, meeting.content_type = "", ""
    if not minutes and not meeting.file:
        raise ValidationError(_("Write the minutes, or add a file."))
    if former and former != meeting.file.name:
        transaction.on_commit(lambda: PrivateStorage().delete(former))
    is_first, meeting.minutes = meeting.minutes_at is None, minutes
    meeting.minutes_at, meeting.minutes_by = meeting.minutes_at or clock.now(), by
    meeting.save()
    _note(meeting, "keep_minutes", by=by, fields=["minutes"])
    if is_first and event.state in READABLE:
        emails.tell_members("minutes_kept", meeting, roster(event))
    return meeting


def call_meeting(event: Event) -> None:
    """The meeting is published: members of the board are told when it is. A second time changes nothing."""
    with transaction.atomic():
        meeting = _hold(event)
        emails.tell_members("meeting_called", meeting, roster(event))
