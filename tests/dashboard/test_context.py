import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from careerlink.dashboard.context import shell
from partners.permissions.desks import memberships
from tests import factories as make
from tests.queries import count_queries


def shell_for(user, path, session=None):
    request = RequestFactory().get(path)
    request.user, request.session, request.resolver_match = user, session or {}, resolve(path)
    return shell(request)["shell"]


def current(found):
    return [entry["label"] for entry in found["nav"] if entry["current"]]


def test_a_page_without_a_shell_asks_nothing(world):
    with count_queries() as n:
        shell_for(world.user["director"], "/desk/oxbow-career/")
    assert n() == 0


@pytest.mark.parametrize("who", ["director", "writer", "admin"])
def test_the_shell_asks_at_most_three_times(world, who):
    with count_queries() as n:
        bool(shell_for(world.user[who], "/start/"))
    assert n() == {"director": 2, "writer": 2, "admin": 2}[who]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/desk/oxbow-career/", "Desk"),
        ("/desk/oxbow-career/offers/", "Offers"),
        ("/desk/oxbow-career/offers/answered/", "Offers"),
        ("/desk/oxbow-career/requests/new/", "Requests"),
        ("/desk/oxbow-career/settings/people/", "Settings"),
        ("/offers/abc/", "Offers"),
        ("/requests/abc/", "Requests"),
        ("/partnerships/abc/", "Partners"),
        ("/events/abc/check-in/", "Events"),
        ("/desk/oxbow-career/semesters/", "Events"),
    ],
)
def test_the_office_sees_where_she_is(world, path, label):
    assert current(shell_for(world.user["director"], path)) == [label]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/writer/", "Desk"),
        ("/writer/offers/", "Offers"),
        ("/writer/requests/", "Requests"),
        ("/offers/abc/", "Offers"),
        ("/hours/", "Events"),
        ("/writer/certificates/", "Events"),
    ],
)
def test_a_writer_sees_where_she_is(world, path, label):
    assert current(shell_for(world.user["writer"], path)) == [label]


def test_who_has_several_hosts_sees_for_which_one_she_acts(world):
    user = world.user["director"]
    make.MemberFactory(host=world.rival, user=user)
    make.OfferFactory(host=world.rival)
    vars(user).pop("_memberships", None)
    found = shell_for(user, "/desk/rival-career/")
    assert [(host["name"], host["current"], host["waiting"]) for host in found["hosts"]] == [
        ("Career Office", False, 0),
        ("Rival Career Center", True, 1),
    ]
    assert found["here"] == {"name": "Rival Career Center", "college": "Rival College"}
    assert [entry["count"] for entry in found["nav"] if entry["label"] == "Offers"] == [1]


def test_the_desk_of_another_host_is_nobodys_desk(world):
    found = shell_for(world.user["director"], "/desk/rival-career/")
    assert (found["here"], found["nav"]) == (None, [])


def test_the_session_remembers_the_desk_for_pages_without_one(world):
    user = world.user["director"]
    make.MemberFactory(host=world.rival, user=user)
    assert shell_for(user, "/start/", {"acts_for": "rival-career"})["here"]["name"] == "Rival Career Center"
    assert shell_for(user, "/start/", {"acts_for": "gone"})["here"]["name"] == "Career Office"


def test_staff_who_also_write_choose_between_their_desks(world):
    user = world.user["writer"]
    make.MemberFactory(host=world.office, user=user)
    as_writer = shell_for(user, "/writer/")
    assert as_writer["writer"] == {"url": reverse("writer_desk"), "current": True}
    assert as_writer["here"] is None
    assert len(memberships(user)) == 1
    assert shell_for(user, "/start/", {"acts_for": ""})["writer"]["current"] is True


def test_a_moderator_finds_the_admin(world):
    assert [entry["url"] for entry in shell_for(world.user["admin"], "/start/")["nav"]] == ["/admin/"]


def test_a_stranger_has_no_shell(client, world):
    page = client.get("/")
    assert page.context["shell"]["me"] is None
