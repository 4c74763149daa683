"""Who may stop what an office sends to many alumni."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from careerlink.accounts.models import User
from partners.permissions.desks import memberships
from referrals.models import BulkInvite
from referrals.permissions.desk import may_refer


def get_invite_to_stop(user: User, key: str) -> BulkInvite:
    """An invitation of many of an office for which she may act, else 404."""
    hosts = [member.host_id for member in memberships(user)]
    found = get_object_or_404(BulkInvite.objects.filter(host__in=hosts).select_related("host"), key=key)
    if not may_refer(user, found.host):
        raise Http404
    return found
