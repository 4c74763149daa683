"""The office answers requests for places together, and takes the answer back."""

import pytest

from events.actions import seats
from events.models import Assignment
from tests import factories as make
from tests.journeys.hands import let_mail_leave, mails_to
from tests.journeys.test_first_partnership import log_in
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "careerlink-demo"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_requests_are_accepted_with_one_look_and_taken_back_before_anybody_is_told(hands_of, scripts):
    world = make_world()
    event = make.EventFactory(host=world.office, title="Fall fair")
    shift = make.ShiftFactory(role=make.RoleFactory(event=event, name="Interviewer", is_instant=False))
    for writer in (world.writer, world.writer2):
        seats.give_place(shift, writer, by=writer.user, how=Assignment.How.SELF)
    office = hands_of(scripts=scripts)
    log_in(office, "director@demo.edu", PASSWORD)
    office.go(f"/events/{event.key}/requests/")
    office.start_counting()
    office.tick("Maren Okafor, Interviewer")
    office.tick("Ben Achterberg, Interviewer")
    office.press("Accept")
    assert office.title == "Accept 2 requests?"
    assert "2 mails leave in 10 minutes." in office.text
    office.press("Accept 2")
    assert office.title == "You accepted 2 requests"
    assert (office.clicks, office.typed) == (4, 0)
    assert set(Assignment.objects.values_list("state", flat=True)) == {"confirmed"}
    office.press("Take it back")
    assert office.title == "The answer is taken back"
    let_mail_leave()
    assert set(Assignment.objects.values_list("state", flat=True)) == {"requested"}
    assert mails_to(world.writer.user.email) == []
