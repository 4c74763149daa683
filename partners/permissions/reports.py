"""Who may report whom, and how often."""

from datetime import timedelta

from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.models import Host, Report, Writer
from partners.permissions.desks import own_writer
from partners.permissions.hosts import get_host_to_read
from partners.permissions.writers import get_writer_to_read

MOST_AN_HOUR = 5


def may_report(user: User, thing: Host | Writer) -> bool:
    """Whether she may report it: whatever she can see, except herself."""
    return thing != own_writer(user)


def may_report_now(user: User) -> bool:
    """Whether she has not reported too much in the last hour."""
    recent = Report.objects.filter(by=user, submitted_at__gt=clock.now() - timedelta(hours=1))
    return recent.count() < MOST_AN_HOUR


def get_host_to_report(user: User, slug: str) -> Host:
    """A host that she sees, be it her own, else 404."""
    return get_host_to_read(user, slug)


def get_writer_to_report(user: User, slug: str) -> Writer:
    """A writer whom she sees and who is not herself, else 404."""
    writer = get_writer_to_read(user, slug)
    if not may_report(user, writer):
        raise Http404
    return writer


def get_last_report(user: User, thing: Host | Writer) -> Report | None:
    """Her own last report about it, None when there is none."""
    about = {"host": thing} if isinstance(thing, Host) else {"writer": thing}
    return Report.objects.filter(by=user, **about).order_by("-id").first()
