"""Two people, or a person and the clock, at one stand-in for class in the same moment. On PostgreSQL with threads."""

from datetime import timedelta

import pytest
from django.db import connection

from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.actions import classes, classes_clocks, classes_yes, offers
from partners.models import ClassRequest, Engagement, Offer
from tests import factories as make
from tests.races import Race, at_once, boss, later, one_wins
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def waiting(world):
    return make.ClassRequestFactory(host=world.faculty, waiting=True)


def open_class(world):
    return make.ClassRequestFactory(host=world.faculty)


def offered(world):
    request = make.ClassRequestFactory(host=world.faculty, state="offered")
    for writer in (world.writer, world.writer2):
        make.OfferFactory(host=world.faculty, writer=writer, need=request.need, kind="class_visit")
    return request


def pick(number):
    def picks(world, row):
        offer = Offer.objects.select_related("host__institution", "writer__user", "need").order_by("id")
        return classes.pick(row, offer.filter(need=row.need_id)[number], by=world.user["professor"])

    return picks


def yes(world, row):
    return classes_yes.approve_class(row, by=boss(world), through="office")


def no(world, row):
    return classes_yes.refuse_class(row, by=None, through="moderator", refusal="Exams.")


def take_back(world, row):
    return classes.withdraw_class(row, by=world.user["professor"])


strike = later(classes_clocks.run_class_clocks)
RACES = [
    Race("class: two colleagues pick two", offered, pick(0), pick(1)),
    Race("class: picked twice", offered, pick(0), pick(0)),
    Race("class: picked or time is over", offered, pick(0), strike),
    Race("class: picked or taken back", offered, pick(0), take_back),
    Race("class: taken back or time is over", open_class, take_back, strike),
    Race("class: yes or no", waiting, yes, no),
    Race("class: yes twice", waiting, yes, yes),
    Race("class: yes or no time left", waiting, yes, strike),
    Race("class: yes or taken back", waiting, yes, take_back),
    Race("class: the clock strikes twice", offered, strike, strike),
]


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_of_two_at_once_one_wins_a_class(race):
    one_wins(race)
    assert ClassRequest.objects.filter(state="filled").count() == Engagement.objects.count()


def test_a_dozen_picks_at_once_take_one():
    world = make_world()
    row = offered(world)
    at_once(*[lambda n=n: pick(n % 2)(world, ClassRequest.objects.get(pk=row.pk)) for n in range(12)])
    assert Engagement.objects.count() == 1
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "obsolete"]


def test_a_writer_picked_for_two_classes_at_once_takes_one():
    world = make_world()
    rows, starts_at = [], clock.now() + timedelta(days=7)
    for _host in range(2):
        request = make.ClassRequestFactory(starts_at=starts_at)
        offer = make.OfferFactory(host=request.host, writer=world.writer, need=request.need, kind="class_visit")
        rows.append((request, offer))
    at_once(*[lambda r=r, o=o: classes.pick(r, o, by=world.user["professor"]) for r, o in rows])
    assert Engagement.objects.filter(writer=world.writer).count() == 1
    assert ClassRequest.objects.filter(state="filled").count() == 1


def test_an_offer_that_comes_as_the_last_one_goes_leaves_no_class_without_its_state():
    world = make_world()
    request = make.ClassRequestFactory(host=world.faculty, state="offered")
    gone = make.OfferFactory(host=world.faculty, writer=world.writer, need=request.need, kind="class_visit")
    at_once(
        lambda: offers.withdraw_offer(gone, by=world.user["writer"]),
        lambda: offers.send_offer(
            writer=world.writer2, host=world.faculty, kind="class_visit", text="x", by=world.user["writer2"],
            need=request.need,
        ),
    )  # fmt: skip
    assert ClassRequest.objects.get(pk=request.pk).state == "offered"
    assert Entry.objects.filter(about_id=request.pk, label="partners.classrequest").count() in (0, 2)
