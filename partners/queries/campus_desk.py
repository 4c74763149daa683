"""What professors and student groups of a college have before its career office: groups that want to begin, and
requests that wait for a yes.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web.templatetags.web import day
from partners.models import CampusRules, Host, Member, Need
from partners.queries.campus import GROUP_KINDS
from partners.queries.reviews import domain_hint
from partners.registry import Line

MOST = 20  # of a kind on one page; the rest follows as these are answered


def waiting_groups(now: datetime) -> QuerySet:
    """Groups that want to begin, once for each career office that may say yes."""
    rows = Host.objects.filter(
        state=Host.State.SUBMITTED,
        kind__in=GROUP_KINDS,
        institution__hosts__kind=Host.HostKind.CAREER_OFFICE,
        institution__hosts__state=Host.State.APPROVED,
    ).exclude(institution__campus_rules__approver=CampusRules.Approver.DEPARTMENT)
    return rows.annotate(desk=F("institution__hosts__id"), since=F("submitted_at"), ends=F("answer_by"))


def waiting_requests(now: datetime) -> QuerySet:
    """Requests of groups that wait for a yes, once for each career office that may say it."""
    rows = Need.objects.filter(
        state=Need.State.WAITING,
        answer_by__gt=now,
        host__state=Host.State.APPROVED,
        host__institution__hosts__kind=Host.HostKind.CAREER_OFFICE,
        host__institution__hosts__state=Host.State.APPROVED,
    ).exclude(host__institution__campus_rules__approver=CampusRules.Approver.DEPARTMENT)
    return rows.annotate(desk=F("host__institution__hosts__id"), since=F("asked_at"), ends=F("answer_by"))


def group_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """The groups that wait for the people of these offices. One query."""
    rows = waiting_groups(now).filter(desk__in=[host.pk for host in hosts])
    slugs = {host.pk: host.slug for host in hosts}
    return [
        Line(
            host_id=group.desk,
            title=_("%(group)s wants to begin") % {"group": group.name},
            sentence=_("%(kind)s. Nothing leaves in its name until somebody says yes.")
            % {"kind": group.get_kind_display()},
            deadline=group.answer_by,
            url=reverse("campus_waiting", args=[slugs[group.desk]]),
        )
        for group in rows.order_by("answer_by", "id")
    ]


def request_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """The requests that wait for the people of these offices. One query."""
    rows = waiting_requests(now).filter(desk__in=[host.pk for host in hosts])
    slugs = {host.pk: host.slug for host in hosts}
    return [
        Line(
            host_id=need.desk,
            title=_("%(group)s asks: %(need)s") % {"group": need.host.name, "need": need},
            sentence=_("For %(day)s. Writers see it once somebody says yes.") % {"day": day(need.needed_on)},
            deadline=need.answer_by,
            url=reverse("campus_waiting", args=[slugs[need.desk]]),
        )
        for need in rows.select_related("host").order_by("answer_by", "id")
    ]


def group_words(count: int) -> str:
    return ngettext("%(n)s new group", "%(n)s new groups", count) % {"n": count}


def group_button(count: int) -> str:
    return ngettext("Say yes or no", "Say yes or no to %(n)s groups", count) % {"n": count}


def request_words(count: int) -> str:
    words = ngettext("%(n)s request of a group", "%(n)s requests of groups", count)
    return words % {"n": count}


def request_button(count: int) -> str:
    return ngettext("Say yes or no", "Say yes or no to %(n)s requests", count) % {"n": count}


def groups_before(office: Host, now: datetime) -> list[dict]:
    """What the page says of each group that wants to begin: who asks and what her addresses hint at; the next
    promise first. At most 20; two queries.
    """
    rows = waiting_groups(now).filter(desk=office.pk).select_related("institution", "group")
    groups = list(rows.order_by("answer_by", "id")[:MOST])
    people = Member.objects.filter(host__in=groups, ended_at=None).select_related("user")
    people = people.prefetch_related("user__emailaddress_set").order_by("since", "id")
    by_host: dict[int, list[Member]] = {}
    for member in people:
        by_host.setdefault(member.host_id, []).append(member)
    return [
        {
            "group": group,
            "people": ", ".join(str(member.user) for member in by_host.get(group.pk, [])),
            "hint": domain_hint(group, _confirmed(by_host.get(group.pk, []))),
        }
        for group in groups
    ]


def _confirmed(people: list[Member]) -> list[str]:
    return [one.email for member in people for one in member.user.emailaddress_set.all() if one.verified]


def requests_before(office: Host, now: datetime) -> list[Need]:
    """Requests that wait for this office, with their groups; the one that ends first in front. At most 20."""
    rows = waiting_requests(now).filter(desk=office.pk).select_related("host")
    return list(rows.order_by("answer_by", "id")[:MOST])
