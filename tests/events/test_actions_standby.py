"""Late withdrawal: people who stand by are asked a few at a time, and the first yes has the seat."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import Stale
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import searches, seats
from events.actions.standby import stand_by, stand_down
from events.models import Assignment, Search
from events.queries.suggested import hours_of
from events.tasks import run_clocks
from partners.actions.engagements import note_asked
from partners.models import Asked, Writer
from tests import factories as make

S, How = Assignment.State, Assignment.How
HOURS_BEFORE = 6


@pytest.fixture
def late(fair):
    """Maren has the desk; five stand by, of whom the first was asked yesterday. It begins in six hours."""
    fair.place = seats.give_place(fair.desk, fair.world.writer, by=fair.world.writer.user, how=How.SELF)
    fair.ready = [make.WriterFactory(name=name) for name in ("Ann", "Bea", "Cy", "Dot", "Eve")]
    for writer in fair.ready:
        stand_by(fair.event, writer, by=writer.user)
    with clock.set_to(fair.desk.starts_at - timedelta(days=2)):
        note_asked(fair.world.office, fair.ready[0], about=fair.event)
    with clock.set_to(fair.desk.starts_at - timedelta(hours=HOURS_BEFORE)):
        yield fair


def withdraw(fair):
    seats.leave(fair.place, by=fair.place.writer.user)
    return Search.objects.get()


def asked(search):
    rows = Asked.objects.filter(label="events.search", about_id=search.pk).order_by("at", "id")
    return [row.writer.name for row in rows]


def letters(kind):
    mails = OutgoingMail.objects.filter(kind=kind).select_related("mailbox").order_by("id")
    return [(mail.mailbox.address, kinds[kind].render(mail)) for mail in mails if not kinds[kind].still_true(mail)]


@pytest.mark.parametrize("rule", ["no_room", "not_free_yet", "busy", "no_credential"])
def test_whom_a_hard_rule_of_the_matcher_keeps_away_is_not_asked(late, rule):
    bea = late.ready[1]
    if rule == "no_room":
        Writer.objects.filter(pk=bea.pk).update(cap=1)
        make.EngagementFactory(writer=bea, host=late.world.rival)
    elif rule == "not_free_yet":
        Writer.objects.filter(pk=bea.pk).update(free_from=late.desk.starts_at + timedelta(days=2))
    elif rule == "busy":
        times = {"busy_from": late.desk.starts_at, "busy_until": late.desk.ends_at}
        make.EngagementFactory(writer=bea, host=late.world.rival, **times)
    else:
        late.desk.role.credential = "CPRW"
        late.desk.role.save()
        for writer in (late.ready[0], *late.ready[2:]):
            make.CredentialFactory(writer=writer)
    assert asked(withdraw(late)) == ["Cy", "Dot", "Eve"]


def test_how_far_it_is_and_at_what_hours_was_her_own_choice_when_she_said_that_she_stands_by(late):
    Writer.objects.filter(pk=late.ready[1].pk).update(latitude=64.8, longitude=-147.7, travel_miles=10)
    others = {"weekdays", "evenings", "weekends"} - hours_of(late.desk)
    Writer.objects.filter(pk=late.ready[2].pk).update(availability=min(others))
    assert asked(withdraw(late)) == ["Bea", "Cy", "Dot"]


def test_the_coordinator_is_told_at_once_and_three_are_asked_least_recently_asked_first(late):
    search = withdraw(late)
    assert asked(search) == ["Bea", "Cy", "Dot"]
    [(address, letter)] = letters("place_left_late")
    assert (address, letter.subject.startswith("Act now: ")) == ("director@demo.edu", True)
    assert "People who stand by are asked now" in letter.text
    assert OutgoingMail.objects.get(kind="place_left_late").is_urgent
    assert len(letters("stand_in_asked")) == 3
    assert search.due_at == clock.now() + timedelta(minutes=30)


def test_after_half_an_hour_of_silence_the_next_are_asked_and_the_first_yes_has_the_seat(late):
    search = withdraw(late)
    with clock.set_to(clock.now() + timedelta(minutes=31)):
        run_clocks()
        run_clocks()
        assert asked(search) == ["Bea", "Cy", "Dot", "Eve", "Ann"]
        ann, bea = late.ready[:2]
        taken = searches.say_yes(search, ann, by=ann.user)
        assert (taken.seat, taken.how, taken.replaces_id) == (1, "standby", late.place.pk)
        with pytest.raises(Stale):
            searches.say_yes(search, bea, by=bea.user)
        settled = {address for address, _letter in letters("stand_in_settled")}
    assert settled == {writer.user.email for writer in late.ready[1:]}
    said = dict(Asked.objects.filter(about_id=search.pk, label="events.search").values_list("writer__name", "answer"))
    assert said == {"Ann": "yes", "Bea": "moot", "Cy": "moot", "Dot": "moot", "Eve": "moot"}
    assert Search.objects.get().state == "filled"
    assert "comes instead of Maren Okafor" in letters("stand_in_comes")[0][1].subject


def test_a_yes_at_short_notice_answers_an_invitation_that_waits(late):
    search, bea = withdraw(late), late.ready[1]
    place = make.AssignmentFactory(shift=late.desk, writer=bea, state=S.INVITED, due_at=late.desk.starts_at)
    note_asked(late.world.office, bea, about=place)
    searches.say_yes(search, bea, by=bea.user)
    assert Asked.objects.get(writer=bea, label="events.assignment").answer == "yes"


def test_when_all_of_a_batch_said_no_the_next_are_asked_without_waiting(late):
    search = withdraw(late)
    for writer in late.ready[1:4]:
        searches.say_no(search, writer, by=writer.user)
    assert asked(search) == ["Bea", "Cy", "Dot", "Eve", "Ann"]


def test_the_coordinator_hears_once_when_nobody_is_left_and_a_late_yes_still_counts(late):
    search = withdraw(late)
    for minutes in (31, 62, 93):
        with clock.set_to(clock.now() + timedelta(minutes=minutes)):
            run_clocks()
    assert len(letters("standby_nobody")) == 1
    bea = late.ready[1]
    assert searches.say_yes(search, bea, by=bea.user).state == S.CONFIRMED


def test_who_stands_by_while_nobody_was_left_is_asked_at_once(late):
    for writer in late.ready:
        stand_down(late.event, writer, by=writer.user)
    search = withdraw(late)
    assert asked(search) == []
    assert "Nobody is left to be asked." in letters("place_left_late")[0][1].text
    assert letters("standby_nobody") == []
    stand_by(late.event, late.world.writer2, by=late.world.user["director"])
    assert asked(search) == ["Ben Achterberg"]


def test_it_stops_at_the_start(late):
    search = withdraw(late)
    bea = late.ready[1]
    with clock.set_to(late.desk.starts_at):
        with pytest.raises(Stale):
            searches.say_yes(search, bea, by=bea.user)
        run_clocks()
        assert letters("stand_in_asked") == []
    assert Search.objects.get().state == "ended"
    assert asked(search) == ["Bea", "Cy", "Dot"]


def test_two_seats_given_back_late_are_sought_in_one_search_and_nobody_is_asked_twice(late):
    other = make.AssignmentFactory(shift=late.table, writer=make.WriterFactory())
    third = make.AssignmentFactory(shift=late.table, writer=make.WriterFactory())
    seats.leave(other, by=other.writer.user)
    seats.leave(third, by=third.writer.user)
    search = Search.objects.get()
    assert (search.seats, asked(search)) == (2, ["Bea", "Cy", "Dot"])
    bea, cy, dot = late.ready[1:4]
    assert searches.say_yes(search, bea, by=bea.user).seat == 1
    assert searches.say_yes(search, cy, by=cy.user).seat == 2
    with pytest.raises(Stale):
        searches.say_yes(search, dot, by=dot.user)
    subjects = [letter.subject for _to, letter in letters("stand_in_comes")]
    names = [(bea.name, other.writer.name), (cy.name, third.writer.name)]
    assert subjects == [f"Know that {one} comes instead of {two}: Fall fair" for one, two in names]


def test_who_stands_by_at_two_shifts_at_once_can_take_only_one(late):
    other = make.AssignmentFactory(shift=late.table, writer=make.WriterFactory())
    first = withdraw(late)
    seats.leave(other, by=other.writer.user)
    second = Search.objects.exclude(pk=first.pk).get()
    bea = late.ready[1]
    searches.say_yes(first, bea, by=bea.user)
    with pytest.raises(ValidationError) as refused:
        searches.say_yes(second, bea, by=bea.user)
    assert [error.code for error in refused.value.error_list] == ["overlap"]


def test_somebody_entered_by_the_host_meanwhile_ends_the_search(late):
    search = withdraw(late)
    boss = late.world.user["director"]
    seats.give_place(late.desk, late.world.writer2, by=boss, how=How.STAFF, override="He is in the house.")
    bea = late.ready[1]
    with pytest.raises(Stale):
        searches.say_yes(search, bea, by=bea.user)
    with clock.set_to(clock.now() + timedelta(minutes=31)):
        run_clocks()
        assert len(letters("stand_in_settled")) == 3
    assert Search.objects.get().state == "filled"


def test_the_time_to_answer_shrinks_towards_the_start_and_is_never_less_than_five_minutes(late):
    late.desk.refresh_from_db()
    with clock.set_to(late.desk.starts_at - timedelta(hours=1)):
        search = withdraw(late)
        assert search.due_at == clock.now() + timedelta(minutes=15)
    with clock.set_to(late.desk.starts_at - timedelta(minutes=12)):
        run_clocks()
        search.refresh_from_db()
        assert search.due_at == clock.now() + timedelta(minutes=5)


def test_nobody_stands_by_for_what_is_over(late):
    with clock.set_to(late.event.ends_at), pytest.raises(ValidationError):
        stand_by(late.event, late.world.writer2, by=late.world.writer2.user)
