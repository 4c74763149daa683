"""Offers that go on at the same moment: each once, no host twice, no budget broken. On PostgreSQL with threads."""

import pytest
from django.db import connection

from partners.actions import answers, cascade, offers
from partners.models import Host, Kind, Offer
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def declined(world, writer):
    offer = offers.send_offer(
        writer=writer, host=world.office, kind=Kind.WORKSHOP, text="x", by=writer.user, may_cascade=True
    )
    answers.decline_offer(offer, by=world.user["director"])
    return offer


def test_one_offer_goes_on_once_however_many_workers_take_it():
    world = make_world()
    for host in (world.faculty, world.club):
        make.NeedFactory(host=host, words="")
    offer = declined(world, world.writer)
    at_once(*[lambda: cascade.go_on_with(offer.pk)] * 8)
    assert Offer.objects.filter(chain=offer.chain).count() == 2
    assert Offer.objects.get(parent=offer).hops == 1


def test_many_offers_that_go_on_at_once_keep_the_budget_of_the_group():
    world = make_world()
    Host.objects.filter(pk=world.office.pk).update(attention_budget=20)
    make.NeedFactory(host=world.faculty, words="")
    rows = [declined(world, make.WriterFactory()) for _n in range(8)]
    at_once(*[lambda pk=row.pk: cascade.go_on_with(pk) for row in rows])
    assert Offer.objects.filter(host=world.faculty, state="sent").count() == 3
    assert Offer.objects.filter(host=world.faculty, state="queued").count() == 5


def test_two_groups_whose_offers_change_places_do_not_wait_for_each_other():
    world = make_world()
    for host in (world.faculty, world.club):
        make.NeedFactory(host=host, words="")
    rows = []
    for host in (world.faculty, world.club) * 4:
        Host.objects.filter(pk=host.pk).update(attention_budget=50)
        writer = make.WriterFactory()
        rows.append(
            offers.send_offer(writer=writer, host=host, kind=Kind.WORKSHOP, text="x", by=writer.user, may_cascade=True)
        )
    boss = {world.faculty.pk: world.user["professor"], world.club.pk: world.user["club"]}

    def end(row):
        answers.decline_offer(row, by=boss[row.host_id])
        return cascade.go_on_with(row.pk)

    results = at_once(*[lambda row=row: end(row) for row in rows])
    assert len(won(results)) == len(rows)
    assert Offer.objects.filter(hops=1, state="sent").count() == len(rows)


def test_two_offers_passed_across_each_other_do_not_wait_for_each_other():
    world = make_world()
    one = make.OfferFactory(host=world.faculty, writer=world.writer)
    other = make.OfferFactory(host=world.club, writer=world.writer2)
    results = at_once(
        lambda: cascade.pass_on(one, world.club, by=world.user["professor"]),
        lambda: cascade.pass_on(other, world.faculty, by=world.user["club"]),
    )
    assert len(won(results)) == 2
