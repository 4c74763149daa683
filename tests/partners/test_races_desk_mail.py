"""Two beats, two workers, two members at once: proven on PostgreSQL with threads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, decisions
from partners.actions.desk_mail import write_desk_mails
from partners.models import DeskMail, Host, Member, Offer
from tests import factories as make
from tests.races import at_once
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TUESDAY = datetime(2026, 11, 3, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def tick():
    with clock.set_to(TUESDAY):
        return write_desk_mails()


def offer(host, **fields):
    times = {"sent_at": TUESDAY - timedelta(days=6), "remind_at": TUESDAY - timedelta(days=1)}
    return make.OfferFactory(host=host, due_at=TUESDAY + timedelta(days=8), **times, **fields)


def test_many_ticks_at_once_write_each_mail_once_and_remind_once():
    people = [make.MemberFactory() for _ in range(12)]
    Host.objects.update(next_desk_mail_at=TUESDAY)
    for member in people:
        offer(member.host)
    for member in people[1:]:
        make.MemberFactory(host=people[0].host, user=member.user, role="coordinator", gets_decisions=True)
    results = at_once(*[tick] * 4)
    assert sum(results) >= 12
    assert (DeskMail.objects.count(), OutgoingMail.objects.count()) == (12, 12)
    assert set(Offer.objects.values_list("reminded", flat=True)) == {1}
    assert not Host.objects.filter(next_desk_mail_at__lte=TUESDAY).exists()


def test_an_answer_in_the_instant_of_the_mail_is_neither_lost_nor_reminded_of_twice():
    world = make_world()
    Host.objects.update(next_desk_mail_at=TUESDAY)
    offers = [offer(world.office) for _ in range(3)]
    at_once(tick, tick, *[lambda one=one: answers.decline_offer(one, by=world.user["director"]) for one in offers])
    assert list(Offer.objects.values_list("state", flat=True)) == ["declined"] * 3
    assert OutgoingMail.objects.filter(kind="desk_mail").count() <= 1


def test_when_all_opt_out_at_once_one_stays():
    world = make_world()
    Member.objects.filter(user=world.user["staff"]).update(gets_decisions=True)

    def leave(who):
        member = Member.objects.select_related("host").get(host=world.office, user=world.user[who])
        return lambda: decisions.choose_decisions(member, by=world.user[who], gets=False)

    at_once(leave("director"), leave("staff"))
    assert Member.objects.filter(host=world.office, gets_decisions=True).count() == 1
