"""Telling the moderators that something is wrong, and how it ends."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from partners.actions.reviews import URGENT_HOURS, stamp_submission, verdict
from partners.emails import reports as emails
from partners.models import Host, Report, Writer


@transaction.atomic
def report_host(host: Host, *, by: User, about: str, text: str) -> Report:
    """Tell the moderators about a host. The host is not told who did; a second click changes nothing."""
    return _report(by, about, text, host=host)


@transaction.atomic
def report_writer(writer: Writer, *, by: User, about: str, text: str) -> Report:
    """Tell the moderators about a writer. She is not told who did; a second click changes nothing."""
    return _report(by, about, text, writer=writer)


@transaction.atomic
def report_by_link(thing: Host | Writer, *, about: str, text: str) -> Report:
    """The same by somebody without an account, behind a private link: nobody is mailed but the moderators."""
    return _report(None, about, text, **({"host": thing} if isinstance(thing, Host) else {"writer": thing}))


@transaction.atomic
def uphold_report(report: Report, *, by: User, reason: str, note: str = "") -> None:
    """A report led to something; the reporter is told in a sentence."""
    entry = report.move("uphold", by=by, reason=reason, note=note, **verdict(by, reason))
    emails.tell_reporter_end(report, entry)


@transaction.atomic
def dismiss_report(report: Report, *, by: User, reason: str, note: str = "") -> None:
    """A report led to nothing; the reporter is told why, in a sentence."""
    entry = report.move("dismiss", by=by, reason=reason, note=note, **verdict(by, reason))
    emails.tell_reporter_end(report, entry)


def _report(by: User | None, about: str, text: str, **thing) -> Report:
    if by is not None:
        User.objects.select_for_update().get(pk=by.pk)
    same = Report.objects.filter(by=by, about=about, text=text, state=Report.State.SUBMITTED, **thing).first()
    if same is not None:
        return same
    report = Report.objects.create(by=by, about=about, text=text, is_urgent=about in Report.URGENT, **thing)
    stamp_submission(report, hours=URGENT_HOURS if report.is_urgent else None)
    # Nobody but the moderators may find it: neither the scope nor the person of what is reported.
    trail.record(report, "report", by=by, after=report.state, reason=about)
    emails.tell_moderators_report(report)
    emails.tell_reporter_received(report)
    return report
