"""The people of a host: asked in, given a role, leaving. There is always a manager."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale, move_each
from careerlink.outbox.actions import call_off
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions.decisions import DECIDERS, name_somebody
from partners.actions.hosts import forget_memberships
from partners.actions.offers import lock_host
from partners.actions.pauses import resume_group
from partners.emails import members as emails
from partners.models import Host, Invitation, Member
from partners.signals import first_member_joined

INVITATION_LASTS = timedelta(days=14)
REMIND_AFTER = timedelta(days=5)
RENEWABLE_FOR = timedelta(days=60)
BATCH = 200


class NoLongerManager(Exception):  # noqa: N818 it is a state of affairs
    """Whoever acts was a manager when the page was opened and is none any more."""


@transaction.atomic
def invite_colleague(host: Host, *, by: User, email: str, role: str, is_adviser: bool = False) -> Invitation:
    """Ask a colleague to join the host by mail, and plan to remind her once; no moderator is needed. The adviser
    of a student group is one of its managers, whatever `role` says. Raises ValidationError.
    """
    email = email.strip().lower()
    if is_adviser:
        role = Member.Role.MANAGER
        refuse_second_adviser(host)
    if Member.objects.filter(host=host, ended_at=None, user__emailaddress__email__iexact=email).exists():
        raise ValidationError({"email": _("This person is a member already.")})
    facts = {"email": email, "role": role, "is_adviser": is_adviser}
    invitation = Invitation(host=host, invited_by=by, expires_at=clock.now() + INVITATION_LASTS, **facts)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise ValidationError({"email": _("This address has an invitation that is not answered yet.")}) from error
    trail.record(invitation, "invite", by=by, after=invitation.state, reason=role, scope=host.key)
    link = send_invitation(invitation)
    emails.plan_reminder_of_colleague(invitation, link, send_after=clock.now() + REMIND_AFTER)
    return invitation


def refuse_second_adviser(host: Host, *, but: Member | None = None) -> None:
    """Raise ValidationError where a host has no adviser, or has another one than `but` already."""
    if not host.is_of_students:
        raise ValidationError({"is_adviser": _("Only a student group has an adviser.")})
    others = Member.objects.filter(host=host, is_adviser=True, ended_at=None)
    if others.exclude(pk=but.pk if but else None).exists():
        raise ValidationError({"is_adviser": _("The group has an adviser already.")})


def send_invitation(invitation: Invitation) -> str:
    """Mail the link that opens an invitation, as long as it lasts; returns the link."""
    lasts = invitation.expires_at - clock.now()
    link = links.make("colleague", about=invitation.key, address=invitation.email, lasts=lasts)
    emails.invite_colleague(invitation, link)
    return link


@transaction.atomic
def renew_invitation(invitation: Invitation) -> bool:
    """Mail a fresh link to the same address, and let an invitation that ran out run once more: for some
    weeks, and while the one who invited is a manager. False when it was answered, taken back or is too old.
    """
    now = clock.now()
    inviter = Member.objects.filter(host=invitation.host, user=invitation.invited_by, ended_at=None)
    is_meant = invitation.host.is_approved and (
        inviter.filter(role=Member.Role.MANAGER).exists() or _is_of_office(invitation)
    )
    if not is_meant or invitation.made_at < now - RENEWABLE_FOR:
        return False
    if invitation.state == Invitation.State.SENT and invitation.expires_at <= now:
        invitation.move("expire")
    if invitation.state == Invitation.State.EXPIRED:
        same = Invitation.objects.filter(host=invitation.host, email=invitation.email, state=Invitation.State.SENT)
        if same.exists():  # she was invited anew
            return False
        invitation.move("renew", expires_at=now + INVITATION_LASTS)
    if invitation.state != Invitation.State.SENT:
        return False
    send_invitation(invitation)
    return True


def _is_of_office(invitation: Invitation) -> bool:
    """Whether its career office invites the first member of a group and still may."""
    office = {
        "host__institution": invitation.host.institution_id,
        "host__kind": Host.HostKind.CAREER_OFFICE,
        "host__state": Host.State.APPROVED,
    }
    deciding = Member.objects.filter(user=invitation.invited_by, ended_at=None, role__in=DECIDERS, **office)
    return deciding.exists() and not Member.objects.filter(host=invitation.host, ended_at=None).exists()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User, link: SignedLink | None = None) -> Member:
    """Join the host in the role that the manager gave. Whoever is a member already keeps her role.
    The link that she came by is used up. A student group that pauses goes on with its new manager.

    Raises Stale when the invitation was taken back, answered or ran out in the meantime.
    """
    host = lock_host(invitation.host)
    if invitation.expires_at <= clock.now():
        raise Stale("the invitation has run out")
    invitation.move("accept", by=by)
    call_off(invitation, "the invitation was accepted")
    is_first = not Member.objects.filter(host=invitation.host, ended_at=None).exists()
    member, made = Member.objects.get_or_create(
        host=invitation.host, user=by, ended_at=None, defaults={"role": invitation.role}
    )
    forget_memberships(by)
    if is_first:
        name_somebody(invitation.host_id, by=by)
        first_member_joined.send(Host, host=invitation.host)
    if made:
        trail.record(member, "join", by=by, after=member.role, scope=invitation.host.key, person=by.pk)
    if invitation.is_adviser and member.role == Member.Role.MANAGER:
        note_adviser(member, True, by=by)
    if member.role == Member.Role.MANAGER:
        resume_group(host, by=by)
    if link is not None:
        links.use(link)
    emails.tell_inviter_accepted(invitation, member)
    return member


@transaction.atomic
def decline_invitation(invitation: Invitation, *, link: SignedLink | None = None) -> None:
    """Say no to an invitation; the one who invited is told kindly. The link she came by is used up."""
    invitation.move("decline")
    call_off(invitation, "the invitation was declined")
    if link is not None:
        links.use(link)
    emails.tell_inviter_declined(invitation)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back; its link opens nothing any more."""
    invitation.move("withdraw", by=by)
    call_off(invitation, "the invitation was taken back")


