from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.audit.models import Disclosure, Entry
from careerlink.web import clock
from partners.actions import answers, offers
from partners.models import Kind, Offer, Partnership
from tests import factories as make
from tests.queries import count_queries


@pytest.fixture
def office(client, world):
    client.force_login(world.user["director"])
    return client


@pytest.fixture
def writer(client, world):
    client.force_login(world.user["writer"])
    return client


def waiting(world, rows, **fields):
    """Offers of other writers that wait at the office."""
    found = []
    for n in range(rows):
        someone = make.WriterFactory()
        make.WriterTagFactory(writer=someone)
        someone.phrases.create(position=1, text="English majors")
        someone.fees.create(what="Resume", dollars=150 + n)
        need = make.NeedFactory(host=world.office)
        need.tags.create(vocabulary="major", code="23.0101")
        found.append(make.OfferFactory(host=world.office, writer=someone, need=need, **fields))
    return found


def test_an_offer_for_a_request_takes_two_clicks_and_no_typing_the_second_time(writer, world):
    world.writer.last_text = "I give workshops on resumes."
    world.writer.save()
    need = make.NeedFactory(host=world.office, kind=Kind.PANEL)
    address = reverse("offer_new", args=["oxbow-career"]) + f"?need={need.key}"
    page = writer.get(address)
    assert page.context["form"].initial == {"kind": "panel", "text": "I give workshops on resumes."}
    response = writer.post(address, {"kind": "panel", "text": "I give workshops on resumes.", "do": "send"})
    offer = Offer.objects.get()
    assert response.headers["Location"] == f"/offers/{offer.key}/"
    assert (offer.need, offer.state, offer.text) == (need, "sent", "I give workshops on resumes.")


def test_a_double_click_sends_once_and_shows_the_one_that_is_there(writer, world):
    address = reverse("offer_new", args=["oxbow-career"])
    data = {"kind": "workshop", "text": "Gladly.", "do": "send"}
    first, second = writer.post(address, data), writer.post(address, data)
    assert Offer.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(label="partners.offer").count() == 1


def test_a_draft_is_kept_and_sent_later(writer, world):
    address = reverse("offer_new", args=["oxbow-career"])
    writer.post(address, {"kind": "workshop", "text": "Not done", "do": "draft"})
    assert Offer.objects.get().state == "draft"
    page = writer.get(address + "?kind=workshop")
    assert page.context["form"].initial["text"] == "Not done"
    writer.post(address, {"kind": "workshop", "text": "Done", "do": "send"})
    assert list(Offer.objects.values_list("state", "text")) == [("sent", "Done")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "workshop", "text": ""}, "text"),
        ({"kind": "workshop", "text": "word " * 121}, "text"),
        ({"kind": "workshop", "text": "a\x00b"}, "text"),
        ({"kind": "party", "text": "Hello"}, "kind"),
    ],
)
def test_what_cannot_be_sent_says_so_at_the_field(writer, world, data, field):
    response = writer.post(reverse("offer_new", args=["oxbow-career"]), {**data, "do": "send"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Offer.objects.count() == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "🎉 שלום", "word " * 120])
def test_whatever_else_she_writes_is_kept_as_text(writer, world, text):
    writer.post(reverse("offer_new", args=["oxbow-career"]), {"kind": "workshop", "text": text, "do": "send"})
    offer = Offer.objects.get()
    assert offer.text == text.strip()
    page = writer.get(offer.get_absolute_url())
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize("key", ["nothing", "%00", "🎉", "a" * 500])
def test_an_unknown_request_is_not_found(writer, world, key):
    assert writer.get(reverse("offer_new", args=["oxbow-career"]) + f"?need={key}").status_code == 404


def test_a_request_of_another_host_is_not_found(writer, world):
    need = make.NeedFactory(host=world.rival)
    assert writer.get(reverse("offer_new", args=["oxbow-career"]) + f"?need={need.key}").status_code == 404


def test_a_closed_office_says_when_it_is_back(writer, world):
    today = clock.today("America/New_York")
    world.office.closures.create(starts_on=today, ends_on=today + timedelta(days=3))
    address = reverse("offer_new", args=["oxbow-career"])
    assert b"They are away at the moment" in writer.get(address).content
    response = writer.post(address, {"kind": "workshop", "text": "Gladly.", "do": "send"})
    assert response.status_code == 422
    assert Offer.objects.count() == 0


