"""What an office is told before records of alumni go."""

from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from partners.models import Host
from partners.queries.offers import deciders
from referrals.queries.leaving import leaving_counts


def tell_office_what_leaves(host: Host, leaves: date) -> None:
    """To whoever decides at the office: these leave on that day, and what can be done until then. One letter a day."""
    to = [Recipient(person.email, person.pk, person.zone) for person in deciders(host)]
    queue_to_all("alumni_leave", key=f"alumni_leave:{host.key}:{leaves}", to=to, about=host, scope=host.key)


def _letter(mail: OutgoingMail) -> Content:
    host = Host.objects.select_related("institution").get(pk=mail.about_id)
    with translation.override(mail.mailbox.language):
        alumni, referrals, first = leaving_counts(host)
        words = {"day": day(first) if first else ""}
        said = []
        if alumni:
            line = ngettext(
                "%(n)s person in your records has had no referral for a year, and leaves them.",
                "%(n)s people in your records have had no referral for a year, and leave them.",
                alumni,
            )
            said.append(line % {"n": alumni})
        if referrals:
            line = ngettext(
                "%(n)s referral ended two years ago: it is still counted, and loses its name.",
                "%(n)s referrals ended two years ago: they are still counted, and lose their names.",
                referrals,
            )
            said.append(line % {"n": referrals})
        context = {
            "paragraphs": [
                _("From %(day)s on we forget what you no longer need.") % words,
                *said,
                _("You need not do anything. Whom you want to keep for another year you can keep with one button."),
            ],
            "button": (_("See who leaves"), absolute(reverse("alumni_leaving", args=[host.slug]))),
        }
        return compose(mail, "base", subject=_("Look by %(day)s: old records of alumni leave") % words, context=context)


def _still(mail: OutgoingMail) -> str:
    host = Host.objects.filter(pk=mail.about_id).first()
    if host is None or not any(leaving_counts(host)[:2]):
        return "nothing leaves any more"
    return ""


register("alumni_leave", group="decisions", transactional=True, render=_letter, still_true=_still)
