"""Inviting many alumni: choose, look, one button; and how it goes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from careerlink.audit.machines import NoSuchMove, Stale
from referrals.actions import bulk as actions
from referrals.forms.bulk import BulkForm
from referrals.permissions import bulk as doors
from referrals.permissions.desk import get_office_to_refer
from referrals.queries import bulk as queries
from referrals.queries.tabs import office_tabs


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_invite(request, slug):
    """What is typed stands in the address, so that the preview is a page of its own; a POST sends."""
    host = get_office_to_refer(request.user, slug)
    if not hasattr(host, "help_settings"):
        return redirect("alumni", host.slug)
    form = BulkForm(request.POST if request.method == "POST" else request.GET or None)
    preview = None
    if form.is_bound and form.is_valid():
        filters = form.filters()
        if request.method == "POST":
            try:
                return _sent(request, host, filters)
            except ValidationError as error:
                form.add_error(None, error)
        preview = queries.preview_of(host, filters, host.help_settings.mails_a_day)
    context = {
        "host": host,
        "tabs": office_tabs(host, "bulk_invite", may_refer=True),
        "form": form,
        "preview": preview,
        "meant": getattr(form, "meant", ()),
        "a_day": host.help_settings.mails_a_day,
        "invites": queries.invites_of(host),
    }
    return render(request, "referrals/bulk/invite.html", context, status=422 if form.errors else 200)


def _sent(request, host, filters):
    """Raises ValidationError."""
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= 6 else -1
    actions.invite_many(host, filters, seen=number, by=request.user)
    said = ngettext("%(n)s person is invited.", "%(n)s people are invited, day by day.", number) % {"n": number}
    messages.success(request, said)
    return redirect("bulk_invite", host.slug)


@require_POST
def bulk_stop(request, key):
    invite = doors.get_invite_to_stop(request.user, key)
    try:
        actions.stop_invite(invite, by=request.user)
    except (Stale, NoSuchMove):
        messages.warning(request, _("It was over already."))
    else:
        messages.success(request, _("Stopped. Nobody else is invited; who was invited can still answer."))
    return redirect("bulk_invite", invite.host.slug)