def expire_invitations() -> int:
    """Let invitations run out whose time is over. Returns how many; each is its own transaction."""
    due = Invitation.objects.filter(state=Invitation.State.SENT, expires_at__lte=clock.now())
    return move_each(due.select_related("host").order_by("expires_at", "id")[:BATCH], "expire")


@transaction.atomic
def change_role(member: Member, *, by: User, role: str) -> None:
    """Give a member another role. The last manager cannot be given a smaller one. The decisions of the host
    go to a manager when she was the only one who got them and only looks from now on.

    Raises ValidationError with the reason, NoLongerManager, or Stale when she left in the meantime.
    """
    lock_for(member.host, by)
    fresh = still_here(member)
    if fresh.role == role:
        return
    if fresh.role == Member.Role.MANAGER:
        _refuse_without_successor(fresh)
    before = fresh.role
    member.role, member.gets_decisions = role, fresh.gets_decisions and role != Member.Role.VIEWER
    member.is_adviser = False  # only a manager is
    Member.objects.filter(pk=fresh.pk).update(role=role, gets_decisions=member.gets_decisions, is_adviser=False)
    name_somebody(member.host_id, by=by)
    forget_memberships(member.user)
    trail.record(member, "change_role", by=by, before=before, after=role, scope=member.host.key, person=member.user_id)
    if member.user_id != by.pk:
        emails.tell_member_role_changed(member)


@transaction.atomic
def end_membership(member: Member, *, by: User) -> None:
    """End a membership: a manager ends it, or the person leaves. The last manager cannot go without a successor.
    The decisions of the host go to a manager when she was the only one who got them.

    Raises ValidationError with the reason, NoLongerManager, or Stale when it had ended already.
    """
    lock_for(member.host, by, leaving=member.user_id == by.pk)
    fresh = still_here(member)
    if fresh.role == Member.Role.MANAGER:
        _refuse_without_successor(fresh)
    now = clock.now()
    Member.objects.filter(pk=fresh.pk).update(ended_at=now, gets_decisions=False)
    member.ended_at, member.gets_decisions = now, False
    name_somebody(member.host_id, by=by)
    forget_memberships(member.user)
    event = "leave" if member.user_id == by.pk else "end_membership"
    trail.record(member, event, by=by, before=fresh.role, scope=member.host.key, person=member.user_id)
    if member.user_id != by.pk:
        emails.tell_member_ended(member)


def lock_for(host: Host, by: User, *, leaving: bool = False) -> None:
    """Take the host row, so that two managers who act at once do it one after the other, and look
    again whether the one who acts still may.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    rights = Member.objects.filter(host=host, user=by, ended_at=None)
    if not leaving:
        rights = rights.filter(role=Member.Role.MANAGER)
    if not rights.exists():
        raise NoLongerManager


def still_here(member: Member) -> Member:
    fresh = Member.objects.filter(pk=member.pk, ended_at=None).first()
    if fresh is None:
        raise Stale("the membership has ended")
    return fresh


def _refuse_without_successor(member: Member) -> None:
    others = Member.objects.filter(
        host=member.host_id, role=Member.Role.MANAGER, ended_at=None, user__is_active=True
    ).exclude(pk=member.pk)
    if not others.exists():
        raise ValidationError(
            _("This is the last manager. Make somebody else a manager first; then this works."), code="last_manager"
        )


def note_adviser(member: Member, is_adviser: bool, *, by: User) -> None:
    """Write down that a manager is the adviser of her group, or no longer. To be called with the host locked; where
    the group has another adviser, nothing changes.
    """
    others = Member.objects.filter(host=member.host_id, is_adviser=True, ended_at=None).exclude(pk=member.pk)
    if member.is_adviser == is_adviser or (is_adviser and others.exists()):
        return
    member.is_adviser = is_adviser
    member.save(update_fields=["is_adviser"])
    event = "advise" if is_adviser else "advise_no_more"
    trail.record(member, event, by=by, scope=member.host.key, person=member.user_id)
