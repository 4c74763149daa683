"""Joining for a host, its page and its settings, as people see them."""

import pytest
from django.urls import reverse

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.models import Host, Kind, Member
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def joining(college, **more):
    return {
        "institution": college.name,
        "institution_code": str(college.pk),
        "name": "Career Services",
        "title": "Director",
        "phone": "212 555 0134",
        "website": "",
        **more,
    }


def as_person(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def newcomer(world):
    person = make.UserFactory(email="new@fresh.edu", name="Dana New")
    person.agreements.create(text=world.terms)
    return person


@pytest.fixture
def fresh_college(world):
    return make.InstitutionFactory(name="Fresh College", email_domain="fresh.edu", state="CA")


def test_a_stranger_is_first_asked_for_an_account(client, world):
    for name in ("join_office", "join_group"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert response.templates[0].name == "accounts/sign_up.html"


def test_an_office_asks_to_join_on_one_page(client, world, newcomer, fresh_college):
    as_person(client, newcomer)
    response = client.post(reverse("join_office"), joining(fresh_college))
    host = Host.objects.get(institution=fresh_college)
    assert response.status_code == 302
    assert response.url == reverse("desk", args=["fresh-college-career-services"])
    assert (host.state, host.kind, host.zone) == ("submitted", "career_office", "America/Los_Angeles")
    assert host.answer_by is not None
    member = Member.objects.get(host=host)
    assert (member.user, member.role, member.title) == (newcomer, "manager", "Director")
    assert OutgoingMail.objects.get(kind="host_received").mailbox.address == "new@fresh.edu"


def test_a_double_click_asks_once(client, world, newcomer, fresh_college):
    as_person(client, newcomer)
    for _click in range(2):
        assert client.post(reverse("join_office"), joining(fresh_college)).status_code == 302
    assert Host.objects.filter(institution=fresh_college).count() == 1


def test_who_finds_her_office_here_may_ask_for_an_invitation_or_go_on(client, world, newcomer):
    as_person(client, newcomer)
    response = client.post(reverse("join_office"), joining(world.college))
    assert response.status_code == 200
    assert "is here already" in response.content.decode()
    ask = client.post(reverse("ask_for_invitation", args=[world.office.slug]))
    assert ask.status_code == 302
    mails = OutgoingMail.objects.filter(kind="host_invitation_wanted")
    assert [mail.mailbox.address for mail in mails] == ["director@demo.edu"]
    client.post(reverse("ask_for_invitation", args=[world.office.slug]))
    assert mails.count() == 1
    client.post(reverse("join_office"), joining(world.college, anyway="yes"))
    assert Host.objects.filter(institution=world.college, kind="career_office").count() == 2


def test_a_professor_joins_as_a_group_in_three_typed_fields(client, world, newcomer, fresh_college):
    as_person(client, newcomer)
    page = client.get(reverse("join_group")).content.decode()
    form = page[page.index('<form method="post">') :]
    assert [form.count(f'<input type="{kind}"') for kind in ("text", "email", "tel")] == [2, 1, 0]
    assert "<textarea" not in form
    response = client.post(reverse("join_group"), joining(fresh_college, kind="faculty", name="English Department"))
    assert response.status_code == 302
    assert Host.objects.get(institution=fresh_college).kind == "faculty"


@pytest.mark.parametrize(
    "wrong",
    [
        {"institution": "Nowhere at all", "institution_code": ""},
        {"institution": "", "institution_code": "99999999999999999999"},
        {"name": ""},
        {"name": "x" * 10_000},
        {"name": "Career\x00Services"},
        {"phone": "12"},
        {"website": "javascript:alert(1)"},
    ],
)
def test_bad_input_is_refused_at_its_field(client, world, newcomer, fresh_college, wrong):
    as_person(client, newcomer)
    response = client.post(reverse("join_office"), joining(fresh_college, **wrong))
    assert response.status_code == 422
    assert "to put right" in response.content.decode()
    assert not Host.objects.filter(institution=fresh_college).exists()


@pytest.mark.parametrize("name", ["😀 Career 😀", "مكتب", "<script>alert(1)</script>", "a\u202eb"])
def test_odd_names_stay_text(client, world, newcomer, fresh_college, name):
    as_person(client, newcomer)
    assert client.post(reverse("join_office"), joining(fresh_college, name=name), follow=False).status_code == 302
    host = Host.objects.get(institution=fresh_college)
    assert host.name == name
    page = client.get(reverse("host_page", args=[host.slug])).content.decode()
    assert "<script>alert" not in page


SETTINGS = ["host_settings", "host_wants", "host_majors", "host_closures", "host_members", "host_mail"]


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize(
    ("who", "status", "posts"),
    [
        ("director", 200, True),
        ("staff", 200, False),
        ("viewer", 200, False),
        ("other", 404, False),
        ("professor", 404, False),
        ("writer", 404, False),
        ("admin", 404, False),
    ],
)
def test_people_of_a_host_read_its_settings_and_managers_change_them(client, world, name, who, status, posts):
    as_person(client, world.user[who])
    address = reverse(name, args=[world.office.slug])
    assert client.get(address).status_code == status
    assert (client.post(address, {}).status_code != 404) is posts


@pytest.mark.parametrize("name", SETTINGS)
def test_who_may_not_change_sees_no_button_that_changes(client, world, name):
    as_person(client, world.user["viewer"])
    main = client.get(reverse(name, args=[world.office.slug])).content.decode().partition("<main")[2]
    assert main.count('<form method="post"') == 0


def test_keeping_the_facts_confirms_the_time_zone(client, world):
    as_person(client, world.user["director"])
    address = reverse("host_settings", args=[world.office.slug])
    assert "We guess Eastern time. Right?" in client.get(address).content.decode()
    facts = {"zone": "America/Chicago", "students": "4200", "house_rules": "- Sign in\n- No sales", "about": "Hi"}
    assert client.post(address, facts).status_code == 302
    world.office.refresh_from_db()
    assert (world.office.zone, world.office.students) == ("America/Chicago", 4200)
    assert world.office.zone_confirmed_at is not None
    assert "We guess" not in client.get(address).content.decode()


def test_a_zone_that_is_none_is_refused(client, world):
    as_person(client, world.user["director"])
    assert client.post(reverse("host_settings", args=[world.office.slug]), {"zone": "Mars/Base"}).status_code == 422


def test_wants_and_limits_are_kept(client, world):
    as_person(client, world.user["director"])
    address = reverse("host_wants", args=[world.office.slug])
    asked = {"kinds": [Kind.WORKSHOP, Kind.PANEL], "attention_budget": "5", "no_capacity_until": ""}
    assert client.post(address, asked).status_code == 302
    world.office.refresh_from_db()
    assert world.office.attention_budget == 5
    assert sorted(world.office.wants.values_list("kind", flat=True)) == ["panel", "workshop"]
    client.post(address, {**asked, "kinds": [Kind.PANEL]})
    assert list(world.office.wants.values_list("kind", flat=True)) == ["panel"]
    assert client.post(address, {**asked, "attention_budget": "51"}).status_code == 422
    assert client.post(address, {**asked, "no_capacity_until": "2001-01-01"}).status_code == 422


def test_closures_are_added_and_taken_out(client, world):
    as_person(client, world.user["director"])
    address = reverse("host_closures", args=[world.office.slug])
    year = clock.today().year + 1
    days = {"starts_on": f"{year}-12-20", "ends_on": f"{year}-12-31", "name": "Winter break"}
    assert client.post(address, days).status_code == 302
    closure = world.office.closures.get()
    assert client.post(address, {**days, "ends_on": f"{year}-12-01"}).status_code == 422
    assert client.post(address, {**days, "ends_on": "9999-12-31"}).status_code == 422
    remove = reverse("closure_remove", args=[world.office.slug, closure.key])
    as_person(client, world.user["staff"])
    assert client.post(remove).status_code == 404
    as_person(client, world.user["other"])
    assert client.post(reverse("closure_remove", args=[world.rival.slug, closure.key])).status_code == 404
    as_person(client, world.user["director"])
    assert client.post(remove).status_code == 302
    assert not world.office.closures.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200),
        ("viewer", 200),
        ("writer", 200),
        ("writer2", 200),
        ("admin", 200),
        ("newwriter", 200),
        ("other", 404),
        ("professor", 404),
    ],
)
def test_who_opens_the_page_of_a_host(client, world, who, status):
    as_person(client, world.user[who])
    assert client.get(reverse("host_page", args=[world.office.slug])).status_code == status


