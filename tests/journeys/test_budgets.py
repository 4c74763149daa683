"""How many clicks and typed fields the things cost that people do most. Each limit is a promise."""

import pytest
from django.urls import reverse

from careerlink.outbox import choices, stops
from careerlink.outbox.actions import mailbox_for, queue_mail
from partners.models import Host, Offer, Partnership
from tests import factories as make
from tests.journeys.hands import Hands
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_offer_for_a_request_costs_three_clicks_and_one_field_at_most(page, context, live_server, log_in):
    world = make_world()
    need = make.NeedFactory(host=world.office)
    log_in(context, world.user["writer"])
    hands = Hands(page, at=live_server.url)
    hands.go("/writer/requests/")

    hands.start_counting()
    hands.follow("Offer to help")
    hands.write("Your words to them", "I read thirty resumes in one afternoon.")
    hands.press("Send offer")

    assert Offer.objects.get().need == need
    assert (hands.clicks, hands.typed) == (2, 1)


def test_an_offer_in_the_words_of_the_last_one_needs_no_typing(page, context, live_server, log_in):
    world = make_world()
    make.NeedFactory(host=world.office)
    world.writer.last_text = "I read thirty resumes in one afternoon."
    world.writer.save()
    log_in(context, world.user["writer"])
    hands = Hands(page, at=live_server.url)
    hands.go("/writer/requests/")

    hands.start_counting()
    hands.follow("Offer to help")
    hands.press("Send offer")

    assert Offer.objects.get().text == "I read thirty resumes in one afternoon."
    assert (hands.clicks, hands.typed) == (2, 0)


def test_ten_offers_are_decided_with_twelve_clicks_at_most(page, context, live_server, log_in):
    world = make_world()
    world.office.attention_budget = 10
    world.office.save()
    for _offer in range(10):
        make.OfferFactory(host=world.office, writer=make.WriterFactory(verified=True))
    log_in(context, world.user["director"])
    hands = Hands(page, at=live_server.url)
    hands.go(f"/desk/{world.office.slug}/")

    hands.start_counting()
    hands.follow("Offers")
    assert hands.title == "Decide 10 offers"
    offers = page.locator("fieldset.offer")
    for n in range(10):
        hands.click(offers.nth(n).get_by_label("Accept" if n < 4 else "Not now"))
    hands.press("Send my answers")

    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted"] * 4 + ["declined"] * 6
    assert Partnership.objects.count() == 4
    assert (hands.clicks, hands.typed) == (12, 0)


def test_a_host_is_approved_with_four_clicks_at_most(page, context, live_server, log_in):
    world = make_world()
    host = make.HostFactory(name="Career Services", waiting=True)
    make.MemberFactory(host=host)
    log_in(context, world.user["admin"])
    hands = Hands(page, at=live_server.url)
    hands.go("/admin/")

    hands.start_counting()
    hands.follow("Offices, professors and groups to approve")
    hands.follow("Career Services")
    hands.click(page.get_by_label("Published telephone number called"))
    hands.press("Approve")

    host.refresh_from_db()
    assert host.state == Host.State.APPROVED
    assert [(check.what, check.by) for check in host.checks.all()] == [("phone", world.user["admin"])]
    assert (hands.clicks, hands.typed) == (4, 0)


def test_stopping_suggestions_costs_one_click_without_log_in(page, live_server):
    world = make_world()
    mail = queue_mail("host_invitation_wanted", key="wanted", to="alumna@demo.test", about=world.office)
    hands = Hands(page, at=live_server.url)
    hands.go(reverse("mail_stop", args=[stops.token("stop", mail)]))

    hands.start_counting()
    hands.press("Stop it")

    assert hands.title == "This mail is stopped"
    assert choices.paces_at(mail.mailbox)["suggestions"] == "never"
    assert (hands.clicks, hands.typed) == (1, 0)

    hands.press("Take it back")
    assert hands.title == "It comes again"
    assert choices.paces_at(mail.mailbox)["suggestions"] == "at_once"


def test_choosing_which_mail_comes_costs_three_clicks_from_the_account(page, context, live_server, log_in):
    world = make_world()
    log_in(context, world.user["writer"])
    hands = Hands(page, at=live_server.url)
    hands.go("/account/")

    hands.start_counting()
    hands.follow("Choose which mail you get")
    hands.click(page.get_by_role("group", name="News").get_by_label("Never"))
    hands.press("Keep this")

    assert choices.paces_at(mailbox_for(world.user["writer"].email))["news"] == "never"
    assert (hands.clicks, hands.typed) == (3, 0)
