"""What is written for the cold start: the college is here, will you join, she has joined."""

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
from partners.models import Host, WaitingName, WriterInvitation


def tell_writer_college_is_here(waiting: WaitingName, host: Host) -> None:
    """The college for which you put your name down has joined."""
    writer = waiting.writer
    queue_mail(
        "waiting_college_here",
        key=f"waiting-college-here:{waiting.institution_id}:{writer.key}",
        to=writer.user.email,
        user_id=writer.user_id,
        about=waiting,
        scope=host.key,
        context={"host": host.pk},
    )


def _render_college_here(mail: OutgoingMail) -> Content:
    host = Host.objects.select_related("institution").get(pk=mail.context["host"])
    writer = WaitingName.objects.select_related("writer").get(pk=mail.about_id).writer
    if writer.is_approved:
        button = (_("Look at the office"), absolute(reverse("host_page", args=[host.slug])))
    else:
        button = (_("Finish your profile"), absolute(reverse("writer_profile")))
    return compose(
        mail,
        "partners/waiting_college_here",
        subject=_("Offer your help: %(college)s is here") % {"college": host.institution.name},
        context={"host": host, "writer": writer, "button": button},
    )


def _still_here(mail: OutgoingMail) -> str:
    if not WaitingName.objects.filter(pk=mail.about_id).exists():
        return "she took her name off"
    here = Host.objects.approved().filter(pk=mail.context["host"]).exists()
    return "" if here else "the office is not approved any more"


def invite_writer(invitation: WriterInvitation, link: str) -> None:
    """An office that knows you asks you to join."""
    queue_mail(
        "waiting_writer_invited",
        key=f"waiting-writer-invited:{invitation.key}:{clock.now():%Y%m%d%H%M%S%f}",
        to=invitation.email,
        about=invitation,
        scope=invitation.host.key,
        secret={"link": link},
    )


def plan_reminder_of_writer(invitation: WriterInvitation, link: str, *, send_after: datetime) -> None:
    """An office that knows you still hopes for you: the same link once more, and then never again."""
    queue_mail(
        "waiting_writer_reminder",
        key=f"waiting-writer-reminder:{invitation.key}",
        to=invitation.email,
        about=invitation,
        scope=invitation.host.key,
        secret={"link": link},
        send_after=send_after,
    )


def _render_writer_invited(mail: OutgoingMail) -> Content:
    return _invitation_letter(mail, _("Join CareerLink: %(college)s would like your help"), is_reminder=False)


def _render_writer_reminder(mail: OutgoingMail) -> Content:
    return _invitation_letter(mail, _("Answer %(college)s by %(day)s: they would like your help"), is_reminder=True)


def _invitation_letter(mail: OutgoingMail, subject: str, *, is_reminder: bool) -> Content:
    invitation = _invitation(mail)
    link = json.loads(secrets.decrypt(mail.secret))["link"]
    day = short_day(invitation.expires_at, invitation.host.zone)
    return compose(
        mail,
        "partners/waiting_writer_invited",
        subject=subject % {"college": invitation.host.institution.name, "day": day},
        context={
            "is_reminder": is_reminder,
            "invitation": invitation,
            "host": invitation.host,
            "sender": str(invitation.host),
            "button": (_("See the invitation"), link),
        },
    )


def _still_open(mail: OutgoingMail) -> str:
    still = WriterInvitation.objects.filter(
        pk=mail.about_id,
        state=WriterInvitation.State.SENT,
        expires_at__gt=clock.now(),
        host__state=Host.State.APPROVED,
    )
    return "" if still.exists() else "the invitation is no longer open"


def tell_office_writer_joined(invitation: WriterInvitation) -> None:
    """The writer whom you invited has joined."""
    if invitation.by is None:
        return
    queue_mail(
        "waiting_writer_joined",
        key=f"waiting-writer-joined:{invitation.key}",
        to=invitation.by.email,
        user_id=invitation.by_id,
        about=invitation,
        scope=invitation.host.key,
    )


def _render_writer_joined(mail: OutgoingMail) -> Content:
    invitation = _invitation(mail)
    return compose(
        mail,
        "partners/waiting_writer_joined",
        subject=_("%(name)s, whom you invited, has joined") % {"name": invitation.name},
        context={
            "invitation": invitation,
            "host": invitation.host,
            "button": (_("See whom you invited"), absolute(reverse("invite_writer", args=[invitation.host.slug]))),
        },
    )


def _invitation(mail: OutgoingMail) -> WriterInvitation:
    return WriterInvitation.objects.select_related("host__institution", "by", "writer").get(pk=mail.about_id)


register(
    "waiting_college_here", group="commitments", transactional=True, render=_render_college_here, still_true=_still_here
)
register(
    "waiting_writer_invited", group="decisions", transactional=True, render=_render_writer_invited,
    still_true=_still_open, in_name=_lazy("Invitation of a writer"),
)  # fmt: skip
register(
    "waiting_writer_reminder", group="decisions", transactional=True, render=_render_writer_reminder,
    still_true=_still_open, in_name=_lazy("Reminder of your invitation of a writer"),
)  # fmt: skip
register("waiting_writer_joined", group="commitments", transactional=True, render=_render_writer_joined)
