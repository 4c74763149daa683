"""Keeping somebody in mind and writing a private note."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners.actions import saved as actions
from partners.forms.saved import NoteForm
from partners.permissions import directory as permissions
from partners.queries import saved as queries


@require_POST
def save_writer(request, slug, writer_slug):
    host = permissions.get_desk_to_save(request.user, slug)
    writer = permissions.get_writer_to_save(host, writer_slug)
    actions.save_writer(host, writer, by=request.user)
    messages.success(request, _("%(name)s is saved. You can add a private note.") % {"name": writer.name})
    return _back(request, reverse("desk_writers", args=[host.slug]))


@require_POST
def unsave_writer(request, slug, writer_slug):
    host = permissions.get_desk_to_save(request.user, slug)
    writer = permissions.get_writer_to_save(host, writer_slug)
    actions.unsave_writer(host, writer, by=request.user)
    messages.success(request, _("%(name)s is no longer saved.") % {"name": writer.name})
    return _back(request, reverse("desk_writers", args=[host.slug]))


@require_http_methods(["GET", "POST"])
def note_writer(request, slug, writer_slug):
    host = permissions.get_desk_to_save(request.user, slug)
    writer = permissions.get_writer_to_save(host, writer_slug)
    back = _safe(request, reverse("desk_writers", args=[host.slug]) + "?saved=on")
    form = NoteForm(request.POST or None, initial={"note": queries.note_about_writer(host, writer)})
    if request.method == "POST" and form.is_valid():
        actions.note_writer(host, writer, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Your note about %(name)s is kept.") % {"name": writer.name})
        return redirect(back)
    return _note_page(request, form, writer.name, back)


@require_POST
def save_host(request, slug):
    writer = permissions.get_own_writer_to_save(request.user)
    host = permissions.get_host_to_save(writer, slug)
    actions.save_host(writer, host)
    messages.success(request, _("%(name)s is saved. You can add a private note.") % {"name": host})
    return _back(request, reverse("writer_hosts"))


@require_POST
def unsave_host(request, slug):
    writer = permissions.get_own_writer_to_save(request.user)
    host = permissions.get_host_to_save(writer, slug)
    actions.unsave_host(writer, host)
    messages.success(request, _("%(name)s is no longer saved.") % {"name": host})
    return _back(request, reverse("writer_hosts"))


@require_http_methods(["GET", "POST"])
def note_host(request, slug):
    writer = permissions.get_own_writer_to_save(request.user)
    host = permissions.get_host_to_save(writer, slug)
    back = _safe(request, reverse("writer_hosts") + "?saved=on")
    form = NoteForm(request.POST or None, initial={"note": queries.note_about_host(writer, host)})
    if request.method == "POST" and form.is_valid():
        actions.note_host(writer, host, note=form.cleaned_data["note"])
        messages.success(request, _("Your note about %(name)s is kept.") % {"name": host})
        return redirect(back)
    return _note_page(request, form, str(host), back)


def _note_page(request, form, name, back):
    status = 422 if form.is_bound else 200
    return render(request, "partners/directory/note.html", {"form": form, "name": name, "back": back}, status=status)


def _safe(request, default):
    """The page she came from when it is one of ours, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and "\0" not in wanted else default


def _back(request, default):
    return redirect(_safe(request, default))
