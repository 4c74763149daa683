"""Bringing a list of alumni in, in three steps, and taking one's own list away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from careerlink.web.archives import sheet
from careerlink.web.pages import PARAMETER, keyset_page
from partners.views.desks import posted
from referrals.actions import imports as actions
from referrals.clocks import IMPORT_UNDO
from referrals.forms.alumni import AlumniFilterForm
from referrals.forms.imports import ColumnsForm, UploadForm
from referrals.models import AlumniImport, ImportRow
from referrals.permissions import imports as doors
from referrals.permissions.desk import get_office_to_refer
from referrals.queries import imports as queries
from referrals.queries.alumni import listed
from referrals.queries.reading import first_lines, with_header

State, Verdict = AlumniImport.State, ImportRow.Verdict
HOURS = IMPORT_UNDO.days * 24


@require_http_methods(["GET", "HEAD", "POST"])
def alumni_import(request, slug):
    """The first step: the file. Below, what became of others."""
    host = get_office_to_refer(request.user, slug)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.upload_alumni(host, form.cleaned_data["file"], shape=form.shape, by=request.user)
        except actions.AlreadyOpen:
            form.add_error(None, _("A list is being brought in already. Finish it, or throw it away."))
        else:
            return redirect("alumni_import_step", host.slug, one.key)
    context = {
        "host": host,
        "form": form,
        "open": queries.open_import(host),
        "recent": queries.recent_imports(host),
        "hours": HOURS,
    }
    return render(request, "referrals/imports/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def alumni_import_step(request, slug, key):
    """Wherever a list stands: columns, progress, preview, or what became of it. POST names its columns."""
    one = doors.get_import(request.user, slug, key)
    if one.state == State.UPLOADED:
        return _columns(request, one)
    if request.method == "POST":
        raise Http404
    context = {
        "host": one.host,
        "one": one,
        "figures": queries.figures(one) if one.counts else [],
        "warnings": queries.warnings(one),
        "gains": queries.count(one, Verdict.NEW) + queries.count(one, Verdict.CHANGED),
        "refused": queries.count(one, Verdict.REFUSED),
        "left": queries.count(one, Verdict.LEFT),
        "may_undo": one.state == State.APPLIED and one.due_at > clock.now(),
    }
    return render(request, "referrals/imports/list.html", context)


def _columns(request, one):
    """The second step: what its columns hold, and which line names them."""
    asked = request.POST.get("header") or request.GET.get("header", "")
    try:
        with actions.open_list(one) as file:
            shape = queries.shape_of(one)
            records = first_lines(file.file, shape)
            if asked.isascii() and asked.isdigit() and len(asked) < 6:
                shape = with_header(file.file, shape, int(asked))
    except FileNotFoundError as error:
        raise Http404 from error
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    form = ColumnsForm(posted(request), shape=shape, records=records)
    if request.method == "POST" and form.is_valid():
        return _moved(request, one, actions.name_columns, columns=form.columns, shape=shape)
    context = {"host": one.host, "one": one, "form": form, "shape": shape}
    return render(request, "referrals/imports/columns.html", context, status=422 if form.errors else 200)


@require_POST
def alumni_import_again(request, slug, key):
    return _moved(request, doors.get_import(request.user, slug, key), actions.name_columns_again)


@require_POST
def alumni_import_apply(request, slug, key):
    return _moved(request, doors.get_import(request.user, slug, key), actions.bring_in)


@require_POST
def alumni_import_undo(request, slug, key):
    return _moved(request, doors.get_import(request.user, slug, key), actions.take_back)


@require_POST
def alumni_import_discard(request, slug, key):
    one = doors.get_import(request.user, slug, key)
    return _moved(request, one, actions.discard, said=_("Thrown away. Nothing was changed."))


def _moved(request, one, action, said="", **how):
    """Do it and show how the list stands now, also when somebody else was quicker."""
    try:
        action(one, by=request.user, **how)
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    else:
        if said:
            messages.success(request, said)
    return redirect("alumni_import_step", one.host.slug, one.key)


@require_safe
def alumni_import_rows(request, slug, key):
    """The rows of a list, verdict by verdict."""
    one = doors.get_import(request.user, slug, key)
    show = request.GET.get("show", "")
    show = show if show in Verdict.values else Verdict.NEW.value
    page = keyset_page(queries.rows_of(one, show), request.GET.get(PARAMETER, ""), order=("line", "id"))
    tabs = [
        {
            "label": f"{figure['label']} ({figure['value']})",
            "url": f"?show={figure['verdict']}",
            "current": figure["verdict"] == show,
        }
        for figure in queries.figures(one)
    ]
    context = {
        "host": one.host,
        "one": one,
        "tabs": tabs,
        "show": show,
        "page": page.within(request.GET),
        "rows": queries.page_rows(page),
    }
    return render(request, "referrals/imports/rows.html", context)


@require_safe
def alumni_import_refused(request, slug, key):
    """The refused rows as CSV, to be put right."""
    one = doors.get_import(request.user, slug, key)
    return _sheet(queries.refused_table(one), "refused")


@require_safe
def alumni_csv(request, slug):
    """Who is on the list as CSV: everybody, or whom its filters leave."""
    host = get_office_to_refer(request.user, slug)
    alumni = listed(host, AlumniFilterForm.of(request.GET).filters())
    if request.method == "GET":
        actions.note_export(host, by=request.user)
    return _sheet(queries.alumni_table(alumni), f"{slugify(host.slug)}-alumni")


def _sheet(table, name):
    response = StreamingHttpResponse(sheet(table), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.today()}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
