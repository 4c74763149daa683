"""I can't make it: a stand-in named or sought; the first stays responsible until another is confirmed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import Stale
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import searches, seats, stand_ins
from events.actions.moving import change_event
from events.actions.standby import stand_by
from events.models import Assignment, Event, Search
from events.queries.moves import Change, look_at, move_along
from events.tasks import run_clocks
from partners.models import Asked, Engagement
from tests import factories as make

S, How = Assignment.State, Assignment.How


@pytest.fixture
def cannot(fair):
    """Maren has the desk's only seat and cannot come. Ben could."""
    fair.place = seats.give_place(fair.desk, fair.world.writer, by=fair.world.writer.user, how=How.SELF)
    fair.maren, fair.ben = fair.world.writer, fair.world.writer2
    return fair


def name(fair, writer=None):
    return stand_ins.name_stand_in(fair.place, writer or fair.ben, by=fair.maren.user)


def yes(search, writer):
    return searches.say_yes(search, writer, by=writer.user)


def letters(kind):
    mails = OutgoingMail.objects.filter(kind=kind).select_related("mailbox").order_by("id")
    return [(mail.mailbox.address, kinds[kind].render(mail)) for mail in mails if not kinds[kind].still_true(mail)]


def holders(fair):
    return list(
        Assignment.objects.filter(shift=fair.desk, seat__isnull=False).values_list("writer__name", "seat", "state")
    )


def agreed():
    return list(Engagement.objects.filter(state="agreed").values_list("writer__name", flat=True))


def test_a_named_stand_in_is_asked_and_the_place_stays_where_it_is_until_the_yes(cannot):
    search = name(cannot)
    [(address, letter)] = letters("stand_in_asked")
    assert address == cannot.ben.user.email
    assert letter.subject.startswith("Say whether you can stand in on ")
    assert f"Maren Okafor cannot come to {search.shift.role.event.host.name} at " in letter.text
    assert "and asks whether you would take the place." in letter.text
    assert "/go/" in letter.text
    assert holders(cannot) == [("Maren Okafor", 1, "confirmed")]
    taken = yes(search, cannot.ben)
    assert (taken.how, taken.replaces_id) == ("stand_in", cannot.place.pk)
    assert holders(cannot) == [("Ben Achterberg", 1, "confirmed")]
    assert agreed() == ["Ben Achterberg"]
    assert Assignment.objects.get(pk=cannot.place.pk).state == S.SWAPPED
    [(first, to_first)], [(host, to_host)] = letters("place_swapped"), letters("stand_in_comes")
    assert (first, to_first.subject.endswith("Ben Achterberg does")) == (cannot.maren.user.email, True)
    assert (host, "Ben Achterberg comes instead of Maren Okafor" in to_host.subject) == ("director@demo.edu", True)
    assert [address for address, _letter in letters("place_confirmed")] == [cannot.ben.user.email]


def test_a_second_click_changes_nothing(cannot):
    assert name(cannot) == name(cannot)
    search = Search.objects.get()
    assert yes(search, cannot.ben) == yes(search, cannot.ben)
    assert Entry.objects.filter(label="events.assignment", event="swap").count() == 1
    assert Asked.objects.get().answer == "yes"


def test_a_named_no_leaves_the_place_with_her_and_says_so(cannot):
    search = name(cannot)
    searches.say_no(search, cannot.ben, by=cannot.ben.user)
    searches.say_no(search, cannot.ben, by=cannot.ben.user)
    assert Search.objects.get().state == "ended"
    [(address, letter)] = letters("stand_in_none")
    assert (address, "still yours" in letter.subject) == (cannot.maren.user.email, True)
    with pytest.raises(Stale):
        yes(search, cannot.ben)
    assert holders(cannot) == [("Maren Okafor", 1, "confirmed")]


def test_it_can_be_taken_back_and_ends_at_the_start(cannot):
    search = name(cannot)
    stand_ins.take_back(search, by=cannot.maren.user)
    stand_ins.take_back(search, by=cannot.maren.user)
    [(address, letter)] = letters("stand_in_settled")
    assert (address, "You need not come" in letter.subject) == (cannot.ben.user.email, True)
    assert Asked.objects.get().answer == "moot"
    with pytest.raises(Stale):
        yes(search, cannot.ben)
    again = name(cannot)
    with clock.set_to(cannot.desk.starts_at):
        with pytest.raises(Stale):
            yes(again, cannot.ben)
        run_clocks()
    assert Search.objects.get(pk=again.pk).state == "ended"
    assert holders(cannot) == [("Maren Okafor", 1, "confirmed")]


def test_who_cannot_take_it_is_not_asked_and_her_reason_stays_hers(cannot):
    seats.give_place(cannot.table, cannot.ben, by=cannot.ben.user, how=How.SELF)
    with pytest.raises(ValidationError) as refused:
        name(cannot)
    assert refused.value.messages == ["This writer cannot take your place. Name somebody else."]
    with pytest.raises(ValidationError):
        name(cannot, cannot.maren)
    assert not Search.objects.exists()


