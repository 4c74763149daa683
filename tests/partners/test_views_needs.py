"""Pages of requests and of the cold start."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.outbox import secrets
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import waiting
from partners.models import Need, WaitingName
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def asked(**more):
    day = (clock.today() + timedelta(days=20)).isoformat()
    return {
        "kind": "workshop",
        "words": "",
        "needed_on": day,
        "where": "campus",
        "how_many": "2",
        "details": "",
        **more,
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [("director", 200), ("staff", 200), ("viewer", 404), ("other", 404), ("writer", 404), ("admin", 404)],
)
def test_who_asks_for_help(client, world, who, status):
    client.force_login(world.user[who])
    assert client.get(reverse("need_new", args=[world.office.slug])).status_code == status


def test_a_request_takes_five_fields_and_one_button(client, world):
    client.force_login(world.user["staff"])
    address = reverse("need_new", args=[world.office.slug])
    main = client.get(address).content.decode().partition("<main")[2].partition("<details")[0]
    assert len(re.findall(r'name="(?!csrf)([a-z_]+)"', main)) - main.count('type="radio"') + 1 == 5
    response = client.post(address, asked(words="for everybody 😀"))
    need = Need.objects.get()
    assert response.url == reverse("need", args=[need.key])
    assert (need.state, need.how_many, need.words) == ("open", 2, "for everybody 😀")
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"needed_on": "2001-01-01"},
        {"needed_on": "9999-12-31"},
        {"needed_on": "soon"},
        {"how_many": "0"},
        {"how_many": "99999999999999999999"},
        {"kind": "party"},
        {"words": "x" * 10_000},
        {"words": "a\x00b"},
        {"details": "y" * 10_000},
    ],
)
def test_bad_input_is_refused_at_its_field(client, world, wrong):
    client.force_login(world.user["staff"])
    response = client.post(reverse("need_new", args=[world.office.slug]), asked(**wrong))
    assert response.status_code == 422
    assert not Need.objects.exists()


@pytest.mark.parametrize("text", ["<b>bold</b><script>alert(1)</script>", "مرحبا", "😀"])
def test_odd_words_stay_text(client, world, text):
    client.force_login(world.user["staff"])
    client.post(reverse("need_new", args=[world.office.slug]), asked(words=text, details=text))
    page = client.get(reverse("need", args=[Need.objects.get().key])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("who", "open_one", "draft"),
    [
        ("director", 200, 200),
        ("viewer", 200, 200),
        ("writer", 200, 404),
        ("newwriter", 200, 404),
        ("other", 404, 404),
        ("professor", 404, 404),
        ("admin", 200, 404),
    ],
)
def test_who_opens_a_request(client, world, who, open_one, draft):
    client.force_login(world.user[who])
    for state, status in [("open", open_one), ("draft", draft)]:
        need = make.NeedFactory(host=world.office, state=state)
        assert client.get(reverse("need", args=[need.key])).status_code == status


@pytest.mark.parametrize(
    "name", ["need_publish", "need_fill", "need_reopen", "need_withdraw", "need_edit", "need_meaning"]
)
@pytest.mark.parametrize("who", ["viewer", "other", "writer", "admin"])
def test_only_those_who_act_for_the_host_change_a_request(client, world, name, who):
    need = make.NeedFactory(host=world.office)
    client.force_login(world.user[who])
    assert client.post(reverse(name, args=[need.key]), asked()).status_code == 404
    need.refresh_from_db()
    assert need.state == "open"


def test_two_clicks_fill_once_and_say_so(client, world):
    need = make.NeedFactory(host=world.office)
    client.force_login(world.user["staff"])
    for _click in range(2):
        assert client.post(reverse("need_fill", args=[need.key])).status_code == 302
    page = client.get(reverse("need", args=[need.key])).content.decode()
    assert "Somebody was quicker" in page
    assert client.post(reverse("need_reopen", args=[need.key])).status_code == 302
    assert client.get(reverse("need_withdraw", args=[need.key])).status_code == 200
    assert client.post(reverse("need_withdraw", args=[need.key])).status_code == 302
    need.refresh_from_db()
    assert need.state == "withdrawn"
    assert client.get(reverse("need_edit", args=[need.key])).status_code == 404


def test_what_the_words_mean_is_put_right(client, world):
    make.MajorFactory()
    need = make.NeedFactory(host=world.office, words="English Language and Literature, General")
    client.force_login(world.user["staff"])
    address = reverse("need_meaning", args=[need.key])
    assert client.get(address).status_code == 200
    assert client.post(address, {"codes": ["major:23.0101"]}).status_code == 302
    assert list(need.tags.values_list("vocabulary", "code")) == [("major", "23.0101")]
    assert client.post(address, {"codes": ["major:99.9999", "service:x"]}).status_code == 422
    assert client.post(address, {"codes": []}).status_code == 302
    assert not need.tags.exists()


@pytest.mark.parametrize(("who", "status"), [("writer", 200), ("newwriter", 200), ("director", 404), ("admin", 404)])
def test_who_looks_at_requests(client, world, who, status):
    make.NeedFactory(host=world.office)
    client.force_login(world.user[who])
    response = client.get(reverse("writer_needs"))
    assert response.status_code == status
    if status == 200:
        assert ("need=" in response.content.decode()) is (who == "writer")


def test_only_open_requests_of_approved_hosts_are_listed(client, world):
    make.NeedFactory(host=world.office, words="seen")
    make.NeedFactory(host=world.office, words="draft", state="draft")
    make.NeedFactory(host=make.HostFactory(waiting=True), words="waiting")
    client.force_login(world.user["writer"])
    page = client.get(reverse("writer_needs"))
    assert [row.title for row in page.context["page"].rows] == ["Workshop: seen"]


@pytest.mark.parametrize(
    "query", ["", "?order=date", "?kind=panel", "?miles=10", "?where=online", "?miles=10&order=date"]
)
def test_filters_narrow_the_list(client, world, query):
    far = make.HostFactory(institution=make.InstitutionFactory(latitude=34.05, longitude=-118.24))
    make.NeedFactory(host=world.office, kind="workshop")
    make.NeedFactory(host=far, kind="panel", where="online")
    client.force_login(world.user["writer"])
    shown = [row.title for row in client.get(reverse("writer_needs") + query).context["page"].rows]
    expected = {
        "": ["Workshop: English", "Panel: English"],
        "?kind=panel": ["Panel: English"],
        "?miles=10": ["Workshop: English"],
        "?where=online": ["Panel: English"],
    }.get(query.replace("&order=date", "").replace("?order=date", ""))
    assert sorted(shown) == sorted(expected)


@pytest.mark.parametrize("query", ["?miles=x", "?page=!!", "?miles=10&page=abc", "?order=%F0%9F%98%80"])
def test_odd_filters_break_nothing(client, world, query):
    make.NeedFactory(host=world.office)
    client.force_login(world.user["writer"])
    assert client.get(reverse("writer_needs") + query).status_code == 200


def test_what_fits_stands_first_with_its_reason(client, world):
    make.MajorFactory()
    make.WriterTagFactory(writer=world.writer)
    make.NeedFactory(host=world.office, words="sooner", needed_on=clock.today() + timedelta(days=3))
    fitting = make.NeedFactory(host=world.office, words="later")
    fitting.tags.create(vocabulary="major", code="23.0101")
    client.force_login(world.user["writer"])
    rows = client.get(reverse("writer_needs")).context["page"].rows
    assert [row.title for row in rows] == ["Workshop: later", "Workshop: sooner"]
    assert rows[0].why.startswith("You help people of this major best.")
    by_date = client.get(reverse("writer_needs") + "?order=date").context["page"].rows
    assert [row.title for row in by_date] == ["Workshop: sooner", "Workshop: later"]


@pytest.mark.parametrize("order", ["", "date"])
def test_many_requests_come_in_pages(client, world, order):
    for number in range(30):
        make.NeedFactory(host=world.office, words=f"n{number}", needed_on=clock.today() + timedelta(days=number + 1))
    client.force_login(world.user["writer"])
    first = client.get(reverse("writer_needs"), {"order": order}).context["page"]
    second = client.get(reverse("writer_needs") + first.older_url).context["page"]
    assert len(first.rows) == 25
    assert {row.title for row in first.rows} | {row.title for row in second.rows} == {
        f"Workshop: n{number}" for number in range(30)
    }


def test_a_closed_host_is_shown_with_the_day_it_is_back(client, world):
    make.NeedFactory(host=world.office)
    today = clock.today(world.office.zone)
    world.office.closures.create(starts_on=today, ends_on=today + timedelta(days=3))
    client.force_login(world.user["writer"])
    row = client.get(reverse("writer_needs")).context["page"].rows[0]
    assert row.away.startswith("Takes no new offers until")
    assert row.offer_url == ""


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "count"), [("needs", "staff", 3), ("writer_needs", "writer", 5), ("waiting_names", "writer", 5)]
)
def test_lists_ask_the_same_number_of_questions(client, world, name, who, count, rows):
    for _number in range(rows):
        make.NeedFactory(host=world.office)
        WaitingName.objects.create(writer=world.writer, institution=make.InstitutionFactory())
    client.force_login(world.user[who])
    with count_queries() as n:
        client.get(reverse(name, args=[world.office.slug] if name == "needs" else []))
    assert n() == count, n.listing()


def test_a_name_is_put_down_and_taken_off(client, world):
    college = make.InstitutionFactory(name="Fresh College")
    client.force_login(world.user["newwriter"])
    address = reverse("waiting_names")
    assert client.post(address, {"institution": "Fresh College"}).status_code == 302
    assert client.post(address, {"institution": world.college.name}).status_code == 422
    assert client.post(address, {"institution": ""}).status_code == 422
    assert "Fresh College" in client.get(address).content.decode()
    letter = client.get(reverse("waiting_letter", args=[college.pk]))
    assert reverse("join_office") in letter.content.decode()
    assert client.get(reverse("waiting_letter", args=[world.college.pk])).status_code == 404
    assert client.get("/writer/waiting/99999999999999999999999/").status_code == 404
    assert client.post(reverse("waiting_remove", args=[college.pk])).status_code == 302
    assert not WaitingName.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("writer", 200), ("newwriter", 200), ("director", 404), ("admin", 404)])
def test_who_waits(client, world, who, status):
    client.force_login(world.user[who])
    assert client.get(reverse("waiting_names")).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("staff", 200), ("viewer", 404), ("other", 404), ("writer", 404)]
)
def test_who_invites_writers(client, world, who, status):
    client.force_login(world.user[who])
    address = reverse("invite_writer", args=[world.office.slug])
    assert client.get(address).status_code == status
    assert client.post(address, {"name": "Ana", "email": "ana@demo.test"}).status_code == (
        302 if status == 200 else 404
    )


def test_the_link_to_a_writer_shows_the_way_in(client, world):
    invitation = waiting.invite_writer(world.office, by=world.user["staff"], name="Ana", email="ana@demo.test")
    mail = OutgoingMail.objects.get(kind="waiting_writer_invited")
    link = re.sub(r"^https?://[^/]+", "", json.loads(secrets.decrypt(mail.secret))["link"])
    page = client.get(link)
    assert (page.status_code, reverse("join_writer") in page.content.decode()) == (200, True)
    client.force_login(world.user["staff"])
    withdraw = reverse("writer_invitation_withdraw", args=[world.office.slug, invitation.key])
    for _click in range(2):
        assert client.post(withdraw).status_code == 302
    client.logout()
    assert client.get(link).status_code == 410
