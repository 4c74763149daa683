"""Records of alumni in the export and the erasure of a person who has an account."""

from allauth.account.models import EmailAddress

from careerlink.accounts.models import User
from referrals.actions.erasing import erase_alumnus
from referrals.models import Alumnus
from referrals.queries.everything import everything_about


def export_alumni(user: User) -> list[dict]:
    """What offices hold about her as their alumna, under an address that is proven to be hers."""
    return [everything_about(alumnus) for alumnus in _records_of(user)]


def erase_alumni(user: User) -> None:
    """The same goes, at every office. May run twice."""
    for alumnus in _records_of(user):
        erase_alumnus(alumnus, by=None)


def _records_of(user: User) -> list[Alumnus]:
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {user.email.lower(), *(email.lower() for email in confirmed)}
    rows = Alumnus.objects.filter(addresses__email__in=addresses, erased_at=None).distinct()
    return list(rows.select_related("host__institution", "place").order_by("id"))
