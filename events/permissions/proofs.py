"""Who is issued certificates, who answers after the day, and who sees the semester."""

from django.http import Http404

from careerlink.accounts.models import User
from events.models import Assignment, Certificate, Feedback, SemesterReport, Term
from events.permissions.places import ROWS as PLACE_ROWS
from events.permissions.places import get_own_place, is_own
from events.queries.approved import approved_minutes
from events.queries.certificates import certificate_by_code
from partners.models import Host, Member
from partners.permissions.desks import get_desk, get_own_writer


def get_place_to_certify(user: User, key: str) -> Assignment:
    """Her own place at which she was, else 404; whether hours are approved, the action says."""
    place = get_own_place(user, key)
    if place.state not in Assignment.WORKED:
        raise Http404
    return place


def may_certify(user: User, place: Assignment) -> bool:
    """Whether she may have a certificate of it: she was there, and the host has approved hours."""
    return is_own(user, place) and place.state in Assignment.WORKED and bool(approved_minutes([place.pk]))


def get_own_certificate(user: User, key: str) -> Certificate:
    """One that she was issued, whether it still holds or not, else 404."""
    found = Certificate.objects.filter(writer=get_own_writer(user), key=key).select_related("writer").first()
    if found is None:
        raise Http404
    return found


def get_certificate_to_check(code: str) -> Certificate:
    """What anybody who has the code may see, else 404."""
    found = certificate_by_code(code)
    if found is None:
        raise Http404
    return found


def get_place_behind(about: str) -> tuple[Assignment, str]:
    """The place and the side that a signed link speaks for; the link is the right to answer. Else 404."""
    key, _colon, side = about.partition(":")
    place = Assignment.objects.select_related(*PLACE_ROWS).filter(key=key).first()
    if place is None or side not in Feedback.Side.values:
        raise Http404
    return place, side


def get_desk_with_terms(user: User, slug: str) -> Host:
    """A host's desk for all its people, else 404."""
    return get_desk(user, slug)


def get_desk_to_set_terms(user: User, slug: str) -> Host:
    """The same for those who may change semesters and rates, else 404."""
    return get_desk(user, slug, role=Member.Role.COORDINATOR)


def get_term_to_read(user: User, slug: str, key: str) -> Term:
    """A semester of a host for all its people, else 404."""
    return _term(get_desk(user, slug), key)


def get_term_to_change(user: User, slug: str, key: str) -> Term:
    """A semester for those who may change it, else 404."""
    return _term(get_desk_to_set_terms(user, slug), key)


def _term(host: Host, key: str) -> Term:
    term = Term.objects.filter(host=host, key=key).select_related("reader").first()
    if term is None:
        raise Http404
    term.host = host
    return term


def get_issue_to_read(user: User, slug: str, key: str) -> SemesterReport:
    """A page as it was issued, for all people of its host, else 404."""
    host = get_desk(user, slug)
    report = SemesterReport.objects.filter(term__host=host, key=key).select_related("term", "issued_by").first()
    if report is None:
        raise Http404
    report.term.host = host
    return report
