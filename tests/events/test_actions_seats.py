"""Coming to a place, and giving it back."""

import pytest
from django.core.exceptions import ValidationError

from events.actions import seats
from events.models import Assignment
from partners.models import Engagement
from tests import factories as make

S, How = Assignment.State, Assignment.How


def take(shift, writer, how=How.SELF, **rest):
    return seats.give_place(shift, writer, by=writer.user, how=how, **rest)


def test_who_signs_up_where_that_is_enough_has_her_place_and_her_time_is_kept(fair):
    place = take(fair.desk, fair.world.writer)
    assert (place.state, place.seat) == (S.CONFIRMED, 1)
    work = Engagement.objects.get(source_label="events.assignment", source_id=place.pk)
    assert (work.busy_from, work.busy_until) == (fair.desk.starts_at, fair.desk.ends_at)


def test_a_second_click_changes_nothing(fair):
    first = take(fair.desk, fair.world.writer)
    assert take(fair.desk, fair.world.writer) == first
    assert Assignment.objects.count() == 1


def test_the_last_seat_goes_to_the_first_and_the_second_can_wait(fair):
    take(fair.desk, fair.world.writer)
    with pytest.raises(ValidationError) as refused:
        take(fair.desk, fair.world.writer2)
    assert [error.code for error in refused.value.error_list] == ["full"]
    waits = seats.join_waiting_list(fair.desk, fair.world.writer2, by=fair.world.writer2.user)
    assert (waits.state, waits.seat) == (S.WAITLISTED, None)


def test_nobody_is_in_two_places_at_once(fair):
    take(fair.desk, fair.world.writer)
    with pytest.raises(ValidationError) as refused:
        take(fair.table, fair.world.writer)
    assert [error.code for error in refused.value.error_list] == ["overlap"]


def test_where_the_role_wants_a_yes_she_asks_and_the_host_answers(fair):
    fair.desk.role.is_instant = False
    fair.desk.role.save()
    place = take(fair.desk, fair.world.writer)
    assert (place.state, place.due_at) == (S.REQUESTED, fair.event.closes_at)
    place = seats.approve(place, by=fair.world.user["director"])
    assert (place.state, place.seat) == (S.CONFIRMED, 1)


def test_the_host_gets_past_a_required_credential_only_with_a_reason(fair):
    fair.desk.role.credential = "NCRW"
    fair.desk.role.save()
    staff = fair.world.user["director"]
    with pytest.raises(ValidationError):
        seats.give_place(fair.desk, fair.world.writer, by=staff, how=How.STAFF)
    place = seats.give_place(fair.desk, fair.world.writer, by=staff, how=How.STAFF, override="We know her well.")
    assert (place.state, place.override) == (S.CONFIRMED, "We know her well.")


def test_who_leaves_is_free_again_and_her_row_never_comes_back_to_life(fair):
    place = take(fair.desk, fair.world.writer)
    place = seats.leave(place, by=fair.world.writer.user)
    assert (place.state, place.seat) == (S.CANCELLED_BY_VOLUNTEER, None)
    assert not Engagement.objects.filter(state=Engagement.State.AGREED).exists()
    again = take(fair.table, fair.world.writer)
    assert again.pk != place.pk


def test_after_the_cut_off_leaving_is_late(fair):
    place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    fair.event.closes_at = fair.event.closes_at.replace(year=2020)
    fair.event.save()
    assert seats.leave(place, by=fair.world.writer.user).state == S.CANCELLED_LATE
