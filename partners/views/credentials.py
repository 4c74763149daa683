"""The credential passport: what its owner does with it, and the door to what proves it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.audit import trail
from careerlink.web.files import stream_private
from careerlink.web.templatetags.web import when
from partners.actions import credentials as actions
from partners.forms.credentials import CredentialForm, EvidenceForm, RenewForm
from partners.permissions import credentials as permissions
from partners.permissions.writers import get_own_writer, get_writer_to_edit
from partners.queries import writers as queries
from partners.views.writers import told_when_stale


@require_safe
def writer_credentials(request):
    writer = get_own_writer(request.user)
    rows = [(one, permissions.may_renew(one), permissions.may_remove(one)) for one in queries.own_passport(writer)]
    context = {"writer": writer, "credentials": rows}
    return render(request, "partners/writers/credentials.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def credential_new(request):
    writer = get_writer_to_edit(request.user)
    form = CredentialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        credential = actions.add_credential(writer, by=request.user, **form.cleaned_data)
        return _sent(request, credential)
    context = {
        "form": form,
        "title": _("Add a credential"),
        "lede": _("A person checks it with its issuer, within 2 working days."),
        "label": _("Send it to be checked"),
    }
    return render(request, "partners/writers/credential_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_stale
def credential_renew(request, key):
    credential = permissions.get_credential_to_renew(get_writer_to_edit(request.user), key)
    form = RenewForm(request.POST or None, request.FILES or None, credential=credential)
    if request.method == "POST" and form.is_valid():
        actions.renew_credential(credential, by=request.user, **form.cleaned_data)
        return _sent(request, credential)
    context = {
        "form": form,
        "title": _("Renew %(name)s") % {"name": credential.name},
        "lede": _("What holds today goes on holding to its last day while we check the new one."),
        "label": _("Send it to be checked"),
    }
    return render(request, "partners/writers/credential_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def credential_evidence(request, key):
    credential = permissions.get_credential_to_edit(get_writer_to_edit(request.user), key)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.add_evidence(credential, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Only you and our moderators can open it."))
        return redirect("writer_credentials")
    context = {
        "form": form,
        "title": _("Add a certificate: %(name)s") % {"name": credential.name},
        "lede": _("It helps us check sooner."),
        "label": _("Keep the file"),
    }
    return render(request, "partners/writers/credential_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_stale
def credential_remove(request, key):
    credential = permissions.get_credential_to_remove(get_writer_to_edit(request.user), key)
    if request.method == "POST":
        actions.remove_credential(credential, by=request.user)
        messages.success(request, _("It is out of your passport, and its files are deleted."))
        return redirect("writer_credentials")
    return render(request, "partners/writers/credential_remove.html", {"credential": credential})


@require_safe
def evidence(request, key):
    """The door to a private file. That a moderator opened it is written down."""
    found = permissions.get_evidence_to_open(request.user, key)
    owner = found.credential.writer.user_id
    trail.disclose(found, what="evidence", right="moderation", seen_by=request.user, person_id=owner)
    return stream_private(found.file, content_type=found.content_type, name=found.name, inline=True)


def _sent(request, credential):
    answer = when(credential.answer_by, request.user.zone)
    messages.success(request, _("A person checks it; you hear by %(when)s.") % {"when": answer})
    return redirect("writer_credentials")
