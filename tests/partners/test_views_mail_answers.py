"""Offers decided from the desk mail: one link, one page, one button, without logging in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.audit.models import Disclosure, Entry
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions import answers, offers
from partners.models import Host, Member, Offer
from partners.registry import link_about
from tests import factories as make


@pytest.fixture
def address(world):
    """What stands in the director's mail."""
    director = world.user["director"]
    pair = (link_about(world.office.key, director.pk), director.email)
    links.make_many("decide", [pair], lasts=timedelta(days=14))
    return links.urls_of(director.email, [("decide", pair[0])])["decide", pair[0]].replace("http://localhost:8000", "")


def waiting(world, rows, **fields):
    return [
        make.OfferFactory(host=world.office, writer=make.WriterFactory(verified=True), **fields) for _n in range(rows)
    ]


def states():
    return list(Offer.objects.order_by("id").values_list("state", flat=True))


def test_ten_offers_are_decided_without_logging_in(client, world, address):
    rows = waiting(world, 11)
    page = client.get(address)
    assert [row["offer"] for row in page.context["rows"]] == rows[:10]
    chosen = {f"{offer.key}-answer": ("accept", "decline", "later")[n % 3] for n, offer in enumerate(rows[:10])}
    assert client.post(address, chosen).headers["Location"] == address
    assert states() == ["accepted", "declined", "sent"] * 3 + ["accepted", "sent"]
    assert set(Offer.objects.exclude(decided_at=None).values_list("decided_by__email", flat=True)) == {
        "director@demo.edu"
    }
    assert [row["offer"] for row in client.get(address).context["rows"]] == rows[10:]


def test_a_scanner_that_opens_it_changes_nothing(client, world, address):
    waiting(world, 2)
    for _time in range(2):
        for method in (client.get, client.head):
            assert method(address).status_code == 200
    assert states() == ["sent", "sent"]
    assert (Entry.objects.count(), Disclosure.objects.count()) == (0, 0)
    assert SignedLink.objects.get().used_at is None


def test_it_is_kept_by_no_browser_and_told_to_no_other_site(client, world, address):
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_it_shows_who_what_credentials_fees_and_why(client, world, address):
    need = make.NeedFactory(host=world.office)
    need.tags.create(vocabulary="major", code="23.0101")
    writer = make.WriterFactory(verified=True, name="Ada Lark")
    make.WriterTagFactory(writer=writer)
    make.FeeFactory(writer=writer, what="Resume", dollars=150)
    make.OfferFactory(host=world.office, writer=writer, need=need)
    page = client.get(address).content.decode()
    for said in [
        "Ada Lark",
        "Workshop: English",
        "Credential checked",
        "Certified Professional Resume Writer",
        "Free on your campus. Elsewhere: Resume $150.",
        "Fits your request of ",
        "Helps with what you asked for: English.",
    ]:
        assert said in page
    assert writer.user.email not in page


def test_what_fits_a_published_request_comes_first(client, world, address):
    plain = make.OfferFactory(host=world.office, due_at=clock.now() + timedelta(days=2))
    need = make.NeedFactory(host=world.office)
    need.tags.create(vocabulary="major", code="23.0101")
    tagged = make.WriterTagFactory().writer
    fitting = make.OfferFactory(host=world.office, need=need, writer=tagged)
    foreign = make.OfferFactory(host=world.office, need=need, writer=make.WriterTagFactory(code="51.3801").writer)
    rows = client.get(address).context["rows"]
    assert [row["offer"] for row in rows] == [fitting, plain, foreign]


def test_an_offer_that_has_moved_on_says_so(client, world, address):
    one, other = waiting(world, 2, sent_at=clock.now() - timedelta(days=1))
    answers.decline_offer(one, by=world.user["staff"])
    page = client.get(address).content.decode()
    assert "Moved on since the mail" in page
    assert "Answered by Staff" in page
    answer = {f"{one.key}-answer": "accept", f"{other.key}-answer": "accept"}
    said = [str(message) for message in client.post(address, answer, follow=True).context["messages"]]
    assert said[1] == f"The offer of {one.writer.name}: It had moved on in the meantime."
    assert states() == ["declined", "accepted"]


def test_the_same_answers_twice_are_given_once(client, world, address):
    (offer,) = waiting(world, 1)
    for _time in range(2):
        assert client.post(address, {f"{offer.key}-answer": "accept"}).status_code == 302
    assert Entry.objects.filter(event="accept").count() == 1


def test_a_wrong_answer_is_refused_and_nothing_is_half_done(client, world, address):
    one, other = waiting(world, 2)
    page = client.post(address, {f"{one.key}-answer": "accept", f"{other.key}-answer": "perhaps"})
    assert page.status_code == 422
    assert states() == ["sent", "sent"]


def test_an_offer_of_another_office_cannot_be_answered_with_it(client, world, address):
    offer = make.OfferFactory(host=world.rival)
    client.post(address, {f"{offer.key}-answer": "accept"})
    assert states() == ["sent"]


def left(world):
    Member.objects.filter(user=world.user["director"]).update(ended_at=clock.now(), gets_decisions=False)


def only_looks(world):
    Member.objects.filter(user=world.user["director"]).update(role="viewer", gets_decisions=False)


def kept_out(world):
    world.user["director"].suspended_until = clock.now() + timedelta(days=3)
    world.user["director"].save()


def gone(world):
    world.user["director"].is_active = False
    world.user["director"].save()


def office_suspended(world):
    Host.objects.filter(pk=world.office.pk).update(state="suspended")


@pytest.mark.parametrize("why", [left, only_looks, kept_out, gone, office_suspended])
def test_it_opens_nothing_for_who_no_longer_decides_there(client, world, address, why):
    (offer,) = waiting(world, 1)
    why(world)
    assert client.get(address).status_code == 404
    assert client.post(address, {f"{offer.key}-answer": "accept"}).status_code == 404
    assert states() == ["sent"]


def test_it_serves_one_person(client, world, address):
    (offer,) = waiting(world, 1)
    for who in ("staff", "other", "writer"):
        client.force_login(world.user[who])
        for response in (client.get(address), client.post(address, {f"{offer.key}-answer": "accept"})):
            assert response.headers["Location"] == reverse("offers", args=["oxbow-career"])
    assert states() == ["sent"]


def test_after_fourteen_days_it_opens_nothing(client, world, address):
    (offer,) = waiting(world, 1)
    with clock.set_to(clock.now() + timedelta(days=14, minutes=1)):
        assert client.get(address).status_code == 410
        assert client.post(address, {f"{offer.key}-answer": "accept"}).status_code == 410
    assert states() == ["sent"]


def test_a_form_from_another_site_answers_nothing(world, address):
    (offer,) = waiting(world, 1)
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(address, {f"{offer.key}-answer": "accept"}).status_code == 403
    assert states() == ["sent"]


def test_nothing_left_to_decide_says_so(client, world, address):
    offers.withdraw_offer(waiting(world, 1)[0], by=None)
    assert "Whatever was in the mail has been answered or has ended." in client.get(address).content.decode()
