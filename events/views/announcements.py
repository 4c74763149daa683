"""Writing to everybody on a shift."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.actions.announcements import announce
from events.forms.announcements import AnnouncementForm
from events.permissions.events import get_event_to_manage
from events.queries import announcements as queries
from events.queries.tabs import event_tabs
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def event_messages(request, key):
    """What was sent and a new message; then how many mails leave; then it is sent."""
    event = get_event_to_manage(request.user, key)
    request.here = event.host
    form = AnnouncementForm(posted(request), event=event, initial={"to": request.GET.get("to", queries.EVERYBODY)})
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        audience, text = form.audience, form.cleaned_data["text"]
        if "send" not in request.POST:
            people = queries.readers(event, audience.role, audience.shift)
            context = {"event": event, "form": form, "audience": audience, "people": people, "text": text}
            return render(request, "events/announcements/preview.html", context)
        try:
            sent = announce(
                event,
                by=request.user,
                key=form.cleaned_data["key"],
                text=text,
                role=audience.role,
                shift=audience.shift,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = ngettext("Sent: %(n)s mail leaves.", "Sent: %(n)s mails leave.", sent.mails) % {"n": sent.mails}
            messages.success(request, said)
            return redirect("event_messages", event.key)
    rows = [(one, queries.audience_words(one)) for one in queries.announcements_of(event)]
    context = {
        "event": event,
        "tabs": event_tabs(event, request.user, "event_messages"),
        "form": form,
        "rows": rows,
        "may_write": event.is_live and event.host.is_approved,
    }
    return render(request, "events/announcements/messages.html", context, status=422 if form.errors else 200)
