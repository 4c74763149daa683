"""A writer finds a shift, takes it and leaves it, as she clicks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import seats
from events.models import Assignment, Shift
from events.queries.takeable import LOOKED_AT
from tests import factories as make
from tests.queries import count_queries

S = Assignment.State
URL = "/writer/shifts/"


def post(client, name, row):
    return client.post(reverse(name, args=[row.key]))


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def me(fair):
    return log_in(fair.world.user["writer"])


def test_one_click_takes_a_shift(fair, me):
    response = post(me, "shift_take", fair.desk)
    place = Assignment.objects.get()
    assert (place.state, place.seat, place.writer) == (S.CONFIRMED, 1, fair.world.writer)
    assert response.url == place.get_absolute_url()


@pytest.mark.parametrize(("knows_host", "queries"), [(True, 16), (False, 18)])
def test_signing_up_costs_few_queries(fair, me, knows_host, queries):
    """At most 18, the first time ever with a host too, when it is also noted that the two work together."""
    mailbox_for(fair.world.writer.user.email, user_id=fair.world.writer.user_id)  # from the day on which she joined
    if knows_host:
        make.PartnershipFactory(host=fair.world.office, writer=fair.world.writer, pledge=fair.world.pledge)
    with count_queries() as n:
        post(me, "shift_take", fair.desk)
    assert Assignment.objects.get().state == S.CONFIRMED
    assert n() == queries, n.listing()


def test_fifty_clicks_are_one_place_and_one_mail(fair, me):
    for _click in range(50):
        post(me, "shift_take", fair.desk)
    assert Assignment.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="place_confirmed").count() == 1


# --- Taking, asking, waiting, leaving -------------------------------------------------------------


def test_where_the_host_says_yes_first_a_click_asks(fair, me):
    fair.table.role.is_instant = False
    fair.table.role.save()
    post(me, "shift_take", fair.table)
    place = Assignment.objects.get()
    assert (place.state, place.seat) == (S.REQUESTED, None)
    assert OutgoingMail.objects.get().mailbox.address == "director@demo.edu"


def test_when_somebody_was_quicker_the_page_says_so_and_offers_the_list(fair, me):
    make.AssignmentFactory(shift=fair.desk)
    response = post(me, "shift_take", fair.desk)
    assert (response.status_code, Assignment.objects.filter(writer=fair.world.writer).count()) == (422, 0)
    page = response.content.decode()
    assert "Full." in page
    assert reverse("shift_wait", args=[fair.desk.key]) in page
    post(me, "shift_wait", fair.desk)
    assert post(me, "shift_wait", fair.desk).status_code == 302
    mine = Assignment.objects.get(writer=fair.world.writer)
    assert mine.state == S.WAITLISTED
    post(me, "place_leave", mine)
    mine.refresh_from_db()
    assert mine.state == S.WITHDRAWN


def test_nobody_waits_where_a_place_is_free(fair, me):
    response = post(me, "shift_wait", fair.desk)
    assert (response.status_code, Assignment.objects.count()) == (422, 0)


def test_a_page_from_before_sign_up_ended_takes_nothing(fair, me):
    me.get(URL)
    type(fair.event).objects.update(closes_at=clock.now())
    response = post(me, "shift_take", fair.desk)
    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    assert "Closed on" in response.content.decode()


@pytest.mark.parametrize("state", ["draft", "hidden", "invite_only"])
def test_a_key_of_an_event_that_she_does_not_see_takes_nothing(fair, me, state):
    fair.event.state = state
    fair.event.save()
    assert post(me, "shift_take", fair.desk).status_code == 404


def test_who_has_a_place_at_a_hidden_event_takes_no_other_there(fair, me):
    make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    later = make.ShiftFactory(role=fair.table.role, starts_at=fair.event.starts_at + timedelta(hours=3))
    fair.event.state = "hidden"
    fair.event.save()
    response = post(me, "shift_take", later)
    assert (response.status_code, Assignment.objects.count()) == (422, 1)
    assert "Only by invitation." in response.content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"suspended_until": clock.now() + timedelta(days=9)}])
def test_who_is_kept_out_meanwhile_takes_nothing(fair, me, change):
    type(fair.world.writer.user).objects.filter(pk=fair.world.writer.user_id).update(**change)
    post(me, "shift_take", fair.desk)
    assert Assignment.objects.count() == 0


def test_a_shift_of_a_host_that_was_suspended_meanwhile_is_not_there(fair, me):
    type(fair.world.office).objects.filter(pk=fair.world.office.pk).update(
        state="suspended", suspended_until=clock.now()
    )
    assert post(me, "shift_take", fair.desk).status_code == 404


# --- What I can take ------------------------------------------------------------------------------


def listed(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200
    return [row.shift for row in response.context["page"]], response


def far_event(**more):
    college = make.InstitutionFactory(latitude=34.05, longitude=-118.24)
    return make.EventFactory(host=make.HostFactory(institution=college), **more)


def test_the_list_holds_what_she_can_take_soonest_first(fair, me):
    online = make.ShiftFactory(
        role=make.RoleFactory(event=far_event(online=True, starts_at=clock.now() + timedelta(days=5)))
    )
    make.ShiftFactory(role=make.RoleFactory(event=far_event()))
    make.ShiftFactory(role=make.RoleFactory(event=make.EventFactory(draft=True)))
    found, response = listed(me)
    assert found == [online, fair.desk, fair.table]
    assert response.context["hidden"] == ""


def full(fair):
    make.AssignmentFactory(shift=fair.desk)


def needs(fair):
    fair.desk.role.credential = "NCRW"
    fair.desk.role.save()


def expertise(fair):
    fair.desk.role.tags.create(vocabulary="major", code="51.3801")


def overlaps(fair):
    begins = fair.desk.starts_at + timedelta(minutes=119)
    make.EngagementFactory(writer=fair.world.writer, busy_from=begins, busy_until=begins + timedelta(hours=5))
    fair.table.delete()
    make.ShiftFactory(role=fair.table.role, starts_at=begins - timedelta(days=1), ends_at=begins - timedelta(hours=23))


def closed(fair):
    other = make.EventFactory(host=fair.world.office, closes_at=clock.now() - timedelta(hours=1))
    type(fair.desk.role).objects.filter(pk=fair.desk.role.pk).update(event=other)


def test_only_the_soonest_shifts_are_counted(fair, me):
    full(fair)
    ends_at = fair.table.ends_at
    hours = [ends_at + timedelta(hours=number) for number in range(LOOKED_AT)]
    Shift.objects.bulk_create(
        [Shift(role=fair.table.role, starts_at=at, ends_at=at + timedelta(hours=1)) for at in hours]
    )
    assert listed(me)[1].context["hidden"] == "1+"


@pytest.mark.parametrize(
    ("hide", "why"),
    [
        (full, "full"),
        (needs, "needs NCRW"),
        (expertise, "needs expertise that your profile does not name"),
        (overlaps, "overlaps with what you agreed to on"),
        (closed, "closed on"),
    ],
)
def test_what_she_cannot_take_is_counted_and_shown_with_the_reason_on_demand(fair, me, hide, why):
    hide(fair)
    found, response = listed(me)
    assert (len(found), fair.desk in found, response.context["hidden"]) == (1, False, "1")
    rest, response = listed(me, "?all=1")
    assert rest == [fair.desk]
    (row,) = response.context["page"]
    assert row.why.startswith(why)
    assert "Not shown because you cannot take them now: 1." in me.get(URL).content.decode()
    assert row.may_wait == (hide is full)


def test_the_way_to_a_venue_counts_in_the_list_as_at_sign_up(fair, me):
    fair.venue.travel_minutes = 60
    fair.venue.save()
    before = fair.desk.starts_at
    make.EngagementFactory(
        writer=fair.world.writer, busy_from=before - timedelta(hours=2), busy_until=before - timedelta(minutes=30)
    )
    assert listed(me)[0] == []
    assert post(me, "shift_take", fair.desk).status_code == 422


@pytest.mark.parametrize("asked", ["23", "23.01", "23.0101"])
def test_a_field_that_is_wider_than_hers_is_hers(fair, me, asked):
    fair.desk.role.tags.create(vocabulary="major", code=asked)
    make.WriterTagFactory(writer=fair.world.writer, code="23.0101")
    assert fair.desk in listed(me)[0]
    post(me, "shift_take", fair.desk)
    assert Assignment.objects.filter(shift=fair.desk, state=S.CONFIRMED).exists()


@pytest.mark.parametrize(("days", "is_listed"), [(0, True), (-1, False)])
def test_letters_hold_until_the_end_of_the_day_that_it_is_there(fair, me, days, is_listed):
    begins = (clock.now() + timedelta(days=30)).replace(hour=1)  # the evening before in New York
    Shift.objects.filter(pk=fair.desk.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    there = begins.date() - timedelta(days=1)
    needs(fair)
    letters = make.CredentialTypeFactory(acronym="NCRW")
    make.CredentialFactory(writer=fair.world.writer, type=letters, expires_on=there + timedelta(days=days))
    assert (fair.desk in listed(me)[0]) == is_listed


def test_what_a_paused_group_holds_is_not_listed_since_nobody_sees_it(fair, me):
    make.GroupFactory(host=fair.world.office, paused_at=clock.now())
    assert listed(me)[0] == []


def test_half_open_times_do_not_overlap(fair, me):
    make.EngagementFactory(
        writer=fair.world.writer, busy_from=fair.desk.ends_at, busy_until=fair.desk.ends_at + timedelta(hours=1)
    )
    assert fair.desk in listed(me)[0]


def test_a_seat_for_which_somebody_waits_is_not_offered_to_others(fair, me):
    make.AssignmentFactory(shift=fair.desk, state=S.WAITLISTED)
    assert fair.desk not in listed(me)[0]


def test_fifty_shifts_cost_no_more_than_three_and_come_in_pages(fair, me):
    for number in range(50):
        make.ShiftFactory(
            role=fair.table.role,
            starts_at=fair.event.starts_at + timedelta(minutes=number),
            ends_at=fair.event.starts_at + timedelta(hours=2),
        )
    me.get(URL)
    with count_queries() as n:
        found, response = listed(me)
    assert (len(found), n()) == (25, 7), n.listing()
    more, _response = listed(me, response.context["page"].older_url)
    assert len(more) == 25
    assert not set(found) & set(more)


# --- Too much at once -----------------------------------------------------------------------------


def agree_around(fair, days):
    for number, away in enumerate(days):
        begins = fair.desk.starts_at + timedelta(days=away, hours=number)
        host = make.HostFactory(name=f"Host {number}")
        make.EngagementFactory(
            host=host, writer=fair.world.writer, busy_from=begins, busy_until=begins + timedelta(minutes=30)
        )


def test_what_else_she_has_within_two_weeks_is_named_before_she_takes_it_and_blocks_nothing(fair, me):
    agree_around(fair, [-13, 3, 13, 15])
    page = me.get(reverse("shift", args=[fair.desk.key])).content.decode()
    assert "Is it too much?" in page
    assert [f"Host {number}" in page for number in range(4)] == [True, True, True, False]
    assert "You have agreed to 3 other things within two weeks of it." in me.get(URL).content.decode()
    assert post(me, "shift_take", fair.desk).status_code == 302


def test_one_other_thing_is_no_warning(fair, me):
    agree_around(fair, [3])
    assert "Is it too much?" not in me.get(reverse("shift", args=[fair.desk.key])).content.decode()
    assert "within two weeks" not in me.get(URL).content.decode()


def test_the_event_page_has_one_button_for_each_shift_that_she_can_take(fair, me):
    fair.desk.role.credential = "NCRW"
    fair.desk.role.save()
    page = me.get(fair.event.get_absolute_url()).content.decode()
    assert reverse("shift_take", args=[fair.table.key]) in page
    assert reverse("shift_take", args=[fair.desk.key]) not in page
    assert "Needs NCRW" in page
    seats.give_place(fair.table, fair.world.writer, by=fair.world.user["writer"], how="self")
    assert reverse("shift_take", args=[fair.table.key]) not in me.get(fair.event.get_absolute_url()).content.decode()
