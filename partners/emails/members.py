"""What is written to the people of a host, and to those who are asked in."""

import json
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from careerlink.outbox import secrets
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import short_day
from partners.models import Host, Invitation, Member


def invite_colleague(invitation: Invitation, link: str) -> None:
    """Will you join us? With the link that opens the invitation."""
    queue_mail(
        "invitation_colleague",
        key=f"invitation-colleague:{invitation.key}:{clock.now():%Y%m%d%H%M%S%f}",
        to=invitation.email,
        about=invitation,
        scope=invitation.host.key,
        secret={"link": link},
    )


def plan_reminder_of_colleague(invitation: Invitation, link: str, *, send_after: datetime) -> None:
    """You have not answered yet: the same link once more, and then never again."""
    queue_mail(
        "invitation_colleague_reminder",
        key=f"invitation-colleague-reminder:{invitation.key}",
        to=invitation.email,
        about=invitation,
        scope=invitation.host.key,
        secret={"link": link},
        send_after=send_after,
    )


def _render_invitation(mail: OutgoingMail) -> Content:
    return _invitation_letter(mail, _("Join %(host)s on CareerLink"), is_reminder=False)


def _render_invitation_reminder(mail: OutgoingMail) -> Content:
    return _invitation_letter(mail, _("Answer the invitation of %(host)s by %(day)s"), is_reminder=True)


def _invitation_letter(mail: OutgoingMail, subject: str, *, is_reminder: bool) -> Content:
    invitation = _invitation(mail)
    link = json.loads(secrets.decrypt(mail.secret))["link"]
    day = short_day(invitation.expires_at, invitation.host.zone)
    return compose(
        mail,
        "partners/invitation_colleague",
        subject=subject % {"host": invitation.host.name, "day": day},
        context={
            "is_reminder": is_reminder,
            "invitation": invitation,
            "host": invitation.host,
            "sender": str(invitation.host),
            "button": (_("See the invitation"), link),
        },
    )


def _still_open(mail: OutgoingMail) -> str:
    open_one = Invitation.objects.filter(
        pk=mail.about_id, state=Invitation.State.SENT, expires_at__gt=clock.now(), host__state=Host.State.APPROVED
    )
    return "" if open_one.exists() else "the invitation is no longer open"


def tell_inviter_accepted(invitation: Invitation, member: Member) -> None:
    """Your colleague is in."""
    _tell_inviter("invitation_accepted", invitation, {"member": member.pk})


def _render_accepted(mail: OutgoingMail) -> Content:
    invitation = _invitation(mail)
    member = Member.objects.select_related("user").get(pk=mail.context["member"])
    return _letter_about_people(
        mail,
        "partners/invitation_accepted",
        _("%(name)s has joined %(host)s") % {"name": member.user, "host": invitation.host.name},
        invitation.host,
        member=member,
    )


def tell_inviter_declined(invitation: Invitation) -> None:
    """Your colleague said no."""
    _tell_inviter("invitation_declined", invitation, {})


def _render_declined(mail: OutgoingMail) -> Content:
    invitation = _invitation(mail)
    return _letter_about_people(
        mail,
        "partners/invitation_declined",
        _("%(address)s will not join %(host)s") % {"address": invitation.email, "host": invitation.host.name},
        invitation.host,
        invitation=invitation,
    )


def tell_member_role_changed(member: Member) -> None:
    """You have another role now."""
    _tell_member("member_role_changed", member)


def _render_role_changed(mail: OutgoingMail) -> Content:
    member = _member(mail)
    return compose(
        mail,
        "partners/member_role_changed",
        subject=_("You are now %(role)s of %(host)s")
        % {"role": member.get_role_display().lower(), "host": member.host.name},
        context={
            "member": member,
            "host": member.host,
            "button": (_("Open your desk"), absolute(reverse("desk", args=[member.host.slug]))),
        },
    )


def tell_member_ended(member: Member) -> None:
    """You are no longer with this host."""
    _tell_member("member_ended", member)


def _render_ended(mail: OutgoingMail) -> Content:
    member = _member(mail)
    return compose(
        mail,
        "partners/member_ended",
        subject=_("You are no longer a member of %(host)s") % {"host": member.host.name},
        context={"member": member, "host": member.host},
    )


def _tell_inviter(kind: str, invitation: Invitation, context: dict) -> None:
    queue_mail(
        kind,
        key=f"{kind.replace('_', '-')}:{invitation.key}",
        to=invitation.invited_by.email,
        user_id=invitation.invited_by_id,
        about=invitation,
        scope=invitation.host.key,
        context=context,
    )


def _tell_member(kind: str, member: Member) -> None:
    queue_mail(
        kind,
        key=f"{kind.replace('_', '-')}:{member.key}:{clock.now():%Y%m%d%H%M%S%f}",
        to=member.user.email,
        user_id=member.user_id,
        about=member,
        scope=member.host.key,
        context={"role": member.role},
    )


def _letter_about_people(mail: OutgoingMail, template: str, subject: str, host: Host, **context) -> Content:
    button = (_("See your people"), absolute(reverse("host_members", args=[host.slug])))
    if not Member.objects.filter(host=host, user=mail.mailbox.user_id, ended_at=None).exists():
        button = (_("Open your desk"), absolute(reverse("start")))  # an office that named who leads a group
    return compose(mail, template, subject=subject, context={"host": host, "button": button, **context})


def _invitation(mail: OutgoingMail) -> Invitation:
    return Invitation.objects.select_related("host__institution", "invited_by").get(pk=mail.about_id)


def _member(mail: OutgoingMail) -> Member:
    return Member.objects.select_related("host__institution", "user").get(pk=mail.about_id)


def _role_still_so(mail: OutgoingMail) -> str:
    member = Member.objects.filter(pk=mail.about_id, ended_at=None, role=mail.context["role"])
    return "" if member.exists() else "the role has changed again"


def _still_ended(mail: OutgoingMail) -> str:
    ended = Member.objects.select_related("user").get(pk=mail.about_id)
    back = Member.objects.filter(host=ended.host_id, user=ended.user_id, ended_at=None)
    return "she is back" if back.exists() else ""


register(
    "invitation_colleague",
    group="decisions",
    transactional=True,
    render=_render_invitation,
    still_true=_still_open,
    in_name=_lazy("Invitation of a colleague"),
)
register(
    "invitation_colleague_reminder",
    group="decisions",
    transactional=True,
    render=_render_invitation_reminder,
    still_true=_still_open,
    in_name=_lazy("Reminder of your invitation of a colleague"),
)
register("invitation_accepted", group="commitments", transactional=True, render=_render_accepted)
register("invitation_declined", group="commitments", transactional=True, render=_render_declined)
register(
    "member_role_changed",
    group="commitments",
    transactional=True,
    render=_render_role_changed,
    still_true=_role_still_so,
)
register("member_ended", group="commitments", transactional=True, render=_render_ended, still_true=_still_ended)
