"""One simulated year, day by day: time passes, mail comes, hosts ask, people look and answer, writers send."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q

from careerlink.web import clock
from partners.actions import answers
from partners.actions.desk_mail import write_desk_mails
from partners.actions.needs import correct_need, expire_needs, make_need
from partners.actions.offer_clocks import run_offer_clocks
from partners.actions.offers import AlreadyOffered, mark_seen, send_offer
from partners.models import DeskMail, Need, Offer, Writer
from partners.queries.offers import is_set_aside, undecided
from tests.simulate import people

START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS, QUIET_DAYS = 365, 75
OFFICES_ASK = {"workshop": 30, "mock_interviews": 30, "resume_clinic": 15, "panel": 15, "job_fair": 10}
GROUPS_ASK = {"class_visit": 35, "workshop": 35, "panel": 30}
OFFERED = {"workshop": 35, "mock_interviews": 25, "panel": 20, "class_visit": 10, "resume_clinic": 10}
FOR_EVERYBODY = 0.4  # of requests name no major
MONTHS = [0.7, 1.4, 1.4, 1.2, 0.8, 0.5, 0.4, 0.8, 1.5, 1.5, 1.2, 0.6]  # how much goes on, January first
TEXT = "I would gladly come and help."
TRIES = 5  # hosts to which a writer turns on one day
TICKS = 1 / 3  # of writers let an offer go on to groups of the same campus
FOR_REQUESTS = 0.6  # of offers are for a request, the others help as such
ANSWERS = {"accept": 0.38, "decline": 0.50, "later": 0.12}


class Year:
    """A portal that is lived in for a year, and what is counted meanwhile."""

    def __init__(self, seed: int, *, hosts: int, writers: int, offers: int, requests: int):
        self.dice = random.Random(seed)
        self.spent: Counter = Counter()  # seconds of this machine by what was done
        self.turned_away: Counter = Counter()  # why an offer could not be sent
        self.over_budget = 0
        people.make_places()
        self.desks = people.make_desks(self.dice, START.date(), hosts)
        self.writers = people.make_writers(self.dice, writers)
        self.ticks = {writer.pk for writer in self.writers if self.dice.random() < TICKS}
        self.desk_of_person = {user.pk: desk for desk in self.desks for user in desk.people}
        self.sends, self.asks = self._spread(offers), self._spread(requests)

    def _spread(self, number: int) -> Counter:
        """How many of them each day brings: more in term and on working days."""
        days = [START.date() + timedelta(days=n) for n in range(DAYS)]
        weights = [MONTHS[day.month - 1] * (0.4 if day.weekday() > 4 else 1) for day in days]
        return Counter(self.dice.choices(days, weights, k=number))

    def one_of(self, shares: dict[str, float]) -> str:
        """One of these names, each as often as its share says."""
        return self.dice.choices(list(shares), list(shares.values()))[0]

    def live(self) -> None:
        """The year, and the quiet weeks after it."""
        for number in range(DAYS + QUIET_DAYS):
            self.day(START.date() + timedelta(days=number))

    @contextmanager
    def at(self, day: date, hour: float, what: str) -> Iterator[None]:
        """Do something at an hour (UTC) of a day, and note how long it takes this machine."""
        began = time.perf_counter()
        with clock.set_to(datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)):
            yield
        self.spent[what] += time.perf_counter() - began

    def day(self, day: date) -> None:
        """One day: time passes, mail comes, hosts ask, people look and answer, writers send."""
        with self.at(day, 13, "clocks"):
            expire_needs()
            run_offer_clocks()
        with self.at(day, 18, "desk mails"):
            write_desk_mails()
        with self.at(day, 19, "requests"):
            for _n in range(self.asks[day]):
                self.ask(day)
        with self.at(day, 20, "answers"):
            for desk in self.who_looks(day):
                self.look(desk)
        for n in range(self.sends[day]):
            with self.at(day, 21 + n / 100, "sending"):
                if not self.send():
                    self.sends[day + timedelta(days=1)] += 1
        self.over_budget += self.hosts_over_budget()

    def ask(self, day: date) -> None:
        """A host publishes a request, two to ten weeks ahead; groups ask as much as offices."""
        desk = self.dice.choice(self.desks)
        if desk.is_closed(day):
            return
        need = make_need(
            desk.host,
            by=desk.people[0],
            kind=self.one_of(OFFICES_ASK if desk.is_office else GROUPS_ASK),
            words="",
            details="",
            needed_on=day + timedelta(days=self.dice.randint(14, 70)),
            where=self.dice.choice(list(Need.Where)),
            how_many=self.dice.choice([1, 1, 1, 2, 3]),
        )
        if self.dice.random() > FOR_EVERYBODY:
            correct_need(need, [("major", self.dice.choice(people.MAJORS))], by=desk.people[0])

    def who_looks(self, day: date) -> list[people.Desk]:
        """Desks with something to decide whose people look today: by themselves, or because of the mail they got."""
        waiting = set(Offer.objects.filter(state__in=Offer.UNDECIDED).values_list("host", flat=True))
        told = DeskMail.objects.filter(day=day).values_list("user", flat=True).order_by("user")
        mailed = {self.desk_of_person[user].host.pk for user in told}
        looking = []
        for desk in self.desks:
            share = desk.habit.looks_at_mail if desk.host.pk in mailed else 0.0
            if day.weekday() < 5:
                share = max(share, desk.habit.looks_daily)
            is_drawn = self.dice.random() < share  # drawn for everybody, so that one change does not shift all days
            if is_drawn and desk.host.pk in waiting and not desk.is_closed(day):
                looking.append(desk)
        return looking

    def look(self, desk: people.Desk) -> None:
        """Open the page on which offers are decided, and decide some."""
        user = self.dice.choice(desk.people)
        rows = [offer for offer in undecided(desk.host) if not is_set_aside(offer)][:10]
        for offer in rows:
            offer.host = desk.host
        mark_seen(rows, by=user)
        chosen = []
        for offer in rows:
            if self.dice.random() < desk.habit.decides:
                answer = self.one_of(ANSWERS)
                chosen.append(answers.Answer(offer, answer))
        answers.give_answers(chosen, by=user)

    def send(self) -> bool:
        """A writer offers: for a request that fits, else her help as such to some office or group. She turns to
        another when this one takes no offers now, or has one of hers. Whether she found any.
        """
        writer = self.dice.choice(self.writers)
        may_cascade = True if writer.pk in self.ticks else None
        for _try in range(TRIES):
            need = self.request_for(writer) if self.dice.random() < FOR_REQUESTS else None
            host = need.host if need else self.dice.choice(self.desks).host
            kind = need.kind if need else self.one_of(OFFERED)
            fields = {"host": host, "need": need, "kind": kind, "text": TEXT, "may_cascade": may_cascade}
            try:
                send_offer(writer=writer, by=writer.user, **fields)
            except ValidationError as error:
                self.turned_away[error.code] += 1
            except AlreadyOffered:
                self.turned_away["offered already"] += 1
            else:
                return True
        return False

    def request_for(self, writer: Writer) -> Need | None:
        """An open request that she sees: one for everybody or one that names a major of hers, None when there is
        none.
        """
        is_hers = Q(tags=None) | Q(tags__vocabulary="major", tags__code__in=writer.tags.values("code"))
        needs = Need.objects.filter(state=Need.State.OPEN, needed_on__gt=clock.today() + timedelta(days=1))
        found = needs.filter(is_hers).select_related("host__institution")
        rows = list(found.order_by("id"))
        return self.dice.choice(rows) if rows else None

    def hosts_over_budget(self) -> int:
        """How many hosts have more before them than they look at at once; there must never be one."""
        before = Offer.objects.filter(state__in=Offer.UNDECIDED).values("host", "host__attention_budget")
        return before.annotate(n=Count("id")).filter(n__gt=F("host__attention_budget")).count()
