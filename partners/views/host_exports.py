"""Taking everything out."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.web.files import stream_private
from partners.actions import host_exports as actions
from partners.clocks import EXPORT_KEPT
from partners.permissions import host_exports as permissions
from partners.permissions import hosts as host_permissions
from partners.queries import host_exports as queries


@require_http_methods(["GET", "HEAD", "POST"])
def host_export(request, slug):
    """One button, how far it is, and the archive."""
    host = host_permissions.get_desk_to_manage(request.user, slug)
    if request.method == "POST":
        actions.ask_for_host_export(host, by=request.user)
        return redirect("host_export", host.slug)
    export = queries.current_export(host)
    context = {"host": host, "export": export, "days": EXPORT_KEPT}
    return render(request, "partners/hosts/host_export.html", context)


@require_safe
def host_export_file(request, slug, key):
    host = host_permissions.get_desk_to_manage(request.user, slug)
    export = permissions.get_export_to_take(host, key)
    try:
        file = actions.open_archive(export)
    except FileNotFoundError as error:
        raise Http404 from error
    if request.method == "GET":
        actions.note_download(export, by=request.user)
    name = f"{slugify(host.slug)}-{export.ready_at:%Y-%m-%d}.zip"
    return stream_private(file, content_type="application/zip", name=name)
