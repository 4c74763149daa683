"""The letter to somebody who asked on the public page of an office: is it you?"""

from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.templatetags.web import short_day, when
from referrals.emails.letters import newest_url, wake_with_office
from referrals.models import HelpRequest

LINK = "help-confirm"


def ask_to_confirm(asked: HelpRequest) -> None:
    """The link behind which she says that it was her. The office hears nothing before."""
    links.make(LINK, about=asked.key, address=asked.email, lasts=asked.expires_at - clock.now(), single_use=False)
    wake_with_office(asked.email, asked.host)
    queue_mail("help_confirm", key=f"help_confirm:{asked.key}", to=asked.email, about=asked)


def _asked(mail: OutgoingMail) -> HelpRequest | None:
    return HelpRequest.objects.select_related("host__institution").filter(pk=mail.about_id).first()


def _still_true(mail: OutgoingMail) -> str:
    asked = _asked(mail)
    return "" if asked and asked.referral_id is None else "it was confirmed, or forgotten"


def _render(mail: OutgoingMail) -> Content:
    asked = _asked(mail)
    host = asked.host
    with translation.override(mail.mailbox.language):
        words = {
            "office": host.name,
            "college": host.institution.name,
            "short": short_day(asked.expires_at, host.zone),
            "until": when(asked.expires_at, host.zone),
        }
        context = {
            "sender": host.name,
            "paragraphs": [
                _("Somebody, we think you, gave this address on the help page of %(office)s, %(college)s.") % words,
                _("Press the button until %(until)s to go on. Nobody at the college or elsewhere has seen what you "
                  "wrote; without a click it is deleted then.") % words,
            ],
            "button": (_("Yes, it was me"), newest_url(LINK, asked.key, mail.mailbox.address)),
            "after": [_("It was not you? You need not do anything.")],
            "why": _("You get this once, because this address was typed on that page."),
        }  # fmt: skip
        subject = _("Confirm by %(short)s: your note to %(office)s, %(college)s") % words
        return compose(mail, "base", subject=subject, context=context)


register("help_confirm", group="commitments", transactional=True, urgent=True, render=_render, still_true=_still_true)
