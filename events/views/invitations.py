"""The host asks writers for a shift, or enters one by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.actions.invitations import invite_writers
from events.actions.seats import give_place
from events.forms.seats import EnterForm, InviteForm
from events.models import Assignment
from events.permissions import places as permissions
from events.permissions.events import asks_writers
from events.queries import candidates as queries
from events.queries.fill import fill_of_shifts
from events.queries.words import span
from partners.permissions.directory import listed_writers
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def shift_invite(request, key):
    """Choose, look at how many mails leave, send."""
    shift = permissions.get_shift_to_fill(request.user, key)
    form = InviteForm(posted(request), shift=shift)
    if request.method != "POST":
        return _choose(request, shift, form, "events/seats/invite.html")
    chosen = _chosen(request, shift)
    if not chosen:
        form.add_error(None, _("Choose at least one writer."))
    if not form.is_valid():
        return _choose(request, shift, form, "events/seats/invite.html")
    rows = queries.judge(chosen, shift)
    if "send" not in request.POST or any(row.why_not for row in rows):
        return _preview(request, shift, form, rows)
    try:
        places = invite_writers(shift, chosen, by=request.user, expires_at=form.expires_at)
    except ValidationError as error:
        form.add_error(None, error)
        return _preview(request, shift, form, rows)
    words = ngettext("%(n)s writer is asked by mail.", "%(n)s writers are asked by mail.", len(places))
    messages.success(request, words % {"n": len(places)})
    return redirect(shift.role.event)


def _chosen(request, shift):
    """Those writers of the directory whose keys were sent; whoever is not in it does not exist."""
    rows = listed_writers(shift.role.event.host).filter(key__in=_keys(request))
    return list(rows.select_related("user").order_by("name"))


def _keys(request):
    return [key for key in dict.fromkeys(request.POST.getlist("writers")) if key.isalnum()][: queries.MOST]


def _choose(request, shift, form, template):
    event = shift.role.event
    request.here = event.host
    words, chosen = request.GET.get("q", "")[:100], _keys(request)
    context = {
        **_about(shift),
        "form": form,
        "words": words,
        "rows": queries.candidates(event.host, shift, listed_writers(event.host), words, chosen),
        "chosen": chosen,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _preview(request, shift, form, rows):
    request.here = shift.role.event.host
    asked = [row for row in rows if not row.why_not]
    context = {**_about(shift), "form": form, "rows": asked, "left_out": [row for row in rows if row.why_not]}
    return render(request, "events/seats/invite_preview.html", context, status=422 if form.errors else 200)


def _about(shift):
    event = shift.role.event
    return {
        "shift": shift,
        "event": event,
        "host": event.host,
        "span": span(shift.starts_at, shift.ends_at, event.zone),
        "fill": fill_of_shifts([shift])[shift.pk],
        "may_ask": asks_writers(event),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def shift_enter(request, key):
    """Enter somebody who said yes on the telephone; against a rule only with the reason."""
    shift = permissions.get_shift_to_fill(request.user, key)
    form = EnterForm(posted(request))
    if request.method != "POST":
        return _choose(request, shift, form, "events/seats/enter.html")
    chosen = _chosen(request, shift)
    if len(chosen) != 1:
        form.add_error(None, _("Choose one writer."))
    if form.is_valid():
        try:
            facts = {"how": Assignment.How.STAFF, "override": form.cleaned_data["reason"]}
            place = give_place(shift, chosen[0], by=request.user, **facts)
        except ValidationError as error:
            _say(form, queries.judge(chosen, shift)[0], error)
        else:
            _say_entered(request, place)
            return redirect(place)
    return _choose(request, shift, form, "events/seats/enter.html")


def _say_entered(request, place):
    """Who has or waits for a place already keeps what she has; that is no success."""
    if place.how == Assignment.How.STAFF and place.state == Assignment.State.CONFIRMED:
        messages.success(request, _("%(name)s is entered and told by mail.") % {"name": place.writer.name})
        return
    said = _("%(name)s is not entered anew. There is a place already, which stays as it is: %(state)s.")
    messages.warning(request, said % {"name": place.writer.name, "state": place.get_state_display()})


def _say(form, row, error):
    """What no reason gets past stands above the form, what one does at its field."""
    firm = [capfirst(one.words) + "." for one in row.why_not if one.is_firm]
    soft = [capfirst(one.words) + "." for one in row.why_not if not one.is_firm]
    if soft and not firm:
        form.ask_reason(" ".join(soft))
    else:
        form.add_error(None, [f"{row.writer.name}: {words}" for words in firm or error.messages])
