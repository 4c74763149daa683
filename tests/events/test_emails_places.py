"""What is written about places: every mail as it leaves, in text and HTML, and not when it is no longer true."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events import tasks
from events.actions import invitations, place_ends, seats
from events.models import Assignment
from tests import factories as make

S, How = Assignment.State, Assignment.How
# The fair is on Tue 15 Dec 2026, 2:00 pm Eastern; sign-up ends a day before.
NOW = datetime(2026, 11, 24, 14, tzinfo=ZoneInfo("America/New_York"))
DUE = "Mon 14 Dec 2026, 2:00 pm Eastern"
WRITER, DIRECTOR = "writer@demo.test", "director@demo.edu"


@pytest.fixture(autouse=True)
def _now():
    with clock.set_to(NOW):
        yield


def place(fair, state, **more):
    return make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state=state, **more)


def sign_up(fair):
    seats.give_place(fair.desk, fair.world.writer, by=fair.world.user["writer"], how=How.SELF)


def enter(fair):
    seats.give_place(fair.desk, fair.world.writer, by=fair.world.user["director"], how=How.STAFF)


def invite(fair):
    invitations.invite_writers(fair.desk, [fair.world.writer], by=fair.world.user["director"])


def ask(fair):
    fair.desk.role.is_instant = False
    fair.desk.role.save()
    sign_up(fair)


def wait(fair):
    make.AssignmentFactory(shift=fair.desk)
    seats.join_waiting_list(fair.desk, fair.world.writer, by=fair.world.user["writer"])


def accept(fair):
    invite(fair)
    OutgoingMail.objects.all().delete()
    seats.accept(Assignment.objects.get(), by=fair.world.user["writer"])


def decline(fair):
    invite(fair)
    OutgoingMail.objects.all().delete()
    seats.leave(Assignment.objects.get(), by=fair.world.user["writer"])


def refuse(fair):
    seats.refuse(place(fair, S.REQUESTED), by=fair.world.user["director"])


def give_back(fair):
    seats.leave(place(fair, S.CONFIRMED), by=fair.world.user["writer"])


def give_back_late(fair):
    with clock.set_to(fair.event.closes_at + timedelta(hours=1)):
        seats.leave(place(fair, S.CONFIRMED), by=fair.world.user["writer"])


def call_off(fair):
    place_ends.call_off(place(fair, S.CONFIRMED), by=fair.world.user["director"])


def take_back(fair):
    invitations.take_back(place(fair, S.INVITED), by=fair.world.user["director"])


def remind(fair):
    place(fair, S.REQUESTED)
    with clock.set_to(fair.event.closes_at - timedelta(hours=1)):
        invitations.remind_of_requests()


def expire_invitation(fair):
    place(fair, S.INVITED, how=How.INVITED)
    with clock.set_to(fair.event.closes_at):
        tasks.run_clocks()


def expire_request(fair):
    place(fair, S.REQUESTED, reminded_at=NOW)
    with clock.set_to(fair.event.closes_at):
        tasks.run_clocks()


ROLE = "Check-in desk, Fall fair"
LETTERS = [
    (sign_up, "place_confirmed", WRITER, f"Come on Tue 15 Dec 2026: {ROLE}", "counts on you", "See your place"),
    (enter, "place_confirmed", WRITER, f"Come on Tue 15 Dec 2026: {ROLE}", "has entered you", "See your place"),
    (invite, "place_invited", WRITER, f"Say whether you come on Tue 15 Dec 2026: {ROLE}",
     "Please answer by Tue 1 Dec 2026, 2:00 pm Eastern.", "Answer"),
    (ask, "place_asked_for", DIRECTOR, f"Decide by {DUE}: Maren Okafor for {ROLE}", f"ends on {DUE}",
     "Look and decide"),
    (wait, "place_waits", WRITER, f"Wait for your turn until {DUE}: {ROLE}", f"list ends on {DUE}", "See your place"),
    (accept, "place_accepted", DIRECTOR, f"Count on Maren Okafor on Tue 15 Dec 2026: {ROLE}", "said yes",
     "See the place"),
    (decline, "place_declined", DIRECTOR, f"Ask somebody else: Maren Okafor cannot come, {ROLE}", "cannot come on",
     "Invite others"),
    (refuse, "place_refused", WRITER, f"Look for another place: {ROLE}", "has chosen others this time",
     "See what you can take"),
    (give_back, "place_left", DIRECTOR, f"Know that Maren Okafor cannot come: {ROLE}", "you need do nothing",
     "See the event"),
    (give_back, "place_given_back", WRITER, f"Take it off your calendar: {ROLE}", "you need not come", "See the event"),
    (give_back_late, "place_left_late", DIRECTOR, f"Act now: Maren Okafor cannot come on Tue 15 Dec 2026, {ROLE}",
     "after sign-up had ended", "See who can come"),
    (call_off, "place_called_off", WRITER, f"Do not come on Tue 15 Dec 2026: {ROLE}", "called off",
     "See what else you can take"),
    (take_back, "place_taken_back", WRITER, f"Forget our question: {ROLE}", "You need not answer",
     "See what you can take"),
    (remind, "place_asked_reminder", DIRECTOR, f"Decide by {DUE}: Maren Okafor still waits for {ROLE}",
     f"ends on {DUE}", "Look and decide"),
    (expire_invitation, "place_expired", WRITER, f"Look for another place: {ROLE}", "asks somebody else",
     "See what you can take"),
    (expire_request, "place_expired", WRITER, f"Look for another place: {ROLE}", "could not answer in time",
     "See what you can take"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "kind", "to", "subject", "says", "button"),
    LETTERS,
    ids=[row[0].__name__ + " " + row[1] for row in LETTERS],
)
def test_each_letter_starts_with_the_verb_and_says_what_and_by_when(fair, happens, kind, to, subject, says, button):
    happens(fair)
    row = OutgoingMail.objects.get(kind=kind)
    with clock.set_to(row.due_at + timedelta(hours=20 if row.due_at.hour < 12 else 0)):
        delivery.deliver()
    row.refresh_from_db()
    assert (row.state, row.mailbox.address, row.subject) == ("sent", to, subject)
    for body in (row.text, row.html):
        words = " ".join(body.split())
        assert says in words
        assert button in words
        assert "Tue 15 Dec 2026, 2:00 pm to 4:00 pm Eastern" in words


@pytest.mark.parametrize(
    ("happens", "kind"),
    [(row[0], row[1]) for row in LETTERS if row[1] in ("place_invited", "place_asked_for", "place_waits")],
)
def test_what_moved_on_before_it_left_is_not_sent(fair, happens, kind):
    happens(fair)
    Assignment.objects.filter(writer=fair.world.writer).update(state=S.LAPSED, due_at=None)
    delivery.deliver()
    assert OutgoingMail.objects.get(kind=kind).state == "skipped"


def test_nobody_is_asked_to_answer_when_the_time_is_over(fair):
    invite(fair)
    with clock.set_to(Assignment.objects.get().due_at):
        delivery.deliver()
    assert OutgoingMail.objects.get(kind="place_invited").state == "skipped"
