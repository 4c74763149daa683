"""Who may ask for help without an account, and who may say that she did."""

from django.http import Http404

from partners.models import Host
from referrals.models import HelpRequest, HelpSettings


def get_public_help(slug: str) -> HelpSettings:
    """How an approved office helps its alumni, with the office and its college, when it wants to be asked by
    everybody; else 404.
    """
    rows = HelpSettings.objects.select_related("host__institution")
    found = rows.filter(host__slug=slug, host__state=Host.State.APPROVED, is_public=True).first()
    if found is None:
        raise Http404
    return found


def may_everybody_ask(host: Host) -> bool:
    """Whether alumni may ask on the public page of an approved office. One query."""
    return host.is_approved and HelpSettings.objects.filter(host=host, is_public=True).exists()


def get_help_request(key: str) -> HelpRequest:
    """What the link in a mail confirms, with the office, while it is kept and the office takes part; else 404."""
    rows = HelpRequest.objects.select_related("host__institution", "referral__alumnus", "referral__host")
    found = rows.filter(key=key, host__state=Host.State.APPROVED).first()
    if found is None:
        raise Http404
    return found
