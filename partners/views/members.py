"""The people of a host, and the invitation that a colleague opens from her mail."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerlink.accounts.views import sign_up
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.trail import disclose_many
from partners.actions import members as actions
from partners.forms.members import InviteColleagueForm, RoleForm
from partners.models import Invitation
from partners.permissions import get_desk, may_manage
from partners.permissions import hosts as host_permissions
from partners.permissions import members as permissions
from partners.queries import hosts as queries
from partners.views.desks import posted, settings_tabs


@require_http_methods(["GET", "HEAD", "POST"])
def host_members(request, slug):
    if request.method == "POST":
        host = host_permissions.get_desk_to_invite(request.user, slug)
    else:
        host = get_desk(request.user, slug)
    form = InviteColleagueForm(posted(request), host=host)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_colleague(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
            return redirect("host_members", host.slug)
    members = list(queries.members_of(host))
    disclose_many(
        [(member, member.user_id) for member in members],
        what="contact",
        right="colleague",
        seen_by=request.user,
        scope=host.key,
    )
    context = {
        "host": host,
        "form": form,
        "tabs": settings_tabs(host, "host_members"),
        "may_manage": may_manage(request.user, host),
        "may_invite": host_permissions.may_invite_colleague(request.user, host),
        "members": members,
        "invitations": queries.open_invitations_of(host),
    }
    return render(request, "partners/hosts/host_members.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member_role(request, slug, key):
    host = host_permissions.get_desk_to_manage(request.user, slug)
    member = permissions.get_member_to_manage(host, key)
    form = RoleForm(posted(request), initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        done = _("%(name)s is %(role)s now.")
        if _try(request, form, actions.change_role, member, role=form.cleaned_data["role"]):
            messages.success(request, done % {"name": member.user, "role": member.get_role_display().lower()})
            return redirect("host_members", host.slug)
    context = {"host": host, "member": member, "form": form}
    return render(request, "partners/hosts/member_role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request, slug, key):
    host = host_permissions.get_desk_to_manage(request.user, slug)
    member = permissions.get_member_to_manage(host, key)
    return _end(request, host, member)


@require_http_methods(["GET", "HEAD", "POST"])
def host_leave(request, slug):
    host = get_desk(request.user, slug)
    member = permissions.get_own_membership(request.user, host)
    return _end(request, host, member)


def _end(request, host, member):
    """Ask once more, then end a membership; refused in words for the last manager."""
    form = RoleForm({"role": member.role})
    is_self = member.user_id == request.user.pk
    if request.method == "POST" and _try(request, form, actions.end_membership, member):
        if is_self:
            messages.success(request, _("You left %(host)s.") % {"host": host.name})
            return redirect("start")
        messages.success(request, _("%(name)s is no longer a member.") % {"name": member.user})
        return redirect("host_members", host.slug)
    refused = form.non_field_errors() if request.method == "POST" else []
    context = {"host": host, "member": member, "is_self": is_self, "refused": refused}
    return render(request, "partners/hosts/member_end.html", context, status=422 if refused else 200)


def _try(request, form, act, member, **what) -> bool:
    """Do something to a member; what stands against it goes to the form in words."""
    try:
        act(member, by=request.user, **what)
    except ValidationError as error:
        form.add_error(None, error)
    except actions.NoLongerManager:
        form.add_error(None, _("You are no longer a manager here, so nothing was changed."))
    except Stale:
        form.add_error(None, _("Somebody was quicker: this membership has ended already."))
    else:
        return True
    return False


@require_POST
def invitation_withdraw(request, slug, key):
    host = host_permissions.get_desk_to_manage(request.user, slug)
    invitation = permissions.get_invitation_to_manage(host, key)
    try:
        actions.withdraw_invitation(invitation, by=request.user)
    except (Stale, NoSuchMove):
        messages.warning(request, _("This invitation was answered already or has run out."))
    else:
        messages.success(request, _("Taken back. The link in the mail opens nothing any more."))
    return redirect("host_members", host.slug)


def invitation(request, link):
    """Behind the link in the mail: GET shows what she is asked, POST says yes or no."""
    asked = permissions.get_invitation_behind(link.about)
    context = {"invitation": asked, "host": asked.host}
    if asked.state != Invitation.State.SENT or not asked.host.is_approved:
        return render(request, "partners/hosts/invitation_over.html", context, status=410)
    if request.method == "POST" and request.POST.get("answer") == "no":
        return _say_no(request, link, asked, context)
    if not request.user.is_authenticated:
        if request.method == "POST" or "join" in request.GET:
            return sign_up(request, path="colleague", email=asked.email, verified=True)
        return render(request, "partners/hosts/invitation.html", context)
    if request.method == "POST" and request.POST.get("answer") == "yes":
        return _say_yes(request, link, asked, context)
    return render(request, "partners/hosts/invitation.html", context)


def _say_yes(request, link, asked, context):
    try:
        actions.accept_invitation(asked, by=request.user, link=link)
    except (Stale, NoSuchMove):
        return render(request, "partners/hosts/invitation_over.html", context, status=410)
    messages.success(request, _("Welcome to %(host)s.") % {"host": asked.host.name})
    return redirect("desk", asked.host.slug)


def _say_no(request, link, asked, context):
    try:
        actions.decline_invitation(asked, link=link)
    except (Stale, NoSuchMove):
        return render(request, "partners/hosts/invitation_over.html", context, status=410)
    return render(request, "partners/hosts/invitation_declined.html", context)


def renew_invitation(link) -> bool:
    """Somebody opened a link that has run out and asks for a fresh one, to the same address."""
    found = Invitation.objects.filter(key=link.about).select_related("host", "invited_by").first()
    try:
        return found is not None and actions.renew_invitation(found)
    except Stale:
        return False
