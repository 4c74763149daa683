"""The waiting list: a free seat is kept for one after the other."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import place_clocks, seats
from events.actions.waiting import move_up
from events.models import Assignment
from events.tasks import run_clocks
from tests import factories as make

S, How = Assignment.State, Assignment.How


def take(shift, writer):
    return seats.give_place(shift, writer, by=writer.user, how=How.SELF)


def wait(shift, writer, minutes=0):
    """Nobody else is asked: in line some minutes after the first."""
    with clock.set_to(clock.now() + timedelta(minutes=minutes)):
        return seats.join_waiting_list(shift, writer, by=writer.user)


def read(kind):
    mail = OutgoingMail.objects.get(kind=kind)
    assert kinds[kind].still_true(mail) == ""
    return mail, kinds[kind].render(mail)


def states(*places):
    return [Assignment.objects.get(pk=place.pk).state for place in places]


@pytest.fixture
def line(fair):
    """The desk's one seat is taken by Maren; Ben waits, then two more."""
    fair.first = take(fair.desk, fair.world.writer)
    fair.others = [make.WriterFactory(), make.WriterFactory()]
    fair.waits = [wait(fair.desk, writer, n) for n, writer in enumerate([fair.world.writer2, *fair.others])]
    return fair


def test_a_freed_seat_is_kept_for_the_first_in_line_who_hears_at_once(line):
    seats.leave(line.first, by=line.world.writer.user)
    assert states(*line.waits) == [S.HELD, S.WAITLISTED, S.WAITLISTED]
    kept = Assignment.objects.get(pk=line.waits[0].pk)
    assert kept.seat == 1
    assert timedelta(hours=23) < kept.due_at - clock.now() <= timedelta(hours=24)
    mail, letter = read("place_kept")
    assert (mail.mailbox.user_id, mail.is_urgent) == (line.world.writer2.user_id, True)
    assert letter.subject.startswith("Say yes by ")
    assert "it is kept for you until" in letter.text


def test_no_or_silence_and_it_is_kept_for_the_next_until_nobody_is_left(line):
    seats.leave(line.first, by=line.world.writer.user)
    seats.leave(line.waits[0], by=line.world.writer2.user)
    assert states(*line.waits) == [S.DECLINED, S.HELD, S.WAITLISTED]
    with clock.set_to(clock.now() + timedelta(hours=25)):
        run_clocks()
        run_clocks()
    assert states(*line.waits) == [S.DECLINED, S.LAPSED, S.HELD]
    assert "your answer did not" in read("place_lapsed")[1].text
    with clock.set_to(clock.now() + timedelta(hours=50)):
        run_clocks()
    assert states(*line.waits) == [S.DECLINED, S.LAPSED, S.LAPSED]
    assert not Assignment.objects.filter(shift=line.desk, seat__isnull=False).exists()


def test_a_yes_confirms_her_and_a_used_or_given_up_hold_never_comes_back(line):
    seats.leave(line.first, by=line.world.writer.user)
    ben, next_one = line.waits[0], line.waits[1]
    assert seats.accept(ben, by=ben.writer.user).seat == 1
    seats.leave(Assignment.objects.get(pk=ben.pk), by=ben.writer.user)
    assert states(*line.waits) == [S.CANCELLED_BY_VOLUNTEER, S.HELD, S.WAITLISTED]
    seats.leave(next_one, by=next_one.writer.user)
    for gone in (ben, next_one):
        with pytest.raises((Stale, NoSuchMove)):
            seats.accept(gone, by=gone.writer.user)
    assert states(*line.waits) == [S.CANCELLED_BY_VOLUNTEER, S.DECLINED, S.HELD]


def test_who_cannot_take_it_now_stays_in_line_and_is_asked_when_she_can(line):
    ben = line.world.writer2
    elsewhere = take(line.table, ben)
    seats.leave(line.first, by=line.world.writer.user)
    assert states(*line.waits) == [S.WAITLISTED, S.HELD, S.WAITLISTED]
    seats.leave(elsewhere, by=ben.user)
    for gone in line.waits[1:]:
        seats.leave(gone, by=gone.writer.user)
    assert states(*line.waits) == [S.HELD, S.DECLINED, S.WITHDRAWN]


def test_the_clock_asks_again_when_what_stood_in_the_way_is_gone(fair):
    ben = fair.world.writer2
    fair.desk.role.credential = "NCRW"
    fair.desk.role.save()
    waits = make.AssignmentFactory(shift=fair.desk, writer=ben, state="waitlisted")
    assert move_up(fair.desk) == []
    fair.desk.role.credential = ""
    fair.desk.role.save()
    run_clocks()
    assert states(waits) == [S.HELD]


def test_more_seats_mean_more_are_kept_and_each_seat_for_one(line):
    line.desk.role.most = 3
    line.desk.role.save()
    assert [place.seat for place in move_up(line.desk)] == [2, 3]
    assert move_up(line.desk) == []
    assert states(*line.waits) == [S.HELD, S.HELD, S.WAITLISTED]


def test_after_the_cut_off_nobody_moves_up_and_the_list_ends(line):
    with clock.set_to(line.event.closes_at + timedelta(minutes=1)):
        seats.leave(line.first, by=line.world.writer.user)
        assert states(*line.waits) == [S.WAITLISTED] * 3
        run_clocks()
        assert move_up(line.desk) == []
    assert states(*line.waits) == [S.LAPSED] * 3


def test_a_hold_made_shortly_before_the_cut_off_ends_before_it(line):
    with clock.set_to(line.event.closes_at - timedelta(hours=4)):
        seats.leave(line.first, by=line.world.writer.user)
    kept = Assignment.objects.get(pk=line.waits[0].pk)
    assert line.event.closes_at - kept.due_at == timedelta(hours=3)


def test_an_answer_after_the_time_is_no_answer(line):
    seats.leave(line.first, by=line.world.writer.user)
    with clock.set_to(clock.now() + timedelta(hours=25)), pytest.raises(Stale):
        seats.accept(line.waits[0], by=line.world.writer2.user)


def test_nobody_signs_up_past_those_who_wait(fair):
    """Not even in the minutes between a seat that was added and the clock."""
    fair.waits = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer2, state="waitlisted")
    with pytest.raises(ValidationError) as refused:
        take(fair.desk, fair.world.writer)
    assert [error.code for error in refused.value.error_list] == ["full"]
    assert states(fair.waits) == [S.WAITLISTED]
    run_clocks()
    assert states(fair.waits) == [S.HELD]


def test_who_was_given_more_time_while_the_clock_ran_keeps_her_place(line):
    waits = wait(line.desk, line.others[0])
    late = waits.due_at
    Assignment.objects.filter(pk=waits.pk).update(due_at=late + timedelta(hours=1))  # the cut-off, after it was read
    with clock.set_to(late):
        place_clocks._end(waits)
        assert states(waits) == [S.WAITLISTED]
    with clock.set_to(late + timedelta(hours=1)):
        place_clocks._end(waits)
    assert states(waits) == [S.LAPSED]
