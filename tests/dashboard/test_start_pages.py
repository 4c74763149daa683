from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.web import clock
from partners.actions import answers, asking, offers
from partners.models import Host, Need, Offer, Writer
from partners.registry import Line, register_section, sections
from tests import factories as make
from tests.queries import count_queries

REFER = "Refer the alumni whom you cannot serve"  # stands there until an office has turned it on


def titles(page):
    return [line["title"] for line in page.context["lines"]]


@pytest.mark.parametrize(
    ("who", "goes_to"),
    [
        ("director", "/desk/oxbow-career/"),
        ("viewer", "/desk/oxbow-career/"),
        ("professor", "/desk/oxbow-english/"),
        ("writer", "/writer/"),
        ("newwriter", "/writer/"),
        ("admin", "/admin/"),
    ],
)
def test_after_log_in_everybody_gets_her_own_start(client, world, who, goes_to):
    client.force_login(world.user[who])
    assert client.get(reverse("start")).headers["Location"] == goes_to


def test_who_belongs_nowhere_yet_is_asked_to_join(client, world):
    newcomer = make.UserFactory()
    newcomer.agreements.create(text=world.terms)
    client.force_login(newcomer)
    assert client.get(reverse("start")).headers["Location"] == "/join/"


def test_the_desk_opened_last_is_the_next_start(client, world):
    make.MemberFactory(host=world.rival, user=world.user["director"])
    client.force_login(world.user["director"])
    client.get(reverse("desk", args=["rival-career"]))
    assert client.get(reverse("start")).headers["Location"] == "/desk/rival-career/"


def test_a_desk_says_what_waits_until_when(client, world):
    world.office.zone_confirmed_at = clock.now()
    world.office.save()
    world.office.wants.create(kind="panel")
    make.NeedFactory(host=world.office)
    make.OfferFactory(host=world.office, due_at=clock.now() + timedelta(minutes=1))
    make.OfferFactory(host=world.office)
    draft = make.NeedFactory(host=world.office, state=Need.State.DRAFT, words="Nursing")
    client.force_login(world.user["director"])
    page = client.get(reverse("desk", args=["oxbow-career"]))
    assert titles(page) == ["2 offers to decide", f"Publish your request: {draft}", REFER]
    assert [line["is_primary"] for line in page.context["lines"]] == [True, False, False]


def test_each_kind_of_decision_has_its_line_whatever_room_it_is_of(client, world):
    before = dict(sections)
    first = clock.now() + timedelta(hours=1)

    def lines(hosts, now):
        return [
            Line(host.pk, "Jo asks for a seat", "", first + timedelta(days=number), "/start/", given_to=given)
            for host in hosts
            for number, given in enumerate((None, world.user["director"].pk))
        ]

    register_section(
        "seats", lines, waiting=before["offers"].waiting, words=lambda n: f"{n} sign-ups", page="needs",
        button=lambda n: f"Decide {n}",
    )  # fmt: skip
    make.OfferFactory(host=world.office)
    client.force_login(world.user["director"])
    try:
        page = client.get(reverse("desk", args=["oxbow-career"]))
    finally:
        sections.clear()
        sections.update(before)
    line, other = page.context["lines"][:2]
    assert (line["title"], line["text"]) == (
        "2 sign-ups to decide",
        "The next to end: Jo asks for a seat. 1 was given to you.",
    )
    assert (line["url"], line["action_label"]) == ("/desk/oxbow-career/requests/", "Decide 2")
    assert other["title"] == "1 offer to decide"


def test_a_new_host_is_told_what_to_do_first(client, world):
    client.force_login(world.user["director"])
    page = client.get(reverse("desk", args=["oxbow-career"]))
    assert titles(page) == ["Say what help you want now", "Write your first request", "Confirm your time zone", REFER]


def test_a_viewer_is_not_asked_to_decide(client, world):
    make.OfferFactory(host=world.office)
    client.force_login(world.user["viewer"])
    page = client.get(reverse("desk", args=["oxbow-career"]))
    assert (titles(page), "Your colleagues decide" in page.content.decode()) == ([], True)


def test_a_host_that_waits_is_told_by_when_it_hears(client, world):
    user = make.UserFactory()
    host = make.HostFactory(waiting=True, answer_by=clock.now() + timedelta(days=2))
    make.MemberFactory(host=host, user=user)
    user.agreements.create(text=world.terms)
    client.force_login(user)
    page = client.get(reverse("desk", args=[host.slug])).content.decode()
    assert "You are almost in" in page
    assert "whether you are approved" in page


def test_what_others_did_stands_in_words(client, world):
    offer = offers.send_offer(writer=world.writer, host=world.office, kind="panel", text="x", by=world.user["writer"])
    answers.decline_offer(offer, by=world.user["staff"])
    client.force_login(world.user["director"])
    page = client.get(reverse("desk", args=["oxbow-career"]))
    assert [item["title"] for item in page.context["moved"]] == [
        "A colleague said not now to Maren Okafor",
        "Maren Okafor offered help",
    ]


