"""What the weekly mail names to whom, and how often it comes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox.hours import zone_of
from careerlink.outbox.models import Mailbox
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners.matching import NeedFacts, WriterFacts
from partners.matching.coverage import holders_of, nearest
from partners.models import Asked, Engagement, Member, Need, NotForMe, Offer, Writer
from partners.queries.facts import facts_of, need_facts
from partners.queries.fits import Judged, best_of, judge
from partners.queries.lessons import lessons_of
from partners.queries.needs import open_needs
from partners.queries.suggestions import takes_part
from partners.registry import Found, Opening, sources

WEEKDAY, HOUR = 3, 8  # Thursday morning: the mail with everything else comes on Tuesday
MOST = 10  # requests and other things in one mail
POOL = 2000  # open requests that are looked at, those that were published last
AHEAD = timedelta(hours=72)  # what is due sooner was told at once
# After so many mails in a row that were followed by nothing, the next comes after so many weeks.
PACES = ((12, 12), (4, 4), (0, 1))


def next_slot(zone: str, after: datetime, unheard: int = 0) -> datetime:
    """When (UTC) the next mail is due: a Thursday morning where she is, later the longer nothing was heard."""
    here = zone_of(Mailbox(zone=zone))
    today = after.astimezone(here).date()
    first = today + timedelta(days=(WEEKDAY - today.weekday()) % 7)
    moment = _moment(first, here)
    if moment <= after:
        first += timedelta(days=7)
    return _moment(first + timedelta(weeks=weeks_between(unheard) - 1), here)


def _moment(day, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(HOUR), tzinfo=zone).astimezone(UTC)


def weeks_between(unheard: int) -> int:
    """How many weeks lie between two mails, after so many that were followed by nothing."""
    return next(weeks for least, weeks in PACES if unheard >= least)


def writers_due(now: datetime) -> QuerySet[Writer]:
    """Approved writers (with user) whose hour has come or was not reckoned yet, with `was_heard`: whether anything
    came from her since the last mail. Uses an index.
    """
    since = OuterRef("requests_mailed_at")
    offers = Offer.objects.filter(writer=OuterRef("pk"), made_at__gt=since)
    answers = Asked.objects.filter(writer=OuterRef("pk"), answered_at__gt=since)
    said = NotForMe.objects.filter(writer=OuterRef("pk"), at__gt=since)
    agreed = Engagement.objects.filter(writer=OuterRef("pk"), agreed_at__gt=since)
    heard = (
        Exists(offers)
        | Exists(answers)
        | Exists(said)
        | Exists(agreed)
        | Q(user__last_login__gt=F("requests_mailed_at"))
    )
    rows = Writer.objects.filter(Q(next_requests_at__lte=now) | Q(next_requests_at=None), state=Writer.State.APPROVED)
    rows = rows.filter(Exists(takes_part())).annotate(was_heard=heard)
    return rows.select_related("user").order_by("next_requests_at", "id")


class Picked(NamedTuple):
    """What one mail names: ids of requests, and of other things by the label of their table."""

    needs: list[int]
    others: dict[str, list[int]]

    @property
    def is_empty(self) -> bool:
        return not self.needs and not self.others


Row = tuple[str, Found]  # what fits, by the label of its table, "" for a request


class Pool:
    """The open requests of today, and what rooms above have for writers, read once for many writers."""

    def __init__(self) -> None:
        last = (clock.now() + AHEAD).date()
        rows = open_needs().filter(class_request=None, needed_on__gt=last, published_at__lte=clock.now())
        self.needs = {need.pk: need for need in rows.order_by("-published_at", "-id")[:POOL]}
        self.wanted: dict[int, NeedFacts] = {}
        ids = list(self.needs.values())
        for start in range(0, len(ids), 500):
            self.wanted |= need_facts(ids[start : start + 500])
        self.others = {label: source.read() for label, source in sources.items()}

    def best_for(self, writers: Collection[Writer]) -> dict[int, Picked]:
        """At most ten things for each of these writers, the best, by her id. Five queries, and those of the rooms
        above.
        """
        return {mine.id: pick(rows[:MOST]) for mine, rows in self.fits_for(writers)}

    def fits_for(self, writers: Collection[Writer]) -> Iterator[tuple[WriterFacts, list[Row]]]:
        """All that fits each of these writers, best first: what she helps with and can do, what she has not offered
        for, was not asked about and does not ask for herself. Five queries, and those of the rooms above.
        """
        facts = facts_of([], writers)[1]
        lessons, not_anew = lessons_of(facts), _known(facts)
        near: dict[int, list[Need]] = {pk: [] for pk in facts}
        having = holders_of(facts.values())
        for pk, wanted in self.wanted.items():
            if wanted.asks or wanted.services or wanted.languages:
                for writer in nearest(wanted, having):
                    near[writer].append(self.needs[pk])
        hosts = {pk: belongs_to for pk, (_known_needs, belongs_to) in not_anew.items()}
        others = {label: things.best_for(facts, lessons, hosts) for label, things in self.others.items()}
        for pk, mine in facts.items():
            known = not_anew[pk][0]
            needs = [need for need in near[pk] if need.pk not in known and need.host_id not in hosts[pk]]
            rows = [("", one) for one in _found(needs, self.wanted, mine, lessons)]
            rows += [(label, one) for label, found in others.items() for one in found.get(pk, ())]
            yield mine, sorted(rows, key=row_rank)


def _found(needs: Iterable[Need], wanted: dict[int, NeedFacts], mine: WriterFacts, lessons) -> Iterator[Found]:
    for one in judge(needs, wanted, mine, lessons).values():
        if one.is_for_her and one.knows:
            yield Found(one.fit.score, one.need.needed_on, one.need.pk)


def row_rank(row: Row) -> tuple:
    """Best first, of whatever kind."""
    label, one = row
    return (-one.score, one.on, label, one.number)


def pick(rows: Iterable[Row]) -> Picked:
    """What one mail names, as its row keeps it."""
    picked = Picked([], {})
    for label, one in rows:
        (picked.others.setdefault(label, []) if label else picked.needs).append(one.number)
    return picked


def _known(writers: Iterable[int]) -> dict[int, tuple[set[int], set[int]]]:
    """By the id of each writer: requests that she has offered for or was asked about, and hosts that she belongs to.
    Three queries.
    """
    found: dict[int, tuple[set[int], set[int]]] = {pk: (set(), set()) for pk in writers}
    offers = Offer.objects.standing().filter(writer__in=found, need__isnull=False)
    for writer, need in offers.values_list("writer_id", "need_id"):
        found[writer][0].add(need)
    asked = Asked.objects.filter(writer__in=found, label="partners.need")
    for writer, need in asked.values_list("writer_id", "about_id"):
        found[writer][0].add(need)
    mine = Member.objects.filter(user__writer__in=found, ended_at=None)
    for writer, host in mine.values_list("user__writer", "host_id"):
        found[writer][1].add(host)
    return found


def still_fitting(writer: Writer, picked: Picked) -> list[Opening]:
    """Those of the things that a mail was written about which are still for her, best first. Three queries, and those
    of the rooms above.
    """
    offered = Offer.objects.standing().filter(writer=writer).values("need")
    rows = open_needs().filter(pk__in=picked.needs).exclude(pk__in=offered.exclude(need=None))
    found = [_opening(one) for one in (best_of(rows, writer, MOST) if picked.needs else [])]
    for label, ids in picked.others.items():
        found += sources[label].still(writer, ids) if label in sources else []
    return sorted(found, key=lambda one: one.rank)[:MOST]


def _opening(one: Judged) -> Opening:
    """A request in words."""
    need = one.need
    words = {"host": need.host.name, "college": need.host.institution.name, "day": day(need.needed_on)}
    return Opening(
        score=one.fit.score,
        on=need.needed_on,
        title=str(need),
        sentence=_("%(host)s at %(college)s, %(day)s.") % words,
        where=str(need.get_where_display()),
        why=one.why,
        url=reverse("offer_new", args=[need.host.slug]) + f"?need={need.key}",
        button=_("Offer to help"),
        no_url=reverse("not_for_me", args=[need.key]),
        key=need.key,
    )
