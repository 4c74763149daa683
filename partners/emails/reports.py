"""What is written about reports: to the moderators, and to whoever reported."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.audit.models import Entry
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import when
from partners.models import Report
from partners.models.reasons import ReportDismissed, ReportUpheld, kind_words


def tell_moderators_report(report: Report) -> None:
    """Somebody reported something, and by when it must be answered."""
    for address in settings.MODERATOR_EMAILS:
        queue_mail("report_arrived", key=f"report-arrived:{report.key}:{address}", to=address, about=report)


def tell_reporter_received(report: Report) -> None:
    """We have it, and you hear by then."""
    _to_reporter("report_received", report, "received")


def tell_reporter_delay(report: Report) -> None:
    """It takes longer, and by when you hear."""
    _to_reporter("report_delayed", report, f"{report.delay_told_at:%Y%m%d%H%M}")


def tell_reporter_end(report: Report, entry: Entry) -> None:
    """How it ended."""
    _to_reporter("report_ended", report, "end", {"entry": entry.pk})


def _to_reporter(kind: str, report: Report, what: str, context: dict | None = None) -> None:
    if report.by is None:
        return
    queue_mail(
        kind,
        key=f"{kind}:{report.key}:{what}",
        to=report.by.email,
        user_id=report.by_id,
        about=report,
        context=context,
    )


def _report(mail: OutgoingMail) -> Report:
    return Report.objects.select_related("host__institution", "writer", "by").get(pk=mail.about_id)


def _still_waits(mail: OutgoingMail) -> str:
    waits = Report.objects.filter(pk=mail.about_id, state=Report.State.SUBMITTED).exists()
    return "" if waits else "it was answered"


def _render_arrived(mail: OutgoingMail) -> Content:
    report = _report(mail)
    names = {"who": report.host or report.writer, "when": when(report.answer_by)}
    subject = _("Urgent: answer a report about %(who)s") if report.is_urgent else _("Answer a report about %(who)s")
    return compose(
        mail,
        "base",
        subject=subject % names,
        context={
            "paragraphs": [_("Answer by %(when)s.") % names],
            "rows": [(_("What"), report.get_about_display())],
            "button": (
                _("Open the report"),
                absolute(reverse("admin:partners_report_change", args=[report.pk])),
            ),
            "why": _("You get this because you are a moderator."),
        },
    )


def _render_received(mail: OutgoingMail) -> Content:
    report = _report(mail)
    return _to_the_reporter(
        mail,
        _("We have your report about %(who)s"),
        [
            _("You hear how it ends by %(when)s."),
            _("A person reads it. We do not tell %(who)s who wrote to us."),
            _("If somebody is in danger now, call 911 or campus security first.") if report.is_urgent else "",
        ],
    )


def _render_delayed(mail: OutgoingMail) -> Content:
    return _to_the_reporter(
        mail,
        _("It takes longer: your report about %(who)s"),
        [_("We have not finished and are sorry. You hear by %(when)s."), _("There is nothing that you need to do.")],
    )


def _render_ended(mail: OutgoingMail) -> Content:
    entry = Entry.objects.select_related("note").get(pk=mail.context["entry"])
    note = getattr(entry, "note", None)
    words = kind_words(ReportUpheld, entry.reason) or kind_words(ReportDismissed, entry.reason)
    plain = [text.replace("%", "%%") for text in (words, note.text if note else "")]
    return _to_the_reporter(mail, _("Your report about %(who)s is settled"), [_("Thank you for telling us."), *plain])


def _to_the_reporter(mail: OutgoingMail, subject: str, paragraphs: list[str]) -> Content:
    report = _report(mail)
    names = {"who": report.host or report.writer, "when": when(report.answer_by, report.by.zone)}
    return compose(
        mail,
        "base",
        subject=subject % names,
        context={
            "paragraphs": [text % names for text in paragraphs if text],
            "button": (_("Open CareerLink"), absolute(reverse("start"))),
            "why": _("You get this because you reported something to us."),
        },
    )


register(
    "report_arrived",
    group="decisions",
    transactional=True,
    urgent=True,
    render=_render_arrived,
    still_true=_still_waits,
)
register("report_received", group="commitments", transactional=True, render=_render_received, still_true=_still_waits)
register("report_delayed", group="commitments", transactional=True, render=_render_delayed, still_true=_still_waits)
register("report_ended", group="commitments", transactional=True, render=_render_ended)
