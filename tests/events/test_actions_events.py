"""Events made, repeated, kept as templates, shown and called off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import calling_off, seats
from events.actions import events as actions
from events.actions.event_clocks import run_event_clocks
from events.models import Assignment, Event, EventKind, Shift
from partners.models import Engagement
from tests import factories as make

S, How = Assignment.State, Assignment.How
EASTERN = ZoneInfo("America/New_York")


def plan(world, kind="job_fair", **facts):
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
    facts = {"title": "Fair", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=5), **facts}
    return actions.make_event(world.office, by=world.user["director"], kind=kind, **facts)


@pytest.mark.django_db
def test_every_kind_comes_with_roles_whose_shifts_can_be(world):
    for kind in EventKind.values:
        event = plan(world, kind, title=kind)
        shifts = list(Shift.objects.filter(role__event=event).select_related("role"))
        assert event.roles.count() == len({shift.role_id for shift in shifts}) > 0
        assert all(shift.starts_at < shift.ends_at and shift.role.name for shift in shifts)
    assert Event.objects.get(title="job_fair").roles.count() == 6


def test_a_double_click_makes_one_event(world):
    assert plan(world) == plan(world)
    assert Event.objects.count() == 1


def test_words_become_codes_and_the_cut_off_is_the_day_before(world):
    major = make.MajorFactory(code="23.0101", title="English Language and Literature, General.")
    event = plan(world, words=major.title.rstrip("."))
    assert list(event.tags.values_list("vocabulary", "code")) == [("major", "23.0101")]
    assert event.closes_at == event.starts_at - timedelta(hours=24)


def test_last_years_event_again_moves_all_times_as_clocks_show_them(fair):
    event, director = fair.event, fair.world.user["director"]
    noon = datetime(2026, 10, 15, 12, tzinfo=EASTERN)  # daylight time; the copy is in standard time
    with clock.set_to(noon - timedelta(days=40)):
        Event.objects.filter(pk=event.pk).update(
            zone="America/New_York", starts_at=noon, ends_at=noon + timedelta(hours=4), closes_at=noon
        )
        event.refresh_from_db()
        Shift.objects.filter(role__event=event).update(starts_at=noon, ends_at=noon + timedelta(hours=2))
        seats.give_place(fair.desk, fair.world.writer, by=director, how=How.STAFF)
        again = actions.copy_event(event, by=director, on=date(2026, 11, 20))
    assert again.starts_at == datetime(2026, 11, 20, 12, tzinfo=EASTERN)
    shifts = Shift.objects.filter(role__event=again)
    assert {(shift.starts_at, shift.ends_at) for shift in shifts} == {
        (datetime(2026, 11, 20, 12, tzinfo=EASTERN), datetime(2026, 11, 20, 14, tzinfo=EASTERN))
    }
    assert (again.state, again.venue, again.title) == ("draft", event.venue, event.title)
    assert Assignment.objects.filter(shift__role__event=again).count() == 0
    assert Assignment.objects.get(shift=fair.desk).state == S.CONFIRMED


def test_a_day_on_which_clocks_skip_a_shift_is_refused_in_words(fair):
    event = fair.event
    start = datetime(2026, 2, 10, 2, 30, tzinfo=EASTERN)
    Event.objects.filter(pk=event.pk).update(
        zone="America/New_York", starts_at=start, ends_at=start + timedelta(hours=4), closes_at=start
    )
    event.refresh_from_db()
    with pytest.raises(ValidationError, match="skip 2:30 am"):
        actions.copy_event(event, by=fair.world.user["director"], on=date(2026, 3, 8))
    assert Event.objects.count() == 1


def test_a_template_holds_the_plan_and_nobodys_place(fair):
    director = fair.world.user["director"]
    seats.give_place(fair.desk, fair.world.writer, by=director, how=How.STAFF)
    template = actions.keep_template(fair.event, by=director, name="Fair")
    made = actions.make_from_template(template, by=director, on=(clock.now() + timedelta(days=90)).date())
    assert [role.name for role in made.roles.all()] == ["Check-in desk", "Resume table"]
    assert Shift.objects.filter(role__event=made).count() == 2
    assert Assignment.objects.count() == 1
    with pytest.raises(ValidationError, match="of this name already"):
        actions.keep_template(fair.event, by=director, name="Fair")


def test_what_is_not_ready_is_not_published(fair):
    director = fair.world.user["director"]
    empty = plan(fair.world, roles=[], title="Empty")
    with pytest.raises(ValidationError, match="nothing to sign up for"):
        actions.show_event(empty, "publish", by=director)
    without_day = plan(fair.world, starts_at=None, ends_at=None, title="Some day")
    with pytest.raises(ValidationError, match="when it begins and ends"):
        actions.show_event(without_day, "publish", by=director)
    actions.show_event(fair.event, "hide", by=director)
    actions.show_event(fair.event, "invite_only", by=director)
    actions.show_event(fair.event, "publish", by=director)
    assert Event.objects.get(pk=fair.event.pk).state == "published"


def test_an_event_whose_sign_up_is_over_already_is_hidden_and_not_published(fair):
    director = fair.world.user["director"]
    draft = plan(fair.world, title="Late")
    with clock.set_to(draft.closes_at):
        for what in ("publish", "invite_only"):
            with pytest.raises(ValidationError, match="Sign-up for it is over already"):
                actions.show_event(draft, what, by=director)
        actions.show_event(draft, "hide", by=director)
    with clock.set_to(draft.closes_at - timedelta(seconds=1)):
        actions.show_event(draft, "publish", by=director)
    assert Event.objects.get(pk=draft.pk).state == "published"


def test_calling_off_ends_every_place_once_and_tells_each(fair):
    world, director = fair.world, fair.world.user["director"]
    seats.give_place(fair.desk, world.writer, by=world.writer.user, how=How.SELF)
    seats.join_waiting_list(fair.desk, world.writer2, by=world.writer2.user)
    assert calling_off.cancel_event(fair.event, by=director, why="Snow.") == 2
    assert set(Assignment.objects.values_list("state", "seat")) == {(S.CANCELLED_BY_HOST, None)}
    assert not Engagement.objects.filter(state=Engagement.State.AGREED).exists()
    told = OutgoingMail.objects.filter(kind="place_called_off")
    assert {mail.mailbox.address for mail in told} == {"writer@demo.test", "writer2@demo.test"}
    assert Event.objects.get().due_at is None


def test_what_is_running_or_over_is_not_called_off(fair):
    make.AssignmentFactory(shift=fair.desk, state="checked_in")
    with pytest.raises(ValidationError, match="arrived already"):
        calling_off.cancel_event(fair.event, by=fair.world.user["director"])
    Assignment.objects.update(state="completed", seat=None, due_at=None)
    with clock.set_to(fair.event.ends_at), pytest.raises(ValidationError, match="It is over"):
        calling_off.cancel_event(fair.event, by=fair.world.user["director"])


def test_when_the_host_goes_what_is_to_come_is_called_off(fair):
    draft = plan(fair.world, title="Draft")
    assert calling_off.cancel_all_of(fair.world.office, by=None) == 2
    assert dict(Event.objects.values_list("pk", "state")) == {fair.event.pk: "cancelled", draft.pk: "discarded"}


def test_a_draft_without_a_day_is_thrown_away_after_ninety_days(world):
    plan(world, starts_at=None, ends_at=None)
    with clock.set_to(clock.now() + timedelta(days=91)):
        run_event_clocks()
    assert Event.objects.get().state == "discarded"
