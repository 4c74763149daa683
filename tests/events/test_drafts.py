"""What was agreed becomes an event, and the agreed work a place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.web import clock
from events.actions import drafts, seats
from events.models import AgreedWriter, Assignment, Event, EventKind
from events.queries.agreed import agreed_rows
from events.signals import event_shown
from partners.actions import answers, classes
from partners.actions.engagements import call_off_engagement
from partners.models import ClassRequest, Engagement, Partnership
from tests import factories as make

S = Assignment.State


def offered(world, writer, **facts):
    return make.OfferFactory(host=world.office, writer=writer, **facts)


def show(event, by=None):
    """What publishing a draft does."""
    event.refresh_from_db()
    event.move("publish", by=by, due_at=event.ends_at + timedelta(days=3), published_at=clock.now())
    event_shown.send(Event, event=event, by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(drafts.KINDS))
def test_an_accepted_offer_of_each_kind_drafts_an_event_of_the_right_host(world, kind):
    engagement = answers.accept_offer(offered(world, world.writer, kind=kind), by=world.user["director"])
    event = Event.objects.get()
    assert (event.kind, event.host, event.state) == (kind, world.office, Event.State.DRAFT)
    assert (event.starts_at, event.coordinator) == (None, world.user["director"])
    assert event.roles.count() >= 1
    assert [(row.writer, row.source_id, row.place) for row in event.agreed.all()] == [
        (world.writer, engagement.source_id, None)
    ]
    assert not Assignment.objects.exists()


def test_what_is_no_event_drafts_none(world):
    answers.accept_offer(offered(world, world.writer, kind="students"), by=world.user["director"])
    assert not Event.objects.exists()


def test_all_who_were_taken_for_one_request_are_in_one_draft_on_its_day(world):
    need = make.NeedFactory(host=world.office, kind="job_fair", how_many=2)
    for writer in (world.writer, world.writer2):
        answers.accept_offer(offered(world, writer, kind="job_fair", need=need), by=world.user["director"])
    event = Event.objects.get()
    assert event.starts_at.date() == need.needed_on
    assert set(event.agreed.values_list("writer", flat=True)) == {world.writer.pk, world.writer2.pk}


def test_once_shown_agreed_work_becomes_the_place_and_is_never_noted_twice(world):
    need = make.NeedFactory(host=world.office, kind="workshop")
    engagement = answers.accept_offer(
        offered(world, world.writer, kind="workshop", need=need), by=world.user["director"]
    )
    event = Event.objects.get()
    show(event, world.user["director"])
    place = Assignment.objects.get()
    assert (place.state, place.how, place.writer) == (S.CONFIRMED, Assignment.How.AGREED, world.writer)
    engagement.refresh_from_db()
    assert (engagement.source_label, engagement.source_id) == ("events.assignment", place.pk)
    assert (engagement.busy_from, engagement.busy_until) == (place.shift.starts_at, place.shift.ends_at)
    assert Engagement.objects.count() == 1
    assert drafts.seat_agreed(event, by=None) == 0  # a second time
    assert [row.place for row in agreed_rows(event)] == [place]


def test_a_late_yes_to_a_request_whose_event_is_shown_gives_a_place_at_once(world):
    need = make.NeedFactory(host=world.office, kind="panel", how_many=2)
    first = offered(world, world.writer, kind="panel", need=need)
    second = offered(world, world.writer2, kind="panel", need=need)
    answers.accept_offer(first, by=world.user["director"])
    show(Event.objects.get())
    answers.accept_offer(second, by=world.user["director"])
    assert set(Assignment.objects.values_list("writer", "state")) == {
        (world.writer.pk, S.CONFIRMED),
        (world.writer2.pk, S.CONFIRMED),
    }
    assert Engagement.objects.filter(source_label="events.assignment").count() == Engagement.objects.count() == 2


def test_whoever_finds_no_seat_stays_agreed_and_is_entered_by_hand_without_a_second_note(world):
    need = make.NeedFactory(host=world.office, kind="class_visit", how_many=2)
    for writer in (world.writer, world.writer2):
        answers.accept_offer(offered(world, writer, kind="class_visit", need=need), by=world.user["director"])
    event = Event.objects.get()
    event.roles.update(least=0, most=1)
    show(event)
    row = AgreedWriter.objects.get(place=None)
    event.roles.update(most=2)
    shift = event.roles.get().shifts.get()
    seats.give_place(shift, row.writer, by=world.user["director"], how=Assignment.How.STAFF)
    assert not AgreedWriter.objects.filter(place=None).exists()
    assert Engagement.objects.count() == 2


def test_what_is_called_off_before_it_is_shown_leaves_the_draft(world):
    engagement = answers.accept_offer(offered(world, world.writer, kind="workshop"), by=world.user["director"])
    call_off_engagement(engagement, by=world.writer.user, word="I am ill.")
    assert (Event.objects.count(), AgreedWriter.objects.count()) == (1, 0)


def test_a_thrown_away_draft_does_not_stand_in_the_way_of_the_next(world):
    need = make.NeedFactory(host=world.office, kind="panel", how_many=2)
    answers.accept_offer(offered(world, world.writer, kind="panel", need=need), by=world.user["director"])
    Event.objects.get().move("discard", by=world.user["director"], due_at=None)
    answers.accept_offer(offered(world, world.writer2, kind="panel", need=need), by=world.user["director"])
    assert sorted(Event.objects.values_list("state", flat=True)) == ["discarded", "draft"]


@pytest.fixture
def filled(world):
    """A class for which Maren was picked; its visit is drafted."""
    request = make.ClassRequestFactory(host=world.faculty, made_by=world.user["professor"])
    offer = make.OfferFactory(host=world.faculty, writer=world.writer, need=request.need, kind="class_visit")
    classes.pick(request, offer, by=world.user["professor"])
    request.refresh_from_db()
    return request


def test_a_class_is_drafted_with_its_times_and_does_not_overlap_with_itself(world, filled):
    event = Event.objects.get()
    assert (event.kind, event.host) == (EventKind.CLASS_VISIT, world.faculty)
    assert (event.starts_at, event.ends_at) == (filled.starts_at, filled.ends_at)
    assert (event.source_label, event.source_id) == ("partners.classrequest", filled.pk)
    show(event)
    place = Assignment.objects.get()
    assert (place.state, place.writer) == (S.CONFIRMED, world.writer)
    assert Engagement.objects.get().source_id == place.pk


def test_a_stand_in_who_gives_her_place_back_is_replaced_as_before(world, filled):
    show(Event.objects.get())
    seats.leave(Assignment.objects.get(), by=world.writer.user)
    drafts.seek_stand_ins()
    drafts.seek_stand_ins()  # may run twice
    filled.refresh_from_db()
    assert (filled.state, filled.picked) == (ClassRequest.State.OPEN, None)


def test_partnership_and_event_lead_to_each_other(world):
    answers.accept_offer(offered(world, world.writer, kind="workshop"), by=world.user["director"])
    event, partnership = Event.objects.get(), Partnership.objects.get()
    client = Client()
    client.force_login(world.user["director"])
    address = reverse("partnership", args=[partnership.key])
    assert f'href="{event.get_absolute_url()}"' in client.get(address).content.decode()
    assert f'href="{address}"' in client.get(event.get_absolute_url()).content.decode()
    as_writer = Client()
    as_writer.force_login(world.user["writer"])
    assert event.get_absolute_url() not in as_writer.get(address).content.decode()  # nobody sees a draft


def test_a_place_at_an_event_is_not_ended_on_the_page_of_the_partnership(world):
    place = make.AssignmentFactory(shift__role__event__host=world.office, writer=world.writer)
    make.PartnershipFactory(host=world.office, writer=world.writer)
    work = Engagement.objects.get(source_id=place.pk)
    client = Client()
    client.force_login(world.user["director"])
    page = client.get(reverse("partnership", args=[Partnership.objects.get().key])).content.decode()
    assert place.get_absolute_url() in page
    assert reverse("engagement_finish", args=[work.key]) not in page
