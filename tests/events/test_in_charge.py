"""Who left a host, or may no longer act for it, is neither written to about its events nor named on their pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import day_clocks, feedback, seats
from events.models import Assignment
from partners.actions.members import change_role, end_membership
from partners.models import Member
from tests import factories as make
from tests.reading import words_of

NOON = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def theirs(fair):
    """Kim coordinates the fair; the director gets the host's decisions."""
    fair.kim = make.UserFactory(name="Kim Planner")
    fair.member = make.MemberFactory(host=fair.world.office, user=fair.kim, role="coordinator")
    fair.event.coordinator = fair.kim
    fair.event.save()
    fair.director = fair.world.user["director"]
    return fair


def leave(theirs):
    end_membership(theirs.member, by=theirs.director)


def look_on(theirs):
    change_role(theirs.member, by=theirs.director, role=Member.Role.VIEWER)


def stay(theirs):
    pass


def page(client, event):
    return " ".join(words_of(client.get(event.get_absolute_url())).split())


def told(kind):
    return set(OutgoingMail.objects.filter(kind=kind).values_list("mailbox__address", flat=True))


@pytest.mark.parametrize(("what", "who"), [(stay, "kim"), (leave, "director"), (look_on, "director")])
def test_mail_about_a_place_goes_to_who_is_in_charge_now(theirs, what, who):
    place = seats.give_place(theirs.desk, theirs.world.writer, by=theirs.world.writer.user, how="self")
    what(theirs)
    seats.leave(place, by=theirs.world.writer.user)
    assert told("place_left") == {getattr(theirs, who).email}


def test_the_run_sheet_is_not_sent_to_who_left_after_it_was_planned(theirs):
    theirs.event.starts_at, theirs.event.ends_at = NOON, NOON + timedelta(hours=6)
    theirs.event.closes_at = NOON - timedelta(hours=24)
    theirs.event.save()
    with clock.set_to(NOON - timedelta(hours=30)):
        day_clocks.plan_run_sheets()
        leave(theirs)
        day_clocks.plan_run_sheets()
    kind = kinds["run_sheet"]
    mails = OutgoingMail.objects.filter(kind="run_sheet").select_related("mailbox")
    said = {mail.mailbox.address: kind.still_true(mail) for mail in mails}
    assert said == {theirs.kim.email: "somebody else is in charge", theirs.director.email: ""}


def test_the_question_after_the_day_goes_to_who_is_in_charge_now(theirs):
    place = make.AssignmentFactory(shift=theirs.desk, writer=theirs.world.writer, state=Assignment.State.COMPLETED)
    leave(theirs)
    with clock.set_to(theirs.desk.ends_at + timedelta(days=2)):
        feedback.ask_for_feedback()
    assert Assignment.objects.get(pk=place.pk).feedback_asked_at
    assert told("feedback_host") == {theirs.director.email}


def test_the_page_names_who_is_in_charge_now(theirs):
    client = Client()
    client.force_login(theirs.world.writer.user)
    assert "In charge Kim Planner" in page(client, theirs.event)
    leave(theirs)
    said = page(client, theirs.event)
    assert ("Kim Planner" in said, f"In charge {theirs.director.name}" in said) == (False, True)
