"""Stand-ins for class: the times that work, who says yes, who could come, and what the pages show."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.audit.models import Entry
from careerlink.web import clock
from careerlink.web.templatetags.web import hour, when
from partners import clocks
from partners.models import CampusRules, ClassRequest, Engagement, Group, Host, Kind, Need, Offer, Writer
from partners.queries.campus import lead_days, offices_of
from partners.queries.facts import offer_fits
from partners.queries.offers import fees_of
from partners.queries.reasons import fit_words
from partners.queries.suggestions import possible_of, writers_to_tell, writers_within_reach
from partners.registry import Line

MOST_ASKED = 20  # writers for one class
MOST_SHOWN = 20  # offers on the page of a class
ROWS = ("host__institution", "need", "picked__writer", "made_by")
OFFERED = (Offer.State.QUEUED, *Offer.UNDECIDED)
OFFICE, DEPARTMENT, MODERATOR = (through.value for through in list(Group.Through)[1:])


# --- Times ----------------------------------------------------------------------------------------


def class_moment(day: date, at: time, zone: str) -> datetime | None:
    """The moment (UTC) at which clocks in `zone` show `at` on `day`; None when they skip it in spring. Of an
    hour that comes twice in autumn the first is meant.
    """
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    back = moment.astimezone(ZoneInfo(zone))
    return moment if back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def default_decide_by(starts_at: datetime, zone: str) -> datetime:
    """By when a stand-in is picked: noon of the day before; when there is no time for that any more halfway to
    class, and at least two hours before it.
    """
    now = clock.now()
    day_before = starts_at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    noon = datetime.combine(day_before, clocks.CLASS_DECIDED_AT, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if noon >= now + clocks.CLASS_LEAST_OPEN:
        return noon
    return min(now + (starts_at - now) / 2, starts_at - clocks.CLASS_DECIDED_BEFORE)


def is_late(starts_at: datetime, zone: str, first: date, *, waits: bool) -> bool:
    """Whether it is too late to ask for this class: before the `first` day for which the college takes requests,
    too soon to find anybody, or (`waits`) too soon for the yes that is needed first.
    """
    if starts_at.astimezone(ZoneInfo(zone)).date() < first:
        return True
    return starts_at < clock.now() + (clocks.CLASS_YES_BEFORE if waits else timedelta(0)) + clocks.CLASS_LEAST_AHEAD


def first_that_works(begins: time, zone: str, first: date, *, waits: bool) -> date:
    """The first day on which a class that begins at this time can still be asked for."""
    day = max(first, clock.today(zone))
    while (moment := class_moment(day, begins, zone)) is None or is_late(moment, zone, first, waits=waits):
        day += timedelta(days=1)
    return day


def why_late(rules: CampusRules, group: Group, *, waits: bool) -> str:
    """The rule that stands behind a refusal, in a sentence."""
    days = lead_days(rules, group)
    if days:
        said = ngettext(
            "Your college wants to know %(n)s day ahead.", "Your college wants to know %(n)s days ahead.", days
        )
        return said % {"n": days}
    if waits:
        return _("Somebody has to say yes first, and that takes until 12 hours before class.")
    return _("That is too soon to find somebody.")


def span_words(request: ClassRequest, zone: str = "") -> str:
    """Thu 12 May 2026, 2:00 pm Eastern to 3:15 pm Eastern."""
    zone = zone or request.host.zone
    times = {"from": when(request.starts_at, zone), "until": hour(request.ends_at, zone)}
    return _("%(from)s to %(until)s") % times


def minutes_of(request: ClassRequest) -> int:
    """How long class lasts."""
    return int((request.ends_at - request.starts_at).total_seconds() // 60)


# --- One request ------------------------------------------------------------------------------------


def request_behind(need: Need | None) -> ClassRequest | None:
    """The class that a request is for; None for any other. At most one query."""
    if need is None or need.kind != Kind.CLASS_VISIT:
        return None
    return ClassRequest.objects.filter(need=need).select_related(*ROWS).first()


def class_of(engagement: Engagement) -> ClassRequest | None:
    """The class that agreed work is for; None for any other. At most one query."""
    if engagement.kind != Kind.CLASS_VISIT or engagement.source_label != Offer._meta.label_lower:
        return None
    return ClassRequest.objects.filter(picked=engagement.source_id).select_related(*ROWS).first()


def class_times(offer: Offer) -> dict[str, Any]:
    """`busy_from` and `busy_until` of what an offer for a class keeps the writer busy with; nothing for other
    offers. At most one query.
    """
    request = request_behind(offer.need)
    return {"busy_from": request.starts_at, "busy_until": request.ends_at} if request else {}


def class_facts(request: ClassRequest) -> list[tuple[str, str]]:
    """Label and value of what a writer is told of a class before she is picked: not the room, nor a link."""
    return [
        (_("Course"), request.course),
        (_("Students"), str(request.size)),
        (_("Time"), span_words(request)),
        (_("Offer by"), when(request.decide_by, request.host.zone)),
    ]


def requests_of(host: Host) -> QuerySet[ClassRequest]:
    """The stand-ins that a host asked for; the list is read newest class first."""
    return ClassRequest.objects.filter(host=host)


def last_request(host: Host) -> ClassRequest | None:
    """What was asked for last, to be asked again. One query."""
    return requests_of(host).select_related(*ROWS).order_by("-made_at", "-id").first()


def has_offers(request: ClassRequest) -> bool:
    """Whether somebody who has not been answered would take the class."""
    return Offer.objects.filter(need=request.need_id, state__in=OFFERED).exists()


# --- Who could come ---------------------------------------------------------------------------------


def candidates(request: ClassRequest) -> list[dict[str, Any]]:
    """Who would take the class, best fit first: the offer, why it fits, fees, and whether she has agreed to be
    elsewhere at that time. Four queries.
    """
    rows = Offer.objects.filter(need=request.need_id, state__in=OFFERED).select_related("writer__place", "need")
    offers = list(rows.order_by("made_at", "id")[:MOST_SHOWN])
    fits, fees = offer_fits(offers, request.host), fees_of([offer.writer for offer in offers])
    busy = busy_writers(request, [offer.writer_id for offer in offers])
    offers.sort(key=lambda offer: (offer.writer_id in busy, -fits[offer.pk][0].score))
    return [
        {
            "offer": offer,
            "why": fit_words(fits[offer.pk][0], words=request.need.words, phrases=fits[offer.pk][1].phrases),
            "fees": fees.get(offer.writer_id, ""),
            "is_busy": offer.writer_id in busy,
        }
        for offer in offers
    ]


def offer_for(request: ClassRequest, key: str) -> Offer | None:
    """The offer of this key for a class, in whatever state it is by now; None for any other key."""
    unseen = (Offer.State.DRAFT, Offer.State.DISCARDED)
    rows = Offer.objects.filter(need=request.need_id, key=key).exclude(state__in=unseen)
    return rows.select_related("host__institution", "writer__user", "need").first()


def busy_writers(request: ClassRequest, writers: Collection[int]) -> set[int]:
    """Those of these writers (ids) who have agreed to be elsewhere while class is. One query."""
    agreed = Engagement.objects.filter(writer__in=writers, state=Engagement.State.AGREED)
    overlaps = agreed.filter(busy_from__lt=request.ends_at, busy_until__gt=request.starts_at)
    return set(overlaps.values_list("writer", flat=True))


def writers_to_ask(request: ClassRequest) -> list[Writer]:
    """At most 20 writers (with user) who can be there and are free, best fit first. Where nobody knows the major,
    those who are nearest: how one finds work is much the same for all.
    """
    found = writers_to_tell(request.need) or _nearest(request.need)
    busy = busy_writers(request, [writer.pk for writer in found])
    return [writer for writer in found if writer.pk not in busy][:MOST_ASKED]


def _nearest(need: Need) -> list[Writer]:
    possible = possible_of(need, writers_within_reach(need)[: 5 * MOST_ASKED])
    return [writer for writer, _fit in sorted(possible, key=lambda pair: -pair[1].score)]


# --- Who says yes -----------------------------------------------------------------------------------


def who_says_yes(request: ClassRequest, rules: CampusRules, group: Group) -> set[str]:
    """Who may say yes: whomever the college names, and where that is nobody a moderator. At most one query."""
    if rules.approver == CampusRules.Approver.ANY:
        return {OFFICE, MODERATOR} | ({DEPARTMENT} if group.approver_email else set())
    if rules.approver == CampusRules.Approver.DEPARTMENT:
        return {DEPARTMENT if group.approver_email else MODERATOR}
    return {OFFICE if offices_of(request.host.institution_id).exists() else MODERATOR}


def was_approved_by_office(request: ClassRequest) -> bool:
    """Whether the yes came from the career office, which then knows already. One query."""
    entries = Entry.objects.filter(label="partners.classrequest", about_id=request.pk, event="approve")
    return entries.filter(reason=OFFICE).exists()


def waiting_for_office(now: datetime) -> QuerySet:
    """Classes that a career office of the same college may say yes to, a row for each office: `desk` is its id."""
    rows = ClassRequest.objects.filter(
        state=ClassRequest.State.WAITING_FOR_APPROVAL,
        due_at__gt=now,
        host__state=Host.State.APPROVED,
        host__institution__hosts__kind=Host.HostKind.CAREER_OFFICE,
        host__institution__hosts__state=Host.State.APPROVED,
    )
    by_department = CampusRules.objects.filter(
        institution=OuterRef("host__institution"), approver=CampusRules.Approver.DEPARTMENT
    )
    rows = rows.exclude(Exists(by_department))
    return rows.annotate(desk=F("host__institution__hosts"), since=F("state_since"), ends=F("due_at"))


def office_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """The classes that wait for a yes of these offices. One query."""
    slugs = {host.pk: host.slug for host in hosts}
    return [
        Line(
            host_id=request.desk,
            title=_("%(host)s asks for a stand-in: %(course)s") % {"host": request.host.name, "course": request.course},
            sentence=_("%(when)s, %(n)s students.") % {"when": span_words(request), "n": request.size},
            deadline=request.due_at,
            url=reverse("class_approvals", args=[slugs[request.desk]]),
        )
        for request in _with_rows(waiting_for_office(now).filter(desk__in=slugs))
    ]


def requests_to_approve(office: Host, most: int = 10) -> list[ClassRequest]:
    """What waits for the yes of this office, the next deadline first."""
    return list(_with_rows(waiting_for_office(clock.now()).filter(desk=office.pk))[:most])


def _with_rows(rows: QuerySet) -> QuerySet:
    return rows.select_related(*ROWS).order_by("due_at", "id")


def office_words(count: int) -> str:
    return ngettext("%(n)s stand-in", "%(n)s stand-ins", count) % {"n": count}


def office_button(count: int) -> str:
    return ngettext("Say yes or no", "Say yes or no to %(n)s stand-ins", count) % {"n": count}
