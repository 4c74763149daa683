"""What opens behind the private links of an alumnus, who has no account."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from careerlink.web import clock
from careerlink.web.models import SignedLink
from referrals import clocks
from referrals.models import AlumnusAddress, Referral


def readable() -> QuerySet[Referral]:
    """Requests with all that the pages behind links say of them; nobody opens what was erased or anonymised."""
    rows = Referral.objects.select_related("host__institution", "host__help_settings", "alumnus__place")
    return rows.filter(alumnus__erased_at=None, anonymized_at=None)


def get_referral_behind(link: SignedLink) -> Referral:
    """The request that a link is about, else 404: also when the address it went to is no longer that of the alumnus.
    `main_address` is the one that a writer who says yes is given.
    """
    main = AlumnusAddress.objects.filter(alumnus=OuterRef("alumnus")).order_by("-is_main", "id").values("email")
    rows = readable().annotate(main_address=Subquery(main[:1]))
    return get_object_or_404(rows, alumnus__addresses__email=link.address, key=link.about)


def opens_status(referral: Referral, link: SignedLink) -> bool:
    """Whether this long-lived link still opens the status page: a newer one replaces it, and the page has its end."""
    return link.made_at >= referral.status_since and opens_still(referral)


def is_of_nobody(referral: Referral) -> bool:
    """Whether it was a mistake, or whoever reads the address is somebody else: behind its links nothing is shown any
    more, and no new ones are mailed.
    """
    return referral.disowned_at is not None or referral.state == Referral.State.ENTERED_IN_ERROR


def opens_still(referral: Referral) -> bool:
    """Whether the status page opens: while the request goes on and 30 days longer."""
    if is_of_nobody(referral):
        return False
    return referral.state in Referral.OPEN or clock.now() < referral.state_since + clocks.STATUS_LINK


def requests_at(address: str) -> list[Referral]:
    """Those requests of whoever reads this address whose page opens now, the newest of each office. One query."""
    since = clock.now() - clocks.STATUS_LINK
    rows = readable().filter(alumnus__addresses__email=address.strip().lower(), disowned_at=None)
    rows = rows.exclude(state=Referral.State.ENTERED_IN_ERROR)
    rows = rows.filter(Q(state__in=Referral.OPEN) | Q(state_since__gt=since)).order_by("host", "-id")
    return list({found.host_id: found for found in reversed(rows)}.values())