def test_sending_costs_eleven_queries(writer, world):
    need = make.NeedFactory(host=world.office)
    address = reverse("offer_new", args=["oxbow-career"]) + f"?need={need.key}"
    with count_queries() as n:
        writer.post(address, {"kind": "workshop", "text": "Gladly.", "do": "send"})
    assert n() == 11, n.listing()


def test_ten_offers_are_decided_with_ten_radios_and_one_button(office, world):
    rows = waiting(world, 10)
    address = reverse("offers", args=["oxbow-career"])
    page = office.get(address)
    assert [row["offer"].key for row in page.context["rows"]] == [offer.key for offer in rows]
    answers = ["accept", "decline", "later"] * 3
    chosen = {f"{offer.key}-answer": answer for offer, answer in zip(rows, answers, strict=False)}
    assert office.post(address, chosen).headers["Location"] == address
    states = list(Offer.objects.order_by("id").values_list("state", flat=True))
    assert states == ["accepted", "declined", "seen"] * 3 + ["seen"]
    assert [row["offer"].key for row in office.get(address).context["rows"]] == [rows[9].key]
    assert len(office.get(address + "?show=later").context["rows"]) == 3


def test_nothing_is_preselected(office, world):
    waiting(world, 2)
    assert b"checked" not in office.get(reverse("offers", args=["oxbow-career"])).content.replace(
        b"Credential not checked", b""
    )


def test_opening_the_page_marks_offers_as_seen_once(office, world):
    waiting(world, 2)
    for _time in range(2):
        office.get(reverse("offers", args=["oxbow-career"]))
    assert set(Offer.objects.values_list("state", flat=True)) == {"seen"}
    assert list(Entry.objects.values_list("event", "by")) == [("see", world.user["director"].pk)] * 2


def test_a_viewer_reads_without_marking_and_without_buttons(client, world):
    (offer,) = waiting(world, 1)
    client.force_login(world.user["viewer"])
    page = client.get(reverse("offers", args=["oxbow-career"]))
    assert page.status_code == 200
    assert b"Send my answers" not in page.content
    offer.refresh_from_db()
    assert offer.state == "sent"
    posted = client.post(reverse("offers", args=["oxbow-career"]), {f"{offer.key}-answer": "accept"})
    assert posted.status_code == 404


def test_an_offer_of_another_office_cannot_be_answered_from_here(office, world):
    offer = make.OfferFactory(host=world.rival)
    office.post(reverse("offers", args=["oxbow-career"]), {f"{offer.key}-answer": "accept"})
    offer.refresh_from_db()
    assert offer.state == "sent"


def test_one_that_moved_on_says_so_and_the_others_are_decided(office, world):
    one, other = waiting(world, 2)
    offers.withdraw_offer(Offer.objects.get(pk=one.pk), by=one.writer.user)
    answer = {f"{one.key}-answer": "accept", f"{other.key}-answer": "accept"}
    page = office.post(reverse("offers", args=["oxbow-career"]), answer, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == [
        f"1 answer is given. You work with {other.writer.name} now: how to reach them is under Partners.",
        f"The offer of {one.writer.name}: It had moved on in the meantime.",
    ]


def test_the_same_answers_twice_are_given_once(office, world):
    (offer,) = waiting(world, 1)
    for _time in range(2):
        response = office.post(reverse("offers", args=["oxbow-career"]), {f"{offer.key}-answer": "accept"})
        assert response.status_code == 302
    assert Partnership.objects.count() == 1


def test_a_wrong_answer_is_refused_and_nothing_is_half_done(office, world):
    one, other = waiting(world, 2)
    answer = {f"{one.key}-answer": "accept", f"{other.key}-answer": "perhaps"}
    assert office.post(reverse("offers", args=["oxbow-career"]), answer).status_code == 422
    assert Partnership.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("state", ["sent", "seen"])
def test_the_decide_page_costs_a_fixed_number_of_queries(office, world, rows, state):
    waiting(world, rows, state=state)
    with count_queries() as n:
        office.get(reverse("offers", args=["oxbow-career"]))
    assert n() == {"sent": 8, "seen": 6}[state], n.listing()


def test_the_private_reason_is_for_the_host_only(client, world):
    offer = offers.send_offer(writer=world.writer, host=world.office, kind="panel", text="x", by=world.user["writer"])
    answers.decline_offer(offer, by=world.user["director"], reason="fees", note="A secret note")
    pages = {}
    for who in ("writer", "director", "viewer"):
        client.force_login(world.user[who])
        pages[who] = client.get(offer.get_absolute_url()).content.decode()
    assert {who: "A secret note" in page for who, page in pages.items()} == {
        "writer": False,
        "director": True,
        "viewer": True,
    }
    assert "Fees" not in pages["writer"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("writer2", 404), ("other", 404), ("professor", 404), ("writer", 200), ("director", 200), ("viewer", 200)],
)
def test_an_offer_exists_for_its_two_sides_only(client, world, who, status):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    client.force_login(world.user[who])
    assert client.get(offer.get_absolute_url()).status_code == status


