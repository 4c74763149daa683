"""Who sees requests for places, and who answers them."""

from django.http import Http404

from careerlink.accounts.models import User
from events.models import Answering
from events.permissions.events import may_plan
from partners.models import Host
from partners.permissions.desks import memberships


def may_answer_requests(user: User, host: Host) -> bool:
    """Whether she says yes or no to who asks for a place: coordinators and managers of an approved host."""
    return host.is_approved and may_plan(user, host)


def get_answering(user: User, key: str) -> Answering:
    """What was answered together, for all people of the host, else 404."""
    hosts = [member.host_id for member in memberships(user)]
    rows = Answering.objects.select_related("host__institution", "event", "by")
    found = rows.filter(key=key, host__in=hosts).first()
    if found is None:
        raise Http404
    return found


def get_answering_to_undo(user: User, key: str) -> Answering:
    """The same for those who may answer."""
    found = get_answering(user, key)
    if not may_answer_requests(user, found.host):
        raise Http404
    return found
