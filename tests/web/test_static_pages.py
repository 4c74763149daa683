"""Pages that strangers read before they join."""

import itertools
import re

import pytest
from django.urls import reverse

PUBLIC = ["landing", "trust", "privacy", "accessibility_statement", "help"]


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "trust"])  # that one names the terms in force
def test_strangers_may_read_it_without_the_database(client, name):
    response = client.get(reverse(name))
    html = response.content.decode()
    assert (response.status_code, html.count("<h1>"), html.count("<main")) == (200, 1, 1)
    assert "<title> - " not in html


@pytest.mark.parametrize("name", PUBLIC)
def test_it_takes_no_post(client, db, name):
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", PUBLIC)
def test_its_headings_leave_no_level_out(client, db, name):
    levels = [int(n) for n in re.findall(r"<h(\d)", client.get(reverse(name)).content.decode())]
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_every_link_within_the_house_opens(client, db, name):
    html = client.get(reverse(name)).content.decode()
    links = {link.split("#")[0] for link in re.findall(r'<a[^>]* href="([^"]*)"', html)}
    links -= {"", reverse("terms")}  # there are none before somebody has written them
    answers = {link: client.get(link).status_code for link in links}
    assert {link: status for link, status in answers.items() if status not in (200, 302)} == {}


def test_who_is_logged_in_starts_to_work(client, world):
    client.force_login(world.user["director"])
    response = client.get("/")
    assert (response.status_code, response.url) == (302, reverse("start"))


def test_a_signed_in_reader_keeps_her_shell(client, world):
    client.force_login(world.user["director"])
    html = client.get(reverse("trust")).content.decode()
    assert 'action="/accounts/logout/"' in html
    assert "Log in" not in html


def test_machines_are_told_where_not_to_look(client, db):
    response = client.get("/robots.txt")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.content.decode().splitlines()[0] == "User-agent: *"


def test_an_unknown_address_is_answered_with_a_page(client, db):
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
