"""Reads about offers: how many wait, who decides, how quick a host usually is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.clocks import open_time
from partners.models import Credential, Fee, Host, Member, Offer, Partnership, Writer

HABIT_OF = 50  # the newest answers that say how quick a host is
DAY = timedelta(days=1)
NEARLY_ALL, MANY = 90, 50  # percent
DECIDED = (Offer.State.ACCEPTED, Offer.State.DECLINED, Offer.State.REDIRECTED)


def undecided_counts(hosts: Iterable[Host]) -> dict[int, int]:
    """How many offers wait for an answer, by the id of the host; hosts with none are left out. One query."""
    found = Offer.objects.filter(host__in=list(hosts), state__in=Offer.UNDECIDED)
    return dict(found.values_list("host_id").annotate(Count("id")))


def undecided(host: Host) -> QuerySet[Offer]:
    """What waits for an answer of this host, the next deadline first, with everything a row shows."""
    found = host.offers.filter(state__in=Offer.UNDECIDED)
    rows = found.select_related("writer", "writer__place", "need", "assignee", "parent__host")
    return rows.order_by("due_at", "id")


def is_set_aside(offer: Offer) -> bool:
    """Whether the host said "later" and that moment has not come."""
    return offer.snoozed_until is not None and offer.snoozed_until > clock.now()


def answered(host: Host) -> QuerySet[Offer]:
    """Offers to this host that are over, as its people may see them."""
    over = [state for state in Offer.State if state not in (*Offer.OPEN, Offer.State.DISCARDED)]
    return Offer.objects.filter(host=host, state__in=over).select_related("writer", "need", "decided_by")


def ended_since(host: Host, moment: datetime, most: int = 10) -> list[Offer]:
    """Offers that waited before a host at `moment` and have moved on since, the newest first. One query."""
    over = (*DECIDED, Offer.State.WITHDRAWN, Offer.State.LAPSED, Offer.State.OBSOLETE)
    rows = Offer.objects.filter(host=host, state__in=over, state_since__gte=moment, sent_at__lt=moment)
    return list(rows.select_related("writer", "decided_by").order_by("-state_since", "-id")[:most])


def offers_of(writer: Writer, states: Iterable[str] | None = None) -> QuerySet[Offer]:
    """A writer's own offers, all or those in `states`."""
    found = Offer.objects.filter(writer=writer).select_related("host__institution", "need")
    return found.filter(state__in=list(states)) if states else found


def place_in_line(offer: Offer) -> int:
    """1 for the offer that goes to the host next; the oldest is first."""
    ahead = Offer.objects.filter(host=offer.host_id, state=Offer.State.QUEUED, queued_at__lt=offer.queued_at)
    return ahead.count() + 1


def deciders(host: Host) -> list[User]:
    """To whom decisions of a host are mailed: whoever is named for it or asked for it. One query."""
    asked = Member.objects.named().filter(host=host).select_related("user")
    return [member.user for member in asked.order_by("since", "id")]


@dataclass(frozen=True)
class Habit:
    """How a host usually answers: `days` is the middle value, None before its first answer; `percent` how
    many of the offers that ended were answered at all.
    """

    days: int | None
    percent: int | None
    of: int

    def __str__(self) -> str:
        if not self.of:
            return _("You would be among the first to offer here.")
        if self.days is None:
            return _("They have not had time to answer anybody yet.")
        usual = (
            ngettext("Usually answers within a day.", "Usually answers within %(days)s days.", max(self.days, 1))
            if self.days != 0
            else _("Usually answers on the same day.")
        ) % {"days": self.days}
        return f"{usual} {self._share}"

    @property
    def _share(self) -> str:
        """How many get an answer, in a word: the figure is the host's own."""
        if self.percent is None or self.percent < MANY:
            return _("Many offers end without one.")
        return _("Nearly every offer gets one.") if self.percent >= NEARLY_ALL else _("Most offers get one.")


def answer_words(habit: Habit) -> str:
    """The figures for the host itself and for moderators: "90% of its last 20, middle value 3 days"."""
    if habit.percent is None:
        return _("none answered yet") if habit.of else _("no offer has ended yet")
    words = {"percent": habit.percent, "of": habit.of, "days": habit.days}
    return _("%(percent)s%% of its last %(of)s, middle value %(days)s days") % words


def answer_habit(host: Host) -> Habit:
    """How quick a host answers, all its people together, from its newest offers that were answered or lapsed
    before its eyes; what lapsed in line and days on which it was closed do not count. A query, and one for its
    closures unless they came with it.
    """
    prefetch_related_objects([host], "closures")
    over = Offer.objects.filter(host=host, sent_at__isnull=False, state__in=(*DECIDED, Offer.State.LAPSED))
    rows = over.order_by("-state_since").values_list("state", "sent_at", "decided_at")[:HABIT_OF]
    times = [open_time(host, sent, decided) / DAY for state, sent, decided in rows if state in DECIDED and decided]
    if not times:
        return Habit(days=None, percent=None, of=len(rows))
    return Habit(days=int(median(times)), percent=round(100 * len(times) / len(rows)), of=len(rows))


def open_offers(writer: Writer, host: Host) -> list[Offer]:
    """Her drafts and offers to this host that are not answered yet."""
    return list(Offer.objects.filter(writer=writer, host=host, state__in=Offer.OPEN).order_by("id"))


def line_before(host: Host) -> tuple[int, int]:
    """How many offers wait for an answer of this host, and how many in line behind them. One query."""
    waiting, in_line = Q(state__in=Offer.UNDECIDED), Q(state=Offer.State.QUEUED)
    found = Offer.objects.filter(host=host, state__in=(Offer.State.QUEUED, *Offer.UNDECIDED))
    counts = found.aggregate(waiting=Count("id", filter=waiting), in_line=Count("id", filter=in_line))
    return counts["waiting"], counts["in_line"]


def fees_of(writers: Iterable[Writer]) -> dict[int, str]:
    """What each writer asks for elsewhere, in one line, by her id. One query."""
    lines: dict[int, list[str]] = {}
    for fee in Fee.objects.filter(writer__in=list(writers)):
        lines.setdefault(fee.writer_id, []).append(f"{fee.what} ${fee.dollars:,}")
    return {writer_id: ", ".join(line) for writer_id, line in lines.items()}


def credentials_of(writers: Iterable[Writer]) -> dict[int, str]:
    """The names of each writer's credentials that are checked and good today, in one line, by her id. One query."""
    today = clock.today()
    names: dict[int, list[str]] = {}
    for credential in Credential.objects.filter(writer__in=list(writers)).order_by("id"):
        if credential.is_valid_on(today):
            names.setdefault(credential.writer_id, []).append(credential.name)
    return {writer_id: ", ".join(line) for writer_id, line in names.items()}


def partnership_of(offer: Offer) -> Partnership | None:
    """The partnership that an accepted offer began or continued."""
    return Partnership.objects.filter(host=offer.host_id, writer=offer.writer_id).first()


def oldest_in_line(host: Host, how_many: int) -> list[Offer]:
    """The next ones to be sent when a place frees."""
    line = Offer.objects.filter(host=host, state=Offer.State.QUEUED).select_related("writer__user", "need")
    return list(line.order_by("queued_at", "id")[:how_many])
