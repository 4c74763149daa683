"""What an office says about its own help, and to whom it goes."""

from careerlink.web import clock
from partners.models import Host
from referrals.models import CounselParagraph, FreeService, HelpSettings


def services_of(host: Host) -> list[FreeService]:
    """All that alumni get free of charge, in the order of the office. One query."""
    return list(FreeService.objects.filter(host=host))


def years_since(host: Host, year: int | None) -> int | None:
    """For how many years somebody has been out of college; None where that is not known."""
    return None if year is None else max(0, clock.today(host.zone).year - year)


def services_for(host: Host, year: int | None) -> list[FreeService]:
    """Those for somebody who graduated in `year`; who does not say gets to see all. One query."""
    since = years_since(host, year)
    return [
        service
        for service in services_of(host)
        if since is None or service.within_years is None or since <= service.within_years
    ]


def is_ours(settings: HelpSettings, year: int | None) -> bool:
    """Whether the office helps somebody who graduated in `year` itself, by its own rule."""
    since = years_since(settings.host, year)
    return settings.own_years is not None and since is not None and since <= settings.own_years


def counsel_versions(host: Host) -> list[CounselParagraph]:
    """What counsel adds to the consent, newest first: that one is in force. One query."""
    return list(CounselParagraph.objects.filter(host=host).select_related("by").order_by("-version"))
