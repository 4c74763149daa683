"""Roles, shifts and places of events, as the host edits them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.audit.machines import Stale
from events.actions import moving
from events.actions import plans as actions
from events.forms import plans as forms
from events.permissions import events as permissions
from events.permissions import places
from events.queries.audience import expertise_words, majors_of_event
from events.queries.event_pages import event_plan as plan_of_event
from events.queries.moves import Change
from events.queries.plans import venues_of
from events.queries.tabs import event_tabs, host_tabs
from events.queries.words import span
from events.views.planning import posted_again, stale
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def event_plan(request, key):
    """All roles and shifts on one page; a new role is added here."""
    event = permissions.get_event_to_plan(request.user, key)
    request.here = event.host
    form = forms.NewRoleForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_role(event, by=request.user, times=form.shifts, codes=form.codes, **form.facts)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale:
            return _moved_on(request, event)
        else:
            messages.success(request, _("Added: %(role)s.") % {"role": form.facts["name"]})
            return redirect("event_plan", event.key)
    context = {
        "event": event,
        "host": event.host,
        "tabs": event_tabs(event, request.user, "event_plan"),
        "span": span(event.starts_at, event.ends_at, event.zone) if event.starts_at else "",
        "plan": plan_of_event(event),
        "majors": majors_of_event(event),
        "form": form,
    }
    return render(request, "events/plans/plan.html", context, status=422 if form.errors else 200)


def _moved_on(request, event):
    messages.warning(request, stale())
    return redirect(event)


@require_http_methods(["GET", "HEAD", "POST"])
def role_edit(request, key):
    role = permissions.get_role_to_change(request.user, key)
    event = role.event
    request.here = event.host
    form = forms.RoleForm(posted(request), initial=forms.role_initial(role) | {"words": expertise_words(role)})
    if request.method == "POST" and form.is_valid():
        try:
            _save_role(request, role, form)
        except ValidationError as error:
            form.add_error(None, error)
        except moving.LookAgain as again:
            return _look(request, event, again.look)
        except Stale:
            return _moved_on(request, event)
        else:
            messages.success(request, _("Kept."))
            return redirect("event_plan", event.key)
    context = {"event": event, "host": event.host, "role": role, "form": form}
    return render(request, "events/plans/role.html", context, status=422 if form.errors else 200)


def _save_role(request, role, form):
    names = {role.pk: form.facts["name"]} if form.facts["name"] != role.name else {}
    change = Change(role.event, names=names)
    moving.change_role(role, change, by=request.user, seen=request.POST.get("seen", ""), codes=form.codes, **form.facts)


def _look(request, event, look):
    is_again = bool(request.POST.get("seen"))
    context = {"event": event, "host": event.host, "look": look, "data": posted_again(request), "is_again": is_again}
    return render(request, "events/events/look.html", context, status=409 if is_again else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def role_remove(request, key):
    role = permissions.get_role_to_change(request.user, key)
    event = role.event
    request.here = event.host
    if request.method == "POST":
        return _removed(request, event, lambda: actions.remove_role(role, by=request.user))
    told = permissions.people_to_tell(event, role=role)
    context = {"event": event, "host": event.host, "role": role, "told": told, "what": role.name}
    return render(request, "events/plans/remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def shift_remove(request, key):
    shift = places.get_shift_to_manage(request.user, key)
    event = shift.role.event
    request.here = event.host
    if request.method == "POST":
        return _removed(request, event, lambda: actions.remove_shift(shift, by=request.user))
    told = permissions.people_to_tell(event, shift=shift)
    words = {"role": shift.role.name, "when": span(shift.starts_at, shift.ends_at, event.zone)}
    what = _("%(role)s, %(when)s") % words
    context = {"event": event, "host": event.host, "told": told, "what": what}
    return render(request, "events/plans/remove.html", context)


def _removed(request, event, remove):
    try:
        gone = remove()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except Stale:
        messages.warning(request, stale())
    else:
        said = (
            _("Taken out.") if gone else _("Called off. What happened there stays to be read; who had a place is told.")
        )
        messages.success(request, said)
    return redirect("event_plan", event.key)


@require_http_methods(["GET", "HEAD", "POST"])
def shift_new(request, key):
    role = permissions.get_role_to_change(request.user, key)
    event = role.event
    request.here = event.host
    form = forms.ShiftForm(posted(request), event=event)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_shift(role, *form.moments, by=request.user)
        except ValidationError as error:
            form.add_error("times", error)
        except Stale:
            return _moved_on(request, event)
        else:
            messages.success(request, _("Added."))
            return redirect("event_plan", event.key)
    context = {"event": event, "host": event.host, "role": role, "shift": None, "form": form}
    return render(request, "events/plans/shift.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def shift_edit(request, key):
    """Another time for a shift; when people have a place in it, who is told and who clashes is shown first."""
    shift = places.get_shift_to_manage(request.user, key)
    event = permissions.get_event_to_plan(request.user, shift.role.event.key)
    request.here = event.host
    form = forms.ShiftForm(posted(request), event=event, shift=shift)
    if request.method == "POST" and form.is_valid():
        times = {shift.pk: form.moments} if form.moments != (shift.starts_at, shift.ends_at) else {}
        try:
            moving.change_event(Change(event, times=times), by=request.user, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            form.add_error("times", error)
        except moving.LookAgain as again:
            return _look(request, event, again.look)
        except Stale:
            return _moved_on(request, event)
        else:
            messages.success(request, _("Kept."))
            return redirect("event_plan", event.key)
    context = {"event": event, "host": event.host, "role": shift.role, "shift": shift, "form": form}
    return render(request, "events/plans/shift.html", context, status=422 if form.errors else 200)


# --- Where events are held -------------------------------------------------------------------------


@require_safe
def venues(request, slug):
    host = permissions.get_desk_of_events(request.user, slug)
    context = {
        "host": host,
        "tabs": host_tabs(host, "venues"),
        "venues": venues_of(host),
        "may_plan": permissions.may_plan(request.user, host),
    }
    return render(request, "events/plans/venues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_new(request, slug):
    host = permissions.get_desk_to_plan(request.user, slug)
    form = forms.VenueForm(posted(request), host=host)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_venue(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("venues", host.slug)
    context = {"host": host, "venue": None, "form": form}
    return render(request, "events/plans/venue.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request, key):
    venue = permissions.get_venue_to_change(request.user, key)
    request.here = venue.host
    form = forms.VenueForm(posted(request), host=venue.host, initial=forms.venue_initial(venue))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_venue(venue, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("venues", venue.host.slug)
    context = {"host": venue.host, "venue": venue, "form": form}
    return render(request, "events/plans/venue.html", context, status=422 if form.errors else 200)
