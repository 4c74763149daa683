"""The page of a place, the signed link in a mail, and what the host does there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.audit.models import Disclosure
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import invitations, seats
from events.models import Assignment
from partners.models import Asked
from tests import factories as make

S = Assignment.State


def log_in(fair, who):
    client = Client()
    client.force_login(fair.world.user[who])
    return client


def post(client, name, row, **data):
    return client.post(reverse(name, args=[row.key]), data)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def invite(fair, shift=None, writer=None):
    director = fair.world.user["director"]
    (place,) = invitations.invite_writers(shift or fair.desk, [writer or fair.world.writer], by=director)
    return place


def link_in(kind):
    """The path behind the button of the mail of this kind, as it left."""
    delivery.deliver()
    row = OutgoingMail.objects.get(kind=kind)
    return re.search(r"https?://[^/\s]+(/go/[\w-]+/)", row.text).group(1)


# --- The link in the mail -------------------------------------------------------------------------


def test_from_the_mail_a_shift_is_two_clicks_without_logging_in(fair):
    place = invite(fair)
    link, stranger = link_in("place_invited"), Client()
    page = stranger.get(link)
    assert (page.status_code, fresh(place).state) == (200, S.INVITED)  # opening changes nothing
    assert "Yes, I come" in page.content.decode()
    stranger.post(link, {"answer": "yes"})
    assert (fresh(place).state, fresh(place).seat) == (S.CONFIRMED, 1)
    assert Asked.objects.get(about_id=place.pk).answer == "yes"
    assert "Your place is confirmed." in stranger.get(link).content.decode()


def test_a_no_by_link_tells_the_coordinator(fair):
    place = invite(fair)
    link = link_in("place_invited")
    for _click in range(3):
        Client().post(link, {"answer": "no"})
    assert fresh(place).state == S.DECLINED
    assert Asked.objects.get(about_id=place.pk).answer == "no"
    told = OutgoingMail.objects.get(kind="place_declined")
    assert told.mailbox.address == "director@demo.edu"


def test_what_is_kept_is_taken_by_link_and_is_dead_after_its_time(fair):
    first = make.AssignmentFactory(shift=fair.desk)
    waits = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state=S.WAITLISTED)
    seats.leave(first, by=first.writer.user)
    link = link_in("place_kept")
    with clock.set_to(fresh(waits).due_at):
        assert Client().post(link, {"answer": "yes"}).status_code in (302, 410)
    assert fresh(waits).state == S.HELD
    Client().post(link, {"answer": "yes"})
    assert fresh(waits).state == S.CONFIRMED


def test_by_link_what_stands_in_the_way_is_said_in_words(fair):
    place = invite(fair)
    link = link_in("place_invited")
    make.AssignmentFactory(shift=fair.desk)
    answer = Client().post(link, {"answer": "yes"})
    assert (answer.status_code, fresh(place).state) == (422, S.INVITED)
    assert "Full." in answer.content.decode()
    assert Client().post(link, {"answer": "perhaps"}).status_code == 422


def test_somebody_else_who_is_logged_in_answers_for_nobody(fair):
    place = invite(fair)
    link = link_in("place_invited")
    assert log_in(fair, "writer2").post(link, {"answer": "yes"}).status_code == 302
    assert fresh(place).state == S.INVITED


def test_a_link_opens_nothing_for_who_is_gone_or_an_old_address(fair):
    invite(fair)
    link = link_in("place_invited")
    type(fair.world.writer.user).objects.filter(pk=fair.world.writer.user_id).update(email="new@demo.test")
    assert Client().get(link).status_code == 404


def test_the_link_of_who_is_suspended_meanwhile_takes_nothing(fair):
    place = invite(fair)
    link = link_in("place_invited")
    type(fair.world.writer).objects.filter(pk=fair.world.writer.pk).update(state="suspended")
    assert Client().post(link, {"answer": "yes"}).status_code == 422
    assert fresh(place).state == S.INVITED


# --- The page ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "who", "buttons"),
    [
        (S.INVITED, "writer", {"place_accept", "place_leave"}),
        (S.HELD, "writer", {"place_accept", "place_leave"}),
        (S.REQUESTED, "writer", {"place_leave"}),
        (S.WAITLISTED, "writer", {"place_leave"}),
        (S.CONFIRMED, "writer", set()),
        (S.INVITED, "director", {"place_take_back"}),
        (S.REQUESTED, "director", {"place_approve", "place_refuse"}),
        (S.WAITLISTED, "staff", {"place_refuse"}),
        (S.CONFIRMED, "director", {"place_call_off"}),
        (S.REQUESTED, "viewer", set()),
        (S.DECLINED, "director", set()),
    ],
)
def test_the_page_has_the_buttons_that_do_something_now(fair, state, who, buttons):
    place = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer, state=state)
    page = log_in(fair, who).get(place.get_absolute_url()).content.decode()
    every = ["accept", "leave", "approve", "refuse", "take_back", "call_off"]
    found = {
        name for name in (f"place_{one}" for one in every) if f'action="{reverse(name, args=[place.key])}"' in page
    }
    assert found == buttons


def test_a_confirmed_place_leads_to_the_page_about_not_coming(fair):
    place = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer)
    page = log_in(fair, "writer").get(place.get_absolute_url()).content.decode()
    assert reverse("place_cannot", args=[place.key]) in page


def test_the_host_says_yes_or_no_to_one_who_asked(fair):
    one = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer, state=S.REQUESTED)
    other = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2, state=S.REQUESTED)
    director = log_in(fair, "director")
    for _click in range(2):
        assert post(director, "place_approve", one).status_code == 302
        assert post(director, "place_refuse", other).status_code == 302
    assert [fresh(one).state, fresh(other).state] == [S.CONFIRMED, S.REFUSED]
    assert OutgoingMail.objects.filter(kind="place_confirmed").count() == 1


def test_a_yes_to_more_than_there_are_seats_is_refused_in_words(fair):
    one = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state=S.REQUESTED)
    make.AssignmentFactory(shift=fair.desk)
    answer = post(log_in(fair, "director"), "place_approve", one)
    assert (answer.status_code, fresh(one).state) == (422, S.REQUESTED)
    assert "Full." in answer.content.decode()


def test_a_yes_to_who_has_agreed_elsewhere_tells_the_host_no_more_than_that(fair):
    one = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state=S.REQUESTED)
    make.EngagementFactory(
        host=fair.world.rival, writer=one.writer, busy_from=fair.desk.starts_at, busy_until=fair.desk.ends_at
    )
    answer = post(log_in(fair, "director"), "place_approve", one).content.decode()
    assert "Has agreed to something else at that time." in answer
    assert fair.world.rival.name not in answer


def test_an_invitation_that_is_taken_back_cannot_be_accepted(fair):
    place = invite(fair)
    post(log_in(fair, "director"), "place_take_back", place)
    assert post(log_in(fair, "writer"), "place_accept", place).status_code == 302
    assert fresh(place).state == S.WITHDRAWN
    assert OutgoingMail.objects.filter(kind="place_taken_back").count() == 1


def test_a_host_that_is_suspended_decides_nothing(fair):
    place = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer, state=S.REQUESTED)
    type(fair.world.office).objects.filter(pk=fair.world.office.pk).update(
        state="suspended", suspended_until=clock.now()
    )
    assert post(log_in(fair, "director"), "place_approve", place).status_code == 404


@pytest.mark.parametrize(("who", "is_shown"), [("director", True), ("staff", True), ("viewer", False)])
def test_the_host_is_shown_how_to_reach_who_comes_and_that_is_noted(fair, who, is_shown):
    place = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer)
    make.PartnershipFactory(host=fair.world.office, writer=fair.world.writer, pledge=fair.world.pledge)
    page = log_in(fair, who).get(place.get_absolute_url()).content.decode()
    assert ("writer@demo.test" in page) is is_shown
    assert Disclosure.objects.filter(right="partnership").count() == is_shown


def test_nobody_is_shown_how_to_reach_who_only_asked(fair):
    place = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer, state=S.REQUESTED)
    make.PartnershipFactory(host=fair.world.office, writer=fair.world.writer, pledge=fair.world.pledge)
    assert "writer@demo.test" not in log_in(fair, "director").get(place.get_absolute_url()).content.decode()


def test_the_timeline_says_what_happened_and_the_writer_is_not_told_who_decided(fair):
    fair.table.role.is_instant = False
    fair.table.role.save()
    place = seats.give_place(fair.table, fair.world.writer, by=fair.world.user["writer"], how="self")
    seats.approve(place, by=fair.world.user["staff"])
    mine = log_in(fair, "writer").get(place.get_absolute_url())
    assert [item["title"] for item in mine.context["items"]] == ["It begins", "Career Office said yes", "You signed up"]
    theirs = log_in(fair, "director").get(place.get_absolute_url())
    assert [item.get("text", "") for item in theirs.context["items"]] == ["", "Staff", ""]


def test_the_link_to_join_is_shown_only_to_who_takes_part(fair):
    online = make.ShiftFactory(role=make.RoleFactory(event=make.EventFactory(host=fair.world.office, online=True)))
    place = make.AssignmentFactory(shift=online, writer=fair.world.writer, state=S.INVITED)
    client = log_in(fair, "writer")
    assert "meet.example.org" not in client.get(place.get_absolute_url()).content.decode()
    seats.accept(place, by=fair.world.user["writer"])
    assert "meet.example.org" in client.get(place.get_absolute_url()).content.decode()


def test_the_start_page_says_what_she_has_to_answer_and_where_she_is_next(fair):
    invite(fair)
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer)
    page = log_in(fair, "writer").get(reverse("writer_desk"))
    assert page.context["lines"][0]["title"] == "Say whether you come: Check-in desk, Fall fair"
    assert [place["title"] for place in page.context["places"]] == ["Resume table, Fall fair"]


# --- From the event to the place ------------------------------------------------------------------


def test_a_host_finds_each_place_by_its_name_on_the_page_of_the_event_and_nobody_else_does(fair):
    place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    made = {who: log_in(fair, who).get(fair.event.get_absolute_url()).content.decode() for who in ("viewer", "writer2")}
    assert f'<a href="{place.get_absolute_url()}">Maren Okafor</a>' in made["viewer"]
    assert "Maren Okafor" not in made["writer2"] + Client().get(fair.event.get_absolute_url()).content.decode()


def test_an_event_that_is_over_says_how_it_was_and_counts_no_free_seats(fair):
    make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state="no_show")
    fair.event.state = "completed"
    fair.event.save()
    text = log_in(fair, "director").get(fair.event.get_absolute_url()).content.decode()
    assert "Maren Okafor</a> (Did not come)" in text
    assert "places taken" not in text
    assert "Sign-up until" not in text
