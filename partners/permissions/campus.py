"""Who looks after the professors and student groups of a college, and who says yes to them."""

from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web.models import SignedLink
from partners.models import Group, Host, Member, Need
from partners.permissions.desks import get_desk
from partners.queries.campus import GROUP_KINDS, campus_of, is_group


def get_office(user: User, slug: str, *, role: str = Member.Role.VIEWER) -> Host:
    """The approved career office under `/desk/<slug>/` for somebody who has at least `role` there, else 404."""
    host = get_desk(user, slug, role=role)
    if host.kind != Host.HostKind.CAREER_OFFICE or not host.is_approved:
        raise Http404
    return host


def get_office_to_manage(user: User, slug: str) -> Host:
    """An approved career office for one of its managers, else 404."""
    return get_office(user, slug, role=Member.Role.MANAGER)


def get_office_to_decide(user: User, slug: str) -> Host:
    """An approved career office for those who decide there, else 404."""
    return get_office(user, slug, role=Member.Role.COORDINATOR)


def get_own_group(user: User, slug: str, *, role: str = Member.Role.VIEWER) -> Host:
    """The professor or student group under `/desk/<slug>/` for somebody who has at least `role` there, else 404."""
    host = get_desk(user, slug, role=role)
    if not is_group(host):
        raise Http404
    return host


def get_group_of_college(office: Host, key: str) -> Host:
    """A group of the college of an office that was opened by who decides there, whatever its state, else 404."""
    groups = Host.objects.filter(institution=office.institution_id, kind__in=GROUP_KINDS)
    group = groups.select_related("institution").filter(key=key).first()
    if group is None:
        raise Http404
    return group


def get_request_of_college(office: Host, key: str) -> Need:
    """A request of a group of the college of an office that was opened by who decides there, once it was asked
    about, else 404. What is a draft again no longer concerns the office.
    """
    rows = Need.objects.filter(host__institution=office.institution_id, host__kind__in=GROUP_KINDS)
    rows = rows.exclude(asked_at=None, state=Need.State.DRAFT)
    need = rows.select_related("host__institution").filter(key=key).first()
    if need is None:
        raise Http404
    return need


def get_group_behind(link: SignedLink) -> Host:
    """The group about which a signed link asks the department; the link is the right to see it. Else 404."""
    group = Host.objects.filter(key=link.about, kind__in=GROUP_KINDS).select_related("institution").first()
    if group is None:
        raise Http404
    return group


def get_request_behind(link: SignedLink) -> Need:
    """The request about which a signed link asks the department; the link is the right to see it. Else 404."""
    need = Need.objects.filter(key=link.about).select_related("host__institution").first()
    if need is None:
        raise Http404
    return need


def may_department_answer(host: Host, link: SignedLink) -> bool:
    """Whether the address to which a link was mailed still says yes for the department of a group. Three queries."""
    campus = campus_of(host)
    is_hers = campus.group.approver_email.lower() == link.address
    return is_hers and Group.Through.DEPARTMENT in campus.doors