def test_a_draft_does_not_exist_for_the_host(office, world):
    offer = make.OfferFactory(host=world.office, writer=world.writer, state="draft")
    assert office.get(offer.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("viewer", 404), ("writer", 404), ("other", 404), ("staff", 302)])
def test_only_who_decides_there_answers(client, world, who, status):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    client.force_login(world.user[who])
    assert client.post(reverse("offer_answer", args=[offer.key]), {"answer": "decline"}).status_code == status
    assert client.post(reverse("offer_assign", args=[offer.key]), {"colleague": ""}).status_code == status


def test_only_the_writer_takes_it_back(client, world):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    address = reverse("offer_withdraw", args=[offer.key])
    for who in ("director", "writer2"):
        client.force_login(world.user[who])
        assert client.post(address).status_code == 404
    client.force_login(world.user["writer"])
    assert client.get(address).status_code == 200
    assert client.post(address).headers["Location"] == offer.get_absolute_url()
    assert client.post(address).headers["Location"] == offer.get_absolute_url()
    offer.refresh_from_db()
    assert offer.state == "withdrawn"


def test_an_offer_is_given_to_a_colleague(office, world):
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    address = reverse("offer_assign", args=[offer.key])
    office.post(address, {"colleague": world.user["staff"].pk})
    office.post(address, {"colleague": world.user["viewer"].pk})
    offer.refresh_from_db()
    assert offer.assignee == world.user["staff"]


def test_partners_see_how_to_reach_each_other_and_it_is_noted(client, world):
    offer = offers.send_offer(writer=world.writer, host=world.office, kind="panel", text="x", by=world.user["writer"])
    answers.accept_offer(offer, by=world.user["staff"])
    address = reverse("partnership", args=[Partnership.objects.get().key])
    client.force_login(world.user["director"])
    assert "writer@demo.test" in client.get(address).content.decode()
    client.force_login(world.user["writer"])
    world.office.members.filter(user=world.user["staff"]).update(gets_decisions=True)
    assert "staff@demo.edu" in client.get(address).content.decode()
    seen = list(Disclosure.objects.order_by("id").values_list("seen_by", "person", "what"))
    assert seen == [
        (world.user["director"].pk, world.user["writer"].pk, "contact"),
        (world.user["writer"].pk, world.user["staff"].pk, "contact"),
    ]
    client.force_login(world.user["other"])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("show", ["", "waiting", "yes", "drafts", "over", "all", "nonsense"])
def test_a_writer_lists_her_offers_by_state(writer, world, show):
    for state in Offer.State:
        make.OfferFactory(writer=world.writer, state=state)
    page = writer.get(reverse("writer_offers"), {"show": show})
    many = {"": 3, "waiting": 3, "yes": 1, "drafts": 1, "over": 6, "all": 11, "nonsense": 3}
    assert len(page.context["page"].rows) == many[show]


def test_the_host_lists_what_is_over(office, world):
    for state in Offer.State:
        make.OfferFactory(host=world.office, state=state)
    page = office.get(reverse("offers_answered", args=["oxbow-career"]))
    assert len(page.context["page"].rows) == 6


def test_the_host_lists_its_partners(office, world):
    make.PartnershipFactory(host=world.office, writer=world.writer, pledge=world.pledge)
    page = office.get(reverse("partnerships", args=["oxbow-career"]))
    assert [row.writer for row in page.context["page"].rows] == [world.writer]