def test_what_she_agreed_to_since_stands_in_the_way_of_her_yes(cannot):
    search = name(cannot)
    seats.give_place(cannot.table, cannot.ben, by=cannot.ben.user, how=How.SELF)
    with pytest.raises(ValidationError) as refused:
        yes(search, cannot.ben)
    assert [error.code for error in refused.value.error_list] == ["overlap"]
    assert holders(cannot) == [("Maren Okafor", 1, "confirmed")]
    assert Search.objects.get().state == "open"


def test_those_in_line_are_asked_one_after_the_other_then_those_who_stand_by(cannot):
    third = make.WriterFactory(name="Third")
    seats.join_waiting_list(cannot.desk, cannot.ben, by=cannot.ben.user)
    stand_by(cannot.event, third, by=third.user)
    search = stand_ins.ask_for_stand_in(cannot.place, by=cannot.maren.user)
    assert [address for address, _letter in letters("stand_in_asked")] == [cannot.ben.user.email]
    with clock.set_to(clock.now() + timedelta(hours=25)):
        run_clocks()
        run_clocks()
        assert [one.writer.name for one in Asked.objects.order_by("id")] == ["Ben Achterberg", "Third"]
        assert yes(search, cannot.ben).seat == 1  # late, and nobody was quicker
        assert [address for address, _letter in letters("stand_in_settled")] == [third.user.email]
    own = Assignment.objects.filter(writer=cannot.ben).order_by("id").values_list("state", flat=True)
    assert list(own) == [S.WITHDRAWN, S.CONFIRMED]
    assert holders(cannot) == [("Ben Achterberg", 1, "confirmed")]


def test_when_all_said_no_she_hears_that_the_place_is_still_hers(cannot):
    stand_by(cannot.event, cannot.ben, by=cannot.ben.user)
    search = stand_ins.ask_for_stand_in(cannot.place, by=cannot.maren.user)
    searches.say_no(search, cannot.ben, by=cannot.ben.user)
    assert Search.objects.get().state == "ended"
    assert len(letters("stand_in_none")) == 1
    with pytest.raises(ValidationError) as refused:  # he said no, and is not asked again
        stand_ins.ask_for_stand_in(cannot.place, by=cannot.maren.user)
    assert [error.code for error in refused.value.error_list] == ["nobody"]


def test_only_one_search_for_a_place_at_a_time(cannot):
    name(cannot)
    stand_by(cannot.event, make.WriterFactory(), by=cannot.ben.user)
    with pytest.raises(ValidationError) as refused:
        stand_ins.ask_for_stand_in(cannot.place, by=cannot.maren.user)
    assert [error.code for error in refused.value.error_list] == ["asked"]


def test_who_gives_the_place_back_meanwhile_ends_the_search(cannot):
    search = name(cannot)
    seats.leave(cannot.place, by=cannot.maren.user)
    assert Search.objects.get().state == "ended"
    assert len(letters("stand_in_settled")) == 1
    with pytest.raises(Stale):
        yes(search, cannot.ben)
    assert holders(cannot) == []


@pytest.fixture
def approved_first(cannot):
    cannot.desk.role.is_instant = False
    cannot.desk.role.save()
    cannot.boss = cannot.world.user["director"]
    return cannot


def test_where_the_role_wants_a_yes_the_host_says_it_before_anything_changes_hands(approved_first):
    fair, search = approved_first, name(approved_first)
    assert yes(search, fair.ben) is None
    assert yes(search, fair.ben) is None
    [(address, letter)] = letters("stand_in_decide")
    assert (address, "Ben Achterberg instead of Maren Okafor" in letter.subject) == ("director@demo.edu", True)
    assert holders(fair) == [("Maren Okafor", 1, "confirmed")]
    search = Search.objects.get()
    taken = stand_ins.approve_stand_in(search, by=fair.boss)
    assert stand_ins.approve_stand_in(Search.objects.get(), by=fair.boss) == taken
    assert holders(fair) == [("Ben Achterberg", 1, "confirmed")]


def test_a_no_of_the_host_leaves_it_with_her_or_goes_on_to_the_next(approved_first):
    fair, search = approved_first, name(approved_first)
    yes(search, fair.ben)
    stand_ins.refuse_stand_in(Search.objects.get(), by=fair.boss)
    assert (Search.objects.get().state, len(letters("stand_in_none")), len(letters("stand_in_refused"))) == (
        "ended",
        1,
        1,
    )
    third = make.WriterFactory()
    for writer in (fair.ben, third):
        stand_by(fair.event, writer, by=writer.user)
    sought = stand_ins.ask_for_stand_in(fair.place, by=fair.maren.user)
    first = Asked.objects.get(about_id=sought.pk).writer
    yes(sought, first)
    stand_ins.refuse_stand_in(Search.objects.get(pk=sought.pk), by=fair.boss)
    sought.refresh_from_db()
    assert (sought.state, sought.found, Asked.objects.filter(about_id=sought.pk).count()) == ("open", None, 2)
    assert holders(fair) == [("Maren Okafor", 1, "confirmed")]


