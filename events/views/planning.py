"""Events made and changed: from nothing, from another, from a template; shown, moved, called off."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from events.actions import calling_off, moving
from events.actions import events as actions
from events.forms.events import AgainForm, CancelForm, ChangeEventForm, EventForm, ShowForm, TemplateForm
from events.permissions import events as permissions
from events.queries.plans import templates_of
from events.queries.tabs import host_tabs
from partners.views.desks import posted


def stale() -> str:
    return _("Somebody was quicker: this is how it stands now.")


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request, slug):
    host = permissions.get_desk_to_plan(request.user, slug)
    form = EventForm(posted(request), host=host, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            event = _make(form, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _say(request, form, _("Kept as a draft. Look through roles and shifts, then publish it."))
            return redirect("event_plan", event.key)
    context = {"host": host, "event": None, "form": form, "templates": templates_of(host)}
    return render(request, "events/events/form.html", context, status=422 if form.errors else 200)


def _make(form, *, by):
    return actions.make_event(form.host, by=by, venue=form.venue, **form.facts)


def _say(request, form, said):
    messages.success(request, " ".join([said, *map(str, form.notes)]))


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request, key):
    """Time and place of what people were told already are looked at first and confirmed by a second press."""
    event = permissions.get_event_to_plan(request.user, key)
    request.here = host = event.host
    form = ChangeEventForm(posted(request), event=event, user=request.user)
    look, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            moving.change_event(form.change, by=request.user, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            form.add_error(None, error)
        except moving.LookAgain as again:
            look, status = again.look, 200 if not request.POST.get("seen") else 409
        except Stale:
            messages.warning(request, stale())
            return redirect(event)
        else:
            _say(request, form, _("Kept."))
            return redirect(event)
    if look is not None:
        context = {"event": event, "host": host, "look": look, "data": posted_again(request), "is_again": status == 409}
        return render(request, "events/events/look.html", context, status=status)
    context = {"host": host, "event": event, "form": form}
    return render(request, "events/events/form.html", context, status=422 if form.errors else 200)


def posted_again(request):
    """What was posted, to be posted once more with the confirmation."""
    skipped = ("csrfmiddlewaretoken", "seen")
    return [(name, value) for name, values in request.POST.lists() if name not in skipped for value in values]


@require_http_methods(["GET", "HEAD", "POST"])
def event_again(request, key):
    """The same event on another day, as a draft that is published with one more press."""
    last = permissions.get_event_to_manage(request.user, key)
    request.here = last.host
    make = partial(actions.copy_event, last, by=request.user)
    said = _("Here it is again, as a draft without anybody's place. Publish it.")
    return _on_a_day(request, make, said, last.zone, {"host": last.host, "last": last})


@require_http_methods(["GET", "HEAD", "POST"])
def event_show(request, key):
    """Publish, hide, or show only to who is invited."""
    event = permissions.get_event_to_plan(request.user, key)
    request.here = event.host
    form = ShowForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.show_event(event, form.cleaned_data["who"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except (Stale, NoSuchMove):
            messages.warning(request, _("It is so already, or somebody was quicker: this is how it stands."))
            return redirect(event)
        else:
            messages.success(request, _said(form.cleaned_data["who"]))
            return redirect(event)
    context = {"event": event, "host": event.host, "form": form}
    return render(request, "events/events/show.html", context, status=422 if form.errors else 200)


def _said(who):
    return {
        "publish": _("Published. Writers can sign up, and everybody with the address can read it."),
        "invite_only": _("Only writers whom you invite see it now."),
        "hide": _("Hidden. Who has a place keeps it and still sees it."),
    }[who]


@require_http_methods(["GET", "HEAD", "POST"])
def event_cancel(request, key):
    event = permissions.get_event_to_plan(request.user, key)
    request.here = event.host
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            told = _end(event, form, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except (Stale, NoSuchMove):
            messages.warning(request, stale())
            return redirect(event)
        else:
            messages.success(request, told)
            return redirect("event_list", event.host.slug)
    context = {"event": event, "host": event.host, "form": form, "told": permissions.people_to_tell(event)}
    return render(request, "events/events/cancel.html", context, status=422 if form.errors else 200)


def _end(event, form, *, by):
    if event.state == event.State.DRAFT:
        actions.discard_draft(event, by=by)
        return _("Thrown away. Nobody had seen it.")
    told = calling_off.cancel_event(event, by=by, why=form.cleaned_data["why"])
    if not told:
        return _("Called off. Nobody had a place yet.")
    return ngettext("Called off. %(n)s person is told today.", "Called off. %(n)s people are told today.", told) % {
        "n": told
    }


# --- Templates -------------------------------------------------------------------------------------


@require_safe
def event_templates(request, slug):
    host = permissions.get_desk_of_events(request.user, slug)
    context = {
        "host": host,
        "tabs": host_tabs(host, "event_templates"),
        "templates": templates_of(host),
        "may_plan": permissions.may_plan(request.user, host),
    }
    return render(request, "events/events/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_keep(request, key):
    """Keep an event as a template."""
    event = permissions.get_event_to_manage(request.user, key)
    request.here = event.host
    form = TemplateForm(posted(request), initial={"name": event.title})
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_template(event, by=request.user, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("Kept as a template. The event stays as it is, with everybody's place."))
            return redirect("event_templates", event.host.slug)
    context = {"event": event, "host": event.host, "form": form}
    return render(request, "events/events/keep.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def template_use(request, key):
    """An event from a template."""
    template = permissions.get_template_to_use(request.user, key)
    request.here = template.host
    make = partial(actions.make_from_template, template, by=request.user)
    said = _("Made from the template, as a draft. Publish it when it is right.")
    return _on_a_day(request, make, said, template.plan["zone"], {"host": template.host, "template": template})


def _on_a_day(request, make, said, zone, context):
    """Ask for the day, `make` the event on it and go there; a day that will not do is told at its field."""
    form = AgainForm(posted(request), zone=zone)
    if request.method == "POST" and form.is_valid():
        try:
            event = make(on=form.cleaned_data["day"])
        except ValidationError as error:
            form.add_error("day", error)
        else:
            messages.success(request, said)
            return redirect("event_show", event.key)
    return render(request, "events/events/again.html", {**context, "form": form}, status=422 if form.errors else 200)


@require_POST
def template_forget(request, key):
    template = permissions.get_template_to_use(request.user, key)
    actions.forget_template(template, by=request.user)
    messages.success(request, _("Removed. Events made from it stay."))
    return redirect("event_templates", template.host.slug)
