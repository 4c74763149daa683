"""Two people at once on one board: one of them wins. Proven on PostgreSQL with threads."""

from datetime import timedelta

import pytest
from django.db import connection

from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.actions import answers, board, board_ends, leaving, reviews
from partners.actions.board_clocks import run_board_clocks
from partners.models import BoardSeat, ConflictStatement, Engagement, Offer, Writer
from partners.queries.board import OPEN, term_end
from tests import factories as make
from tests.races import at_once, fresh, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def world():
    world = make_world()
    make.LegalTextFactory(slug="conflict", version=1)
    make.BoardFactory(host=world.office)
    return world


def invited(world):
    return make.BoardSeatFactory(host=world.office, writer=world.writer, invited=True)


def asked(world):
    """Somebody whose term ends in ten days and who was asked whether she stays."""
    today = clock.today()
    return make.BoardSeatFactory(
        host=world.office, writer=world.writer, starts_on=today - timedelta(days=1085),
        ends_on=today + timedelta(days=10), renewal="asked", renewal_asked_at=clock.now(),
    )  # fmt: skip


def read(seat):
    return BoardSeat.objects.select_related("host__institution", "writer__user").get(pk=seat.pk)


def accept(world, seat):
    return board.accept_seat(seat, by=world.user["writer"])


def decline(world, seat):
    return board.decline_seat(seat, by=world.user["writer"]) or True


def release(world, seat):
    return board_ends.release_seat(seat, by=world.user["director"]) or True


def leave(world, seat):
    return board_ends.leave_board(seat, by=world.user["writer"], reason="resigned") or True


def stay(world, seat):
    return board.answer_renewal(seat, by=world.user["writer"], stays=True)


def strike(_world, _seat):
    """The clock, 31 days from now; lost when it found nothing to end."""
    with clock.set_to(clock.now() + timedelta(days=31)):
        run_board_clocks()
    entry = BoardSeat.objects.filter(state="ended", reason__in=["no_answer", "term_over"])
    return True if entry.exists() else Stale("nothing was due")


@pytest.mark.parametrize(
    ("row", "one", "other"),
    [
        pytest.param(invited, accept, release, id="yes or taken back"),
        pytest.param(invited, accept, decline, id="yes or no"),
        pytest.param(invited, accept, accept, id="yes twice"),
        pytest.param(invited, accept, strike, id="yes or time is over"),
        pytest.param(invited, release, release, id="taken back twice"),
        pytest.param(asked, stay, strike, id="stays or the term is over"),
        pytest.param(asked, stay, stay, id="stays twice"),
        pytest.param(asked, leave, release, id="leaves or is released"),
        pytest.param(asked, leave, strike, id="leaves or the term is over"),
    ],
)
def test_of_two_at_once_one_wins(world, row, one, other):
    for _round in range(4):
        seat = row(world)
        first, second = read(seat), read(seat)
        results = at_once(lambda first=first: one(world, first), lambda second=second: other(world, second))
        assert len(won(results)) == 1
        after = read(seat)
        agreed = Engagement.objects.filter(source_id=seat.pk, state="agreed").count()
        assert agreed == (after.state == "serving")
        assert (after.term == 2) == (after.state == "serving" and one is stay)
        Engagement.objects.all().delete()
        BoardSeat.objects.all().delete()


def chair_to(world, seat, *, was):
    return lambda: board.pass_chair(world.office, seat, by=world.user["director"], was=was) or True


def test_two_chairs_at_once_are_one(world):
    seats = [make.BoardSeatFactory(host=world.office) for _n in range(4)]
    give = [chair_to(world, read(seat), was=None) for seat in seats]
    assert len(won(at_once(*give))) == 1
    assert BoardSeat.objects.filter(is_chair=True, state="serving").count() == 1


def test_two_chairs_passed_on_at_once_leave_one(world):
    chair = make.BoardSeatFactory(host=world.office, is_chair=True)
    others = [make.BoardSeatFactory(host=world.office) for _n in range(2)]
    give = [chair_to(world, read(seat), was=chair) for seat in others]
    assert len(won(at_once(*give))) == 1
    assert BoardSeat.objects.filter(is_chair=True, state="serving").count() == 1


def test_the_last_seat_is_taken_once(world):
    world.office.board.size = 1
    world.office.board.save()
    rows = [make.OfferFactory(host=world.office, writer=make.WriterFactory(), kind="board") for _n in range(3)]
    both = [fresh(offer) for offer in rows]
    results = at_once(*[lambda offer=offer: answers.accept_offer(offer, by=world.user["director"]) for offer in both])
    assert (len(won(results)), BoardSeat.objects.count(), Engagement.objects.count()) == (1, 1, 1)
    assert Offer.objects.filter(state="accepted").count() == 1


def test_many_clicks_invite_once_and_sign_once(world):
    invite = [lambda: board.invite_to_board(world.office, world.writer, by=world.user["director"])] * 10
    at_once(*invite)
    assert BoardSeat.objects.count() == 1
    seat = make.BoardSeatFactory(host=world.office, writer=world.writer2)
    facts = {"by": world.user["writer2"], "has_conflicts": False, "signature": "Ben Achterberg"}
    results = at_once(*[lambda: board.sign_statement(read(seat), **facts)] * 10)
    assert (len(won(results)), ConflictStatement.objects.count()) == (10, 1)


def test_an_invitation_and_an_offer_answered_at_once_make_one_seat(world):
    for _round in range(4):
        writer = make.WriterFactory()
        seat = read(make.BoardSeatFactory(host=world.office, writer=writer, invited=True))
        offer = fresh(make.OfferFactory(host=world.office, writer=writer, kind="board"))
        at_once(
            lambda seat=seat: board.accept_seat(seat, by=seat.writer.user),
            lambda offer=offer: answers.accept_offer(offer, by=world.user["director"]),
        )
        assert BoardSeat.objects.filter(writer=writer, state="serving").count() == 1
        assert Engagement.objects.filter(writer=writer, state="agreed").count() == 1


@pytest.mark.parametrize("what", ["the writer is suspended", "the office leaves"])
def test_nobody_slips_onto_a_board_whose_side_is_gone(world, what):
    until = clock.now() + timedelta(days=7)
    for _round in range(4):
        host = make.MemberFactory().host
        seat = read(make.BoardSeatFactory(host=host, writer=make.WriterFactory(), invited=True))

        def end(seat=seat):
            if what == "the office leaves":
                return leaving.leave_host(seat.host, by=seat.host.members.get().user)
            one = Writer.objects.get(pk=seat.writer_id)
            return reviews.suspend_writer(one, by=world.user["admin"], reason="other", until=until) or True

        results = at_once(end, lambda seat=seat: board.accept_seat(seat, by=seat.writer.user))
        assert len(won(results[:1])) == 1
        proposed = BoardSeat.objects.filter(pk=seat.pk, state="proposed")
        assert not proposed.exists()
        if what == "the writer is suspended":
            assert not BoardSeat.objects.filter(pk=seat.pk, state__in=OPEN).exists()


def test_a_renewed_term_follows_the_old_one(world):
    seat = asked(world)
    stay(world, read(seat))
    assert read(seat).ends_on == term_end(seat.ends_on + timedelta(days=1), 3)
