"""An offer goes on: she is asked and says yes, or a host passes it to another one of its campus."""

from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.web import clock
from partners.actions import answers, offers
from partners.models import Kind, Offer
from tests import factories as make


@pytest.fixture
def declined(world):
    """An offer that the office declined, while the professor asks for the same; she was asked."""
    make.NeedFactory(host=world.faculty, kind=Kind.WORKSHOP, words="")
    writer = world.writer
    offer = offers.send_offer(writer=writer, host=world.office, kind=Kind.WORKSHOP, text="x", by=writer.user)
    answers.decline_offer(offer, by=world.user["director"])
    return offer


def test_she_says_that_it_goes_on_with_one_button(client, world, declined):
    client.force_login(world.user["writer"])
    address = reverse("offer_further", args=[declined.key])
    assert address in client.get(declined.get_absolute_url()).content.decode()
    assert "one at a time, at most three, none twice" in client.get(address).content.decode()
    response = client.post(address, follow=True)
    child = Offer.objects.get(parent=declined)
    assert response.redirect_chain == [(child.get_absolute_url(), 302)]
    assert "It is with English Department now." in response.content.decode()
    assert client.post(address).headers["Location"] == declined.get_absolute_url()
    assert Offer.objects.count() == 2


def test_when_nobody_asks_any_more_the_page_says_so(client, world, declined):
    world.faculty.needs.update(state="filled")
    client.force_login(world.user["writer"])
    page = client.post(reverse("offer_further", args=[declined.key]), follow=True).content.decode()
    assert "Nobody else on this campus asks for it any more." in page


def test_after_thirty_days_it_is_not_asked_any_more(client, world, declined):
    Offer.objects.filter(pk=declined.pk).update(cascade_asked_at=clock.now() - timedelta(days=31))
    client.force_login(world.user["writer"])
    address = reverse("offer_further", args=[declined.key])
    assert client.post(address).headers["Location"] == declined.get_absolute_url()
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("writer2", 404), ("director", 404), ("professor", 404)])
def test_only_she_says_so(client, world, declined, who, status):
    client.force_login(world.user[who])
    assert client.post(reverse("offer_further", args=[declined.key])).status_code == status
    assert Offer.objects.count() == 1


def test_an_office_passes_an_offer_on_in_two_clicks(client, world):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    make.HostFactory(institution=world.college, waiting=True)
    client.force_login(world.user["staff"])
    address = reverse("offer_pass_on", args=[offer.key])
    assert address in client.get(offer.get_absolute_url()).content.decode()
    page = client.get(address)
    assert [host.name for host in page.context["hosts"]] == ["English Department", "Marketing Club"]
    answer = client.post(address, {"host": world.club.pk}, follow=True)
    assert "Marketing Club has it now, and Maren Okafor is told." in answer.content.decode()
    child = Offer.objects.get(parent=offer)
    assert (child.host, child.state) == (world.club, "sent")
    assert client.post(address, {"host": world.faculty.pk}).status_code == 404
    client.force_login(world.user["club"])
    assert "Passed on by Career Office." in client.get("/desk/oxbow-club/offers/").content.decode()


@pytest.mark.parametrize("host", ["rival", "office"])
def test_it_is_not_passed_to_another_college_nor_to_itself(client, world, host):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    client.force_login(world.user["director"])
    page = client.post(reverse("offer_pass_on", args=[offer.key]), {"host": getattr(world, host).pk})
    assert (page.status_code, page.context["form"].errors) == (422, {"host": ["Choose one of these."]})
    assert Offer.objects.count() == 1


def test_a_host_that_is_closed_says_when_it_is_back(client, world):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    today = clock.today(world.faculty.zone)
    world.faculty.closures.create(starts_on=today, ends_on=today)
    client.force_login(world.user["director"])
    page = client.post(reverse("offer_pass_on", args=[offer.key]), {"host": world.faculty.pk})
    assert page.status_code == 422
    assert "They take no new offers until" in page.content.decode()


def test_where_nobody_else_is_the_page_says_so(client, world):
    offer = make.OfferFactory(host=world.rival, writer=world.writer)
    client.force_login(world.user["other"])
    assert "Nobody else here can take it up" in client.get(reverse("offer_pass_on", args=[offer.key])).content.decode()


@pytest.mark.parametrize("state", ["queued", "accepted", "declined", "lapsed"])
def test_what_does_not_wait_before_them_is_not_passed_on(client, world, state):
    offer = make.OfferFactory(host=world.office, writer=world.writer, state=state, queued_at=clock.now())
    client.force_login(world.user["director"])
    assert client.get(reverse("offer_pass_on", args=[offer.key])).status_code == 404
