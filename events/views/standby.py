"""Who stands by at an event, and who is asked at the moment."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.actions import standby as actions
from events.forms.fallback import StandbyForm
from events.permissions import searches as permissions
from events.queries import searches as queries
from events.queries.tabs import event_tabs
from partners.views.desks import posted


@require_POST
def event_stand_by(request, key):
    """One tick of a writer: she may be asked at short notice, or no longer."""
    event, writer = permissions.get_event_to_stand_by(request.user, key)
    if request.POST.get("on") == "1":
        try:
            actions.stand_by(event, writer, by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("You stand by. We ask you only when somebody cannot come at short notice."))
    else:
        actions.stand_down(event, writer, by=request.user)
        messages.success(request, _("You no longer stand by."))
    return redirect(event)


@require_http_methods(["GET", "HEAD", "POST"])
def event_standby(request, key):
    """The host's list: who stands by, whom to add, and who was asked for what."""
    event = permissions.get_event_with_standby(request.user, key)
    request.here = event.host
    form = StandbyForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        try:
            for writer in form.cleaned_data["writers"]:
                actions.stand_by(event, writer, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Added. They are asked when somebody cannot come at short notice."))
            return redirect("event_standby", key=event.key)
    context = {
        "event": event,
        "host": event.host,
        "tabs": event_tabs(event, request.user, "event_standby"),
        "form": form,
        "names": list(queries.standby_of(event)),
        "searches": queries.searches_of(event),
        "can_add": form.fields["writers"].queryset.exists(),
    }
    return render(request, "events/fallback/standby.html", context, status=422 if form.errors else 200)


@require_POST
def event_standby_remove(request, key):
    event = permissions.get_event_with_standby(request.user, key)
    name = queries.standby_of(event).filter(writer__slug=request.POST.get("writer", "").replace("\x00", "")).first()
    if name is not None:
        actions.stand_down(event, name.writer, by=request.user)
        messages.success(request, _("Taken off the list."))
    return redirect("event_standby", key=event.key)
