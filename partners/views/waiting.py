"""The cold start: colleges that are not here yet, the letter to them, writers whom an office knows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.letters import absolute
from careerlink.web import clock
from partners.actions import waiting as actions
from partners.forms.waiting import InviteWriterForm, WaitingNameForm
from partners.models import WriterInvitation
from partners.permissions import hosts as host_permissions
from partners.permissions import own_writer
from partners.permissions import waiting as permissions
from partners.queries import waiting as queries
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_names(request):
    writer = permissions.get_waiting_writer(request.user)
    form = WaitingNameForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            waiting = actions.put_name_down(writer, form.cleaned_data["institution"])
        except ValidationError as error:
            form.add_error("institution", error)
        else:
            messages.success(
                request,
                _("Your name is down for %(college)s. Nobody is written to; we tell you when its office joins.")
                % {"college": waiting.institution},
            )
            return redirect("waiting_names")
    context = {
        "writer": writer,
        "form": form,
        "names": queries.waiting_names_with_offices(writer),
        "needs": queries.requests_within_reach(writer),
    }
    return render(request, "partners/waiting/names.html", context, status=422 if form.errors else 200)


@require_POST
def waiting_remove(request, unitid):
    writer = permissions.get_waiting_writer(request.user)
    college = permissions.get_college_for_letter(writer, unitid)
    actions.take_name_off(writer, college)
    messages.success(request, _("Your name is no longer down for %(college)s.") % {"college": college})
    return redirect("waiting_names")


@require_safe
def waiting_letter(request, unitid):
    """One page to print, sign and send herself: CareerLink writes to no college."""
    writer = permissions.get_waiting_writer(request.user)
    college = permissions.get_college_for_letter(writer, unitid)
    context = {
        "writer": writer,
        "college": college,
        "today": clock.today(request.user.zone),
        "join_url": absolute(reverse("join_office")),
    }
    return render(request, "partners/waiting/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_writer(request, slug):
    host = host_permissions.get_desk_to_invite_writers(request.user, slug)
    form = InviteWriterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_writer(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation is on its way to %(name)s.") % form.cleaned_data)
            return redirect("invite_writer", host.slug)
    context = {"host": host, "form": form, "invitations": queries.writer_invitations_of(host)}
    return render(request, "partners/waiting/invite_writer.html", context, status=422 if form.errors else 200)


@require_POST
def writer_invitation_withdraw(request, slug, key):
    host = host_permissions.get_desk_to_invite_writers(request.user, slug)
    invitation = permissions.get_writer_invitation_of(host, key)
    try:
        actions.withdraw_writer_invitation(invitation, by=request.user)
    except (Stale, NoSuchMove):
        messages.warning(request, _("This invitation was answered already or has run out."))
    else:
        messages.success(request, _("Taken back. The link in the mail opens nothing any more."))
    return redirect("invite_writer", host.slug)


@login_not_required
def writer_invitation(request, link):
    """Behind the link in the mail: who invites her, and the way in. It only shows."""
    asked = permissions.get_writer_invitation_behind(link.about)
    is_over = asked.state in (WriterInvitation.State.EXPIRED, WriterInvitation.State.WITHDRAWN)
    context = {
        "invitation": asked,
        "host": asked.host,
        "is_over": is_over,
        "is_writer": own_writer(request.user) is not None,
    }
    return render(request, "partners/waiting/writer_invitation.html", context, status=410 if is_over else 200)
