"""Reasons and outcomes of an office's referrals within some days: for the page, for print and for a spreadsheet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from careerlink.web.archives import safe_cell
from careerlink.web.templatetags.web import day
from partners.models import Host
from referrals.models import Leg, Outcome, Referral

FEWEST = 3  # what is less is not shown as a share: single people could be told
DAY_SECONDS = 24 * 60 * 60
State, Settled, Side = Referral.State, Referral.Settled, Leg.Side
WITHOUT_WRITER = (State.CONSENT_REFUSED, State.CONSENT_EXPIRED, State.CONSENT_REVOKED, State.ENTERED_IN_ERROR)
NOT_TAKEN = (Leg.State.DECLINED, Leg.State.EXPIRED, Leg.State.RELEASED)


@dataclass(frozen=True)
class Counted:
    """One line: what was counted, how often, and its share of all in words, "" where it is not shown."""

    label: str
    number: int
    share: str = ""


@dataclass(frozen=True)
class Part:
    """One table of the report: `note` says what it counts and by which source."""

    code: str
    title: str
    note: str
    lines: list[Counted]

    @property
    def total(self) -> int:
        return sum(line.number for line in self.lines)


@dataclass(frozen=True)
class Report:
    """All of it. `answer_days` is the middle time until a writer answered, "" where fewer than three did."""

    parts: list[Part]
    closed: int
    unknown: int
    open_now: int
    answers: int
    answer_days: str
    not_taken: int
    asked_next: int
    next_share: str


def share_words(number: int, of: int) -> str:
    """ "45%", or "" where it would be a share of, or by, fewer than three."""
    return f"{round(100 * number / of)}%" if number >= FEWEST and of >= FEWEST else ""


def lines_of(pairs: Iterable[tuple[str | Promise, int]]) -> list[Counted]:
    """Label and number of each as lines with their shares; what never occurred is left out."""
    pairs = list(pairs)
    total = sum(number for _label, number in pairs)
    return [Counted(str(label), number, share_words(number, total)) for label, number in pairs if number]


def report_of(host: Host, first_on: date, last_on: date) -> Report:
    """What ended, and what writers answered, from the first to the last of these days where the host is. Six
    queries.
    """
    zone = ZoneInfo(host.zone)
    first = datetime.combine(first_on, time(), tzinfo=zone)
    until = datetime.combine(last_on + timedelta(days=1), time(), tzinfo=zone)
    outcomes, settled = _closed(host, first, until)
    legs = Leg.objects.filter(referral__host=host)
    reasons = _reasons(legs.filter(ended_at__gte=first, ended_at__lt=until))
    days = _answer_days(legs.filter(answered_at__gte=first, answered_at__lt=until))
    not_taken, asked_next = _asked_next(legs.filter(ended_at__gte=first, ended_at__lt=until))
    return Report(
        parts=[
            _outcomes_part(outcomes),
            _settled_part(settled),
            _without_part(host, first, until),
            *_reasons_parts(reasons),
        ],
        closed=outcomes.total(),
        unknown=outcomes[Outcome.UNKNOWN],
        open_now=Referral.objects.filter(host=host, state__in=Referral.OPEN).count(),
        answers=len(days),
        answer_days=f"{median(days):.1f}" if len(days) >= FEWEST else "",
        not_taken=not_taken,
        asked_next=asked_next,
        next_share=share_words(asked_next, not_taken),
    )


def _closed(host: Host, first: datetime, until: datetime) -> tuple[Counter, Counter]:
    rows = Referral.objects.filter(host=host, state=State.CLOSED, closed_at__gte=first, closed_at__lt=until)
    outcomes: Counter = Counter()
    settled: Counter = Counter()
    for outcome, by, number in rows.order_by().values_list("outcome", "settled_as").annotate(n=Count("pk")):
        outcomes[outcome] += number
        settled[by] += number
    return outcomes, settled


def _outcomes_part(outcomes: Counter) -> Part:
    return Part(
        "outcome",
        _("How it ended"),
        _("Requests closed in these days. What nobody told us is counted as unknown and as nothing else."),
        lines_of((label, outcomes[code]) for code, label in Outcome.choices),
    )


def _settled_part(settled: Counter) -> Part:
    return Part(
        "settled",
        _("Who said so"),
        _("Of the same requests: by whose word the outcome stands."),
        lines_of((label, settled[code]) for code, label in Settled.choices),
    )


def _without_part(host: Host, first: datetime, until: datetime) -> Part:
    rows = Referral.objects.filter(host=host, state__in=WITHOUT_WRITER, state_since__gte=first, state_since__lt=until)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return Part(
        "without",
        _("Ended without consent"),
        _("Requests that ended in these days because nobody agreed to them, or consent was taken back."),
        lines_of((state.label, counts.get(state.value, 0)) for state in WITHOUT_WRITER),
    )


def _reasons(legs: QuerySet[Leg]) -> list[tuple[str, str, str, int]]:
    rows = legs.filter(state__in=NOT_TAKEN).order_by()
    return list(rows.values_list("state", "side", "why").annotate(n=Count("pk")))


def _reasons_parts(reasons: list[tuple[str, str, str, int]]) -> list[Part]:
    """Why writers said no, apart by the side on which it lies; no answer and yeses given back stand at the side
    on which they lie.
    """
    by_side: dict[str, Counter] = {side.value: Counter() for side in Side}
    for state, side, why, number in reasons:
        if state == Leg.State.DECLINED:
            label = str(Leg.Why(why).label)
        elif state == Leg.State.EXPIRED:
            label = _("No answer in time")
        else:
            label = _("Said yes, and gave it back or made no contact")
        by_side[side or Side.WRITER][label] += number
    titles = {
        Side.WRITER: (_("Why not: on the writers’ side"), _("Nos, missing answers and yeses given back.")),
        Side.ALUMNUS: (_("Why not: on the side of the request"), _("What lay with the request or who made it.")),
    }
    return [
        Part(f"why_{side.value}", title, note, lines_of(by_side[side.value].most_common()))
        for side, (title, note) in titles.items()
    ]


def _answer_days(legs: QuerySet[Leg]) -> list[float]:
    times = legs.order_by().values_list("offered_at", "answered_at")
    return [(answered - offered).total_seconds() / DAY_SECONDS for offered, answered in times]


def _asked_next(legs: QuerySet[Leg]) -> tuple[int, int]:
    """How many tries came to nothing, and after how many of them another writer was asked."""
    later = Leg.objects.filter(referral=OuterRef("referral"), pk__gt=OuterRef("pk"))
    rows = legs.filter(state__in=NOT_TAKEN).annotate(goes_on=Exists(later)).order_by()
    counts = dict(rows.values_list("goes_on").annotate(Count("pk")))
    return sum(counts.values()), counts.get(True, 0)


def table_of(host: Host, report: Report, first_on: date, last_on: date) -> list[list[str]]:
    """The report as rows of a spreadsheet, safe against formulas: table, line, number, share."""
    rows = [
        [_("Table"), _("Line"), _("Number"), _("Share")],
        [_("Days"), f"{day(first_on)} – {day(last_on)}", "", host.name],
        *([part.title, line.label, line.number, line.share] for part in report.parts for line in part.lines),
        [_("Writers’ answers"), _("Days until the answer, middle value"), report.answer_days, ""],
        [_("Writers’ answers"), _("Answers"), report.answers, ""],
        [_("Tries that came to nothing"), _("All"), report.not_taken, ""],
        [_("Tries that came to nothing"), _("Another writer was asked"), report.asked_next, report.next_share],
        [_("Open now"), "", report.open_now, ""],
    ]
    return [[safe_cell(cell) for cell in row] for row in rows]