def test_writers_do_not_see_a_host_that_waits(client, world):
    waiting = make.HostFactory(waiting=True, institution=world.college)
    as_person(client, world.user["writer"])
    assert client.get(reverse("host_page", args=[waiting.slug])).status_code == 404


def test_only_who_may_offer_has_the_button(client, world):
    address = reverse("host_page", args=[world.office.slug])
    for who, has in [("writer", True), ("director", False), ("admin", False)]:
        as_person(client, world.user[who])
        assert ("Offer to help" in client.get(address).content.decode()) is has


def test_contact_details_stay_hidden_on_the_page(client, world):
    Host.objects.filter(pk=world.office.pk).update(phone="212 555 0199", email="office@demo.edu")
    as_person(client, world.user["writer"])
    page = client.get(reverse("host_page", args=[world.office.slug])).content.decode()
    assert "555 0199" not in page
    assert "office@demo.edu" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "count"), [("writer", 8), ("director", 7)])
def test_the_page_of_a_host_asks_the_same_number_of_questions(client, world, rows, who, count):
    for number in range(rows):
        make.NeedFactory(host=world.office)
        world.office.wants.create(kind=Kind.values[number])
        major = make.MajorFactory(code=f"23.010{number}")
        world.office.taught_majors.create(major=major, source="picked")
        make.OfferFactory(host=world.office, kind=Kind.values[number])
    as_person(client, world.user[who])
    with count_queries() as n:
        client.get(reverse("host_page", args=[world.office.slug]))
    assert n() == count, n.listing()


def test_a_refused_host_asks_again(client, world):
    Host.objects.filter(pk=world.office.pk).update(state="refused")
    again = reverse("host_resubmit", args=[world.office.slug])
    client.force_login(world.user["staff"])
    assert client.post(again).status_code == 404
    client.force_login(world.user["director"])
    assert "Ask again" in client.get(reverse("host_settings", args=[world.office.slug])).content.decode()
    for _click in range(2):
        assert client.post(again).status_code == 302
    world.office.refresh_from_db()
    assert (world.office.state, world.office.reviewed_at) == ("submitted", None)
    assert OutgoingMail.objects.filter(kind="host_received").count() == 1
