"""A simulated year of mail nobody asked for: requests, events, weekly mails, choices, people who answer or do not."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

from django.core import mail as django_mail
from django.core.exceptions import ValidationError

from careerlink.accounts.models import User
from careerlink.outbox import choosing
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.hours import local_day, quiet_until
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Choice, Mailbox, OutgoingMail
from careerlink.outbox.tasks import sweep
from careerlink.web import clock
from events.actions.events import make_event, show_event
from events.actions.seats import give_place
from events.actions.suggestions import suggest_shifts
from events.models import Shift
from partners.actions.asking import ask_writers, turn_down
from partners.actions.desk_mail import write_desk_mails
from partners.actions.needs import correct_need, expire_needs, make_need
from partners.actions.offers import AlreadyOffered, send_offer
from partners.actions.suggestions import suggest_needs
from partners.actions.weekly import write_request_mails
from partners.models import Need, NotForMe, Writer
from partners.queries.suggested import shortlist
from partners.queries.weekly import MOST
from tests.bench.report import Report
from tests.simulate import people

START = datetime(2026, 1, 5, tzinfo=UTC)
HOURS = (4, 8, 13, 15, 17, 22)  # UTC, at which the clocks strike
Pace = Choice.Pace
HABITS = {"eager": 0.25, "slow": 0.35, "silent": 0.4}  # shares of the writers
ANSWERS = {"eager": 0.5, "slow": 0.08, "silent": 0.0}  # how often a mail moves her to do something
STOPS = 0.15  # of the writers stop suggestions with one click some day, half of these take it back
LESS = 0.5  # of the weekly mails of who answers come at most to who is silent
EVENTS = 0.4  # of the requests of offices come with a fair
WEEKLY = 0.2  # want everything in the one mail of Tuesday from the first day on


class MailYear:
    """A portal that is lived in for `days`, and what left it for whom."""

    def __init__(self, seed: int, *, days: int, hosts: int, writers: int, requests: int):
        self.dice = random.Random(seed)
        self.days = days
        people.make_places()
        self.desks = people.make_desks(self.dice, START.date(), hosts)
        self.writers = people.make_writers(self.dice, writers)
        self.habit = {writer.pk: self.dice.choices(list(HABITS), list(HABITS.values()))[0] for writer in self.writers}
        self.asks = Counter(self.dice.choices(range(days), k=requests))
        self.stops, self.returns = self._spread(STOPS)
        self.never: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)  # user → from when until when
        self.sent: list[tuple[OutgoingMail, datetime]] = []
        self.in_quiet_hours = self.most_requests = 0
        for writer in self.writers:
            box = mailbox_for(writer.user.email, user_id=writer.user_id)
            Mailbox.objects.filter(pk=box.pk).update(zone=writer.user.zone)
            if self.dice.random() < WEEKLY:
                box.choices.create(group="suggestions", pace=Pace.WEEKLY)

    def _spread(self, share: float) -> tuple[dict[int, list[Writer]], dict[int, list[Writer]]]:
        """Who stops on which day, and who takes it back two months later."""
        stops, returns = defaultdict(list), defaultdict(list)
        for writer in self.writers:
            if self.dice.random() < share:
                day = self.dice.randrange(20, max(21, self.days * 2 // 3))
                stops[day].append(writer)
                if self.dice.random() < 0.5:
                    returns[day + 60].append(writer)
        return stops, returns

    def live(self) -> None:
        for number in range(self.days):
            day = START.date() + timedelta(days=number)
            for hour in HOURS:
                with clock.set_to(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
                    self.hour(number, day, hour)

    def hour(self, number: int, day: date, hour: int) -> None:
        """The clocks strike, mail leaves, people do what they do."""
        expire_needs()
        if hour == 15:
            for _n in range(self.asks[number]):
                self.ask(day)
        if hour == 17:
            self._choose(number)
        suggest_needs()
        suggest_shifts()
        write_request_mails()
        if hour == 13:
            write_desk_mails()
        sweep()
        self._look()
        getattr(django_mail, "outbox", []).clear()  # there is none before the first mail

    def ask(self, day: date) -> None:
        """A host publishes a request, some of them for the day after tomorrow, and asks the best three of some."""
        desk = self.dice.choice(self.desks)
        by, ahead = desk.people[0], self.dice.choice([2, 3, 10, 21, 35, 60])
        if desk.is_office and self.dice.random() < EVENTS:
            self.hold(desk, day + timedelta(days=ahead))
        need = make_need(
            desk.host, by=by, kind=self.dice.choice(["workshop", "panel", "mock_interviews"]), words="", details="",
            needed_on=day + timedelta(days=ahead), where=self.dice.choice(list(Need.Where)), how_many=1,
        )  # fmt: skip
        correct_need(need, [("major", self.dice.choice(people.MAJORS))], by=by)
        if self.dice.random() < 0.3:
            try:
                ask_writers(need, [one.writer for one in shortlist(need, 3)], by=by)
            except ValidationError:
                return

    def hold(self, desk: people.Desk, day: date) -> None:
        """An office publishes a fair with one role, for one major or for everybody."""
        starts_at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        times = (starts_at, starts_at + timedelta(hours=2))
        fair = make_event(
            desk.host, by=desk.people[0], kind="job_fair", title="Fair", starts_at=times[0], ends_at=times[1],
            roles=[{"name": "Resume table", "least": 1, "most": 2, "shifts": [times]}],
        )  # fmt: skip
        if self.dice.random() < 0.7:
            fair.tags.create(vocabulary="major", code=self.dice.choice(people.MAJORS))
        show_event(fair, "publish", by=desk.people[0])

    def _choose(self, number: int) -> None:
        now = clock.now()
        for writer in self.stops.get(number, ()):
            last = OutgoingMail.objects.filter(mailbox__user_id=writer.user_id, kind__in=UNASKED, state="sent").last()
            if last is not None:
                choosing.stop(last)
                self.never[writer.user_id].append((now, None))
        for writer in self.returns.get(number, ()):
            if self.never[writer.user_id]:
                choosing.take_back(
                    OutgoingMail.objects.filter(mailbox__user_id=writer.user_id, kind__in=UNASKED, state="sent").last()
                )
                self.never[writer.user_id][-1] = (self.never[writer.user_id][-1][0], now)

    def _look(self) -> None:
        """Note what has left now, and let some who got it do something."""
        now = clock.now()
        left = OutgoingMail.objects.filter(sent_at=now, message_id__gt="").select_related("mailbox")
        by_user = {writer.user_id: writer for writer in self.writers}
        for mail in left.order_by("id"):
            self.sent.append((mail, now))
            if mail.kind in UNASKED and quiet_until(mail.mailbox, now):
                self.in_quiet_hours += 1
            self.most_requests = max(self.most_requests, _named_in(mail))
            writer = by_user.get(mail.mailbox.user_id or 0)
            if writer and mail.kind in UNASKED and self.dice.random() < ANSWERS[self.habit[writer.pk]]:
                self._do(writer, mail)

    def _do(self, writer: Writer, mail: OutgoingMail) -> None:
        User.objects.filter(pk=writer.user_id).update(last_login=clock.now())
        if shift := _shift_in(mail):
            try:
                give_place(shift, writer, by=writer.user, how="self")
            except ValidationError:
                return
            return
        ids = mail.context.get("needs", [mail.about_id] if mail.kind == "need_suggested" else [])
        needs = Need.objects.filter(pk__in=ids, state="open")
        need = needs.select_related("host__institution").order_by("needed_on").first()
        if need is None:
            return
        if self.dice.random() < 0.3:
            turn_down(need, writer, because=self.dice.choice(NotForMe.Because.values), by=writer.user)
            return
        try:
            send_offer(writer=writer, host=need.host, kind=need.kind, text="Gladly.", by=writer.user, need=need)
        except (ValidationError, AlreadyOffered):
            return


UNASKED = ("requests_weekly", "need_suggested", "shift_suggested", "digest")


def _named_in(mail: OutgoingMail) -> int:
    """How many requests and shifts a mail names."""
    others = mail.context.get("others", {})
    return len(mail.context.get("needs", ())) + sum(len(ids) for ids in others.values())


def _shift_in(mail: OutgoingMail) -> Shift | None:
    """The shift that a mail names first."""
    ids = mail.context.get("others", {}).get("events.shift", [])
    ids = [mail.about_id] if mail.kind == "shift_suggested" else ids
    return Shift.objects.filter(pk__in=ids).order_by("starts_at").first()


def tell(report: Report, year: MailYear) -> None:
    """Print what left, and hold it against what was promised."""
    by_kind = Counter(mail.kind for mail, _at in year.sent)
    print("left: " + ", ".join(f"{n:,} {kind}" for kind, n in by_kind.most_common()))
    unasked = [(mail, at) for mail, at in year.sent if not kinds[mail.kind].transactional]
    days = Counter((mail.mailbox_id, local_day(mail.mailbox, at)) for mail, at in unasked)
    print(
        f"addresses and days with mail that nobody asked for: {len(days):,}, most on one of them {max(days.values())}"
    )
    report.at_most("mails that nobody asked for, to one address on one day", max(days.values()), 1)
    report.holds("none of them in quiet hours", year.in_quiet_hours == 0)
    report.at_most("requests and shifts in one weekly mail", year.most_requests, MOST)
    after = [
        mail
        for mail, at in unasked
        for begin, end in year.never.get(mail.mailbox.user_id or 0, ())
        if begin < at and (end is None or at < end)
    ]
    stopped = sum(map(len, year.never.values()))
    back = sum(end is not None for rows in year.never.values() for _begin, end in rows)
    print(f"stopped with one click: {stopped}, taken back {back}")
    report.holds("nothing that nobody asked for came after it was stopped", stopped > 0 and not after)
    _weekly(report, unasked)
    _less(report, year, unasked)
    _ended(report)


def _weekly(report: Report, unasked) -> None:
    """Who wants one mail a week gets one at most, and it is the one of Tuesday."""
    chosen = Choice.objects.filter(group="suggestions", pace=Pace.WEEKLY).values_list("mailbox", flat=True)
    chosen = set(chosen)
    theirs = [(mail, at) for mail, at in unasked if mail.mailbox_id in chosen]
    print(f"weekly by choice: {len(chosen)} addresses, {len(theirs):,} mails")
    report.holds(
        "who wants one mail a week gets only that of Tuesday",
        all(mail.kind == "digest" and local_day(mail.mailbox, at).weekday() == 1 for mail, at in theirs),
    )


def _less(report: Report, year: MailYear, unasked) -> None:
    """Who never answers is mailed less."""
    habit = {writer.user_id: year.habit[writer.pk] for writer in year.writers}
    counts: dict[str, list[int]] = {name: [] for name in HABITS}
    weekly = Counter(mail.mailbox.user_id for mail, _at in unasked if mail.kind == "requests_weekly")
    direct = set(
        Choice.objects.filter(group="suggestions").exclude(pace=Pace.AT_ONCE).values_list("mailbox__user_id", flat=True)
    )
    for user, name in habit.items():
        if user not in direct:
            counts[name].append(weekly[user])
    means = {name: sum(numbers) / max(1, len(numbers)) for name, numbers in counts.items()}
    print("weekly mails for a writer: " + ", ".join(f"{name} {mean:.1f}" for name, mean in means.items()))
    report.at_most(
        "weekly mails to who is silent, of those to who answers", means["silent"] / max(1, means["eager"]), LESS
    )


def _ended(report: Report) -> None:
    now = clock.now()
    old = OutgoingMail.objects.filter(state__in=["waiting", "claimed", "gathered"], due_at__lt=now - timedelta(days=9))
    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    print("states: " + ", ".join(f"{n:,} {state}" for state, n in states.most_common()))
    report.holds("no mail is stuck", not old.exists())
