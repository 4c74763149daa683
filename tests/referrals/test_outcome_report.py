"""Reasons and outcomes of an office, and what the semester's page says of referrals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.web import clock
from events.models import Term
from events.queries.semester.figures import figures_of
from referrals.models import Leg, Referral
from referrals.queries.report import report_of
from tests import factories as make

NOON = datetime(2026, 3, 10, 17, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def closed(world, outcome: str, settled: str = "agreement", at: datetime = NOON, host=None) -> Referral:
    alumnus = make.AlumnusFactory(host=host or world.office)
    with clock.set_to(at):
        return make.ReferralFactory(alumnus=alumnus, closed=True, outcome=outcome, settled_as=settled)


def ended(referral: Referral, state: str, *, why: str = "", side: str = "", hours: float = 24) -> Leg:
    """A try that came to nothing, with an answer after so many hours unless there was none."""
    with clock.set_to(NOON):
        leg = make.LegFactory(referral=referral, consent=referral.consents.get())
    answered = None if state == "expired" else NOON + timedelta(hours=hours)
    over = NOON + timedelta(hours=hours)
    Leg.objects.filter(pk=leg.pk).update(
        state=state, why=why, side=side, answered_at=answered, ended_at=over, due_at=None
    )
    return leg


def lines(world, code: str) -> list[tuple[str, int, str]]:
    part = next(part for part in report_of(world.office, FIRST, LAST).parts if part.code == code)
    return [(line.label, line.number, line.share) for line in part.lines]


def test_what_nobody_told_us_is_counted_as_such_and_small_numbers_have_no_share(world):
    for _n in range(4):
        closed(world, "got_help")
    for _n in range(4):
        closed(world, "unknown", "clock")
    closed(world, "failed", "office")
    closed(world, "unresolved", "clock")
    closed(world, "got_help", host=world.rival)
    assert lines(world, "outcome") == [
        ("It helped", 4, "40%"),
        ("It did not work out", 1, ""),
        ("The two sides saw it differently", 1, ""),
        ("Nobody told us", 4, "40%"),
    ]
    assert lines(world, "settled") == [
        ("Both sides said the same", 4, "40%"),
        ("The office decided", 1, ""),
        ("Nobody answered", 5, "50%"),
    ]
    assert report_of(world.office, FIRST, LAST).unknown == 4


def test_days_are_those_of_the_office(world):
    """New York is five hours behind in winter, four in summer."""
    for at in (datetime(2026, 3, 1, 4, 59, tzinfo=UTC), datetime(2026, 4, 1, 4, tzinfo=UTC)):
        closed(world, "failed", at=at)
    assert lines(world, "outcome") == []
    for at in (datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 4, 1, 3, 59, tzinfo=UTC)):
        closed(world, "got_help", at=at)
    assert lines(world, "outcome") == [("It helped", 2, "")]


def test_reasons_of_writers_and_of_requests_are_apart(world):
    referral = closed(world, "no_capacity", "office")
    ended(referral, "declined", why="no_time", side="writer")
    ended(referral, "declined", why="no_time", side="writer")
    ended(referral, "declined", why="unclear", side="alumnus")
    ended(referral, "expired")
    ended(referral, "released", side="alumnus")
    assert lines(world, "why_writer") == [("I have no time now", 2, ""), ("No answer in time", 1, "")]
    assert lines(world, "why_alumnus") == [
        ("I cannot tell what is needed", 1, ""),
        ("Said yes, and gave it back or made no contact", 1, ""),
    ]


def test_the_middle_time_to_answer_and_how_often_another_was_asked(world):
    first, second = closed(world, "no_capacity", "office"), closed(world, "no_capacity", "office")
    for referral, hours in ((first, 12), (first, 36), (second, 60), (second, 1000)):
        ended(referral, "declined", why="price", side="writer", hours=hours)
    report = report_of(world.office, FIRST, LAST)
    assert (report.answers, report.answer_days) == (3, "1.5")  # the last answered in April
    assert (report.not_taken, report.asked_next, report.next_share) == (3, 2, "")
    only = report_of(world.rival, FIRST, LAST)
    assert (only.answers, only.answer_days, only.closed) == (0, "", 0)


def test_who_never_agreed_is_counted_apart(world):
    with clock.set_to(NOON):
        for state in ("consent_refused", "consent_expired", "consent_expired"):
            make.ReferralFactory(alumnus__host=world.office, state=state, due_at=None)
    assert lines(world, "without") == [("No, thank you", 1, ""), ("No answer", 2, "")]


# --- The page and the table --------------------------------------------------------------------------------------


@pytest.fixture
def viewer(world):
    client = Client()
    client.force_login(world.user["viewer"])
    return client


def test_a_semester_or_two_days_choose_what_is_counted(world, client):
    closed(world, "got_help")
    term = Term.objects.create(host=world.office, name="Spring", starts_on=FIRST, ends_on=LAST)
    other = Term.objects.create(host=world.rival, name="Theirs", starts_on=FIRST, ends_on=LAST)
    url = reverse("referral_report", args=["oxbow-career"])
    with clock.set_to(NOON + timedelta(days=700)):
        client.force_login(world.user["viewer"])
        found = [
            client.get(url + query).context["report"].closed
            for query in ("", f"?term={term.key}", "?first=2026-03-10&last=2026-03-10", "?first=2026-03-11")
        ]
        assert found == [0, 1, 1, 0]
        for query in (
            f"?term={other.key}", "?first=2026-03-10&last=2026-03-09", "?last=0001-01-01", "?first=nonsense",
            "?first=9999-12-31", "?first=2001-01-01&last=2026-01-01",
        ):  # fmt: skip
            assert (query, client.get(url + query).status_code) == (query, 422)


def test_the_table_is_safe_against_formulas(world, viewer):
    type(world.office).objects.filter(pk=world.office.pk).update(name="=HYPERLINK(1)")
    closed(world, "got_help")
    url = reverse("referral_report_table", args=["oxbow-career"])
    answer = viewer.get(url + "?first=2026-03-01&last=2026-03-31")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="referrals-2026-03-01-2026-03-31.csv"'
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[:3] == [
        "Table,Line,Number,Share",
        "Days,Sun 1 Mar 2026 – Tue 31 Mar 2026,,'=HYPERLINK(1)",
        "How it ended,It helped,1,",
    ]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.split(","))


# --- The semester ------------------------------------------------------------------------------------------------


def figures(term) -> dict[str, str]:
    return {figure.code: figure.value for figure in figures_of(term) if figure.code.startswith("referrals")}


def test_the_semester_names_referrals_and_what_nobody_knows(world, viewer):
    term = Term.objects.create(host=world.office, name="Spring", starts_on=FIRST, ends_on=LAST)
    assert figures(term) == {}
    for outcome in ("got_help", "partly", "unknown", "unresolved", "failed"):
        closed(world, outcome)
    closed(world, "got_help", at=NOON + timedelta(days=60))
    with clock.set_to(NOON):
        make.LegFactory(contacted=True, referral__alumnus__host=world.office)
    assert figures(term) == {
        "referrals": "6",
        "referrals_accepted": "1",
        "referrals_helped": "2",
        "referrals_unknown": "2",
    }
    for code, number in figures(term).items():
        page = viewer.get(reverse("semester_rows", args=["oxbow-career", term.key, code]))
        assert (page.status_code, len(page.context["rows"])) == (200, int(number))
