"""Who brings lists of alumni in, and takes the list of them away: whoever may act for the office."""

from django.db.models import QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from referrals.models import AlumniImport
from referrals.permissions.desk import get_office_to_refer


def get_import(user: User, slug: str, key: str, *, states: tuple[str, ...] = ()) -> AlumniImport:
    """A list of her office, if given in one of these states, else 404."""
    host = get_office_to_refer(user, slug)
    rows: QuerySet[AlumniImport] = AlumniImport.objects.filter(host=host, key=key)
    found = (rows.filter(state__in=states) if states else rows).select_related("made_by").first()
    if found is None:
        raise Http404
    found.host = host
    return found
