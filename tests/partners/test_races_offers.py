"""Two people at once: proven on PostgreSQL with threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from careerlink.accounts.actions import suspend_person
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners.actions import answers, offers, reviews
from partners.actions.engagements import agree
from partners.models import Engagement, Kind, Offer, Partnership, Writer
from tests import factories as make
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LOST = (Stale, NoSuchMove, ValidationError, offers.AlreadyOffered)


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def at_once(*things):
    """Do all things in the same moment; what each returned, or the exception that it lost with."""
    gate = Barrier(len(things))

    def run(thing):
        try:
            gate.wait(10)
            return thing()
        except LOST as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))


def won(results):
    return [result for result in results if not isinstance(result, LOST)]


def fresh(offer):
    return Offer.objects.select_related("host__institution", "writer__user").get(pk=offer.pk)


def sender(world, writer, kind=Kind.WORKSHOP):
    return lambda: offers.send_offer(writer=writer, host=world.office, kind=kind, text="x", by=writer.user)


def test_many_senders_never_break_the_budget():
    world = make_world()
    writers = [make.WriterFactory() for _ in range(8)]
    at_once(*[sender(world, writer) for writer in writers])
    assert Offer.objects.filter(state=Offer.State.SENT).count() == 3
    assert Offer.objects.filter(state=Offer.State.QUEUED).count() == 5


def test_the_same_offer_twice_at_once_is_one():
    world = make_world()
    results = at_once(*[sender(world, world.writer)] * 4)
    assert len(won(results)) == 1
    assert Offer.objects.count() == 1


def test_of_yes_no_and_taken_back_one_counts():
    world = make_world()
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    one, two, three = fresh(offer), fresh(offer), fresh(offer)
    results = at_once(
        lambda: answers.accept_offer(one, by=world.user["director"]) or True,
        lambda: answers.decline_offer(two, by=world.user["staff"]) or True,
        lambda: offers.withdraw_offer(three, by=world.user["writer"]) or True,
    )
    assert len(won(results)) == 1
    assert Partnership.objects.count() == Offer.objects.filter(state="accepted").count()


def test_two_yes_for_one_request_take_one():
    world = make_world()
    need = make.NeedFactory(host=world.office)
    rows = [make.OfferFactory(host=world.office, writer=w, need=need) for w in (world.writer, world.writer2)]
    both = [fresh(offer) for offer in rows]
    at_once(*[lambda offer=offer: answers.accept_offer(offer, by=world.user["director"]) for offer in both])
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "obsolete"]


def test_two_answers_free_two_places_in_line():
    world = make_world()
    for writer in [make.WriterFactory() for _ in range(6)]:
        sender(world, writer)()
    sent = [fresh(offer) for offer in Offer.objects.filter(state=Offer.State.SENT)[:2]]
    at_once(*[lambda offer=offer: answers.decline_offer(offer, by=world.user["director"]) for offer in sent])
    states = sorted(Offer.objects.values_list("state", flat=True))
    assert states == ["declined", "declined", "queued", "sent", "sent", "sent"]


def test_a_writer_is_in_one_place_at_a_time():
    world = make_world()
    start = datetime(2026, 5, 12, 14, tzinfo=UTC)
    rows = [make.OfferFactory(host=host, writer=world.writer) for host in (world.office, world.rival)]

    def take(offer):
        return lambda: agree(
            offer.host,
            world.writer,
            offer.kind,
            source=offer,
            by=None,
            busy_from=start,
            busy_until=start + timedelta(hours=2),
        )

    assert len(won(at_once(*[take(offer) for offer in rows]))) == 1
    assert Engagement.objects.count() == 1


def test_the_database_itself_refuses_two_places_at_a_time():
    writer, start = make.WriterFactory(), clock.now()
    times = {"busy_from": start, "busy_until": start + timedelta(hours=2)}
    make.EngagementFactory(writer=writer, **times)
    later = {"busy_from": times["busy_until"], "busy_until": times["busy_until"] + timedelta(hours=1)}
    make.EngagementFactory(writer=writer, **later)
    make.EngagementFactory(writer=writer, state=Engagement.State.CANCELLED, **times)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.EngagementFactory(writer=writer, **times)


@pytest.mark.parametrize("who_suspends", ["the writer", "the person"])
def test_no_offer_of_a_suspended_writer_slips_through(who_suspends):
    world = make_world()
    until = clock.now() + timedelta(days=7)
    for _round in range(8):
        writer = make.WriterFactory()
        make.OfferFactory(host=world.rival, writer=writer, kind=Kind.PANEL)

        def suspend(writer=writer):
            if who_suspends == "the writer":
                one = Writer.objects.get(pk=writer.pk)
                reviews.suspend_writer(one, by=world.user["admin"], reason="other", until=until)
            else:
                suspend_person(writer.user, by=world.user["admin"], until=until, reason="other")
            return True

        kinds = (Kind.WORKSHOP, Kind.PODCAST)
        results = at_once(suspend, *[sender(world, Writer.objects.get(pk=writer.pk), kind) for kind in kinds])
        assert results[0] is True
        assert not Offer.objects.filter(writer=writer, state__in=Offer.OPEN).exists()


def test_sending_and_accepting_at_once_hinder_each_other_not():
    world = make_world()
    for _round in range(6):
        writer = make.WriterFactory()
        offer = make.OfferFactory(host=world.office, writer=writer, kind=Kind.PANEL)
        results = at_once(
            lambda offer=offer: answers.accept_offer(fresh(offer), by=world.user["director"]) or True,
            sender(world, writer, Kind.WORKSHOP),
        )
        assert len(won(results)) == 2
