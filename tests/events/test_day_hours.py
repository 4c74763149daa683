"""The ledger of hours: approved as listed, claimed, put right by new rows, and never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions import certificates, day, hours
from events.actions.day_clocks import run_claim_clocks
from events.actions.hours_person import erase_hours
from events.models import Assignment, HoursEntry
from events.queries import approved, ledger
from partners.models import Engagement
from tests import factories as make

S, H = Assignment.State, HoursEntry.State


@pytest.fixture
def over(fair):
    """The fair of yesterday: the writer was checked in, the other one is not recorded; shifts of two hours."""
    start = clock.now().replace(microsecond=0) - timedelta(hours=30)
    fair.event.starts_at, fair.event.ends_at = start, start + timedelta(hours=6)
    fair.event.closes_at = start - timedelta(hours=24)
    fair.event.save()
    for shift in (fair.desk, fair.table):
        shift.starts_at, shift.ends_at = start, start + timedelta(hours=2)
        shift.save()
        shift.role.event = fair.event
    fair.place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state=S.CHECKED_IN)
    fair.unknown = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2, state=S.UNRECORDED)
    fair.staff = fair.world.user["staff"]
    return fair


def chain(place) -> list[tuple[str, int]]:
    return [(entry.state, entry.minutes) for entry in ledger.history_of(place)]


def approve(over, *places):
    return hours.approve_as_listed(over.event, places, by=over.staff)


def claim(over, minutes=90, words="I helped at the table."):
    return hours.claim_hours(over.unknown, by=over.unknown.writer.user, minutes=minutes, words=words)


def test_one_click_approves_who_was_there_and_the_others_stay_unknown(over):
    assert [entry.minutes for entry in approve(over, over.place, over.unknown)] == [120]
    assert approve(over, over.place, over.unknown) == []
    over.place.refresh_from_db()
    over.unknown.refresh_from_db()
    assert (over.place.state, over.unknown.state) == (S.COMPLETED, S.UNRECORDED)
    assert Engagement.objects.get(source_id=over.place.pk, source_label="events.assignment").state == "done"
    assert approved.approved_minutes([over.place.pk, over.unknown.pk]) == {over.place.pk: 120}


def test_the_page_approves_what_is_ticked_and_nothing_of_another_event(over):
    client, address = Client(), reverse("event_hours", args=[over.event.key])
    client.force_login(over.staff)
    elsewhere = make.HoursEntryFactory().place
    assert b"Approve hours as listed" in client.get(address).content
    client.post(address, {"place": ["x" * 10_000, elsewhere.key]})
    assert HoursEntry.objects.count() == 1
    client.post(address, {"place": [over.place.key, over.place.key]})
    assert chain(over.place) == [(H.APPROVED, 120)]
    assert "2 hours approved for one person." in client.get(address).content.decode()


def test_hours_are_those_that_passed_also_over_the_night_when_clocks_change(over):
    shift = over.desk
    shift.starts_at = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)  # 1 am in New York, the hour that comes twice
    shift.ends_at = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)  # 3 am
    over.place.shift = shift
    assert ledger.listed_minutes(over.place) == 180


def test_who_left_early_has_hours_until_then_and_putting_it_right_writes_new_rows(over):
    left = day.record(over.place, "leave_early", by=over.staff, left_at=over.desk.starts_at + timedelta(minutes=50))
    approve(over, left)
    day.record(left, "complete", by=over.staff)
    day.record(left, "no_show", by=over.staff)
    assert chain(over.place) == [(H.APPROVED, 50), (H.APPROVED, 120), (H.REVOKED, 0)]
    assert approved.approved_minutes([over.place.pk]) == {}


def test_a_correction_names_the_row_it_replaces_and_ends_the_certificate(over):
    (entry,) = approve(over, over.place)
    certificate = certificates.issue_certificate(over.place, by=over.place.writer.user)
    with pytest.raises(ValidationError):
        hours.correct_hours(entry, by=over.staff, minutes=60, words="")
    new = hours.correct_hours(entry, by=over.staff, minutes=60, words="She came at eleven.")
    assert (new.replaces, new.minutes, new.state) == (entry, 60, H.APPROVED)
    with pytest.raises(Stale):
        hours.correct_hours(entry, by=over.staff, minutes=30, words="Two clicks on an old page.")
    certificate.refresh_from_db()
    assert certificate.revoked_at is not None
    assert hours.correct_hours(new, by=over.staff, minutes=0, words="A mistake.").state == H.REVOKED


def test_a_claim_is_approved_and_the_place_is_one_where_she_was(over):
    entry = claim(over)
    assert claim(over) == entry
    hours.answer_claim(entry, by=over.staff, is_approved=True, minutes=80)
    over.unknown.refresh_from_db()
    assert (over.unknown.state, chain(over.unknown)) == (S.COMPLETED, [(H.CLAIMED, 90), (H.APPROVED, 80)])


def test_a_claim_is_refused_only_in_words_and_not_claimed_again(over):
    entry = claim(over)
    with pytest.raises(ValidationError):
        hours.answer_claim(entry, by=over.staff, is_approved=False)
    hours.answer_claim(entry, by=over.staff, is_approved=False, words="The table was closed.")
    with pytest.raises(Stale):
        claim(over)
    with pytest.raises(Stale):
        hours.answer_claim(entry, by=over.staff, is_approved=True)


def test_a_claim_that_nobody_answers_ends_once_and_can_be_made_again(over):
    claim(over)
    later = clock.now() + timedelta(days=31)
    for _beat in range(2):
        with clock.set_to(later):
            run_claim_clocks()
    assert chain(over.unknown) == [(H.CLAIMED, 90), (H.LAPSED, 0)]
    assert claim(over).state == H.CLAIMED


def test_claims_are_for_what_is_over_and_unknown_and_within_a_day(over):
    for minutes in (0, 1441):
        with pytest.raises(ValidationError):
            claim(over, minutes=minutes)
    with clock.set_to(clock.now() + timedelta(days=60)), pytest.raises(Stale):
        claim(over)
    coming = make.AssignmentFactory(writer=over.world.writer2)
    with pytest.raises(Stale):
        hours.claim_hours(coming, by=over.world.writer2.user, minutes=60, words="Soon.")


def test_forms_of_hours_say_what_is_wrong_at_the_field(over):
    client, staff = Client(), Client()
    client.force_login(over.unknown.writer.user)
    staff.force_login(over.staff)
    address = reverse("hours_claim", args=[over.unknown.key])
    for hour, minute in (("25", "0"), ("-1", "0"), ("", ""), ("0", "0"), ("24", "30"), ("9" * 40, "0")):
        assert client.post(address, {"hours": hour, "minutes": minute, "words": "I was."}).status_code == 422
    assert client.post(address, {"hours": "1", "minutes": "30", "words": "I was."}).status_code == 302
    answer = reverse("hours_answer", args=[HoursEntry.objects.get().key])
    assert staff.post(answer, {"answer": "no", "hours": "1"}).status_code == 422
    assert client.post(answer, {"answer": "yes", "hours": "1"}).status_code == 404
    assert staff.post(answer, {"answer": "yes", "hours": "1", "minutes": "30"}).status_code == 302
    assert staff.post(answer, {"answer": "yes", "hours": "1"}).status_code == 404  # it was replaced


def test_my_hours_are_summed_by_year_from_rows_that_stand(over):
    (entry,) = approve(over, over.place)
    hours.correct_hours(entry, by=over.staff, minutes=45, words="Half the time.")
    old = make.HoursEntryFactory(place__writer=over.world.writer, on=datetime(2020, 5, 4, tzinfo=UTC).date())
    assert ledger.years_of_writer(over.world.writer) == [(over.desk.starts_at.year, 45), (2020, 120)]
    client = Client()
    client.force_login(over.world.writer.user)
    shown = client.get(reverse("writer_hours") + "?year=2020").content.decode()
    assert "2 hours approved." in shown
    assert old.place.event.title in shown
    assert over.event.title not in shown.split('id="claim"')[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_hoursentry SET minutes = 1",
        "UPDATE events_hoursentry SET state = 'refused'",
        "UPDATE events_hoursentry SET words = 'other'",
        "DELETE FROM events_hoursentry",
    ],
)
def test_the_database_refuses_to_change_the_ledger(over, statement):
    approve(over, over.place)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert chain(over.place) == [(H.APPROVED, 120)]


def test_one_row_begins_for_a_place_and_one_replaces_each(over):
    (entry,) = approve(over, over.place)
    make.HoursEntryFactory(place=over.place, replaces=entry)
    for second in (None, entry):
        with pytest.raises(DatabaseError), transaction.atomic():
            make.HoursEntryFactory(place=over.place, replaces=second)


def test_who_is_erased_leaves_minutes_without_words(over):
    claim(over, words="My knee hurt, so I sat.")
    for _twice in range(2):
        erase_hours(over.unknown.writer.user)
    entry = HoursEntry.objects.get()
    assert (entry.words, entry.minutes) == ("", 90)


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_may_empty_the_ledger_afterwards():
    make.HoursEntryFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        HoursEntry.objects.all()._raw_delete("default")
