"""Board meetings: what members read, and what the office writes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.web import clock
from careerlink.web.files import stream_private
from events.actions import meetings as actions
from events.forms.meetings import AgendaForm, AttendanceForm, MinutesForm
from events.permissions import meetings as permissions
from events.permissions.events import is_of_host
from events.queries import meetings as queries
from events.queries.tabs import event_tabs
from partners.permissions.board import is_own_seat
from partners.permissions.desks import own_writer
from partners.views.desks import posted


@require_safe
def event_meeting(request, key):
    event = permissions.get_meeting_to_read(request.user, key)
    of_host = is_of_host(request.user, event)
    request.here = event.host if of_host else own_writer(request.user)
    seated = queries.attendance_of(event)
    context = {
        "event": event,
        "of_host": of_host,
        "tabs": event_tabs(event, request.user, "event_meeting"),
        "meeting": queries.meeting_of(event),
        "seated": seated,
        "present": sum(one.answer == "present" for one in seated),
        "has_begun": bool(event.starts_at and event.starts_at <= clock.now()),
        "may_write": permissions.may_write_minutes(request.user, event),
    }
    return render(request, "events/meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_agenda(request, key):
    event = permissions.get_meeting_to_manage(request.user, key)
    form = AgendaForm(posted(request), instance=queries.meeting_of(event))
    if request.method == "POST" and form.is_valid():
        actions.set_agenda(event, by=request.user, agenda=form.cleaned_data["agenda"])
        messages.success(request, _("Kept. Members of the board can read it."))
        return redirect("event_meeting", event.key)
    return _form(request, event, form, title=_("Agenda"), label=_("Keep the agenda"))


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_minutes(request, key):
    event = permissions.get_meeting_to_manage(request.user, key)
    meeting = queries.meeting_of(event)
    has_file = bool(meeting.file)
    initial = {"minutes": meeting.minutes, "has_file": has_file}
    form = MinutesForm(posted(request), request.FILES or None, initial=initial, has_file=has_file)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_minutes(event, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept. Members of the board can read them."))
            return redirect("event_meeting", event.key)
    return _form(request, event, form, title=_("Minutes"), label=_("Keep the minutes"))


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request, key):
    event = permissions.get_meeting_to_manage(request.user, key)
    form = AttendanceForm(posted(request), seated=queries.attendance_of(event))
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_attendance(event, form.answers, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("event_meeting", event.key)
    return _form(request, event, form, title=_("Who was there"), label=_("Keep it"))


def _form(request, event, form, *, title, label):
    request.here = event.host
    context = {"event": event, "form": form, "title": title, "label": label}
    return render(request, "events/meetings/form.html", context, status=422 if form.errors else 200)


@require_safe
def meeting_file(request, key):
    """The door to minutes that are a file."""
    meeting = queries.meeting_of(permissions.get_meeting_to_read(request.user, key))
    if not meeting.file:
        raise Http404
    name = f"minutes.{meeting.file.name.rsplit('.', 1)[-1]}"
    return stream_private(meeting.file, content_type=meeting.content_type, name=name)


@require_safe
def board_meetings(request, key):
    seat = permissions.get_seat_with_meetings(request.user, key)
    own = is_own_seat(request.user, seat)
    request.here = own_writer(request.user) if own else seat.host
    present, noted = queries.presence_of(seat)
    found = [event for event in queries.meetings_of(seat.host) if _may_read(seat, event, own)]
    rows = [(event, getattr(event, "meeting", None)) for event in found]
    context = {"seat": seat, "host": seat.host, "own": own, "rows": rows, "present": present, "noted": noted}
    return render(request, "events/meetings/list.html", context)


def _may_read(seat, event, own):
    """Who has left reads what was before."""
    return not own or seat.ended_at is None or seat.ended_at > event.starts_at
