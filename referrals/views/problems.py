"""Telling the moderators that something is wrong, behind a private link."""

from collections.abc import Sequence

from django.shortcuts import render
from django.utils.translation import gettext as _

from partners.models import Host, Writer
from partners.views.desks import posted
from referrals.actions.status import report_problem
from referrals.forms.status import ProblemForm
from referrals.views.limits import may_ask


def report_page(request, host: Host, writers: Sequence[Writer] = (), *, behind: str):
    """Something is wrong with this office, or with one of these writers. `behind` is the key of what the link opens."""
    form = ProblemForm(posted(request), things=[host, *writers])
    report = None
    if request.method == "POST" and form.is_valid():
        if may_ask(request, "report", behind):
            report = report_problem(behind, **form.said())
        else:
            form.add_error(None, _("You have reported several things in the last hour. Please wait a little."))
    context = {"host": host, "form": form, "report": report, "back": request.path}
    return render(request, "referrals/visit/report.html", context, status=422 if form.errors else 200)
