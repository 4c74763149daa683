"""The semester on one page: its dates, its issues, and the mail when it is over."""

from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from events.emails import semester as emails
from events.models import HostRate, SemesterReport, Term
from events.queries.semester.figures import figures_of
from partners.models import Host

MAILED_AFTER = timedelta(days=1)  # so that what happened on the last day is recorded
MAILED_UNTIL = timedelta(days=60)  # of terms that were entered when they were long over nobody is mailed


@transaction.atomic
def make_term(host: Host, *, by: User, name: str, starts_on: date, ends_on: date, reader: User | None = None) -> Term:
    """Note a semester. Raises ValidationError with what is wrong about its dates."""
    term = Term(host=host, name=name, starts_on=starts_on, ends_on=ends_on, reader=reader)
    term.validate_constraints(exclude={"key", "reader"})
    term.save()
    trail.record(term, "make", by=by, scope=host.key)
    return term


@transaction.atomic
def change_term(term: Term, *, by: User, name: str, starts_on: date, ends_on: date, reader: User | None = None) -> None:
    """Change its name, dates or reader; what was issued stays as it was. A later end is mailed when it comes.
    Raises ValidationError.
    """
    was_over = term.ends_on
    term.name, term.starts_on, term.ends_on, term.reader = name, starts_on, ends_on, reader
    term.validate_constraints(exclude={"key", "reader"})
    if ends_on > was_over:
        term.mailed_at = None
    term.save(update_fields=["name", "starts_on", "ends_on", "reader", "mailed_at"])
    trail.record(term, "change", by=by, scope=term.host.key)


@transaction.atomic
def issue_report(term: Term, *, by: User | None) -> SemesterReport:
    """Issue the page as it is now. While nothing has changed since the last issue, that one is meant."""
    Term.objects.select_for_update().get(pk=term.pk)
    figures = [asdict(figure) for figure in figures_of(term)]
    last = term.reports.first()
    if last is not None and last.figures == figures:
        return last
    report = SemesterReport.objects.create(term=term, figures=figures, issued_at=clock.now(), issued_by=by)
    trail.record(report, "issue", by=by, scope=term.host.key)
    return report


@transaction.atomic
def set_rate(host: Host, *, by: User, year: int, cents: int, source: str) -> HostRate:
    """Reckon hours of a year with a figure of the host's own. Raises ValidationError."""
    rate = HostRate.objects.filter(host=host, year=year).first() or HostRate(host=host, year=year)
    rate.cents, rate.source = cents, source
    rate.validate_constraints(exclude={"host"})
    rate.save()
    trail.record(rate, "set", by=by, scope=host.key)
    return rate


def mail_reports() -> None:
    """Issue and mail the page of each semester that is over; a second beat mails nothing again."""
    today = clock.today()
    due = Term.objects.filter(mailed_at=None, ends_on__lt=today, ends_on__gte=today - MAILED_UNTIL)
    for term in due.select_related("host__institution", "reader").order_by("ends_on", "pk"):
        if clock.today(term.host.zone) > term.ends_on + MAILED_AFTER - timedelta(days=1):
            _mail(term)


@transaction.atomic
def _mail(term: Term) -> None:
    if not Term.objects.filter(pk=term.pk, mailed_at=None).update(mailed_at=clock.now()):
        return
    if term.host.is_approved:
        emails.send_report(issue_report(term, by=None))
