"""Writers who fit a shift: kept by the matcher's worker, judged again, invited with one click."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import seats
from events.actions.place_person import erase_places
from events.actions.plans import change_role
from events.actions.ranking import rank_all_shifts, rank_event, rank_shifts
from events.models import Assignment, Shift, ShiftSuggestion
from events.queries import suggested
from partners.actions import asking
from partners.models import Asked, Writer
from partners.queries.matcher import forget_matcher
from tests import factories as make

S, How = Assignment.State, Assignment.How


@pytest.fixture
def table(fair, world):
    """The resume table of a fair for English majors."""
    fair.event.words = "English"
    fair.event.save()
    fair.event.tags.create(vocabulary="major", code="23.0101")
    shift = Shift.objects.select_related(*suggested.ROWS).get(pk=fair.table.pk)
    forget_matcher()
    return shift


@pytest.fixture
def editors(table, world):
    """Four writers who know English."""
    writers = [make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer for _n in range(4)]
    for writer in writers:
        writer.user.agreements.create(text=world.terms)
    return writers


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(shift, query=""):
    return reverse("shift_ask", args=[shift.key]) + query


def found_for(shift) -> set:
    return {one.writer.pk for one in suggested.suggested_for(shift)}


# --- Whom to ask ------------------------------------------------------------------------------------


def test_what_the_worker_keeps_is_what_a_shortlist_would_find(table, editors):
    before = suggested.suggested_for(table)
    assert {one.writer.pk for one in before} == {writer.pk for writer in editors}
    assert rank_event(table.role.event_id) == 2
    table.refresh_from_db()
    kept = suggested.suggested_for(table, most=4)
    assert [one.writer.pk for one in kept] == [one.writer.pk for one in before]
    assert kept[0].reasons == before[0].reasons
    assert "Helps with what you asked for: English." in kept[0].reasons


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "at once"])
def test_both_cost_few_queries(table, editors, is_kept):
    if is_kept:
        rank_shifts([table.pk])
        table.refresh_from_db(fields=["ranked_at"])
    with CaptureQueriesContext(connection) as counted:
        suggested.suggested_for(table)
    assert len(counted) == (4 if is_kept else 5)


def _declined(table, writer, world):
    make.AssignmentFactory(shift=make.ShiftFactory(role=table.role), writer=writer, state="declined")


def _elsewhere(table, writer, world):
    busy = {"busy_from": table.starts_at + timedelta(minutes=30), "busy_until": table.ends_at + timedelta(hours=3)}
    make.EngagementFactory(writer=writer, host=world.rival, **busy)


def _invited_elsewhere(table, writer, world):
    other = make.ShiftFactory(role=make.RoleFactory(), starts_at=table.starts_at, ends_at=table.ends_at)
    make.AssignmentFactory(shift=other, writer=writer, state="invited")


def _asked_too_often(table, writer, world):
    for number in range(suggested.MOST_WAITING):
        other = make.ShiftFactory(role=make.RoleFactory(), starts_at=table.starts_at + timedelta(days=number + 1))
        make.AssignmentFactory(shift=other, writer=writer, state="invited")


def _will_not_stand_in(table, writer, world):
    search = make.SearchFactory(place=make.AssignmentFactory(shift=table))
    writer.asked.create(host=world.office, label="events.search", about_id=search.pk, answer="no")


def _does_no_fairs(table, writer, world):
    asking.turn_down(make.NeedFactory(host=world.rival, kind="job_fair"), writer, because="kind", by=writer.user)


def _full(table, writer, world):
    Writer.objects.filter(pk=writer.pk).update(cap=1)
    make.EngagementFactory(writer=writer, host=world.rival)


def _suspended(table, writer, world):
    writer.user.suspended_until = clock.now() + timedelta(days=1)
    writer.user.save(update_fields=["suspended_until"])


def _other_hours(table, writer, world):
    others = {"weekdays", "evenings", "weekends"} - suggested.hours_of(table)
    Writer.objects.filter(pk=writer.pk).update(availability=min(others))


CANNOT = {
    "other hours": _other_hours,
    "suspended": _suspended,
    "paused": lambda table, writer, world: Writer.objects.filter(pk=writer.pk).update(
        state="paused", paused_until=clock.today()
    ),
    "full": _full,
    "later": lambda table, writer, world: Writer.objects.filter(pk=writer.pk).update(
        free_from=clock.today() + timedelta(days=40)
    ),
    "kind": _does_no_fairs,
    "invited": lambda table, writer, world: make.AssignmentFactory(shift=table, writer=writer, state="invited"),
    "has a place": lambda table, writer, world: make.AssignmentFactory(shift=table, writer=writer),
    "withdrawn": lambda table, writer, world: make.AssignmentFactory(shift=table, writer=writer, state="withdrawn"),
    "declined another": _declined,
    "busy": _elsewhere,
    "invited elsewhere": _invited_elsewhere,
    "asked too often": _asked_too_often,
    "said no to standing in": _will_not_stand_in,
    "member": lambda table, writer, world: make.MemberFactory(host=world.office, user=writer.user),
    "far": lambda table, writer, world: Writer.objects.filter(pk=writer.pk).update(latitude=64.8, longitude=-147.7),
}  # fmt: skip
# A kept list is judged again by what the database cannot tell: how far she travels, and what she said.
CANNOT |= {
    "farther than she travels": lambda table, writer, world: Writer.objects.filter(pk=writer.pk).update(
        latitude=writer.latitude + 1, travel_miles=20
    ),
    "too soon": lambda table, writer, world: asking.turn_down(
        make.NeedFactory(host=world.rival, needed_on=suggested.day_of(table)), writer, because="soon", by=writer.user
    ),
}
# What passes, or what only the pages look at.
PASSES = {"paused", "invited elsewhere", "asked too often", "said no to standing in", "later"}


@pytest.mark.parametrize("what", CANNOT)
def test_who_cannot_any_more_is_left_out_of_what_was_kept_and_of_a_shortlist(table, editors, world, what):
    rank_shifts([table.pk])
    table.refresh_from_db()
    CANNOT[what](table, editors[0], world)
    others = {writer.pk for writer in editors[1:]}
    assert {one.writer.pk for one in suggested.kept_for(table)} == others
    assert {one.writer.pk for one in suggested.shortlist(table)} == others
    forget_matcher()
    rank_shifts([table.pk])
    if what not in PASSES:
        assert set(table.suggestions.values_list("writer", flat=True)) == others


def test_a_role_that_asks_for_letters_and_a_field_is_for_those_who_have_both(table, editors):
    table.role.credential = "CPRW"
    table.role.save()
    table.role.tags.create(vocabulary="major", code="23.0101")
    for writer, days in ((editors[0], 300), (editors[1], 10), (editors[2], None)):
        ends = clock.today() + timedelta(days=days) if days else None
        writer.credentials.update(expires_on=ends)
    editors[3].credentials.all().delete()
    make.WriterTagFactory(writer=make.WriterFactory(verified=True), code="23.1302")  # close by, but not the field
    able = {editors[0].pk, editors[2].pk}
    assert found_for(table) == able
    rank_shifts([table.pk])
    table.refresh_from_db()
    assert found_for(table) == able


@pytest.mark.parametrize(("asked", "knows"), [("23.01", "23.0101"), ("23", "23.0101"), ("23.0101", "23")])
def test_nobody_is_left_out_because_a_code_is_wider_or_narrower(table, editors, asked, knows):
    table.role.tags.create(vocabulary="major", code=asked)
    editors[0].tags.update(code=knows)
    for other in editors[1:]:
        other.tags.update(code="51.3801")
    assert found_for(table) == {editors[0].pk}
    rank_shifts([table.pk])
    table.refresh_from_db()
    assert found_for(table) == {editors[0].pk}


@pytest.mark.parametrize(("begins", "hours"), [
    ((2027, 3, 2, 14), {"weekdays"}),  # a Tuesday, 9 in New York
    ((2027, 3, 2, 22), {"evenings"}),  # 5 in the afternoon
    ((2027, 3, 6, 14), {"weekends"}),
    ((2027, 3, 7, 1), {"weekends", "evenings"}),  # still Saturday there
    ((2027, 3, 8, 1), {"weekends", "evenings"}),
    ((2027, 3, 9, 1), {"evenings"}),
])  # fmt: skip
def test_a_shift_is_at_the_hours_that_clocks_show_where_it_is(table, begins, hours):
    table.role.event.zone = "America/New_York"
    table.starts_at = datetime(*begins, tzinfo=UTC)
    assert suggested.hours_of(table) == hours


def test_letters_hold_on_the_day_that_it_is_there(table, editors):
    table.role.credential = "CPRW"
    table.role.save()
    table.role.event.zone = "America/New_York"
    table.starts_at = (clock.now() + timedelta(days=22)).replace(hour=1)
    there = suggested.day_of(table)
    assert there < table.starts_at.date()
    editors[0].credentials.update(expires_on=there)
    editors[1].credentials.update(expires_on=there - timedelta(days=1))
    able = set(suggested.may_be_asked(table).values_list("pk", flat=True))
    assert (editors[0].pk in able, editors[1].pk in able) == (True, False)


def test_far_and_soon_that_she_said_of_a_request_hold_for_shifts_as_well(table, editors, world):
    near = make.NeedFactory(host=world.office, kind="panel", needed_on=suggested.day_of(table))
    asking.turn_down(near, editors[0], because="soon", by=editors[0].user)
    assert editors[0].pk not in found_for(table)
    rank_shifts([table.pk])
    assert not ShiftSuggestion.objects.filter(writer=editors[0]).exists()


def test_an_event_for_everybody_has_those_it_knows_first(fair, editors, world):
    fair.event.tags.all().delete()
    for _time in range(3):
        make.EngagementFactory(host=world.office, writer=editors[2], kind="job_fair", state="done")
    shift = Shift.objects.select_related(*suggested.ROWS).get(pk=fair.table.pk)
    best = suggested.suggested_for(shift)[0]
    assert (best.writer, best.reasons) == (editors[2], ("In the same town.", "Helped at 3 job fairs here."))


# --- What is kept -----------------------------------------------------------------------------------


def test_who_is_erased_or_gone_since_the_matcher_read_her_is_not_kept(table, editors):
    rank_shifts([table.pk])
    erase_places(editors[0].user)
    assert not ShiftSuggestion.objects.filter(writer=editors[0]).exists()
    editors[0].tags.all().delete()
    editors[0].credentials.all().delete()
    editors[0].delete()
    rank_shifts([table.pk])
    kept = list(table.suggestions.order_by("rank").values_list("rank", "writer"))
    assert ([rank for rank, _writer in kept], {writer for _rank, writer in kept}) == (
        [1, 2, 3], {writer.pk for writer in editors[1:]},
    )  # fmt: skip


@pytest.mark.parametrize("over", ["full", "called off", "closed", "cancelled", "host"])
def test_what_is_not_to_be_filled_keeps_no_suggestions(table, editors, over):
    rank_all_shifts()
    assert table.suggestions.count() == 4
    event = table.role.event
    if over == "full":
        for _seat in range(2):
            make.AssignmentFactory(shift=table)
    elif over == "called off":
        Shift.objects.filter(pk=table.pk).update(called_off_at=clock.now())
    elif over == "closed":
        type(event).objects.filter(pk=event.pk).update(closes_at=clock.now())
    elif over == "cancelled":
        type(event).objects.filter(pk=event.pk).update(state="cancelled", due_at=None)
    else:
        type(event.host).objects.filter(pk=event.host_id).update(state="suspended")
    rank_all_shifts()
    assert table.suggestions.count() == 0


def test_a_seat_that_comes_free_is_suggested_to_whom_it_fits(table, editors):
    rank_all_shifts()
    places = [make.AssignmentFactory(shift=table) for _seat in range(2)]
    rank_all_shifts()
    type(places[0]).objects.filter(pk=places[0].pk).update(state="cancelled_by_volunteer", seat=None, due_at=None)
    table.refresh_from_db()
    assert found_for(table) == {writer.pk for writer in editors}


def test_the_worker_is_rung_when_an_event_is_shown_or_asks_for_something_else(
    table, world, django_capture_on_commit_callbacks
):
    Shift.objects.update(ranked_at=clock.now())
    with django_capture_on_commit_callbacks() as rung:
        facts = {name: getattr(table.role, name) for name in ("name", "duties", "least", "most", "is_instant")}
        change_role(table.role, by=world.user["director"], codes=[], credential="CPRW", **facts)
    assert [(one.task, one.args) for one in rung] == [("events.tasks.rank_event", (table.role.event_id,))]
    table.refresh_from_db()
    assert table.ranked_at is None  # meanwhile whom to ask is looked up at once


# --- Asking -----------------------------------------------------------------------------------------


def test_asking_the_best_three_is_a_preview_and_a_click(table, editors, world):
    director = as_(world.user["director"])
    make.FeeFactory(writer=suggested.suggested_for(table)[0].writer, what="Resume", dollars=120)
    page = director.get(address(table, "?best=3")).content.decode()
    assert (page.count(" checked"), "Ask these 3 writers?" in page) == (3, True)
    assert ("Resume $120" in page, "Each ticked writer gets one e-mail at once" in page) == (True, True)
    best = [one.writer for one in suggested.suggested_for(table, most=3)]
    for _click in range(2):
        answer = director.post(address(table), {"writer": [one.slug for one in best]}, follow=True)
        assert "3 writers are asked:" in answer.content.decode()
    places = Assignment.objects.filter(shift=table)
    assert {(place.writer, place.state, place.how) for place in places} == {(one, "invited", "invited") for one in best}
    assert OutgoingMail.objects.filter(kind="place_invited").count() == Asked.objects.count() == 3
    assert found_for(table) == {editor.pk for editor in editors} - {one.pk for one in best}


def test_an_answer_is_awaited_for_a_week_or_until_the_day_that_the_host_names(table, editors, world):
    director = as_(world.user["director"])
    soon = clock.today() + timedelta(days=3)
    director.post(address(table), {"writer": editors[0].slug})
    director.post(address(table), {"writer": editors[1].slug, "expires_on": soon.isoformat()})
    first, second = Assignment.objects.order_by("pk")
    assert abs(first.due_at - clock.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert timedelta(days=2) < second.due_at - clock.now() < timedelta(days=5)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"writer": []}, "Tick whom you want to ask."),
        ({"writer": "nobody"}, "One of these cannot be asked any more."),
        ({"writer": "<script>" * 400}, "One of these cannot be asked any more."),
        ({"expires_on": "2020-01-01"}, "Choose a day that is still to come."),
        ({"expires_on": "soon"}, "Write a day, for example"),
    ],
)
def test_bad_input_is_answered_in_words(table, editors, world, data, words):
    answer = as_(world.user["director"]).post(address(table), {"writer": editors[0].slug, **data})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Assignment.objects.exists()


def test_when_one_of_them_cannot_any_more_nobody_is_asked_and_the_page_says_who(table, editors, world):
    director = as_(world.user["director"])
    other = make.ShiftFactory(role=make.RoleFactory(event=table.role.event), starts_at=table.starts_at)
    seats.give_place(other, editors[0], by=editors[0].user, how=How.SELF)
    answer = director.post(address(table), {"writer": [one.slug for one in editors[:2]]})
    assert (answer.status_code, Assignment.objects.filter(shift=table).exists()) == (422, False)


def test_that_everybody_was_asked_is_said_only_where_somebody_was(table, editors, world):
    director = as_(world.user["director"])
    Writer.objects.update(state="draft")
    assert "We found nobody who fits and has time then." in director.get(address(table)).content.decode()
    make.AssignmentFactory(shift=table, writer=editors[0], state="invited")
    assert "Everybody who fits was asked" in director.get(address(table)).content.decode()


def test_nobody_is_asked_for_a_full_shift_nor_after_sign_up_has_ended(table, editors, world):
    director = as_(world.user["director"])
    for _seat in range(2):
        make.AssignmentFactory(shift=table)
    assert "Every place is taken" in director.get(address(table)).content.decode()
    assert director.post(address(table), {"writer": editors[0].slug}).status_code == 422
    event_page = director.get(table.role.event.get_absolute_url()).content.decode()
    assert address(table) not in event_page
    type(table.role.event).objects.update(closes_at=clock.now())
    assert director.get(address(table)).status_code == 404


def test_whom_a_board_meets_it_knows_itself(table, editors, world):
    type(table.role.event).objects.filter(pk=table.role.event_id).update(kind="board")
    director = as_(world.user["director"])
    assert director.get(address(table)).status_code == 404
    assert "Ask the best 3" not in director.get(table.role.event.get_absolute_url()).content.decode()
    assert (rank_event(table.role.event_id), suggested.shifts_to_fill().exists()) == (0, False)


def test_an_old_list_says_so_and_is_asked_for_anew(table, editors, world, django_capture_on_commit_callbacks):
    rank_shifts([table.pk])
    Shift.objects.filter(pk=table.pk).update(ranked_at=clock.now() - timedelta(hours=3))
    with django_capture_on_commit_callbacks() as rung:
        page = as_(world.user["director"]).get(address(table)).content.decode()
    assert ("This list is as of 3 hours ago." in page, "A newer one is being made." in page) == (True, True)
    assert [one.task for one in rung] == ["events.tasks.rank_event"]
