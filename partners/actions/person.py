"""What this room holds about one person as a member of hosts: given to her, shown to moderators, erased."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.accounts.registry import Fact
from careerlink.web import clock
from partners import clocks
from partners.actions.decisions import name_somebody
from partners.actions.leaving import leave_without_manager
from partners.models import Group, Host, Invitation, Member, WriterInvitation
from partners.queries.leaving import hosts_only_she_manages


def export_memberships(user: User) -> dict:
    """Her memberships and the invitations she sent, for her own copy of her data."""
    rows = Member.objects.filter(user=user).select_related("host__institution").order_by("since")
    sent = Invitation.objects.filter(invited_by=user).select_related("host").order_by("made_at")
    return {
        "memberships": [
            {
                "where": str(member.host),
                "role": str(member.get_role_display()),
                "title": member.title,
                "adviser": member.is_adviser,
                "hands over on": member.ends_on,
                "since": member.since,
                "ended": member.ended_at,
            }
            for member in rows
        ],
        "invitations sent": [
            {"to": one.email, "host": one.host.name, "state": str(one.get_state_display()), "on": one.made_at}
            for one in sent
        ],
    }


def export_approvals(user: User) -> dict:
    """The groups whose department she says yes for, by one of her addresses."""
    rows = Group.objects.filter(approver_email__in=_addresses(user)).select_related("host__institution")
    return {
        "says yes for": [
            {"group": str(group.host), "name": group.approver_name, "address": group.approver_email}
            for group in rows.order_by("pk")
        ]
    }


@transaction.atomic
def erase_approvals(user: User) -> None:
    """Nobody is named any more where she said yes for a department; office or moderator say it."""
    Group.objects.filter(approver_email__in=_addresses(user)).update(approver_name="", approver_email="")


def _addresses(user: User) -> set[str]:
    """Her addresses in small letters."""
    confirmed = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {user.email.lower(), *(one.lower() for one in confirmed)}


@transaction.atomic
def erase_memberships(user: User) -> None:
    """End her memberships, blank her title and forget her addresses in invitations; that somebody held
    the role stays in the trail. A host that nobody else manages leaves.
    """
    alone = hosts_only_she_manages(user)
    hosts = list(Member.objects.filter(user=user, ended_at=None, gets_decisions=True).values_list("host", flat=True))
    Member.objects.filter(user=user, ended_at=None).update(ended_at=clock.now(), gets_decisions=False)
    Member.objects.filter(user=user).update(title="")
    for host in alone:
        leave_without_manager(host)
    for host in Host.objects.select_for_update().filter(pk__in=hosts).order_by("pk"):
        name_somebody(host.pk, by=None)
    addresses = _addresses(user)
    for table, blank in ((Invitation, {}), (WriterInvitation, {"name": _("Erased")})):
        for invitation in table.objects.filter(email__in=addresses):
            if invitation.may_move("withdraw"):
                invitation.move("withdraw")
            table.objects.filter(pk=invitation.pk).update(email=f"erased-{invitation.key}@erased.invalid", **blank)


def erasure_cautions(user: User) -> list[Fact]:
    """The hosts that nobody else manages: without a successor they leave with her."""
    return [
        Fact(
            str(host),
            _("You are its only manager. Without a successor it stops using CareerLink when you are erased; a "
              "coordinator can take it over within %(days)s days.") % {"days": clocks.HOST_LEAVING},
            reverse("host_members", args=[host.slug]),
        )
        for host in hosts_only_she_manages(user)
    ]  # fmt: skip


def memberships_panel(user: User) -> list[tuple[str, str, str]]:
    """Lines of (label, value, address) about her memberships for the moderator's page."""
    rows = Member.objects.filter(user=user).select_related("host__institution").order_by("since")
    lines = []
    for member in rows:
        until = _("until %(day)s") % {"day": f"{member.ended_at:%Y-%m-%d}"} if member.ended_at else _("now")
        value = f"{member.host}: {member.get_role_display()}, {until}"
        lines.append((str(member.host.get_kind_display()), value, reverse("host_page", args=[member.host.slug])))
    return lines
