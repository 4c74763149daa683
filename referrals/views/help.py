"""What an office says about its own help, for its managers."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners.views.desks import posted
from referrals.actions import help as actions
from referrals.forms.help import CounselForm, HelpForm, ServiceForm
from referrals.permissions import desk as doors
from referrals.queries import help as queries


@require_http_methods(["GET", "HEAD", "POST"])
def help_settings(request, slug):
    settings = doors.get_help_to_manage(request.user, slug)
    form = HelpForm(posted(request), settings=settings)
    if request.method == "POST" and form.is_valid():
        actions.change_help(settings, by=request.user, **form.cleaned_data)
        return _kept(request, settings.host)
    return _page(request, settings, form=form)


def _kept(request, host):
    messages.success(request, _("Kept."))
    return redirect("help_settings", host.slug)


def _page(request, settings, *, form=None, service_form=None, counsel_form=None):
    """All of it on one page; with what is to be put right in one of its forms."""
    host, versions = settings.host, queries.counsel_versions(settings.host)
    shown = form or service_form or counsel_form
    context = {
        "host": host,
        "settings": settings,
        "form": form or HelpForm(settings=settings),
        "service_form": service_form or ServiceForm(prefix="service"),
        "counsel_form": counsel_form or CounselForm(current=versions[0] if versions else None),
        "shown": shown,
        "services": queries.services_of(host),
        "versions": versions,
        "public_url": django_settings.SITE_URL + reverse("host_help", args=[host.slug]),
    }
    return render(request, "referrals/help/settings.html", context, status=422 if shown.errors else 200)


@require_POST
def help_service_new(request, slug):
    settings = doors.get_help_to_manage(request.user, slug)
    form = ServiceForm(request.POST, prefix="service")
    if form.is_valid():
        try:
            actions.add_service(settings.host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _kept(request, settings.host)
    return _page(request, settings, service_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def help_service(request, slug, key):
    service = doors.get_service_to_manage(request.user, slug, key)
    form = ServiceForm(posted(request), service=service)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_service(service, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _kept(request, service.host)
    context = {"host": service.host, "service": service, "form": form}
    return render(request, "referrals/help/service.html", context, status=422 if form.errors else 200)


@require_POST
def help_service_up(request, slug, key):
    service = doors.get_service_to_manage(request.user, slug, key)
    actions.move_service_up(service, by=request.user)
    return redirect("help_settings", slug)


@require_POST
def help_service_remove(request, slug, key):
    service = doors.get_service_to_manage(request.user, slug, key)
    actions.remove_service(service, by=request.user)
    messages.success(request, _("Taken away. Nobody is pointed there any more."))
    return redirect("help_settings", slug)


@require_POST
def help_counsel(request, slug):
    settings = doors.get_help_to_manage(request.user, slug)
    form = CounselForm(request.POST)
    if form.is_valid():
        actions.say_counsel(settings.host, by=request.user, body=form.cleaned_data["body"])
        return _kept(request, settings.host)
    return _page(request, settings, counsel_form=form)
