"""Reads about introductions: the lists of both sides, how one reaches the other, what came of them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.taxonomy.models import Industry, Major
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.models import Host, Introduction, IntroductionResult, Member, Partnership, Vocabulary, Writer
from partners.queries.campus import group_of
from partners.queries.offers import deciders
from partners.registry import Line

State = Introduction.State
MADE = (State.INTRODUCED, State.CLOSED)
UNSEEN = (State.DRAFT, State.DISCARDED)  # what was never before the host
OVER = (State.DECLINED, State.WITHDRAWN, State.LAPSED)
ADDRESS = re.compile(r"\S@\S|\bhttps?:|\bwww\.|(?:\d[\s().-]*){7,}")


def is_reach(text: str) -> bool:
    """Whether a text holds an e-mail address, a web address or a telephone number."""
    return bool(ADDRESS.search(text))


def introductions_of(host: Host, states: Collection[str]) -> QuerySet[Introduction]:
    """Those of a host in these states, as its people may see them."""
    rows = Introduction.objects.filter(host=host, state__in=states).exclude(state__in=UNSEEN)
    return rows.select_related("writer").prefetch_related("results")


def introductions_by(writer: Writer) -> QuerySet[Introduction]:
    """All of a writer's own."""
    return Introduction.objects.filter(writer=writer).select_related("host__institution").prefetch_related("results")


def hosts_to_introduce_to(writer: Writer, most: int = 10) -> list[Host]:
    """Approved hosts with which a writer works, the newest first. One query."""
    rows = Partnership.objects.filter(writer=writer, host__state=Host.State.APPROVED)
    return [row.host for row in rows.select_related("host__institution").order_by("-since", "-id")[:most]]


def readable() -> QuerySet[Introduction]:
    """Introductions with both sides and, as `industry_title`, their industry in words: what `facts_of()` reads."""
    titles = Industry.objects.filter(pk=OuterRef("industry")).values("title")[:1]
    rows = Introduction.objects.select_related("host__institution", "writer__user", "offer", "host_agreed_by")
    return rows.annotate(industry_title=Coalesce(Subquery(titles), Value("")))


def majors_of(introduction: Introduction) -> list[str]:
    """The majors that the writer's words were read as, by name. One query."""
    titles = Major.objects.filter(pk=OuterRef("code")).values("title")[:1]
    tags = introduction.tags.filter(vocabulary=Vocabulary.MAJOR).annotate(title=Subquery(titles))
    return sorted(tag.title for tag in tags if tag.title)


def facts_of(introduction: Introduction) -> list[tuple[str, str]]:
    """Label and value of what the host reads before it says yes: nothing that names or reaches the contact.
    `introduction` comes from `readable()`. One query.
    """
    kind = _("A recruiter who hires for %(name)s") % {"name": introduction.hires_for}
    rows = [
        (_("Employer"), introduction.organization),
        (_("Industry"), introduction.industry_title),
        (_("Who hires"), kind if introduction.is_recruiter else _("The employer itself")),
        (_("They look for"), introduction.looks_for),
        (_("Majors"), introduction.majors_words),
        (_("Read as"), ", ".join(majors_of(introduction))),
        (_("Why here"), introduction.why),
    ]
    return [(label, value) for label, value in rows if value]


@dataclass(frozen=True)
class Reach:
    """Whom the employer writes to at a host. `user` is None for a mailbox that belongs to nobody."""

    name: str
    email: str
    user: User | None = None


def reach_of(host: Host, agreed_by: User | None) -> Reach | None:
    """How the employer reaches a host: whoever said yes while she decides there, else somebody who does. A student
    group is reached through its mailbox or its adviser, so that no student's own address goes out; None when it
    has neither.
    """
    if host.kind == Host.HostKind.STUDENT_ORGANIZATION:
        return _reach_of_students(host)
    people = deciders(host)
    there = next((person for person in people if agreed_by and person.pk == agreed_by.pk), None)
    if there is None and agreed_by and Member.objects.filter(host=host, user=agreed_by, ended_at=None).exists():
        there = agreed_by
    person = there or (people[0] if people else None)
    return Reach(str(person), person.email, person) if person else None


def _reach_of_students(host: Host) -> Reach | None:
    mailbox = group_of(host).mailbox
    if mailbox:
        return Reach(host.name, mailbox)
    adviser = Member.objects.filter(host=host, ended_at=None, is_adviser=True).select_related("user").first()
    return Reach(str(adviser.user), adviser.user.email, adviser.user) if adviser else None


# --- What came of them --------------------------------------------------------------------------------------


def outcome_totals(host: Host) -> list[dict]:
    """Figures over all introductions of a host that were made. Two queries."""
    made = Introduction.objects.filter(host=host, state__in=MADE)
    results = IntroductionResult.objects.filter(introduction__in=made.order_by())
    counts = dict(results.order_by().values_list("what").annotate(Count("id")))
    silent = Count("pk", filter=Q(results=None), distinct=True)
    totals = made.order_by().aggregate(all=Count("pk", distinct=True), silent=silent)
    figures = [{"label": _("Introduced"), "value": totals["all"]}]
    figures += [{"label": what.label, "value": counts.get(what.value, 0)} for what in IntroductionResult.What]
    return [*figures, {"label": _("Not said"), "value": totals["silent"]}]


# --- The desk mail ------------------------------------------------------------------------------------------


def waiting_for_hosts(now: datetime) -> QuerySet[Introduction]:
    """Introductions to which a host has not said yes or no."""
    rows = Introduction.objects.filter(state__in=Introduction.FOR_HOST, due_at__gt=now)
    return rows.annotate(desk=F("host_id"), since=F("proposed_at"), ends=F("due_at"))


def introduction_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """The introductions that wait for the people of these hosts. One query."""
    rows = waiting_for_hosts(now).filter(host__in=[host.pk for host in hosts]).select_related("writer")
    half = now - timedelta(days=clocks.INTRODUCTION_REMINDER)
    return [
        Line(
            host_id=one.host_id,
            title=_("%(writer)s would introduce: %(employer)s")
            % {"writer": one.writer.name, "employer": one.organization},
            sentence=_about(one),
            deadline=one.due_at,
            url=one.get_absolute_url(),
            reminded=int(one.proposed_at is not None and one.proposed_at <= half),
            reminders=1,
        )
        for one in rows.order_by("due_at", "id")
    ]


def _about(introduction: Introduction) -> str:
    said = []
    if introduction.is_recruiter:
        said.append(_("A recruiter who hires for %(name)s.") % {"name": introduction.hires_for})
    if introduction.state == State.CONTACT_AGREED:
        said.append(_("The employer has said yes."))
    else:
        said.append(_("The employer was asked on %(day)s.") % {"day": day(introduction.proposed_at)})
    return " ".join(said)


def introduction_words(count: int) -> str:
    return ngettext("%(n)s introduction", "%(n)s introductions", count) % {"n": count}


def introduction_button(count: int) -> str:
    return ngettext("Decide this introduction", "Decide %(n)s introductions", count) % {"n": count}
