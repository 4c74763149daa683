"""How places end that nobody gave back, and who hears of it."""

from datetime import timedelta

import pytest

from careerlink.accounts import actions as accounts
from careerlink.accounts.own_data import everything_about
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events import tasks
from events.actions import invitations, place_ends, place_person
from events.models import Assignment, StandbyName
from events.queries.host_exports.places import places as export_of_host
from partners.actions import leaving, reviews, writers
from partners.models import Asked, Engagement
from tests import factories as make

S = Assignment.State


def place(fair, state=S.CONFIRMED, **more):
    more = {"shift": fair.table, "writer": fair.world.writer, **more}
    return make.AssignmentFactory(state=state, **more)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def kinds(about):
    rows = OutgoingMail.objects.filter(about_label="events.assignment", about_id=about.pk).order_by("id")
    return list(rows.values_list("kind", "mailbox__address"))


WRITER, DIRECTOR = "writer@demo.test", "director@demo.edu"


def test_a_place_that_the_host_calls_off_frees_her_time_and_goes_to_the_next(fair):
    one = place(fair, shift=fair.desk)
    waits = place(fair, S.WAITLISTED, shift=fair.desk, writer=fair.world.writer2)
    assert place_ends.call_off(one, by=fair.world.user["director"]) is True
    assert place_ends.call_off(fresh(one), by=fair.world.user["director"]) is False
    assert (fresh(one).state, fresh(one).seat, fresh(one).sequence) == (S.CANCELLED_BY_HOST, None, 1)
    assert Engagement.objects.get(source_id=one.pk).state == "cancelled"
    assert (fresh(waits).state, fresh(waits).seat) == (S.HELD, 1)
    assert kinds(one) == [("place_called_off", WRITER)]


@pytest.mark.parametrize("end", [invitations.take_back, place_ends.call_off, None])
def test_an_invitation_that_the_host_ends_was_not_left_without_an_answer(fair, end):
    boss = fair.world.user["director"]
    (one,) = invitations.invite_writers(fair.table, [fair.world.writer], by=boss)
    if end:
        end(one, by=boss)
        assert Asked.objects.get().answer == "moot"
    else:
        with clock.set_to(one.due_at):
            tasks.run_clocks()
        assert (fresh(one).state, Asked.objects.get().answer) == (S.EXPIRED, "")


def test_a_request_is_recalled_once_at_half_time(fair):
    with clock.set_to(clock.now()):
        one = place(fair, S.REQUESTED)
    half = one.state_since + (one.due_at - one.state_since) / 2
    with clock.set_to(half - timedelta(seconds=1)):
        invitations.remind_of_requests()
    assert kinds(one) == []
    with clock.set_to(half + timedelta(seconds=1)):
        tasks.run_clocks()
        tasks.run_clocks()
    assert kinds(one) == [("place_asked_reminder", DIRECTOR)]
    assert fresh(one).state == S.REQUESTED


@pytest.mark.parametrize("state", [S.INVITED, S.REQUESTED])
def test_who_waited_for_an_answer_hears_when_there_was_none(fair, state):
    one = place(fair, state, how="invited" if state == S.INVITED else "self", reminded_at=clock.now())
    with clock.set_to(one.due_at):
        tasks.run_clocks()
        tasks.run_clocks()
    assert (fresh(one).state, kinds(one)) == (S.EXPIRED, [("place_expired", WRITER)])


def suspend_person(world):
    accounts.suspend_person(
        world.user["writer"], by=world.user["admin"], until=clock.now() + timedelta(days=9), reason="conduct"
    )


def suspend_writer(world):
    until = clock.now() + timedelta(days=9)
    reviews.suspend_writer(world.writer, by=world.user["admin"], reason="rules", until=until)


