""" "Not for me, because …" in a mail: one link, one page, one button, without logging in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from careerlink.audit.models import Entry
from careerlink.outbox.delivery import deliver
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions import asking
from partners.actions.weekly import write_request_mails
from partners.emails.no_link import LINK, keep_links, no_urls
from partners.models import Asked, Need, NotForMe, Writer
from partners.queries.suggested import may_be_asked
from tests import factories as make
from tests.queries import count_queries

SITE = "http://localhost:8000"


@pytest.fixture
def need(world):
    need = make.NeedFactory(host=world.office, kind="workshop", needed_on=clock.today() + timedelta(days=40))
    need.tags.create(vocabulary="major", code="23.0101")
    return need


@pytest.fixture
def writer(world):
    writer = make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer
    writer.user.agreements.create(text=world.terms)
    return writer


@pytest.fixture
def address(writer, need):
    keep_links([writer])
    return no_urls(writer, [need.key], writer.user.email)[need.key].removeprefix(SITE)


def said():
    return list(NotForMe.objects.order_by("id").values_list("writer", "need", "because"))


def test_each_request_of_the_weekly_mail_leads_to_its_page(client, world, writer, need):
    other = make.NeedFactory(host=world.rival, needed_on=clock.today() + timedelta(days=50))
    other.tags.create(vocabulary="major", code="23.0101")
    Writer.objects.update(next_requests_at=clock.now())
    assert write_request_mails() == 1
    with clock.set_to(clock.now() + timedelta(days=1)):
        deliver()
    body = mail.outbox[0].body
    found = [line.split(": ", 1)[1] for line in body.splitlines() if "Not for me, because:" in line]
    assert sorted(url.partition("?request=")[2] for url in found) == sorted([need.key, other.key])
    for url in found:
        assert "because" in client.get(url.removeprefix(SITE)).content.decode()
        assert client.post(url.removeprefix(SITE), {"because": "far"}).status_code == 302
    assert {(pk, who) for who, pk, _because in said()} == {(need.pk, writer.pk), (other.pk, writer.pk)}


def test_a_no_is_kept_teaches_and_can_be_taken_back(client, world, writer, need, address):
    page = client.get(address).content.decode()
    assert ("Not for you?" in page, str(need) in page) == (True, True)
    assert client.post(address, {"because": "kind"}).headers["Location"] == address
    assert said() == [(writer.pk, need.pk, "kind")]
    assert Entry.objects.get(event="turn_down").by == writer.user_id
    other = make.NeedFactory(host=world.rival, kind="workshop")
    assert not may_be_asked(other).filter(pk=writer.pk).exists()
    page = client.get(address).content.decode()
    assert "Kept: I do not do this kind of thing." in page
    for _double in range(2):
        assert client.post(address, {"answer": "back"}).status_code == 302
    assert said() == []
    assert may_be_asked(other).filter(pk=writer.pk).exists()
    assert "Not for you?" in client.get(address).content.decode()


def test_used_twice_it_keeps_the_last_reason_once(client, writer, need, address):
    for because in ("far", "soon"):
        client.post(address, {"because": because})
    assert said() == [(writer.pk, need.pk, "soon")]


def test_whoever_asked_hears_a_no(client, world, writer, need):
    asking.ask_writers(need, [writer], by=world.user["director"])
    deliver()
    (letter,) = mail.outbox
    url = next(line for line in letter.body.splitlines() if "?request=" in line).split()[-1]
    client.post(url.removeprefix(SITE), {"because": "not_now"})
    assert Asked.objects.get().answer == "no"
    client.post(url.removeprefix(SITE), {"answer": "back"})
    assert Asked.objects.get().answer == ""


def test_whoever_has_offered_meanwhile_reads_that(client, world, writer, need, address):
    make.OfferFactory(writer=writer, host=world.office, need=need, state="sent")
    response = client.post(address, {"because": "kind"})
    assert (response.status_code, said()) == (422, [])
    assert "You have offered to help with this request" in response.content.decode()


def test_a_scanner_that_opens_it_changes_nothing(client, need, address):
    for method in (client.get, client.head):
        assert method(address).status_code == 200
    assert (said(), Entry.objects.count(), SignedLink.objects.get().used_at) == ([], 0, None)


def test_it_is_kept_by_no_browser_and_told_to_no_other_site(client, address):
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("data", [{}, {"because": "boredom"}, {"because": "kind\u2028"}, {"answer": "maybe"}])
def test_without_a_reason_that_we_know_nothing_is_kept(client, address, data):
    assert client.post(address, data).status_code == 422
    assert said() == []


def test_an_altered_link_opens_nothing(client, address):
    token = address.split("/")[2]
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[1:], token + "A"):
        altered = address.replace(token, wrong)
        assert (client.get(altered).status_code, client.post(altered, {"because": "far"}).status_code) == (404, 404)
    assert said() == []


def test_after_its_time_it_opens_nothing(client, address):
    with clock.set_to(clock.now() + timedelta(days=90, minutes=1)):
        assert (client.get(address).status_code, client.post(address, {"because": "far"}).status_code) == (410, 410)
    assert said() == []


def test_a_link_of_another_purpose_says_no_to_nothing(client, world, need, writer):
    pair = (f"{world.office.key}:{world.user['director'].pk}", writer.user.email)
    links.make_many("decide", [pair], lasts=timedelta(days=1))
    url = links.urls_of(writer.user.email, [("decide", pair[0])])["decide", pair[0]].removeprefix(SITE)
    client.post(f"{url}?request={need.key}", {"because": "far"})
    assert said() == []


@pytest.mark.parametrize("who", ["writer", "director", "other"])
def test_it_serves_one_person(client, world, address, who):
    client.force_login(world.user[who])
    for response in (client.get(address), client.post(address, {"because": "far"})):
        assert response.headers["Location"] == reverse("start")
    assert said() == []


def test_another_writers_link_says_no_for_her_alone(client, world, writer, need, address):
    keep_links([world.writer])
    hers = no_urls(world.writer, [need.key], world.writer.user.email)[need.key].removeprefix(SITE)
    client.post(hers, {"because": "far"})
    assert [who for who, _need, _because in said()] == [world.writer.pk]


def filled(world, writer, need):
    Need.objects.filter(pk=need.pk).update(state="filled")


def draft(world, writer, need):
    Need.objects.filter(pk=need.pk).update(state="draft")


def own_host(world, writer, need):
    make.MemberFactory(host=world.office, user=writer.user)


def suspended(world, writer, need):
    Writer.objects.filter(pk=writer.pk).update(state="suspended")


def no_such(world, writer, need):
    Need.objects.filter(pk=need.pk).update(key="somethingelse")


@pytest.mark.parametrize("why", [filled, draft, own_host, suspended, no_such])
def test_what_is_over_or_not_hers_to_answer_says_so_and_nothing_else(client, world, writer, need, address, why):
    why(world, writer, need)
    page = client.get(address)
    assert (page.status_code, client.post(address, {"because": "far"}).status_code) == (410, 410)
    assert ("This request is over" in page.content.decode(), str(need) in page.content.decode()) == (True, False)
    assert said() == []


@pytest.mark.parametrize("why", [{"suspended_until": clock.now() + timedelta(days=3)}, {"is_active": False}])
def test_it_opens_nothing_for_who_may_not_log_in(client, writer, need, address, why):
    type(writer.user).objects.filter(pk=writer.user_id).update(**why)
    assert (client.get(address).status_code, client.post(address, {"because": "far"}).status_code) == (404, 404)
    assert said() == []


def test_a_form_from_another_site_says_nothing(address):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(address, {"because": "far"}).status_code == 403
    assert said() == []


def test_one_link_serves_all_mails_of_two_months(writer, need):
    made = []
    for week in range(10):
        with clock.set_to(clock.now() + timedelta(weeks=week)):
            keep_links([writer])
            found = no_urls(writer, [need.key], writer.user.email.upper())
        assert found[need.key].startswith(f"{SITE}/go/")
        made.append(SignedLink.objects.filter(purpose=LINK).count())
    assert made == [1] * 9 + [2]


def test_a_mail_to_an_address_without_a_link_leads_to_the_page_behind_the_log_in(writer, need, address):
    assert no_urls(writer, [need.key], "new@demo.test") == {need.key: f"{SITE}/requests/{need.key}/not-for-me/"}


@pytest.mark.parametrize("rows", [1, 4])
def test_links_cost_the_same_for_any_number_of_writers(world, rows):
    writers = [make.WriterFactory() for _row in range(rows)]
    with count_queries() as n:
        keep_links(writers)
    assert n() == 2, n.listing()
