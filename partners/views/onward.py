"""An offer goes on to another door of the same campus: she says so, or a host passes it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careerlink.audit.machines import NoSuchMove, Stale
from partners.actions import cascade as actions
from partners.forms.offers import PassOnForm
from partners.permissions import offers as doors
from partners.queries.doors import hosts_to_pass_to
from partners.views.desks import posted


@require_http_methods(["GET", "POST"])
def offer_further(request, key):
    offer = doors.get_own_offer(request.user, key)
    request.here = offer.writer
    if not doors.may_take_further(request.user, offer):
        return redirect(offer)
    if request.method == "GET":
        return render(request, "partners/offers/further.html", {"offer": offer, "happens": _what_happens_further()})
    try:
        child = actions.take_further(offer, by=request.user)
    except Stale:
        return redirect(offer)
    if child:
        messages.success(request, _("It is with %(host)s now.") % {"host": child.host.name})
        return redirect(child)
    messages.info(request, _("Nobody else on this campus asks for it any more. Others do: see who asks for help."))
    return redirect(offer)


@require_http_methods(["GET", "POST"])
def offer_pass_on(request, key):
    offer = doors.get_offer_to_pass_on(request.user, key)
    request.here = offer.host
    form = PassOnForm(posted(request), hosts=hosts_to_pass_to(offer))
    if request.method == "POST" and form.is_valid():
        try:
            child = actions.pass_on(offer, form.cleaned_data["host"], by=request.user)
        except (Stale, NoSuchMove):
            messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
            return redirect(offer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = {"host": child.host.name, "writer": child.writer.name}
            messages.success(request, _("%(host)s has it now, and %(writer)s is told.") % said)
            return redirect(offer)
    context = {
        "offer": offer,
        "host": offer.host,
        "form": form,
        "hosts": form.fields["host"].queryset,
        "happens": _what_happens_when_passed(offer),
    }
    return render(request, "partners/offers/pass_on.html", context, status=422 if form.errors else 200)


def _what_happens_further():
    return [
        _("They get your own words, and do not learn who had them before."),
        _("You see each step on the page of your offer, and hear the end by mail."),
        _("You may take it back at any time."),
    ]


def _what_happens_when_passed(offer):
    words = {"writer": offer.writer.name, "host": offer.host.name}
    return [
        _("They get the words of %(writer)s, and read that %(host)s passed it on.") % words,
        _("What you noted about it stays here."),
        _("They have 14 days to answer, and %(writer)s is told today.") % words,
        _("It leaves your desk. You cannot take it back."),
    ]