@pytest.mark.parametrize("suspend", [suspend_person, suspend_writer])
def test_places_of_a_writer_who_is_kept_out_go_on(fair, suspend):
    ahead, invited = place(fair, shift=fair.desk), place(fair, S.INVITED)
    waits = place(fair, S.WAITLISTED, shift=fair.desk, writer=fair.world.writer2)
    over = make.ShiftFactory(role=make.RoleFactory(event=make.EventFactory(past=True, host=fair.world.office)))
    past = place(fair, shift=over)
    suspend(fair.world)
    states = [fresh(one).state for one in (ahead, invited, past, waits)]
    assert states == [S.CANCELLED_BY_VOLUNTEER, S.DECLINED, S.CONFIRMED, S.HELD]
    assert ("place_left", DIRECTOR) in kinds(ahead)


def test_a_break_ends_no_place(fair):
    ahead = place(fair)
    writers.pause_writer(fair.world.writer, by=fair.world.user["writer"], until=clock.today() + timedelta(days=60))
    assert fresh(ahead).state == S.CONFIRMED


@pytest.mark.parametrize(
    ("days", "left"), [(9, S.CONFIRMED), (40, S.CANCELLED_BY_HOST)], ids=["back before", "not back"]
)
def test_at_a_suspended_host_what_waits_ends_and_who_would_come_meanwhile_is_told(fair, days, left):
    ahead, asked = place(fair), place(fair, S.REQUESTED, writer=fair.world.writer2)
    until = clock.now() + timedelta(days=days)
    reviews.suspend_host(fair.world.office, by=fair.world.user["admin"], reason="rules", until=until)
    assert (fresh(ahead).state, fresh(asked).state) == (left, S.CANCELLED_BY_HOST)


def test_a_host_that_leaves_keeps_who_comes_until_it_is_gone(fair):
    ahead, invited = place(fair), place(fair, S.INVITED, writer=fair.world.writer2)
    far = make.EventFactory(host=fair.world.office, starts_at=clock.now() + timedelta(days=60))
    later = place(fair, shift=make.ShiftFactory(role=make.RoleFactory(event=far)))
    leaving.leave_host(fair.world.office, by=fair.world.user["director"])
    states = [fresh(one).state for one in (ahead, invited, later)]
    assert states == [S.CONFIRMED, S.CANCELLED_BY_HOST, S.CONFIRMED]
    with clock.set_to(clock.now() + timedelta(days=31)):
        leaving.end_leaving()
    assert fresh(later).state == S.CANCELLED_BY_HOST
    assert Engagement.objects.get(source_id=later.pk).state == "cancelled"


def test_her_export_names_her_places(fair):
    place(fair)
    (one,) = everything_about(fair.world.user["writer"])["Your places at events"]["places"]
    assert (one["event"], one["role"], one["state"]) == ("Fall fair", "Resume table", "Confirmed")


def test_who_is_erased_leaves_no_empty_chair(fair):
    ahead = place(fair, shift=fair.desk)
    waits = place(fair, S.WAITLISTED, shift=fair.desk, writer=fair.world.writer2)
    over = make.ShiftFactory(role=make.RoleFactory(event=make.EventFactory(past=True, host=fair.world.office)))
    here = place(fair, S.CHECKED_IN, shift=over, contest="I was there.")
    StandbyName.objects.create(event=fair.event, writer=fair.world.writer)
    for _twice in range(2):
        place_person.erase_places(fair.world.user["writer"])
    assert [fresh(one).state for one in (ahead, here, waits)] == [S.CANCELLED_BY_VOLUNTEER, S.COMPLETED, S.HELD]
    assert (fresh(here).contest, StandbyName.objects.count()) == ("", 0)
    assert [address for _kind, address in kinds(ahead)] == [DIRECTOR]


def test_a_host_takes_out_who_came_without_addresses(fair):
    place(fair)
    rows, _standby = export_of_host(fair.world.office)
    (row,) = rows.rows
    assert fair.world.writer.name in row
    assert WRITER not in str(row)