def test_a_stand_in_the_host_did_not_decide_on_is_not_let_in_by_silence(approved_first):
    search = name(approved_first)
    yes(search, approved_first.ben)
    with clock.set_to(approved_first.desk.starts_at + timedelta(minutes=1)):
        run_clocks()
        with pytest.raises(Stale):
            stand_ins.approve_stand_in(Search.objects.get(), by=approved_first.boss)
    assert Search.objects.get().state == "ended"
    assert holders(approved_first) == [("Maren Okafor", 1, "confirmed")]


def postpone(fair, by):
    event = Event.objects.select_related("host", "venue").get(pk=fair.event.pk)
    starts_at, ends_at = event.starts_at + by, event.ends_at + by
    change = Change(event, {"starts_at": starts_at, "ends_at": ends_at}, move_along(event, starts_at, event.zone))
    change_event(change, by=fair.world.user["director"], seen=look_at(change).seen)


@pytest.mark.parametrize("days", [1, -1])
def test_a_named_stand_in_is_asked_until_the_new_start_of_a_shift_and_nobody_else_is(cannot, days):
    before = cannot.desk.starts_at
    stand_by(cannot.event, make.WriterFactory(), by=cannot.maren.user)
    search = name(cannot)
    postpone(cannot, timedelta(days=days))
    search.refresh_from_db()
    assert search.due_at == before + timedelta(days=days)
    with clock.set_to(search.due_at - timedelta(minutes=1)):
        run_clocks()
    assert Asked.objects.get(about_id=search.pk).writer == cannot.ben
    assert Search.objects.get().state == "open"


def test_the_host_has_until_the_new_start_to_decide_on_a_stand_in(approved_first):
    fair, search = approved_first, name(approved_first)
    stand_by(fair.event, make.WriterFactory(), by=fair.maren.user)
    yes(search, fair.ben)
    start = fair.desk.starts_at
    postpone(fair, timedelta(days=1))
    with clock.set_to(start + timedelta(hours=1)):
        run_clocks()
        search = Search.objects.get()
        assert (search.state, search.due_at) == ("agreed", start + timedelta(days=1))
        assert Asked.objects.count() == 1
        stand_ins.approve_stand_in(search, by=fair.boss)
    assert holders(fair) == [("Ben Achterberg", 1, "confirmed")]


def test_whoever_was_asked_to_stand_in_is_asked_for_the_seat_that_is_given_back_late(cannot):
    name(cannot)
    with clock.set_to(cannot.desk.starts_at - timedelta(hours=6)):
        seats.leave(cannot.place, by=cannot.maren.user)
        anew = Search.objects.get(state="open")
        assert [one.writer for one in Asked.objects.filter(about_id=anew.pk)] == [cannot.ben]
        taken = yes(anew, cannot.ben)
    assert (taken.seat, taken.replaces_id) == (1, cannot.place.pk)


@pytest.mark.parametrize("stands_by", [False, True])
def test_where_the_role_wants_a_yes_only_those_who_stand_by_are_asked_anew(approved_first, stands_by):
    fair, search = approved_first, name(approved_first)
    if stands_by:
        stand_by(fair.event, fair.ben, by=fair.ben.user)
    yes(search, fair.ben)
    with clock.set_to(fair.desk.starts_at - timedelta(hours=6)):
        seats.leave(fair.place, by=fair.maren.user)
        anew = Search.objects.get(state="open")
        asked = [one.writer for one in Asked.objects.filter(about_id=anew.pk)]
        told = [address for address, _letter in letters("stand_in_settled")]
    assert (asked, told) == (([fair.ben], []) if stands_by else ([], [fair.ben.user.email]))


def test_who_was_asked_to_stand_in_and_is_busy_now_hears_when_somebody_else_has_the_seat(cannot):
    third = make.WriterFactory()
    stand_by(cannot.event, third, by=third.user)
    name(cannot)
    times = {"busy_from": cannot.desk.starts_at, "busy_until": cannot.desk.ends_at}
    make.EngagementFactory(writer=cannot.ben, host=cannot.world.rival, **times)
    with clock.set_to(cannot.desk.starts_at - timedelta(hours=6)):
        seats.leave(cannot.place, by=cannot.maren.user)
        anew = Search.objects.get(state="open")
        assert [one.writer for one in Asked.objects.filter(about_id=anew.pk)] == [third]
        yes(anew, third)
        assert [address for address, _letter in letters("stand_in_settled")] == [cannot.ben.user.email]
