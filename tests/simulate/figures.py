"""What came of a simulated year."""

from collections import Counter, defaultdict
from datetime import date
from statistics import mean

from partners.models import DeskMail, Offer
from tests.bench.report import Report, percentile
from tests.simulate.year import START, Year

DAY = 86_400.0
ANSWERED = ("accepted", "declined", "redirected")
STARVED = 0.01
MAILS = 2.0  # desk mails for a host in a week


def tell(report: Report, year: Year) -> None:
    """Print the figures and hold them against their bars."""
    offers = list(Offer.objects.order_by("id"))
    desks = {desk.host.pk: desk for desk in year.desks}
    _ends(report, offers)
    _answers(report, offers, desks)
    _doors(offers)
    _mails(report, year)
    starved = [offer for offer in offers if offer.state == Offer.State.LAPSED and offer.sent_at is None]
    print(f"starved: {len(starved)} of {len(offers):,} offers lapsed in line and were before nobody")
    report.at_most("starved offers", len(starved) / len(offers), STARVED)
    report.holds("no host ever had more before it than its budget", year.over_budget == 0)
    report.holds("every offer has ended", not any(offer.is_open for offer in offers))
    doors = Counter((offer.chain, offer.host_id) for offer in offers)
    report.holds("no offer came to a host twice", max(doors.values()) == 1)


def _ends(report: Report, offers: list[Offer]) -> None:
    roots = [offer for offer in offers if offer.parent_id is None]
    print(f"offers: {len(roots):,} sent by writers, {len(offers) - len(roots):,} went on to another door")
    ends = Counter(str(Offer.State(offer.state).label) for offer in offers)
    print("ends: " + ", ".join(f"{state} {n / len(offers):.1%}" for state, n in ends.most_common()))


def _answers(report: Report, offers: list[Offer], desks: dict) -> None:
    """How quick hosts are, from the moment an offer is before them, and from the moment it was sent by her."""
    answered = [offer for offer in offers if offer.state in ANSWERED and offer.decided_at and offer.sent_at]
    by_habit = defaultdict(list)
    for offer in answered:
        by_habit[desks[offer.host_id].habit.name].append((offer.decided_at - offer.sent_at).total_seconds() / DAY)
    report.figures("time to answer", [days for times in by_habit.values() for days in times], "days")
    for habit, times in sorted(by_habit.items()):
        report.figures(f"  {habit} hosts", times, "days")
    made = [(offer.decided_at - offer.made_at).total_seconds() / DAY for offer in answered]
    report.figures("time to answer, with the time in line", made, "days")
    over = [offer for offer in offers if offer.state not in ("withdrawn", "discarded")]
    print(f"ended by an answer: {len(answered) / len(over):.1%} of {len(over):,} offers")


def _doors(offers: list[Offer]) -> None:
    """What came of those who ticked, after a no or no answer at the first door."""
    further = defaultdict(list)
    for offer in offers:
        if offer.parent_id:
            further[offer.chain].append(offer)
    roots = [offer for offer in offers if offer.parent_id is None]
    refused = [offer for offer in roots if offer.may_cascade and offer.state in ("declined", "lapsed", "obsolete")]
    found = [offer for offer in refused if further[offer.chain]]
    taken = [offer for offer in found if any(one.state == "accepted" for one in further[offer.chain])]
    of = len(refused) or 1
    print(
        f"another door after a no: {len(found) / of:.1%} of {len(refused):,} that may go on; "
        f"accepted there {len(taken) / of:.1%}"
    )
    hops = Counter(offer.hops for offer in offers)
    print("doors: " + ", ".join(f"{n:,} at hop {hop}" for hop, n in sorted(hops.items())))


def _mails(report: Report, year: Year) -> None:
    """Desk mails for each host and week of the year, weeks without any included."""
    weeks: Counter = Counter()
    for user, day in DeskMail.objects.values_list("user", "day"):
        weeks[year.desk_of_person[user].host.pk, _week(day)] += 1
    last = max(week for _host, week in weeks) + 1
    numbers = [weeks[desk.host.pk, week] for desk in year.desks for week in range(last)]
    print(
        f"desk mails: {sum(numbers):,}, for a host and week {mean(numbers):.2f}, in weeks with any "
        f"{mean([n for n in numbers if n]):.2f}, 99 of 100 at most {percentile(numbers, 0.99)}, most {max(numbers)}"
    )
    report.at_most("desk mails for a host and week", mean(numbers), MAILS)


def _week(day: date) -> int:
    return (day - START.date()).days // 7
