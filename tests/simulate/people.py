"""Who takes part in a simulated year: colleges with an office and groups, and writers around them; by a seed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from careerlink.accounts.models import User
from careerlink.taxonomy.models import Institution, Major, Place
from careerlink.web import clock
from partners.models import Closure, Fee, Host, Member, Vocabulary, Writer, WriterTag

MAJORS = ["23.0101", "52.0201", "51.3801", "11.0701", "26.0101", "42.0101", "14.1901", "09.0101", "45.1001", "27.0101"]
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")


@dataclass(frozen=True)
class Habit:
    """How somebody at a host answers: whether she looks every working day, which share of the desk mails moves
    her to look, and which share of what she sees she decides then.
    """

    name: str
    share: float
    looks_daily: float
    looks_at_mail: float
    decides: float


HABITS = (
    Habit("quick", 0.35, looks_daily=0.6, looks_at_mail=0.95, decides=0.85),
    Habit("weekly", 0.35, looks_daily=0.0, looks_at_mail=0.85, decides=0.75),
    Habit("slow", 0.20, looks_daily=0.0, looks_at_mail=0.45, decides=0.5),
    Habit("silent", 0.10, looks_daily=0.0, looks_at_mail=0.0, decides=0.0),
)


@dataclass
class Desk:
    """One host of the simulation, with those who decide for it."""

    host: Host
    habit: Habit
    people: list[User]
    closed: list[tuple[date, date]]

    @property
    def is_office(self) -> bool:
        return self.host.kind == Host.HostKind.CAREER_OFFICE

    def is_closed(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.closed)


def make_users(names: list[str], zones: list[str]) -> list[User]:
    pairs = zip(names, zones, strict=True)
    return User.objects.bulk_create(
        User(name=name, email=f"{name.lower().replace(' ', '.')}@demo.test", zone=zone, password="!")
        for name, zone in pairs
    )


def make_places() -> None:
    """What a portal brings along: majors and a ZIP code."""
    Major.objects.bulk_create(Major(code=code, level=3, title=f"Major {code}") for code in MAJORS)
    Place.objects.create(zip="10001", city="New York", state="NY", state_name="New York", latitude=40.7, longitude=-74)


def make_desks(dice: Random, start: date, number: int) -> list[Desk]:
    """So many hosts: two in five are career offices, each of its own college, two are departments and one is a
    student group, some of them at the same college.
    """
    colleges = Institution.objects.bulk_create(
        Institution(
            unitid=900_000 + n, name=f"College {n}", city="Oxbow", state="NY", zip="10001", control="public",
            level="4-year", email_domain=f"college{n}.edu",
            latitude=dice.uniform(30, 47), longitude=dice.uniform(-120, -72),
        )
        for n in range(number * 2 // 5)
    )  # fmt: skip
    kinds = [(Host.HostKind.CAREER_OFFICE, college) for college in colleges]
    for n in range(number - len(colleges)):
        kind = Host.HostKind.STUDENT_ORGANIZATION if n % 3 == 0 else Host.HostKind.FACULTY
        kinds.append((kind, dice.choice(colleges)))
    now = clock.now()
    hosts = Host.objects.bulk_create(
        Host(
            slug=f"host-{n}", kind=kind, institution=college, name=f"{kind} {n}", state=Host.State.APPROVED,
            zone=dice.choice(ZONES), submitted_at=now, reviewed_at=now, desk_mail_weekday=dice.randint(1, 5),
        )
        for n, (kind, college) in enumerate(kinds)
    )  # fmt: skip
    crews = [2 if dice.random() < 0.1 else 1 for _host in hosts]
    zones = [host.zone for host, crew in zip(hosts, crews, strict=True) for _n in range(crew)]
    users = iter(make_users([f"Decider {n}" for n in range(sum(crews))], zones))
    habits = dice.choices(HABITS, [habit.share for habit in HABITS], k=len(hosts))
    desks = []
    for host, crew, habit in zip(hosts, crews, habits, strict=True):
        desks.append(Desk(host, habit, [next(users) for _n in range(crew)], _closed_days(dice, start)))
    Member.objects.bulk_create(
        Member(host=desk.host, user=user, role=Member.Role.MANAGER, gets_decisions=True)
        for desk in desks
        for user in desk.people
    )
    Closure.objects.bulk_create(
        Closure(host=desk.host, starts_on=first, ends_on=last) for desk in desks for first, last in desk.closed
    )
    return desks


def _closed_days(dice: Random, start: date) -> list[tuple[date, date]]:
    """Winter for nearly all, a week in March for most, five weeks of summer for some."""
    year, closed = start.year, []
    if dice.random() < 0.9:
        closed.append((date(year, 12, dice.randint(18, 23)), date(year + 1, 1, dice.randint(2, 8))))
    if dice.random() < 0.6:
        first = date(year, 3, dice.randint(1, 20))
        closed.append((first, first + timedelta(days=6)))
    if dice.random() < 0.2:
        first = date(year, 7, dice.randint(1, 15))
        closed.append((first, first + timedelta(days=34)))
    return closed


def make_writers(dice: Random, number: int) -> list[Writer]:
    """Writers near a college, most of them also online, each for three majors and with a fee."""
    users = make_users([f"Writer {n}" for n in range(number)], [dice.choice(ZONES) for _n in range(number)])
    homes = list(Institution.objects.order_by("unitid"))
    now: datetime = clock.now()
    writers = []
    for n, user in enumerate(users):
        home = dice.choice(homes)
        verified = now.date() + timedelta(days=900) if dice.random() < 0.7 else None
        writers.append(
            Writer(
                slug=f"writer-{n}", user=user, name=user.name, headline="Resumes", state=Writer.State.APPROVED,
                place_id="10001", latitude=home.latitude, longitude=home.longitude, travel_miles=40,
                is_online=dice.random() < 0.7, submitted_at=now, reviewed_at=now, pledged_at=now,
                verified_until=verified,
            )
        )  # fmt: skip
    Writer.objects.bulk_create(writers)
    WriterTag.objects.bulk_create(
        WriterTag(writer=writer, vocabulary=Vocabulary.MAJOR, code=code)
        for writer in writers
        for code in dice.sample(MAJORS, 3)
    )
    Fee.objects.bulk_create(Fee(writer=writer, what="Resume", dollars=dice.randint(100, 400)) for writer in writers)
    return writers
