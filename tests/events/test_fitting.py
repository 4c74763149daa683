"""Shifts that fit a writer: in her weekly mail beside requests, and on her start page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import seats
from events.actions.suggestions import suggest_shifts
from events.models import Assignment, Event, Role, Shift
from events.queries.fitting import openings_for
from events.queries.suggested import hours_of
from partners.actions import asking
from partners.actions.weekly import write_request_mails
from partners.models import Writer
from partners.queries.batch import SUGGESTED
from tests import factories as make
from tests.queries import count_queries

MONDAY = datetime(2027, 2, 1, 15, tzinfo=UTC)
THURSDAY = datetime(2027, 2, 4, 14, tzinfo=UTC)  # 9 in New York


@pytest.fixture
def writer(world):
    with clock.set_to(MONDAY - timedelta(days=30)):
        writer = make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer
    writer.user.agreements.create(text=world.terms)
    with clock.set_to(MONDAY):
        write_request_mails()  # reckons the first hour of everybody
        Writer.objects.exclude(pk=writer.pk).update(next_requests_at=MONDAY + timedelta(days=900))
    return writer


@pytest.fixture
def table(world):
    return shift_of(world.rival)


def shift_of(host, code="23.0101", days=20, **more):
    """A shift of a fair for these majors, for everybody where there is no code."""
    with clock.set_to(MONDAY):
        starts_at = clock.now() + timedelta(days=days)
        event = make.EventFactory(host=host, starts_at=starts_at, **more)
        shift = make.ShiftFactory(role=make.RoleFactory(event=event, name="Resume table"))
    if code:
        event.tags.create(vocabulary="major", code=code)
    return shift


def written():
    with clock.set_to(THURSDAY):
        return write_request_mails()


def letter():
    with clock.set_to(THURSDAY):
        deliver()
    (found,) = mail.outbox
    return found


def named() -> list[int]:
    mails = OutgoingMail.objects.filter(kind="requests_weekly")
    return [pk for one in mails for pk in one.context["others"].get("events.shift", [])]


def test_the_weekly_mail_names_a_shift_with_its_reason_and_one_button(world, writer, table):
    assert (written(), named()) == (1, [table.pk])
    found = letter()
    assert found.subject.startswith("Look at 1 thing that fits you, on ")
    assert f"* Resume table, {table.event.title}" in found.body
    assert "You help people of this major best." in found.body
    assert f"Take this shift: http://localhost:8000/shifts/{table.key}/" in found.body
    assert "Not for me" not in found.body
    (html, _type) = found.alternatives[0]
    assert html.count("<strong>Take this shift</strong>") == 1


@pytest.mark.parametrize("asked", ["23", "23.01", "23.0101"])
def test_a_role_that_asks_for_a_wider_field_is_for_her(world, writer, table, asked):
    table.role.tags.create(vocabulary="major", code=asked)
    assert (written(), named()) == (1, [table.pk])
    with clock.set_to(THURSDAY):
        assert [one.url for one in openings_for(writer)] == [f"/shifts/{table.key}/"]


def test_requests_and_shifts_share_the_ten_lines_the_best_first(world, writer):
    for number in range(8):
        shift_of(world.rival, days=20 + number)
        with clock.set_to(MONDAY):
            need = make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=20 + number))
        need.tags.create(vocabulary="major", code="23.0101")
    written()
    body = letter().body
    assert body.count("Offer to help: ") + body.count("Take this shift: ") == 10
    assert body.count("Take this shift: ") > 0


def test_a_shift_is_shared_out_among_the_mails_like_a_request(world, writer):
    far = shift_of(world.rival, days=90)
    writers = [writer, *(make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer for _n in range(7))]
    Writer.objects.filter(pk__in=[one.pk for one in writers]).update(next_requests_at=THURSDAY)
    for number in range(15):
        with clock.set_to(MONDAY):
            need = make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=20 + number))
        need.tags.create(vocabulary="major", code="23.0101")
    assert (written(), named()) == (8, [far.pk] * SUGGESTED)


def test_one_shift_stands_for_its_event(world, writer, table):
    with clock.set_to(MONDAY):
        later = make.ShiftFactory(role=table.role, starts_at=table.starts_at + timedelta(hours=3))
    written()
    assert (named(), later.role) == ([table.pk], table.role)


def _busy(table, writer, world):
    make.EngagementFactory(writer=writer, host=world.office, busy_from=table.starts_at, busy_until=table.ends_at)


def _invited_then(table, writer, world):
    other = make.ShiftFactory(role=make.RoleFactory(event__host=world.office), starts_at=table.starts_at)
    make.AssignmentFactory(shift=other, writer=writer, state="invited")


def _said(table, writer, world):
    need = make.NeedFactory(host=world.office, kind="job_fair", needed_on=table.starts_at.date())
    asking.turn_down(need, writer, because="kind", by=writer.user)


def _full(table, writer, world):
    for _seat in range(2):
        make.AssignmentFactory(shift=table)


def _comes_already(table, writer, world):
    later = make.ShiftFactory(role=make.RoleFactory(event=table.event), starts_at=table.starts_at + timedelta(hours=3))
    make.AssignmentFactory(shift=later, writer=writer)


def _others_wait(table, writer, world):
    for _place in range(2):
        make.AssignmentFactory(shift=table, state="waitlisted")


def _change(model, **changes):
    def change(table, writer, world):
        things = {Event: table.event.pk, Role: table.role_id, Shift: table.pk, Writer: writer.pk}
        model.objects.filter(pk=things[model]).update(**changes)

    return change


NOT_FOR_HER = {
    "other hours": lambda table, writer, world: Writer.objects.filter(pk=writer.pk).update(
        availability=min({"weekdays", "evenings", "weekends"} - hours_of(table))
    ),
    "other field": lambda table, writer, world: writer.tags.update(code="51.3801"),
    "has a place": lambda table, writer, world: make.AssignmentFactory(shift=table, writer=writer),
    "comes already": _comes_already,
    "declined": lambda table, writer, world: make.AssignmentFactory(shift=table, writer=writer, state="declined"),
    "own host": lambda table, writer, world: make.MemberFactory(host=world.rival, user=writer.user),
    "others wait": _others_wait,
    "letters": _change(Role, credential="NCRW"),
    "role's field": lambda table, writer, world: table.role.tags.create(vocabulary="major", code="11.0701"),
    "invite only": _change(Event, state="invite_only"),
    "opens later": _change(Event, opens_at=MONDAY + timedelta(days=10)),
    "closed": _change(Event, closes_at=MONDAY),
    "called off": _change(Shift, called_off_at=MONDAY),
    "no room": _change(Writer, cap=0),
    "elsewhere": _change(Writer, latitude=64.8, longitude=-147.7),
    "busy": _busy,
    "invited then": _invited_then,
    "said": _said,
    "full": _full,
}  # fmt: skip


@pytest.mark.parametrize("why", NOT_FOR_HER)
def test_what_is_not_for_her_is_not_in_it(world, writer, table, why):
    with clock.set_to(MONDAY):
        if why == "no room":
            Writer.objects.filter(pk=writer.pk).update(cap=1)
            make.EngagementFactory(writer=writer, host=world.office)
        else:
            NOT_FOR_HER[why](table, writer, world)
    assert written() == 0


@pytest.mark.parametrize(
    "why", ["has a place", "comes already", "closed", "called off", "full", "others wait", "busy", "declined"]
)
def test_what_has_changed_since_is_read_when_the_mail_leaves(world, writer, table, why):
    assert written() == 1
    with clock.set_to(THURSDAY):
        NOT_FOR_HER[why](table, writer, world)
        deliver()
    assert mail.outbox == []
    assert OutgoingMail.objects.get(kind="requests_weekly").state == "skipped"


def test_a_fair_for_everybody_is_told_to_whom_it_is_near(world, writer):
    near = shift_of(world.rival, code="")
    shift_of(world.rival, code="", is_online=True, venue=None)
    written()
    assert named() == [near.pk]


def test_what_is_due_within_three_days_is_not_for_the_weekly_mail(world, writer):
    shift_of(world.rival, days=5)
    assert written() == 0


def test_whoever_took_a_shift_was_heard(world, writer, table):
    shift_of(world.rival, days=200)
    written()
    with clock.set_to(THURSDAY + timedelta(days=1)):
        seats.give_place(table, writer, by=writer.user, how=Assignment.How.SELF)
    with clock.set_to(THURSDAY + timedelta(weeks=1)):
        assert write_request_mails() == 1
    writer.refresh_from_db()
    assert writer.requests_unheard == 1


@pytest.mark.parametrize("rows", [1, 4])
def test_writing_costs_the_same_for_any_number_of_writers_and_shifts(world, table, rows):
    with clock.set_to(MONDAY - timedelta(days=1)):
        for _row in range(rows):
            make.WriterTagFactory(writer=make.WriterFactory())
        write_request_mails()
    for row in range(rows):
        shift_of(world.rival, days=30 + row)
    with clock.set_to(THURSDAY), count_queries() as n:
        assert write_request_mails() >= rows
    assert n() == 25, n.listing()


def test_her_start_page_has_the_best_of_what_she_can_take_now(world, writer, table):
    with clock.set_to(MONDAY):
        shift_of(world.office, code="", days=6)
        for number in range(3):
            shift_of(world.rival, days=30 + number)
        with CaptureQueriesContext(connection) as counted:
            found = openings_for(writer, most=3)
    assert found[0].url == f"/shifts/{table.key}/"
    assert (len(found), len(counted)) == (3, 4)


# --- At once ----------------------------------------------------------------------------------------


@pytest.fixture
def near(world, writer):
    """A shift on Thursday for which one can sign up until Wednesday."""
    return shift_of(world.rival, days=3)


def at_once():
    return [one.context["writer"] for one in OutgoingMail.objects.filter(kind="shift_suggested").order_by("pk")]


def test_what_begins_within_three_days_is_told_at_once_and_once(world, writer, near):
    with clock.set_to(MONDAY):
        later = make.ShiftFactory(role=near.role, starts_at=near.starts_at - timedelta(hours=1))
        shift_of(world.office, days=4)
        assert [suggest_shifts(), suggest_shifts()] == [2, 0]
        assert at_once() == [writer.pk]
        deliver()
    (found,) = mail.outbox
    assert found.subject == f"Help on Thu 4 Feb: Resume table, {near.event.title}"
    assert f"Take this shift:\nhttp://localhost:8000/shifts/{later.key}/" in found.body
    assert "List-Unsubscribe" in found.extra_headers


@pytest.mark.parametrize("why", ["has a place", "closed", "called off", "full", "others wait", "busy", "declined"])
def test_it_does_not_leave_when_it_is_not_for_her_any_more(world, writer, near, why):
    with clock.set_to(MONDAY):
        suggest_shifts()
        NOT_FOR_HER[why](near, writer, world)
        deliver()
    assert mail.outbox == []
    assert OutgoingMail.objects.get(kind="shift_suggested").state == "skipped"


@pytest.mark.parametrize("why", ["full", "closed", "invite only", "called off", "others wait"])
def test_what_nobody_can_take_is_not_suggested(world, writer, near, why):
    with clock.set_to(MONDAY):
        NOT_FOR_HER[why](near, writer, world)
        assert suggest_shifts() == 0
    near.refresh_from_db()
    assert near.suggested_at is None


def test_two_such_mails_on_one_day_become_one(world, writer, near):
    shift_of(world.office, days=3)
    with clock.set_to(MONDAY):
        assert suggest_shifts() == 2
        deliver()
    with clock.set_to(MONDAY + timedelta(hours=6)):
        deliver()
    assert len(mail.outbox) == 1
