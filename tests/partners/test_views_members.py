"""People pages and the invitation behind a mailed link."""

import json
import re

import pytest
from django.urls import reverse

from careerlink.accounts.models import User
from careerlink.outbox import secrets
from careerlink.outbox.models import OutgoingMail
from partners.actions import members as actions
from partners.models import Invitation, Member
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def link_in(mail):
    return re.sub(r"^https?://[^/]+", "", json.loads(secrets.decrypt(mail.secret))["link"])


@pytest.fixture
def invited(world):
    invitation = actions.invite_colleague(
        world.office, by=world.user["director"], email="kim@demo.edu", role="coordinator"
    )
    invitation.link = link_in(OutgoingMail.objects.get(kind="invitation_colleague"))
    return invitation


def test_a_manager_invites_from_the_page(client, world):
    client.force_login(world.user["director"])
    address = reverse("host_members", args=[world.office.slug])
    assert client.post(address, {"email": "kim@demo.edu", "role": "viewer"}).status_code == 302
    assert client.post(address, {"email": "kim@demo.edu", "role": "viewer"}).status_code == 422
    assert client.post(address, {"email": "kim", "role": "emperor"}).status_code == 422
    assert "kim@demo.edu" in client.get(address).content.decode()


def test_a_host_that_waits_writes_to_nobody(client, world):
    host = make.HostFactory(waiting=True, slug="waits")
    make.MemberFactory(host=host, user=world.user["writer"])
    client.force_login(world.user["writer"])
    address = reverse("host_members", args=["waits"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"email": "kim@demo.edu", "role": "viewer"}).status_code == 404


def test_looking_at_an_invitation_changes_nothing(client, world, invited):
    for _time in range(2):
        page = client.get(invited.link)
        assert page.status_code == 200
        assert "Join Career Office?" in page.content.decode()
    invited.refresh_from_db()
    assert invited.state == "sent"


def test_somebody_with_an_account_joins_with_one_button(client, world, invited):
    kim = make.UserFactory(email="kim@demo.edu")
    kim.agreements.create(text=world.terms)
    client.force_login(kim)
    response = client.post(invited.link, {"answer": "yes"})
    assert response.url == reverse("desk", args=[world.office.slug])
    assert Member.objects.get(user=kim).role == "coordinator"
    assert client.post(invited.link, {"answer": "yes"}).status_code == 410
    assert Member.objects.filter(user=kim).count() == 1


def test_somebody_without_an_account_makes_one_without_a_code(client, world, invited):
    page = client.get(invited.link + "?join=1")
    assert page.templates[0].name == "accounts/sign_up.html"
    form = {"name": "Kim", "email": "elsewhere@demo.test", "password1": "four ordinary words", "agree": "on"}
    response = client.post(invited.link + "?join=1", form)
    assert response.status_code == 302
    assert User.objects.filter(email="kim@demo.edu").count() == 1
    assert not User.objects.filter(email="elsewhere@demo.test").exists()
    assert client.get(response.url).status_code == 200
    assert client.post(invited.link, {"answer": "yes"}).status_code == 302
    assert Member.objects.get(user__email="kim@demo.edu").role == "coordinator"


def test_a_stranger_says_no_with_one_button(client, world, invited):
    assert client.post(invited.link, {"answer": "no"}).status_code == 200
    invited.refresh_from_db()
    assert invited.state == "declined"
    assert client.get(invited.link).status_code == 410


def test_an_invitation_that_was_taken_back_opens_nothing(client, world, invited):
    client.force_login(world.user["director"])
    withdraw = reverse("invitation_withdraw", args=[world.office.slug, invited.key])
    assert client.post(withdraw).status_code == 302
    assert client.post(withdraw).status_code == 302
    assert Invitation.objects.get().state == "withdrawn"
    client.logout()
    assert client.get(invited.link).status_code == 410
    assert client.post(invited.link, {"answer": "yes"}).status_code == 410


@pytest.mark.parametrize("name", ["member_role", "member_end"])
@pytest.mark.parametrize(("who", "status"), [("director", 200), ("staff", 404), ("viewer", 404), ("other", 404)])
def test_only_managers_change_people(client, world, name, who, status):
    member = Member.objects.get(host=world.office, user=world.user["viewer"])
    client.force_login(world.user[who])
    assert client.get(reverse(name, args=[world.office.slug, member.key])).status_code == status


def test_a_member_of_another_host_is_not_found(client, world):
    foreign = Member.objects.get(host=world.rival)
    client.force_login(world.user["director"])
    assert client.post(reverse("member_end", args=[world.office.slug, foreign.key])).status_code == 404


def test_the_last_manager_reads_why_she_cannot_leave(client, world):
    client.force_login(world.user["director"])
    response = client.post(reverse("host_leave", args=[world.office.slug]))
    assert response.status_code == 422
    assert "Make somebody else a manager first" in response.content.decode()


def test_a_viewer_leaves(client, world):
    client.force_login(world.user["viewer"])
    address = reverse("host_leave", args=[world.office.slug])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert client.get(address).status_code == 404


def test_a_role_is_changed_on_its_page(client, world):
    member = Member.objects.get(host=world.office, user=world.user["viewer"])
    client.force_login(world.user["director"])
    address = reverse("member_role", args=[world.office.slug, member.key])
    assert client.post(address, {"role": "coordinator"}).status_code == 302
    assert client.post(address, {"role": "owner"}).status_code == 422
    member.refresh_from_db()
    assert member.role == "coordinator"
    own = Member.objects.get(host=world.office, user=world.user["director"])
    assert client.post(reverse("member_role", args=[world.office.slug, own.key]), {"role": "viewer"}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_people_page_asks_the_same_number_of_questions(client, world, rows):
    for number in range(rows):
        make.MemberFactory(host=world.office, role="viewer")
        actions.invite_colleague(world.office, by=world.user["director"], email=f"kim{number}@demo.edu", role="viewer")
    client.force_login(world.user["director"])
    with count_queries() as n:
        client.get(reverse("host_members", args=[world.office.slug]))
    assert n() == 6, n.listing()
