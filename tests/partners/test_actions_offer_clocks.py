"""What time does to offers for requests."""

from datetime import timedelta

from careerlink.web import clock
from partners import clocks
from partners.actions import needs, offer_clocks, offers
from partners.models import Offer
from tests import factories as make


def test_an_offer_for_a_request_is_answered_by_the_day_of_the_request(world):
    need = make.NeedFactory(host=world.office, needed_on=clock.today() + timedelta(days=4))
    fields = {"writer": world.writer, "kind": need.kind, "text": "Gladly.", "by": world.user["writer"]}
    offer = offers.send_offer(host=world.office, need=need, **fields)
    assert offer.due_at == clocks.end_of_day(world.office, need.needed_on)
    needs.change_need(need, by=world.user["director"], needed_on=clock.today() + timedelta(days=6))
    offer.refresh_from_db()
    assert offer.due_at == clocks.end_of_day(world.office, need.needed_on)
    with clock.set_to(offer.due_at + timedelta(seconds=1)):
        offer_clocks.run_offer_clocks()
    offer.refresh_from_db()
    assert offer.state == Offer.State.OBSOLETE
