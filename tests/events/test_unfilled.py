"""Shifts that are near and short of people: a section of the desk mail, with one button to ask the best three."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from events.models import Event, Role
from events.queries.unfilled import unfilled_lines
from partners.actions.desk_mail import write_desk_mails
from tests import factories as make


@pytest.fixture
def near(fair):
    """The fair is in ten days; the desk has somebody, the table needs two at least."""
    starts_at = clock.now().replace(microsecond=0) + timedelta(days=10)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    Event.objects.update(closes_at=starts_at - timedelta(days=1), **times)
    for shift in (fair.desk, fair.table):
        type(shift).objects.filter(pk=shift.pk).update(**times)
        shift.refresh_from_db()
    Role.objects.filter(pk=fair.table.role_id).update(least=2)
    make.AssignmentFactory(shift=fair.desk)
    return fair


def titles(host):
    return [line.title for line in unfilled_lines([host], clock.now())]


def test_a_shift_that_is_near_and_short_of_people_has_one_button(near):
    office = near.world.office
    make.AssignmentFactory(shift=near.table)
    (line,) = unfilled_lines([office], clock.now())
    assert (line.title, line.url) == ("Unfilled: Resume table, Fall fair", f"/shifts/{near.table.key}/ask/?best=3")
    assert line.sentence.endswith(": 1 of at least 2. Ask the best three: two clicks.")
    director = Client()
    director.force_login(near.world.user["director"])
    assert "1 unfilled shift" in director.get(f"/desk/{office.slug}/").content.decode()
    assert titles(near.world.rival) == []


@pytest.mark.parametrize("why", ["invited", "asked for", "kept", "far ahead", "closed", "draft", "called off", "least"])
def test_what_is_under_way_or_not_to_be_filled_is_no_line(near, why):
    make.AssignmentFactory(shift=near.table)
    if why in ("invited", "asked for", "kept"):
        state = {"invited": "invited", "asked for": "requested", "kept": "held"}[why]
        make.AssignmentFactory(shift=near.table, state=state)
    elif why == "called off":
        type(near.table).objects.filter(pk=near.table.pk).update(called_off_at=clock.now())
    elif why == "least":
        Role.objects.update(least=1)
    else:
        later = {
            "starts_at": near.table.starts_at + timedelta(days=9),
            "ends_at": near.table.ends_at + timedelta(days=9),
        }
        changes = {"closed": {"closes_at": clock.now()}, "draft": {"state": "draft"}}.get(why, {})
        if changes:
            Event.objects.update(**changes)
        else:
            type(near.table).objects.filter(pk=near.table.pk).update(**later)
    assert titles(near.world.office) == []


def test_who_was_invited_and_did_not_answer_no_longer_stands_in_the_way(near):
    place = make.AssignmentFactory(shift=near.table, state="invited")
    type(place).objects.update(due_at=clock.now())
    assert titles(near.world.office) == ["Unfilled: Resume table, Fall fair"]


def test_the_desk_mail_of_the_hosts_day_names_it(near):
    near.world.office.members.update(gets_decisions=False)
    near.world.office.members.filter(user=near.world.user["director"]).update(gets_decisions=True)
    write_desk_mails()
    near.world.office.refresh_from_db()
    with clock.set_to(near.world.office.next_desk_mail_at):
        assert write_desk_mails() == 1
        deliver()
    (letter,) = mail.outbox
    assert "Unfilled: Resume table, Fall fair" in letter.body
    assert f"/shifts/{near.table.key}/ask/?best=3" in letter.body
