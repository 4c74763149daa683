"""Answers that are given and taken back in the same moment, in threads on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import connection

from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.keys import new_key
from events.actions import answers, seats
from events.models import Answering, Assignment
from partners.models import Engagement
from tests import factories as make
from tests.races import at_once
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def asked():
    """Three who asked for two seats."""
    world = make_world()
    event = make.EventFactory(host=world.office)
    shift = make.ShiftFactory(role=make.RoleFactory(event=event, is_instant=False, most=2))
    for writer in (world.writer, world.writer2, make.WriterFactory()):
        seats.give_place(shift, writer, by=writer.user, how=Assignment.How.SELF)
    OutgoingMail.objects.all().delete()
    return world


def answer(world, key, what="accept"):
    places = list(Assignment.objects.select_related("writer", "shift"))
    return lambda: answers.answer_requests(world.office, places, what, by=world.user["director"], key=key) and True


def test_two_who_answer_at_once_fill_no_seat_twice_and_answer_nobody_twice(asked):
    key = new_key()
    at_once(answer(asked, key), answer(asked, key), answer(asked, new_key()), answer(asked, new_key(), "decline"))
    confirmed = Assignment.objects.filter(state="confirmed")
    assert confirmed.count() <= 2
    assert confirmed.count() == Engagement.objects.filter(state="agreed").count()
    answered = Assignment.objects.filter(state__in=["confirmed", "refused"]).count()
    assert OutgoingMail.objects.filter(kind__in=["place_confirmed", "place_refused"]).count() == answered
    assert Answering.objects.count() == 3


def test_an_answer_is_taken_back_or_its_mail_leaves(asked):
    answer(asked, new_key(), "decline")()
    answering = Answering.objects.get()

    def mails_leave():
        with clock.set_to(clock.now() + timedelta(minutes=11)):
            return deliver()

    at_once(lambda: answers.take_back(answering, by=asked.user["director"]) and True, mails_leave)
    for place in Assignment.objects.all():
        told = OutgoingMail.objects.get(about_id=place.pk, kind="place_refused").state
        assert (place.state, told) in {("refused", "sent"), ("requested", "cancelled")}
