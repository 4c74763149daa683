"""How quick a host is: what it is told itself, and what writers read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careerlink.web import clock
from partners.queries.offers import Habit, answer_habit, answer_words
from tests import factories as make

MONDAY = datetime(2026, 5, 4, 13, tzinfo=UTC)


def answered(host, days, state="declined", **fields):
    moment = MONDAY + timedelta(days=days)
    make.OfferFactory(
        host=host, state=state, sent_at=MONDAY, decided_at=moment, state_since=moment, due_at=None, **fields
    )


def test_all_its_people_count_together_and_what_lapsed_in_line_does_not(world):
    for days, who in ((1, "director"), (3, "staff"), (5, "staff")):
        answered(world.office, days, decided_by=world.user[who])
    answered(world.office, 6, state="redirected")
    make.OfferFactory(host=world.office, state="lapsed", sent_at=MONDAY, due_at=None)
    make.OfferFactory(host=world.office, state="lapsed", sent_at=None, queued_at=MONDAY, due_at=None)
    make.OfferFactory(host=world.office, state="obsolete", sent_at=MONDAY, due_at=None)
    assert answer_habit(world.office) == Habit(days=4, percent=80, of=5)
    assert answer_words(answer_habit(world.office)) == "80% of its last 5, middle value 4 days"


def test_days_on_which_it_was_closed_do_not_count(world):
    answered(world.office, 9)
    world.office.closures.create(starts_on=date(2026, 5, 6), ends_on=date(2026, 5, 11))
    assert answer_habit(world.office).days == 3


@pytest.mark.parametrize(
    ("habit", "said"),
    [
        (Habit(None, None, 0), "You would be among the first to offer here."),
        (Habit(None, None, 3), "They have not had time to answer anybody yet."),
        (Habit(0, 100, 3), "Usually answers on the same day. Nearly every offer gets one."),
        (Habit(4, 80, 5), "Usually answers within 4 days. Most offers get one."),
        (Habit(12, 20, 5), "Usually answers within 12 days. Many offers end without one."),
    ],
)
def test_writers_read_a_plain_sentence_without_figures_of_the_office(habit, said):
    assert str(habit) == said


def test_the_writer_sees_before_sending_what_the_office_wants_when_it_is_closed_and_how_quick_it_is(client, world):
    world.office.wants.create(kind="panel")
    today = clock.today(world.office.zone)
    world.office.closures.create(starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=5))
    for _n in range(3):
        make.OfferFactory(host=world.office)
    client.force_login(world.user["writer"])
    page = client.get("/hosts/oxbow-career/offer/").content.decode()
    for said in ("What they want now", "Panel", "These days do not count.", "Yours would be number 1 in line"):
        assert said in page
    assert "You would be among the first to offer here." in page


def test_an_office_without_capacity_says_until_when(client, world):
    world.office.no_capacity_until = date(2030, 5, 31)
    world.office.save()
    client.force_login(world.user["writer"])
    assert (
        "They take new offers again from Sat 1 Jun 2030." in client.get("/hosts/oxbow-career/offer/").content.decode()
    )


def test_a_moderator_sees_how_a_host_answers(client, world):
    answered(world.office, 3)
    client.force_login(world.user["admin"])
    page = client.get(f"/admin/partners/host/{world.office.pk}/change/").content.decode()
    assert "100% of its last 1, middle value 3 days" in page
