"""The day: who is here, who left, who did not come, who came instead; and what agreed work becomes."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from events.actions import day, place_clocks, protests
from events.actions.day_clocks import end_silent_contests
from events.models import Assignment
from partners.models import Engagement, Report
from tests import factories as make

S = Assignment.State
HOUR = timedelta(hours=1)


@pytest.fixture
def held(fair):
    """The fair with a place of each writer; its shifts run from 0 to 2 hours after it begins."""
    fair.place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    fair.other = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2)
    fair.staff = fair.world.user["staff"]
    fair.starts, fair.ends = fair.desk.starts_at, fair.desk.ends_at
    return fair


def work_of(place) -> str:
    return Engagement.objects.get(source_label="events.assignment", source_id=place.pk).state


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_tap_checks_in_a_second_changes_nothing_and_a_slip_is_taken_back(held):
    with clock.set_to(held.starts - HOUR):
        here = day.check_in(held.place, by=held.staff)
        assert (here.state, here.checked_in_at, here.seat) == (S.CHECKED_IN, held.starts - HOUR, 1)
    with clock.set_to(held.starts):
        assert day.check_in(held.place, by=held.staff).checked_in_at == held.starts - HOUR
        back = day.take_back_check_in(held.place, by=held.staff)
        assert (back.state, back.checked_in_at, back.seat) == (S.CONFIRMED, None, 1)


def test_nobody_is_checked_in_or_missing_before_the_day(held):
    with clock.set_to(held.starts - 4 * HOUR), pytest.raises(ValidationError) as refused:
        day.check_in(held.place, by=held.staff)
    assert refused.value.messages[0].startswith("Check-in opens on ")
    with clock.set_to(held.starts - HOUR), pytest.raises(ValidationError):
        day.record(held.place, "no_show", by=held.staff)


def test_the_list_on_the_phone_checks_in_with_one_tap_and_says_who_is_late(held):
    address = reverse("event_check_in", args=[held.event.key])
    with clock.set_to(held.starts + timedelta(minutes=12)):
        client = client_of(held.staff)
        assert "12 minutes late" in client.get(address).content.decode()
        answer = client.post(address, {"place": held.place.key, "tap": "here"})
        assert urlsplit(answer["Location"]).fragment == f"p-{held.place.key}"
        shown = client.get(address).content.decode()
    assert "1 of 2 are here." in shown
    assert Assignment.objects.get(pk=held.place.pk).state == S.CHECKED_IN


def test_a_tap_on_another_events_place_or_of_nonsense_does_nothing(held):
    address = reverse("event_check_in", args=[held.event.key])
    elsewhere = make.AssignmentFactory()
    with clock.set_to(held.starts):
        client = client_of(held.staff)
        assert client.post(address, {"place": elsewhere.key, "tap": "here"}).status_code == 404
        assert client.post(address, {"place": held.place.key, "tap": "fly"}).status_code == 302
        assert client.post(address, {"place": "x" * 10_000}).status_code == 404
        assert client.post(address, {"place": f"\x00{held.place.key}", "tap": "fly"}).status_code == 302
    assert set(Assignment.objects.values_list("state", flat=True)) == {S.CONFIRMED}


def test_what_agreed_work_becomes_at_each_end_and_after_each_correction(held):
    place = held.place
    steps = [("no_show", "cancelled"), ("complete", "done"), ("leave_early", "done"), ("no_show", "cancelled"),
             ("clear", "done"), ("complete", "done")]  # fmt: skip
    for number, (event, work) in enumerate(steps):
        with clock.set_to(held.starts + HOUR + timedelta(minutes=number)):
            place = day.record(place, event, by=held.staff)
            assert (place.state, place.seat, place.due_at) == (day.LEADS_TO[event], None, None)
            assert work_of(place) == work


def test_who_leaves_early_leaves_within_the_shift(held):
    with clock.set_to(held.starts + HOUR):
        here = day.check_in(held.place, by=held.staff)
        for wrong in (held.starts, held.starts + 2 * HOUR, held.ends):
            with pytest.raises(ValidationError):
                day.record(here, "leave_early", by=held.staff, left_at=wrong)
        at = held.starts + timedelta(minutes=40)
        left = day.record(here, "leave_early", by=held.staff, left_at=at)
        assert (left.state, left.left_at) == (S.LEFT_EARLY, at)
        again = day.record(left, "leave_early", by=held.staff, left_at=at + timedelta(minutes=5))
        assert again.left_at == at + timedelta(minutes=5)


def test_silence_leads_to_unknown_or_completed_and_never_to_missing(held):
    with clock.set_to(held.starts):
        day.check_in(held.other, by=held.staff)
    with clock.set_to(held.ends + timedelta(hours=49)):
        place_clocks.run_place_clocks()
    assert Assignment.objects.get(pk=held.place.pk).state == S.UNRECORDED
    assert Assignment.objects.get(pk=held.other.pk).state == S.COMPLETED


def test_a_no_show_is_contested_once_within_seven_days_and_put_right(held):
    with clock.set_to(held.ends):
        place = day.record(held.place, "no_show", by=held.staff)
    with clock.set_to(held.ends + timedelta(days=6)):
        place = protests.contest(place, by=held.world.writer.user, words="I stood at the second door.")
        assert protests.contest(place, by=held.world.writer.user, words="Other words.").contest == place.contest
        with pytest.raises(ValidationError):
            protests.keep_no_show(place, by=held.staff, words="")
        place = day.record(place, "complete", by=held.staff)
    assert (place.state, place.contest_settled_at) == (S.COMPLETED, held.ends + timedelta(days=6))
    assert work_of(place) == "done"
    with clock.set_to(held.ends):
        late = day.record(held.other, "no_show", by=held.staff)
    with clock.set_to(held.ends + timedelta(days=7)), pytest.raises(Stale):
        protests.contest(late, by=held.world.writer2.user, words="I was there.")


def test_a_protest_that_nobody_answers_makes_it_unknown(held):
    with clock.set_to(held.ends):
        place = day.record(held.place, "no_show", by=held.staff)
        kept = day.record(held.other, "no_show", by=held.staff)
        protests.contest(place, by=held.world.writer.user, words="I was there.")
        kept = protests.contest(kept, by=held.world.writer2.user, words="So was I.")
        protests.keep_no_show(kept, by=held.staff, words="The door was watched.")
    for days in (6, 8, 8):
        with clock.set_to(held.ends + timedelta(days=days)):
            end_silent_contests()
        place.refresh_from_db()
        assert place.state == (S.NO_SHOW if days == 6 else S.UNRECORDED)
    kept.refresh_from_db()
    assert kept.state == S.NO_SHOW


def test_a_stand_in_takes_the_seat_of_who_is_not_there(held):
    with clock.set_to(held.starts + HOUR):
        new = day.let_stand_in(held.place, make.WriterFactory(), by=held.staff)
    held.place.refresh_from_db()
    assert (held.place.state, work_of(held.place)) == (S.SWAPPED, "cancelled")
    assert (new.state, new.seat, new.replaces, work_of(new)) == (S.CHECKED_IN, 1, held.place, "agreed")


def test_a_stand_in_clears_a_no_show(held):
    with clock.set_to(held.starts + HOUR):
        missing = day.record(held.place, "no_show", by=held.staff)
        new = day.let_stand_in(missing, make.WriterFactory(), by=held.staff)
    held.place.refresh_from_db()
    assert (held.place.state, work_of(held.place)) == (S.UNRECORDED, "done")
    assert new.state == S.CHECKED_IN


def test_a_stand_in_who_is_elsewhere_at_that_time_changes_nothing(held):
    with clock.set_to(held.starts + HOUR):
        with pytest.raises(ValidationError) as refused:
            day.let_stand_in(held.place, held.world.writer2, by=held.staff)
        assert [error.code for error in refused.value.error_list] == ["overlap"]
    held.place.refresh_from_db()
    assert (held.place.state, held.place.seat, work_of(held.place)) == (S.CONFIRMED, 1, "agreed")


def test_who_found_nobody_of_the_host_says_so_and_the_moderators_see_it(held):
    writer = held.world.writer.user
    with clock.set_to(held.starts - HOUR), pytest.raises(Stale):
        protests.miss_host(held.place, by=writer, words="Nobody here.")
    with clock.set_to(held.starts + HOUR):
        place = protests.miss_host(held.place, by=writer, words="The hall was locked.")
        protests.miss_host(place, by=writer, words="The hall was locked.")
    assert (place.state, place.seat, work_of(place)) == (S.HOST_NO_SHOW, None, "cancelled")
    report = Report.objects.get()
    assert (report.host, report.text) == (held.event.host, "Not there: Fall fair. The hall was locked.")
    with clock.set_to(held.starts + HOUR), pytest.raises(NoSuchMove):
        day.record(place, "no_show", by=held.staff)


def test_the_pages_answer_stale_clicks_and_bad_words_in_words(held):
    record, own = (reverse(name, args=[held.place.key]) for name in ("place_record", "place_day"))
    with clock.set_to(held.starts + HOUR):
        staff, writer = client_of(held.staff), client_of(held.world.writer.user)
        assert staff.post(record, {"event": "leave_early", "left_at": "25:99"}).status_code == 422
        assert staff.post(record, {"event": "fly"}).status_code == 422
        assert staff.post(record, {"do": "stand_in", "writer": "nobody"}).status_code == 422
        assert staff.post(record, {"event": "no_show"}).status_code == 302
        assert writer.post(own, {"do": "contest", "words": "x" * 10_000}).status_code == 422
        assert writer.post(own, {"do": "contest", "words": ""}).status_code == 422
        assert writer.post(own, {"do": "contest", "words": "I was there."}).status_code == 302
        assert staff.post(record, {"event": "keep", "words": ""}).status_code == 422
        assert staff.post(record, {"event": "keep", "words": "We looked."}).status_code == 302
        shown = writer.get(own).content.decode()
    assert "The host has answered." in shown
