"""An alumnus is on the line: four fields and one button, and whether the letter has arrived."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partners.views.desks import posted
from referrals.actions import entry as actions
from referrals.forms.entry import EntryForm
from referrals.permissions import desk as doors
from referrals.queries import alumni as queries
from referrals.queries.delivery import delivery_of


@require_http_methods(["GET", "HEAD", "POST"])
def alumnus_new(request, slug):
    host = doors.get_office_to_refer(request.user, slug)
    if queries.help_settings_of(host) is None:
        return redirect("alumni", host.slug)
    form = EntryForm(posted(request), host=host)
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("alumnus_sent", actions.enter_by_phone(host, by=request.user, **form.facts).key)
        except ValidationError as error:
            form.add_error(None, error)
            known = queries.at_address(host, form.cleaned_data["email"])
    context = {
        "host": host,
        "form": form,
        "known": known,
        "referral": queries.open_referral_of(known) if known else None,
    }
    return render(request, "referrals/entry/new.html", context, status=422 if form.errors else 200)


@require_safe
def alumnus_sent(request, key):
    """What became of the letter, while she is still on the line."""
    referral = doors.get_referral(request.user, key)
    request.here = referral.host
    context = {
        "referral": referral,
        "host": referral.host,
        "alumnus": referral.alumnus,
        "delivery": delivery_of(referral),
        "may_refer": doors.may_refer(request.user, referral.host),
    }
    return render(request, "referrals/entry/sent.html", context)
