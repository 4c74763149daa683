"""The semester on one page: what it was worth, for whoever asks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.web import clock
from careerlink.web.pages import PARAMETER, keyset_page
from events.actions import semester as actions
from events.forms.proofs import RateForm, TermForm
from events.permissions import proofs as permissions
from events.queries.rates import rate_for
from events.queries.semester.figures import figures_of, rate_words
from events.queries.tabs import host_tabs
from events.registry import rows
from partners.permissions.desks import may_coordinate
from partners.views.desks import posted


@require_safe
def semesters(request, slug):
    host = permissions.get_desk_with_terms(request.user, slug)
    page = keyset_page(host.terms.select_related("reader"), request.GET.get(PARAMETER, ""), order=("-starts_on", "-id"))
    for term in page.rows:
        term.host = host
    year = clock.today(host.zone).year
    context = {
        "host": host,
        "tabs": host_tabs(host, "semesters"),
        "page": page.within(request.GET),
        "rate": rate_words(rate_for(host, year)),
        "may_change": may_coordinate(request.user, host),
    }
    return render(request, "events/semester/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def semester_new(request, slug):
    host = permissions.get_desk_to_set_terms(request.user, slug)
    form = TermForm(posted(request), host=host)
    if form.is_bound and form.is_valid():
        try:
            term = actions.make_term(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(term)
    context = {"host": host, "form": form}
    return render(request, "events/semester/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def semester_edit(request, slug, key):
    term = permissions.get_term_to_change(request.user, slug, key)
    form = TermForm(posted(request), host=term.host, term=term)
    if form.is_bound and form.is_valid():
        try:
            actions.change_term(term, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(term)
    context = {"host": term.host, "form": form, "term": term}
    return render(request, "events/semester/form.html", context, status=422 if form.errors else 200)


@require_safe
def semester(request, slug, key):
    """The page as it is now, each figure with the way to its rows; what was issued before stands below."""
    term = permissions.get_term_to_read(request.user, slug, key)
    context = {
        "host": term.host,
        "term": term,
        "figures": [_figure(term, figure) for figure in figures_of(term)],
        "issues": list(term.reports.all()[:20]),
        "is_over": term.ends_on < clock.today(term.host.zone),
        "may_change": may_coordinate(request.user, term.host),
    }
    return render(request, "events/semester/page.html", context)


def _figure(term, figure) -> dict:
    url = reverse("semester_rows", args=[term.host.slug, term.key, figure.code]) if figure.code in rows else ""
    return {"label": figure.label, "value": figure.value, "note": figure.note, "url": url}


@require_safe
def semester_rows(request, slug, key, code):
    """What one figure is made of."""
    term = permissions.get_term_to_read(request.user, slug, key)
    if code not in rows:
        raise Http404
    title, query, row = rows[code]
    page = keyset_page(query(term), request.GET.get(PARAMETER, ""), order=("id",))
    context = {
        "host": term.host,
        "term": term,
        "title": title,
        "page": page.within(request.GET),
        "rows": [row(thing) for thing in page.rows],
    }
    return render(request, "events/semester/rows.html", context)


@require_POST
def semester_issue_now(request, slug, key):
    """Issue the page as it is now, to be printed."""
    term = permissions.get_term_to_change(request.user, slug, key)
    report = actions.issue_report(term, by=request.user)
    return redirect("semester_issue", slug, report.key)


@require_safe
def semester_issue(request, slug, key):
    """A page as it was issued, for print."""
    report = permissions.get_issue_to_read(request.user, slug, key)
    newer = report.term.reports.filter(issued_at__gt=report.issued_at).exists()
    context = {"host": report.term.host, "term": report.term, "report": report, "is_newest": not newer}
    return render(request, "events/semester/issue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hour_rate(request, slug):
    """The host's own figure for an hour of a year."""
    host = permissions.get_desk_to_set_terms(request.user, slug)
    form = RateForm(posted(request), initial={"year": clock.today(host.zone).year})
    if form.is_bound and form.is_valid():
        try:
            actions.set_rate(host, by=request.user, **form.fields_of_rate())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Noted. Pages that were issued stay as they are."))
            return redirect("semesters", slug)
    context = {"host": host, "form": form}
    return render(request, "events/semester/rate.html", context, status=422 if form.errors else 200)
