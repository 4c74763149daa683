"""Don't cancel class: asked, opened, offered for, filled, given up, taken back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.trail import entries_about
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, asking, classes_clocks, leaving, offers, suggestions
from partners.actions import classes as actions
from partners.actions.engagements import call_off_engagement
from partners.actions.retention import run_retention
from partners.models import Asked, CampusRules, ClassRequest, Engagement, Group, Need, Offer
from partners.signals import class_filled
from tests import factories as make

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=NEW_YORK)
THURSDAY = datetime(2026, 3, 5, 14, tzinfo=NEW_YORK)


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


def ask(world, **more):
    facts = {
        "course": "English 101", "size": 24, "words": "English", "starts_at": THURSDAY,
        "ends_at": THURSDAY + timedelta(minutes=75), "where": "campus", "room": "Old Main 7", "wishes": "Resumes.",
    }  # fmt: skip
    return actions.ask_stand_in(world.faculty, by=world.user["professor"], **{**facts, **more})


def volunteer(world, request, writer=None):
    writer = writer or world.writer
    return offers.send_offer(
        writer=writer, host=world.faculty, kind="class_visit", text="Gladly.", by=writer.user, need=request.need
    )


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def kinds_to(who):
    return list(OutgoingMail.objects.filter(mailbox__address=who).order_by("id").values_list("kind", flat=True))


def test_writers_see_it_at_once_where_no_yes_is_needed(world):
    request = ask(world)
    assert (request.state, request.need.state, request.need.kind) == ("open", "open", "class_visit")
    assert request.decide_by == datetime(2026, 3, 4, 12, tzinfo=NEW_YORK) == request.due_at
    assert (request.need.needed_on, request.approved_by) == (THURSDAY.date(), None)


def test_a_second_click_asks_once(world):
    assert ask(world) == ask(world)
    assert Need.objects.filter(kind="class_visit").count() == 1


@pytest.mark.parametrize(
    ("now", "decide_by"),
    [
        ("2026-03-04 10:59", "2026-03-04 12:00"),
        ("2026-03-04 12:30", "2026-03-05 01:15"),  # halfway to class
        ("2026-03-05 10:30", "2026-03-05 12:00"),  # never less than two hours before it
    ],
)
def test_there_is_time_to_decide_however_near_class_is(world, now, decide_by):
    with clock.set_to(datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)):
        request = ask(world)
    assert request.decide_by == datetime.fromisoformat(decide_by).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("now", "lead", "waits", "words"),
    [
        ("2026-03-05 11:30", 0, False, "That is too soon to find somebody. … Fri 6 Mar 2026."),
        ("2026-03-05 00:30", 0, True,
         "Somebody has to say yes first, and that takes until 12 hours before class. … Fri 6 Mar 2026."),
        ("2026-03-02 09:00", 5, False, "Your college wants to know 5 days ahead. … Sat 7 Mar 2026."),
    ],
)  # fmt: skip
def test_what_comes_too_late_is_refused_with_the_day_that_works(world, now, lead, waits, words):
    acting = "after_yes" if waits else "freely"
    CampusRules.objects.create(institution=world.college, lead_days=lead, acting=acting)
    with clock.set_to(datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)), pytest.raises(ValidationError) as refused:
        ask(world)
    assert refused.value.message_dict == {"day": [words.replace("…", "The first day that works is")]}
    assert not Need.objects.filter(kind="class_visit").exists()


def test_the_best_who_are_free_are_asked_once_and_told_no_room(world):
    make.WriterTagFactory(writer=world.writer)
    make.WriterTagFactory(writer=world.writer2)
    make.MajorFactory()
    busy = {"busy_from": THURSDAY - timedelta(hours=1), "busy_until": THURSDAY + timedelta(minutes=1)}
    make.EngagementFactory(writer=world.writer2, **busy)
    request = ask(world, words="English Language and Literature, General")
    for _twice in range(2):
        suggestions.suggest_need(request.need_id)
    assert list(Asked.objects.values_list("writer", "label")) == [(world.writer.pk, "partners.classrequest")]
    mail = OutgoingMail.objects.get(kind="class_asked")
    assert (mail.mailbox.address, mail.send_after) == ("writer@demo.test", clock.now())


def test_at_most_twenty_are_asked_and_the_nearest_where_nobody_knows_the_major(world):
    for _n in range(24):
        make.WriterFactory()
    suggestions.suggest_need(ask(world, words="").need_id)
    assert OutgoingMail.objects.filter(kind="class_asked").count() == Asked.objects.count() == 20


def test_the_first_offer_is_told_and_the_last_to_go_seeks_others(world):
    request = ask(world)
    first, second = volunteer(world, request), volunteer(world, request, world.writer2)
    assert (fresh(request).state, first.due_at) == ("offered", request.decide_by)
    assert kinds_to("professor@demo.edu") == ["class_offered"]
    offers.withdraw_offer(first, by=world.user["writer"])
    assert fresh(request).state == "offered"
    offers.withdraw_offer(second, by=world.user["writer2"])
    assert fresh(request).state == "open"


def test_whoever_was_asked_and_offers_has_answered(world):
    request = ask(world)
    suggestions.suggest_need(request.need_id)
    volunteer(world, request)
    assert Asked.objects.get(writer=world.writer).answer == "yes"


def test_a_no_to_a_class_is_heard_and_can_be_taken_back(world):
    request = ask(world)
    make.WriterTagFactory(writer=world.writer)
    suggestions.suggest_need(request.need_id)
    asking.turn_down(request.need, world.writer, because="not_now", by=world.user["writer"])
    assert Asked.objects.get(writer=world.writer).answer == "no"
    asking.take_back(request.need, world.writer, by=world.user["writer"])
    assert Asked.objects.get(writer=world.writer).answer == ""


def test_a_class_that_is_filled_needs_no_answer_any_more_and_asks_anew_when_it_is_sought_for_again(world):
    request = ask(world)
    make.WriterTagFactory(writer=world.writer)
    suggestions.suggest_need(request.need_id)
    asked = Asked.objects.get(writer=world.writer)
    assert (asked.answer, asked.answer_by) == ("", request.decide_by)
    agreed = actions.pick(request, volunteer(world, request, world.writer2), by=world.user["professor"])
    asked.refresh_from_db()
    assert asked.answer == "moot"
    with clock.set_to(MONDAY + timedelta(hours=5)):
        call_off_engagement(agreed, by=world.user["writer2"], word="I have the flu.")
        suggestions.suggest_need(request.need_id)
        asked.refresh_from_db()
        assert (asked.answer, asked.at, asked.answer_by) == ("", clock.now(), fresh(request).decide_by)


def test_the_professor_picks_one_and_everybody_is_told(world):
    heard = []

    def hear(sender, request, engagement, by, **more):
        heard.append((request.pk, engagement.writer, by))

    class_filled.connect(hear)
    request = ask(world)
    chosen, other = volunteer(world, request), volunteer(world, request, world.writer2)
    actions.pick(request, chosen, by=world.user["professor"])
    class_filled.disconnect(hear)
    assert heard == [(request.pk, world.writer, world.user["professor"])]
    request = fresh(request)
    assert (request.state, request.need.state, request.picked, request.due_at) == ("filled", "filled", chosen, None)
    assert fresh(other).state == "obsolete"
    agreed = Engagement.objects.get()
    assert (agreed.busy_from, agreed.busy_until) == (request.starts_at, request.ends_at)
    assert kinds_to("writer@demo.test") == ["class_filled"]
    assert kinds_to("writer2@demo.test") == ["offer_obsolete"]
    assert kinds_to("professor@demo.edu") == ["class_offered", "class_filled_host"]
    assert kinds_to("director@demo.edu") == ["class_filled_office"]


def test_the_trail_of_a_pick_goes_straight(world):
    request = ask(world)
    chosen, _other = volunteer(world, request), volunteer(world, request, world.writer2)
    actions.pick(request, chosen, by=world.user["professor"])
    events = [entry.event for entry in entries_about(request)]
    assert sorted(events) == ["approve", "ask", "fill", "offer"]


def test_an_offer_accepted_on_the_page_of_offers_fills_the_class_as_well(world):
    request = ask(world)
    answers.accept_offer(volunteer(world, request), by=world.user["professor"])
    assert fresh(request).state == "filled"
    assert Engagement.objects.get().busy_from == request.starts_at


def test_who_is_elsewhere_meanwhile_cannot_be_picked_but_another_can(world):
    request = ask(world)
    busy, free = volunteer(world, request), volunteer(world, request, world.writer2)
    make.EngagementFactory(writer=world.writer, busy_from=THURSDAY, busy_until=THURSDAY + timedelta(hours=1))
    with pytest.raises(ValidationError, match="agreed to something else at that time"):
        actions.pick(request, busy, by=world.user["professor"])
    assert (fresh(request).state, fresh(busy).state) == ("offered", "sent")
    actions.pick(request, free, by=world.user["professor"])
    assert fresh(request).picked == free


def test_an_offer_for_something_else_cannot_be_picked(world):
    request = ask(world)
    with pytest.raises(Stale):
        actions.pick(request, make.OfferFactory(host=world.faculty, writer=world.writer2), by=world.user["professor"])


def test_when_who_was_picked_cannot_come_others_are_sought_again(world):
    request = ask(world)
    chosen, other = volunteer(world, request), volunteer(world, request, world.writer2)
    agreed = actions.pick(request, chosen, by=world.user["professor"])
    with clock.set_to(MONDAY + timedelta(hours=5)):
        call_off_engagement(agreed, by=world.user["writer"], word="I have the flu.")
        suggestions.suggest_need(request.need_id)
    request = fresh(request)
    assert (request.state, request.need.state, request.picked, request.searches) == ("open", "open", None, 2)
    assert request.due_at == request.decide_by
    assert kinds_to("writer2@demo.test") == ["offer_obsolete", "class_asked"]
    assert kinds_to("writer@demo.test") == ["class_filled"]
    letter = OutgoingMail.objects.get(kind="class_asked", mailbox__address="writer2@demo.test")
    assert kinds["class_asked"].still_true(letter) == ""
    with clock.set_to(MONDAY + timedelta(hours=6)):
        actions.pick(request, volunteer(world, request, world.writer2), by=world.user["professor"])
    assert (fresh(request).state, fresh(other).state) == ("filled", "obsolete")
    assert kinds_to("writer2@demo.test") == ["offer_obsolete", "class_asked", "class_filled"]


def test_when_it_is_too_late_to_seek_another_the_professor_has_a_plan(world):
    request = ask(world)
    agreed = actions.pick(request, volunteer(world, request), by=world.user["professor"])
    with clock.set_to(THURSDAY - timedelta(hours=2)):
        call_off_engagement(agreed, by=world.user["writer"], word="My train stands still.")
    assert (fresh(request).state, fresh(request).need.state) == ("not_filled", "filled")
    assert kinds_to("professor@demo.edu")[-2:] == ["engagement_called_off_office", "class_not_filled"]


def test_a_class_that_nobody_was_picked_for_ends_with_a_plan(world):
    request = ask(world)
    offer = volunteer(world, request)
    with clock.set_to(request.decide_by + timedelta(minutes=3)):
        for _twice in range(2):
            classes_clocks.run_class_clocks()
        with pytest.raises((Stale, NoSuchMove)):
            actions.pick(request, fresh(offer), by=world.user["professor"])
    assert (fresh(request).state, fresh(request.need).state, fresh(offer).state) == (
        "not_filled",
        "expired",
        "obsolete",
    )
    assert kinds_to("professor@demo.edu") == ["class_offered", "class_not_filled"]
    assert kinds_to("writer@demo.test") == ["offer_obsolete"]


def test_taking_it_back_tells_whoever_offered(world):
    request = ask(world)
    offer = volunteer(world, request)
    actions.withdraw_class(fresh(request), by=world.user["professor"])
    assert (fresh(request).state, fresh(request.need).state, fresh(offer).state) == (
        "withdrawn",
        "withdrawn",
        "obsolete",
    )
    assert kinds_to("writer@demo.test") == ["offer_obsolete"]
    with pytest.raises(NoSuchMove):
        actions.withdraw_class(fresh(request), by=world.user["professor"])


def test_with_a_host_that_leaves_its_classes_go(world):
    request = ask(world)
    volunteer(world, request)
    leaving.leave_host(world.faculty, by=world.user["professor"])
    assert (fresh(request).state, fresh(request.need).state) == ("withdrawn", "withdrawn")
    with clock.set_to(MONDAY + timedelta(days=40)):
        leaving.end_leaving()
    assert (fresh(request).room, fresh(request).wishes) == ("", "")


def test_a_group_that_nobody_leads_asks_for_nobody(world):
    Group.objects.create(host=world.faculty, paused_at=clock.now())
    with pytest.raises(ValidationError, match="paused"):
        ask(world)


def test_who_takes_no_offers_now_is_told_before_anybody_is_asked(world):
    world.faculty.closures.create(starts_on=MONDAY.date(), ends_on=MONDAY.date())
    with pytest.raises(ValidationError, match="no offers until Tue 3 Mar 2026"):
        ask(world)


def test_where_class_was_is_forgotten_after_a_month(world):
    request = ask(world)
    for days, room in [(29, "Old Main 7"), (35, "")]:
        with clock.set_to(THURSDAY + timedelta(days=days)):
            run_retention()
        assert fresh(request).room == room


def test_what_the_doorbell_did_not_ring_for_is_swept(world):
    request = ask(world)
    classes_clocks.run_class_clocks()
    assert Asked.objects.exists()
    assert fresh(request.need).suggested_at == MONDAY.astimezone(UTC)
    assert ClassRequest.objects.get().state == "open"
    assert Offer.objects.count() == 0
