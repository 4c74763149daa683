"""What writers are told about the dates in their credential passport."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox import kinds
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from partners.models import Credential


def remind_writer_of_credential(credential: Credential, days: int) -> None:
    """It runs out in at most `days` days."""
    _queue(f"credential-reminder-{days}", "credential_reminder", credential)


def tell_writer_credential_lapsed(credential: Credential) -> None:
    """Its last day is past."""
    _queue("credential-lapsed", "credential_lapsed", credential)


def _queue(start: str, kind: str, credential: Credential) -> None:
    writer = credential.writer
    queue_mail(
        kind,
        key=f"{start}:{credential.key}:{credential.expires_on:%Y%m%d}",
        to=writer.user.email,
        user_id=writer.user_id,
        about=credential,
    )


def _credential(mail: OutgoingMail) -> Credential:
    return Credential.objects.select_related("writer__user").get(pk=mail.about_id)


def render_reminder(mail: OutgoingMail) -> Content:
    credential = _credential(mail)
    return compose(
        mail,
        "partners/credential_reminder",
        subject=_("Renew your credential by %(day)s: %(name)s")
        % {"day": day(credential.expires_on), "name": credential.name},
        context=_context(credential, _("You get this 60, 30 and 7 days before a credential of yours runs out.")),
    )


def render_lapsed(mail: OutgoingMail) -> Content:
    credential = _credential(mail)
    return compose(
        mail,
        "partners/credential_lapsed",
        subject=_("Renew your credential: %(name)s ran out") % {"name": credential.name},
        context=_context(credential, _("You get this because a credential of yours has run out.")),
    )


def _context(credential: Credential, why: str) -> dict:
    return {
        "credential": credential,
        "last_day": credential.expires_on,
        "first_day_without": credential.expires_on + timedelta(days=1),
        "rows": [
            (_("Credential"), credential.name),
            (_("Issued by"), credential.issuer),
            (_("Good until"), day(credential.expires_on)),
        ],
        "button": (_("Renew it"), absolute(reverse("credential_renew", args=[credential.key]))),
        "why": why,
    }


def reminder_is_true(mail: OutgoingMail) -> str:
    state = Credential.objects.filter(pk=mail.about_id).values_list("state", flat=True).first()
    return "" if state == Credential.State.EXPIRING else "renewed, run out or gone"


def lapsed_is_true(mail: OutgoingMail) -> str:
    state = Credential.objects.filter(pk=mail.about_id).values_list("state", flat=True).first()
    return "" if state == Credential.State.LAPSED else "renewed or gone"


kinds.register(
    "credential_reminder",
    group="commitments",
    transactional=True,
    render=render_reminder,
    still_true=reminder_is_true,
)
kinds.register(
    "credential_lapsed",
    group="commitments",
    transactional=True,
    render=render_lapsed,
    still_true=lapsed_is_true,
)
