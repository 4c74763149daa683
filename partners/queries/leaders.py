"""Who leads a student group, until when, and what is due about it."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.models import Group, Host, Invitation, Member
from partners.queries.campus import group_of
from partners.queries.offers import deciders

ASK_FROM = (4, 1)  # month and day, where the group is
REMIND_FROM = (4, 20)
ANSWER_UNTIL = (5, 31)
PAUSE_ON = (6, 30)
ONE_DAY = timedelta(days=1)
FORTNIGHT = timedelta(days=14)


def spring(year: int, when: tuple[int, int]) -> date:
    """One of the days of a year on which something is asked or ends."""
    return date(year, *when)


def managers(host: Host) -> QuerySet[Member]:
    """Running managers of a host who can log in."""
    rows = Member.objects.filter(host=host, role=Member.Role.MANAGER, ended_at=None, user__is_active=True)
    return rows.select_related("user").order_by("since", "id")


def adviser_of(host: Host) -> Member | None:
    """The adviser of a student group with her person, None when it has none who can log in. One query."""
    is_free = Q(user__suspended_until=None) | Q(user__suspended_until__lte=clock.now())
    return managers(host).filter(is_free, is_adviser=True).first() if host.is_of_students else None


def _has_adviser() -> Q:
    """Whether a host has an adviser, or has asked one who has not answered yet."""
    here = Member.objects.filter(host=OuterRef("pk"), is_adviser=True, ended_at=None, user__is_active=True)
    asked = Invitation.objects.filter(
        host=OuterRef("pk"), is_adviser=True, state=Invitation.State.SENT, expires_at__gt=clock.now()
    )
    return Exists(here) | Exists(asked)


def is_asked(host: Host, group: Group) -> bool:
    """Whether the question who leads the group next year is open."""
    year = clock.today(host.zone).year
    return group.paused_at is None and group.successors_asked_in == year and group.successors_for != year


def answer_until(host: Host, group: Group) -> date:
    """The last day to answer that question; today when it is past and an adviser keeps the group going."""
    today = clock.today(host.zone)
    return max(today, group.pauses_on or spring(today.year, ANSWER_UNTIL))


def leaders_page(host: Host) -> dict:
    """What the page about next year's leaders shows. One query."""
    group = group_of(host)
    return {
        "is_asked": is_asked(host, group) or group.paused_at is not None,
        "paused_at": group.paused_at,
        "until": answer_until(host, group),
    }


def desk_lines(host: Host) -> dict:
    """What the desk of a student group says about its leaders. One query, none for other hosts."""
    if not host.is_of_students:
        return {}
    row = Host.objects.filter(pk=host.pk).annotate(has_adviser=_has_adviser()).select_related("group").get()
    group = row.group if hasattr(row, "group") else Group(host=host)
    return {
        "paused_at": group.paused_at,
        "wants_adviser": host.is_approved and not row.has_adviser,
        "asked_until": answer_until(host, group) if is_asked(host, group) else None,
    }


def groups_to_ask(today: date) -> QuerySet[Host]:
    """Approved student groups that were not asked yet this spring who leads them next; nobody out of season.
    `today` may be a day more or less where a group is.
    """
    first, last = spring(today.year, ASK_FROM) - ONE_DAY, spring(today.year, ANSWER_UNTIL) + ONE_DAY
    rows = Host.objects.taking_part().filter(
        kind=Host.HostKind.STUDENT_ORGANIZATION, reviewed_at__date__lt=first + ONE_DAY
    )
    if not first <= today <= last:
        return rows.none()
    told = Q(group__successors_asked_in=today.year) | Q(group__successors_for=today.year)
    return rows.exclude(pk__in=Host.objects.filter(told).values("pk")).order_by("id")


def groups_without_answer(today: date) -> QuerySet[Group]:
    """Student groups that were asked this spring, have not answered, and for which something is due; `today` may
    be a day more or less where a group is.
    """
    tomorrow = today + ONE_DAY
    due = Q(pauses_on__lte=tomorrow)
    if tomorrow >= spring(today.year, REMIND_FROM):
        due |= Q(successors_told=Group.Told.ASKED)
    if tomorrow > spring(today.year, ANSWER_UNTIL):
        due |= Q(successors_told__lt=Group.Told.LAST_WORD)
    asked = Group.objects.filter(due, successors_asked_in=today.year, paused_at=None, host__state=Host.State.APPROVED)
    open_ones = asked.filter(Q(successors_for=None) | ~Q(successors_for=today.year))
    return open_ones.select_related("host").order_by("host_id")


def terms_over() -> QuerySet[Member]:
    """Members whose last day may have come somewhere; the action looks where the group is."""
    rows = Member.objects.filter(ended_at=None, ends_on__lte=clock.today() + ONE_DAY)
    return rows.select_related("host", "user").order_by("ends_on", "id")


def office_of(host: Host) -> Host | None:
    """The approved career office of the same college, None when there is none. One query."""
    rows = Host.objects.approved().filter(institution=host.institution_id, kind=Host.HostKind.CAREER_OFFICE)
    return rows.exclude(pk=host.pk).select_related("institution").order_by("id").first()


def office_people(host: Host) -> list[User]:
    """Whoever gets the decisions of that office. At most two queries."""
    office = office_of(host)
    return deciders(office) if office else []
