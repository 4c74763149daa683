"""What waits for decisions, and whom to tell of it: what the desk mail asks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.outbox.models import Choice
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.models import DeskMail, Host, Member, Offer
from partners.queries.doors import passed_on_by
from partners.registry import Line, Section, sections

SOON = timedelta(hours=48)
NEWS_LASTS = timedelta(hours=48)  # what is older is told on the host's day, or when it ends soon
NEVER_TOLD = datetime(2000, 1, 1, tzinfo=UTC)
MOST_LINES = 10  # of one kind and host in one mail
CHUNK = 500
ANYBODY = Q()


def next_slot(host: Host, after: datetime) -> datetime:
    """The first moment (UTC) after `after` that is the weekday and hour of a host's desk mail where it is.

    An hour that the change to summer time leaves out is the one after it; of an hour that comes twice the
    first counts.
    """
    zone = ZoneInfo(host.zone)
    today = after.astimezone(zone).date()
    first = today + timedelta(days=(host.desk_mail_weekday - today.isoweekday()) % 7)
    for weeks in (0, 1):
        local = datetime.combine(first + timedelta(weeks=weeks), time(host.desk_mail_hour), tzinfo=zone)
        moment = local.astimezone(UTC)
        if moment > after:
            break
    return moment


# --- Whom to tell ---------------------------------------------------------------------------------


def hosts_with_slot_due(now: datetime) -> QuerySet[Host]:
    """Hosts whose weekday and hour have come, or for which nobody has reckoned it yet. Uses an index."""
    return Host.objects.filter(Q(next_desk_mail_at__lte=now) | Q(next_desk_mail_at=None))


def hosts_where_something_waits(hosts: Collection[int], now: datetime) -> set[int]:
    """Those of these hosts (ids) whose people have something to decide. A query for each section."""
    found: set[int] = set()
    for section in sections.values():
        found.update(section.waiting(now).filter(desk__in=hosts).values_list("desk", flat=True).distinct())
    return found


def people_of(hosts: Collection[int]) -> list[User]:
    """Whoever gets the decisions of these hosts (ids), each once, by id. One query."""
    asked = Member.objects.who_get_decisions().filter(host__in=hosts)
    return list(User.objects.filter(pk__in=asked.values("user")).order_by("pk"))


def named_for_decisions(host: Host) -> set[int]:
    """The ids of those who are to get the decisions of a host, whatever its state and theirs. One query."""
    return set(Member.objects.filter(host=host, ended_at=None, gets_decisions=True).values_list("user", flat=True))


def soon_until(now: datetime, zone: ZoneInfo) -> datetime:
    """The end (UTC) of the day in `zone` that lies 48 hours ahead: what ends by then is told as ending soon, so
    that nobody hears of Thursday morning on Tuesday and of Thursday noon once more on Wednesday.
    """
    following = (now + SOON).astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(following, time(0), tzinfo=zone).astimezone(UTC)


def people_with_something_ending(now: datetime) -> Iterator[list[User]]:
    """In portions: people before whom something ends within 48 hours that no desk mail told as ending soon."""
    for section in sections.values():
        ending = section.waiting(now).filter(ends__gt=now, ends__lte=now + SOON)
        yield from _untold(ending, Q(ends__gte=OuterRef("told_up_to")), "soon_until")


def people_with_something_new(now: datetime) -> Iterator[list[User]]:
    """In portions: people who chose to hear at once, and before whom something waits that came after their last
    desk mail. Once a week is what decisions come by default, so whoever wants it otherwise has a row that says so.
    """
    chosen = Choice.objects.filter(group=Choice.Group.DECISIONS, pace=Choice.Pace.AT_ONCE)
    impatient = chosen.exclude(mailbox__user_id=None).values("mailbox__user_id")
    for section in sections.values():
        fresh = section.waiting(now).filter(since__lte=now, since__gt=now - NEWS_LASTS)
        yield from _untold(fresh, Q(since__gt=OuterRef("told_up_to")), "at", among=Q(user__in=impatient))


def _untold(rows: QuerySet, is_untold: Q, told: str, among: Q = ANYBODY) -> Iterator[list[User]]:
    """People of the hosts of these rows for whom `is_untold` holds of one of them; `told_up_to` is the latest
    `told` (a column) of their desk mails. One statement for each portion.
    """
    latest = DeskMail.objects.filter(user=OuterRef("user")).values("user").annotate(latest=Max(told)).values("latest")
    up_to = Coalesce(Subquery(latest), Constant(NEVER_TOLD), output_field=DateTimeField())
    asked = Member.objects.who_get_decisions().filter(among, host__in=rows.values("desk")).annotate(told_up_to=up_to)
    asked = asked.filter(Exists(rows.filter(is_untold, desk=OuterRef("host_id"))))
    beyond = 0
    while True:
        ids = list(asked.filter(user__gt=beyond).order_by("user").values_list("user", flat=True).distinct()[:CHUNK])
        if not ids:
            return
        yield list(User.objects.filter(pk__in=ids).order_by("pk"))
        beyond = ids[-1]


# --- What the mail says ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Part:
    """What one section has to say about one host: its lines, the next deadline first, and how many more."""

    host: Host
    section: Section
    lines: list[Line]
    more: int

    @property
    def count(self) -> int:
        return len(self.lines) + self.more

    @property
    def url(self) -> str:
        return reverse(self.section.page, args=[self.host.slug])

    @property
    def deadline(self) -> datetime:
        return self.lines[0].deadline


def hosts_that_ask(user_id: int) -> list[Host]:
    """The hosts whose decisions a person gets, with their colleges, the one she joined first in front. One query."""
    rows = Member.objects.who_get_decisions().filter(user=user_id).select_related("host__institution")
    return [member.host for member in rows.order_by("since", "id")]


def parts_for(user_id: int, now: datetime) -> list[Part]:
    """What waits for a person now, over all her hosts and all sections: the host with the next deadline first.
    A query, and those of each section.
    """
    hosts = hosts_that_ask(user_id)
    if not hosts:
        return []
    parts = [part for section in sections.values() for part in _parts_of(section, hosts, now)]
    first: dict[int, datetime] = {}
    for part in parts:
        first[part.host.pk] = min(part.deadline, first.get(part.host.pk, part.deadline))
    return sorted(parts, key=lambda part: (first[part.host.pk], part.host.pk, part.deadline))


def _parts_of(section: Section, hosts: list[Host], now: datetime) -> Iterator[Part]:
    by_host: dict[int, list[Line]] = {}
    for line in sorted(section.lines(hosts, now), key=lambda line: line.deadline):
        by_host.setdefault(line.host_id, []).append(line)
    for host in hosts:
        if lines := by_host.get(host.pk):
            yield Part(host, section, lines[:MOST_LINES], max(0, len(lines) - MOST_LINES))


# --- Offers ---------------------------------------------------------------------------------------


def waiting_offers(now: datetime) -> QuerySet[Offer]:
    """Offers before hosts that nobody has answered; what was set aside rests until it ends soon."""
    is_here = Q(snoozed_until=None) | Q(snoozed_until__lte=now) | Q(due_at__lte=now + SOON)
    rows = Offer.objects.filter(is_here, state__in=Offer.UNDECIDED, due_at__gt=now)
    return rows.annotate(desk=F("host_id"), since=F("sent_at"), ends=F("due_at"))


def offer_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """The offers that wait for the people of these hosts. One query."""
    rows = waiting_offers(now).filter(host__in=[host.pk for host in hosts])
    return [
        Line(
            host_id=offer.host_id,
            title=_("%(writer)s offers: %(kind)s") % {"writer": offer.writer.name, "kind": offer.get_kind_display()},
            sentence=_about_offer(offer),
            deadline=offer.due_at,
            url=offer.get_absolute_url(),
            reminded=offer.reminded,
            reminders=len(clocks.OFFER_REMINDERS),
            given_to=offer.assignee_id,
        )
        for offer in rows.select_related("writer", "need", "assignee", "parent__host").order_by("due_at", "id")
    ]


def _about_offer(offer: Offer) -> str:
    checked = _("Credential checked.") if offer.writer.is_verified else _("Credential not checked.")
    said = [checked]
    if offer.need:
        said.insert(0, _("For your request of %(day)s.") % {"day": day(offer.need.needed_on)})
    if passed_on_by(offer):
        said.append(_("Passed on by %(host)s.") % {"host": passed_on_by(offer)})
    if offer.assignee:
        said.append(_("Given to %(name)s.") % {"name": offer.assignee})
    return " ".join(said)


def offer_words(count: int) -> str:
    return ngettext("%(n)s offer", "%(n)s offers", count) % {"n": count}


def offer_button(count: int) -> str:
    return ngettext("Decide this offer", "Decide %(n)s offers", count) % {"n": count}