def test_writers_near_are_counted(client, world):
    client.force_login(world.user["director"])
    page = client.get(reverse("desk", args=["oxbow-career"]))
    assert page.context["near"] == 2


def test_a_writers_desk_shows_her_dates(client, world):
    offer = make.OfferFactory(writer=world.writer, host=world.office)
    draft = make.OfferFactory(writer=world.writer, host=world.rival, state=Offer.State.DRAFT)
    client.force_login(world.user["writer"])
    page = client.get(reverse("writer_desk"))
    assert page.context["offers"] == [offer]
    assert titles(page)[0] == f"Finish your offer to {draft.host.name}"


def fitting(host):
    need = make.NeedFactory(host=host)
    need.tags.create(vocabulary="major", code="23.0101")
    return need


def test_a_writers_desk_shows_ten_requests_that_fit_with_a_button_and_a_no(client, world):
    make.WriterTagFactory(writer=world.writer)
    needs = [fitting(world.rival) for _need in range(11)]
    other = make.NeedFactory(host=world.office)  # names nothing that she knows
    Need.objects.filter(pk=other.pk).update(needed_on=clock.today() + timedelta(days=2))
    client.force_login(world.user["writer"])
    page = client.get(reverse("writer_desk"))
    shown = page.context["needs"]
    assert [one.need for one in shown] == needs[:10]
    assert shown[0].why.startswith("You help people of this major best.")
    words, first = page.content.decode(), needs[0]
    assert words.count(f'href="{reverse("offer_new", args=[world.rival.slug])}?need={first.key}"') == 1
    assert words.count(f'href="{reverse("not_for_me", args=[first.key])}"') == 1


@pytest.mark.parametrize("why", ["offered", "said", "own host"])
def test_what_is_not_for_her_is_not_on_her_desk(client, world, why):
    make.WriterTagFactory(writer=world.writer)
    need = fitting(world.rival)
    if why == "offered":
        make.OfferFactory(host=world.rival, writer=world.writer, need=need)
    elif why == "said":
        asking.turn_down(need, world.writer, because="not_now", by=world.user["writer"])
    else:
        make.MemberFactory(host=world.rival, user=world.user["writer"])
    client.force_login(world.user["writer"])
    assert client.get(reverse("writer_desk")).context["needs"] == []


def test_a_shift_on_her_desk_has_its_button(client, world):
    make.WriterTagFactory(writer=world.writer)
    shift = make.ShiftFactory(role__event__host=world.rival)
    shift.role.event.tags.create(vocabulary="major", code="23.0101")
    client.force_login(world.user["writer"])
    page = client.get(reverse("writer_desk")).content.decode()
    assert f'<a class="btn btn-go btn-sm" href="/shifts/{shift.key}/">Take this shift<span' in page


def test_who_is_paused_sees_what_fits_without_the_buttons(client, world):
    make.WriterTagFactory(writer=world.writer)
    need = fitting(world.rival)
    Writer.objects.filter(pk=world.writer.pk).update(state="paused", paused_until=clock.today())
    client.force_login(world.user["writer"])
    page = client.get(reverse("writer_desk")).content.decode()
    assert (str(need) in page, reverse("not_for_me", args=[need.key]) in page) == (True, False)


@pytest.mark.parametrize("state", Writer.State.values)
def test_a_writer_in_any_state_has_a_desk(client, world, state):
    Writer.objects.filter(pk=world.newwriter.pk).update(
        state=state, reviewed_at=clock.now(), paused_until=clock.today(), answer_by=clock.now()
    )
    client.force_login(world.user["newwriter"])
    assert client.get(reverse("writer_desk")).status_code == 200


@pytest.mark.parametrize("state", Host.State.values)
def test_a_host_in_any_state_has_a_desk(client, world, state):
    Host.objects.filter(pk=world.office.pk).update(state=state, answer_by=clock.now(), leaves_at=clock.now())
    client.force_login(world.user["director"])
    assert client.get(reverse("desk", args=["oxbow-career"])).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_start_pages_cost_a_fixed_number_of_queries(client, world, rows):
    for _row in range(rows):
        make.OfferFactory(host=world.office)
        make.OfferFactory(writer=world.writer)
        make.NeedFactory(host=world.office)
        make.PartnershipFactory(writer=world.writer, pledge=world.pledge)
        world.writer.waiting_names.create(institution=make.InstitutionFactory())
    counted = {}
    for who, address in [("director", reverse("desk", args=["oxbow-career"])), ("writer", reverse("writer_desk"))]:
        client.force_login(world.user[who])
        with count_queries() as n:
            client.get(address)
        counted[who] = n()
    assert counted == {"director": 19, "writer": 15}
