"""Which majors a college teaches: confirm a guess, paste the catalogue, add some."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from partners.actions import majors as actions
from partners.forms.majors import AddMajorsForm, PasteForm
from partners.models import TaughtMajor
from partners.permissions import get_desk, may_manage
from partners.permissions.hosts import get_desk_to_manage
from partners.queries import majors as queries
from partners.views.desks import settings_tabs


@require_http_methods(["GET", "HEAD", "POST"])
def host_majors(request, slug):
    if request.method == "POST":
        host = get_desk_to_manage(request.user, slug)
        kept, gone = actions.confirm_majors(host, request.POST.getlist("majors"), by=request.user)
        messages.success(
            request,
            _("Kept: you teach %(kept)s majors. Taken out: %(gone)s.") % {"kept": kept, "gone": gone},
        )
        return redirect("host_majors", host.slug)
    return _page(request, get_desk(request.user, slug))


def _page(request, host, *, add_form=None, paste_form=None):
    """The page of majors with its two forms, either of which may have come back with a mistake."""
    groups = queries.taught_groups(host)
    wrong = next((form for form in (add_form, paste_form) if form is not None), None)
    context = {
        "host": host,
        "form": wrong,
        "tabs": settings_tabs(host, "host_majors"),
        "may_manage": may_manage(request.user, host),
        "groups": groups,
        "guesses": sum(row.is_guess for group in groups for row in group.rows),
        "add_form": add_form or AddMajorsForm(),
        "paste_form": paste_form or PasteForm(),
    }
    return render(request, "partners/hosts/host_majors.html", context, status=422 if wrong else 200)


@require_POST
def majors_add(request, slug):
    host = get_desk_to_manage(request.user, slug)
    form = AddMajorsForm(request.POST)
    if not form.is_valid():
        return _page(request, host, add_form=form)
    return _add(request, host, [major.code for major in form.cleaned_data["majors"]], TaughtMajor.Source.PICKED)


@require_POST
def majors_typical(request, slug):
    host = get_desk_to_manage(request.user, slug)
    if not actions.start_with_typical_majors(host):
        messages.info(request, _("We know nothing typical for this college. Paste your list instead."))
    return redirect("host_majors", host.slug)


@require_POST
def majors_paste(request, slug):
    """First show what a pasted list was read as, then keep what is ticked."""
    host = get_desk_to_manage(request.user, slug)
    if "keep" in request.POST:
        codes = queries.known_codes(queries.ticked(request.POST))
        return _add(request, host, codes, TaughtMajor.Source.PASTED)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, host, paste_form=form)
    context = {"host": host, **queries.preview(form.cleaned_data["catalogue"])}
    return render(request, "partners/hosts/majors_preview.html", context)


def _add(request, host, codes, source):
    try:
        added = actions.add_majors(host, codes, by=request.user, source=source)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, ngettext("%(n)s major added.", "%(n)s majors added.", added) % {"n": added})
    return redirect("host_majors", host.slug)
