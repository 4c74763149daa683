"""The semester's page by mail, when it is over."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from events.models import SemesterReport
from partners.models import Member
from partners.queries.offers import deciders


def send_report(report: SemesterReport) -> None:
    """To whom the host chose for it, while she belongs to the host; else to those who decide there."""
    term = report.term
    there = Member.objects.filter(host=term.host, user=term.reader_id, ended_at=None).exists()
    people = [term.reader] if term.reader and there and term.reader.is_active else deciders(term.host)
    queue_to_all(
        "semester_report",
        key=f"semester_report:{report.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=report,
        scope=term.host.key,
    )


def _report(mail: OutgoingMail) -> SemesterReport:
    return SemesterReport.objects.select_related("term__host__institution").get(pk=mail.about_id)


def _address(report: SemesterReport) -> str:
    return absolute(reverse("semester_issue", args=[report.term.host.slug, report.key]))


def render(mail: OutgoingMail) -> Content:
    report = _report(mail)
    with translation.override(mail.mailbox.language):
        names = {"term": report.term.name, "host": report.term.host.name, "day": day(report.term.ends_on)}
        context = {
            "paragraphs": [
                _("%(term)s ended on %(day)s. This is what came of working with writers at %(host)s.") % names,
                _("One page to print, for whoever asks what it was worth."),
            ],
            "rows": [(figure["label"], figure["value"] or _("unknown")) for figure in report.figures],
            "button": (_("Open the page"), _address(report)),
        }
        subject = _("Show what %(term)s was worth: %(host)s") % names
    return compose(mail, "base", subject=subject, context=context)


def still_true(mail: OutgoingMail) -> str:
    return "" if SemesterReport.objects.filter(pk=mail.about_id).exists() else "the report is gone"


register(
    "semester_report",
    group="commitments",  # the host set the day and chose who reads it
    transactional=True,
    urgent=False,
    render=render,
    still_true=still_true,
)
