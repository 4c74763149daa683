"""Two coordinators ask, two workers rank, two beats write at once: proven on PostgreSQL with threads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions.asking import MOST_WAITING, ask_writers
from partners.actions.needs import fill_need
from partners.actions.ranking import rank_needs
from partners.actions.weekly import write_request_mails
from partners.models import Asked, Need, Suggestion, Writer
from partners.queries.matcher import forget_matcher
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THURSDAY = datetime(2027, 2, 4, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    forget_matcher()


def asked_for(host, **more) -> Need:
    need = make.NeedFactory(host=host, **more)
    need.tags.create(vocabulary="major", code="23.0101")
    return need


def editors(number: int) -> list[Writer]:
    return [make.WriterTagFactory(writer=make.WriterFactory()).writer for _n in range(number)]


def test_two_coordinators_who_ask_the_same_writers_ask_each_once():
    world = make_world()
    need, writers = asked_for(world.office), editors(3)
    asks = [lambda who=who: ask_writers(need, writers, by=world.user[who]) for who in ("director", "staff")]
    results = at_once(*asks, *asks)
    assert len(won(results)) == 4  # a second click changes nothing
    assert (Asked.objects.count(), OutgoingMail.objects.filter(kind="need_asked").count()) == (3, 3)


def test_many_hosts_at_once_do_not_bury_a_writer_under_questions():
    world = make_world()
    writer, *others = editors(MOST_WAITING + 4)
    pairs = [(asked_for(make.HostFactory()), [writer, other]) for other in others]
    at_once(*[lambda pair=pair: ask_writers(*pair, by=world.user["director"]) for pair in pairs])
    assert Asked.objects.filter(writer=writer).count() == MOST_WAITING


def test_hosts_who_ask_others_in_another_order_do_not_wait_for_each_other_in_a_ring():
    world = make_world()
    writers = editors(3)
    pairs = [writers[:2], writers[1:], writers[::2]] * 2
    needs = [asked_for(make.HostFactory()) for _pair in pairs]
    asks = [
        lambda need=need, pair=pair: ask_writers(need, pair[::-1], by=world.user["director"])
        for need, pair in zip(needs, pairs, strict=True)
    ]
    assert len(won(at_once(*asks))) == len(pairs)


def test_a_request_that_is_filled_in_the_same_instant_asks_nobody_after():
    world = make_world()
    need, writers = asked_for(world.office), editors(2)
    at_once(
        lambda: fill_need(Need.objects.select_related("host").get(pk=need.pk), by=world.user["director"]),
        lambda: ask_writers(need, writers, by=world.user["staff"]),
    )
    need.refresh_from_db()
    assert (need.state, list(Asked.objects.filter(at__gt=need.state_since))) == ("filled", [])


def test_two_workers_who_rank_the_same_request_keep_one_list():
    world = make_world()
    need = asked_for(world.office)
    editors(4)
    at_once(*[lambda: rank_needs([need.pk])] * 4)
    assert list(Suggestion.objects.values_list("rank", flat=True)) == [1, 2, 3, 4]


def test_two_beats_write_each_weekly_mail_once():
    world = make_world()
    writers = editors(6)
    asked_for(world.office, needed_on=THURSDAY.date() + timedelta(days=20), published_at=THURSDAY - timedelta(days=2))
    Writer.objects.update(next_requests_at=THURSDAY)

    def tick():
        with clock.set_to(THURSDAY):
            return write_request_mails()

    results = at_once(*[tick] * 4)
    assert (sum(results), OutgoingMail.objects.filter(kind="requests_weekly").count()) == (len(writers), len(writers))
