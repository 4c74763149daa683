"""The records of an office: the list of its alumni, and each record to be put right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.web.pages import PARAMETER
from partners.views.desks import posted
from referrals.actions import help as actions
from referrals.actions import records
from referrals.forms.alumni import AlumniFilterForm
from referrals.forms.records import AlumnusForm
from referrals.permissions import desk as doors
from referrals.queries import alumni as queries
from referrals.queries.tabs import office_tabs


@require_safe
def alumni(request, slug):
    """Who is in the records; until it is turned on, what it is for."""
    host = doors.get_office(request.user, slug)
    found = queries.help_settings_of(host)
    if found is None:
        may = doors.may_manage_help(request.user, host) and host.is_approved
        return render(request, "referrals/alumni/off.html", {"host": host, "may_turn_on": may})
    form = AlumniFilterForm.of(request.GET)
    filters = form.filters()
    page, count = queries.find_alumni(host, filters, request.GET.get(PARAMETER, ""))
    may_refer = doors.may_refer(request.user, host)
    words = ngettext("%(n)s person", "%(n)s people", 1 if count == "1" else 2) % {"n": count}
    context = {
        "host": host,
        "tabs": office_tabs(host, "alumni", may_refer=may_refer),
        "form": form,
        "chips": form.chips,
        "meant": filters.majors,
        "page": page.within(form.query),
        "count": words,
        "has_years": filters.has_years,
        "clear_url": reverse("alumni", args=[host.slug]),
        "may_refer": may_refer,
        "may_manage": doors.may_manage_help(request.user, host),
    }
    return render(request, "referrals/alumni/list.html", context)


@require_POST
def alumni_on(request, slug):
    host = doors.get_office_to_turn_on(request.user, slug)
    actions.turn_on(host, by=request.user)
    messages.success(request, _("It is on. Enter somebody who calls."))
    return redirect("alumni", host.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def alumnus_edit(request, key):
    alumnus = doors.get_alumnus_to_change(request.user, key)
    request.here = host = alumnus.host
    form = AlumnusForm(posted(request), alumnus=alumnus)
    if request.method == "POST" and form.is_valid():
        try:
            mailed = records.change_alumnus(alumnus, by=request.user, **form.facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("alumnus_sent", mailed.key) if mailed else redirect(alumnus)
    context = {"host": host, "alumnus": alumnus, "form": form}
    return render(request, "referrals/alumni/edit.html", context, status=422 if form.errors else 200)
