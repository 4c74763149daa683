"""Who of an office may see and refer its alumni."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from careerlink.accounts.models import User
from partners.models import Host, Member
from partners.permissions.desks import get_desk, may_coordinate, may_manage, memberships
from referrals.models import Alumnus, FreeService, HelpSettings, Referral


def get_office(user: User, slug: str) -> Host:
    """The career office under `/desk/<slug>/` for its members, viewers too, else 404: other hosts keep no alumni."""
    return _office(get_desk(user, slug))


def get_office_to_refer(user: User, slug: str) -> Host:
    """The same for who may act for it, and only when it is approved: coordinators and managers."""
    host = _office(get_desk(user, slug, role=Member.Role.COORDINATOR))
    if not host.is_approved:
        raise Http404
    return host


def get_office_to_manage(user: User, slug: str) -> Host:
    """The same for its managers."""
    return _office(get_desk(user, slug, role=Member.Role.MANAGER))


def get_office_to_turn_on(user: User, slug: str) -> Host:
    """The same for the managers of an approved office, who decide that it refers alumni."""
    host = get_office_to_manage(user, slug)
    if not host.is_approved:
        raise Http404
    return host


def get_help_to_manage(user: User, slug: str) -> HelpSettings:
    """How an office refers alumni, for its managers, once it is turned on; else 404."""
    host = get_office_to_manage(user, slug)
    found = get_object_or_404(HelpSettings, host=host)
    found.host = host
    return found


def get_service_to_manage(user: User, slug: str, key: str) -> FreeService:
    """Something that this office does free of charge, for its managers, else 404."""
    host = get_help_to_manage(user, slug).host
    found = get_object_or_404(FreeService, host=host, key=key)
    found.host = host
    return found


def _office(host: Host) -> Host:
    if host.kind != Host.HostKind.CAREER_OFFICE:
        raise Http404
    return host


def visible_alumni(user: User) -> QuerySet[Alumnus]:
    """Alumni (with host, institution and place) in the records of offices where she is a member."""
    offices = [member.host_id for member in memberships(user) if member.host.kind == Host.HostKind.CAREER_OFFICE]
    return Alumnus.objects.filter(host__in=offices).select_related("host__institution", "place")


def visible_referrals(user: User) -> QuerySet[Referral]:
    """Referrals (with host, institution and alumnus) of offices where she is a member."""
    offices = [member.host_id for member in memberships(user) if member.host.kind == Host.HostKind.CAREER_OFFICE]
    return Referral.objects.filter(host__in=offices).select_related("host__institution", "alumnus__place")


def get_alumnus(user: User, key: str) -> Alumnus:
    """Somebody in her office's records, else 404."""
    return get_object_or_404(visible_alumni(user), key=key)


def get_referral(user: User, key: str) -> Referral:
    """A referral of her office, else 404."""
    return get_object_or_404(visible_referrals(user), key=key)


def get_alumnus_to_change(user: User, key: str) -> Alumnus:
    """The same for who may act for the office; nobody changes what was erased."""
    found = get_alumnus(user, key)
    if found.is_erased or not may_refer(user, found.host):
        raise Http404
    return found


def get_referral_to_move(user: User, key: str) -> Referral:
    """The same for a referral."""
    found = get_referral(user, key)
    if not may_refer(user, found.host):
        raise Http404
    return found


def may_refer(user: User, host: Host) -> bool:
    """Whether she may enter alumni and act on their referrals."""
    return host.is_approved and may_coordinate(user, host)


def may_manage_help(user: User, host: Host) -> bool:
    """Whether she may say how the office refers alumni, and what it does free of charge."""
    return may_manage(user, host)
