"""The day on a phone: ten people are checked in and their hours closed; a writer types the code on the wall."""

from datetime import timedelta

import pytest

from careerlink.web import clock
from events.models import Assignment, HoursEntry
from events.queries.wall import code_today, in_groups
from tests import factories as make
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
TOO_SMALL = """() => [...document.querySelectorAll('main .entry-act :is(button, a)')]
    .map(one => one.getBoundingClientRect()).filter(box => box.height < 44 || box.width < 44).length"""


@pytest.mark.parametrize("scripts", [True, False])
def test_ten_people_are_checked_in_and_their_hours_closed_in_eleven_taps(hands_of, log_in, scripts):
    world = make_world()
    starts_at = clock.now().replace(microsecond=0) - timedelta(hours=2, minutes=1)
    event = make.EventFactory(host=world.office, title="Spring fair", starts_at=starts_at)
    shift = make.ShiftFactory(role=make.RoleFactory(event=event, name="Resume table", most=11))
    names = [
        make.AssignmentFactory(shift=shift, writer__name=f"Helper {letter}").writer.name for letter in "ABCDEFGHIJ"
    ]
    make.AssignmentFactory(shift=shift, writer__name="Nobody saw her")
    hands = hands_of(scripts=scripts)
    hands.page.set_viewport_size(PHONE)
    log_in(hands.page.context, world.user["staff"])
    hands.go(f"/events/{event.key}/check-in/")
    hands.start_counting()
    assert hands.page.evaluate(TOO_SMALL) == 0
    for name in names:
        hands.press(f"Here : {name}")  # the hidden half is a word of its own
    assert "10 of 11 are here." in hands.text
    hands.press("Approve hours as listed")
    assert "20 hours approved for 10 people." in hands.text
    assert (hands.clicks, hands.typed) == (11, 0)
    assert HoursEntry.objects.filter(state="approved", minutes=120).count() == 10
    assert Assignment.objects.get(state="confirmed").writer.name == "Nobody saw her"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_writer_checks_herself_in_with_the_code_on_the_wall(hands_of, log_in, scripts):
    world = make_world()
    starts_at = clock.now().replace(microsecond=0) + timedelta(minutes=20)
    event = make.EventFactory(host=world.office, title="Spring fair", starts_at=starts_at)
    place = make.AssignmentFactory(
        shift=make.ShiftFactory(role=make.RoleFactory(event=event, name="Resume table")), writer=world.writer
    )
    office, phone = hands_of(scripts=scripts), hands_of(scripts=scripts)
    log_in(office.page.context, world.user["staff"])
    office.go(f"/events/{event.key}/wall/")
    office.press("Turn it on")
    event.refresh_from_db()
    code = in_groups(code_today(event))
    assert code in office.text
    phone.page.set_viewport_size(PHONE)
    log_in(phone.page.context, world.writer.user)
    phone.go("/here/")
    phone.start_counting()
    phone.write("The code on the wall", "12345")
    phone.press("I am here")
    assert "That is not today's code." in phone.text
    phone.write("The code on the wall", code)
    phone.press("I am here")
    assert "Here since" in phone.text
    place.refresh_from_db()
    assert (place.state, phone.clicks) == ("checked_in", 2)
