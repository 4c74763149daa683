"""The parts of an office's pages about alumni, as tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.models import Host


def office_tabs(host: Host, current: str, *, may_refer: bool) -> list[dict]:
    """The lists of an office about alumni; who only looks on is not sent to the page that invites."""
    parts = [
        ("referrals", _("Requests")),
        ("alumni", _("Alumni")),
        *([("bulk_invite", _("Invite"))] if may_refer else []),
        ("writer_records", _("Writers")),
        ("referral_report", _("What came of it")),
    ]
    return [
        {"label": label, "url": reverse(name, args=[host.slug]), "current": name == current} for name, label in parts
    ]
