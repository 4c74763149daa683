"""Reporting from a page, and keeping somebody in mind."""

from datetime import timedelta

import pytest

from careerlink.web import clock
from partners.models import Host, Report, SavedHost, SavedWriter
from tests import factories as make

WRITER = "/writers/writer/report/"
HOST = "/hosts/oxbow-career/report/"


def test_an_office_reports_a_writer_and_reads_by_when_it_hears(world, client):
    client.force_login(world.user["staff"])
    assert client.get(WRITER).status_code == 200
    done = client.post(WRITER, {"about": "safety", "text": "He shouted.\u202e 💥"}, follow=True)
    assert "You hear how it ends by" in done.content.decode()
    assert "We treat this as urgent" in done.content.decode()
    assert list(Report.objects.values_list("writer__slug", "is_urgent", "text")) == [
        ("writer", True, "He shouted.\u202e 💥")
    ]


def test_a_writer_reports_an_office(world, client):
    client.force_login(world.user["writer"])
    assert client.post(HOST, {"about": "conduct", "text": "Rude."}).status_code == 302
    assert Report.objects.get().host == world.office


@pytest.mark.parametrize("data", [{}, {"about": "conduct"}, {"about": "nope", "text": "x"}, {"about": "other", "text": "a\0"}, {"about": "other", "text": "x" * 4001}])  # fmt: skip  # noqa: E501
def test_what_is_not_said_is_asked_for_at_its_field(world, client, data):
    client.force_login(world.user["staff"])
    response = client.post(WRITER, data)
    assert (response.status_code, Report.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("who", "url"),
    [("writer", WRITER), ("writer2", WRITER), ("other", HOST), ("staff", "/writers/nobody/report/")],
)
def test_nobody_reports_herself_or_what_she_cannot_see(world, client, who, url):
    client.force_login(world.user[who])
    assert client.get(url).status_code == 404


def test_a_stranger_is_sent_to_log_in(world, client):
    assert client.get(WRITER).status_code == 302


def test_after_five_reports_in_an_hour_one_waits(world, client):
    client.force_login(world.user["staff"])
    for number in range(5):
        assert client.post(WRITER, {"about": "other", "text": f"{number}"}).status_code == 302
    assert client.post(WRITER, {"about": "other", "text": "6"}).status_code == 422
    with clock.set_to(clock.now() + timedelta(hours=2)):
        assert client.post(WRITER, {"about": "other", "text": "6"}).status_code == 302


def test_a_double_click_reports_once(world, client):
    client.force_login(world.user["staff"])
    for _ in range(2):
        client.post(WRITER, {"about": "other", "text": "once"})
    assert Report.objects.count() == 1


# --- Saved -----------------------------------------------------------------------------------------------

SAVE = "/desk/oxbow-career/writers/writer/"


def test_an_office_saves_notes_and_forgets_a_writer(world, client):
    client.force_login(world.user["staff"])
    for _ in range(2):
        assert client.post(SAVE + "save/", {"next": "/desk/oxbow-career/writers/?words=x"}).url.endswith("?words=x")
    assert SavedWriter.objects.count() == 1
    assert client.post(SAVE + "note/", {"note": "<b>kind</b> 💥"}).status_code == 302
    html = client.get("/desk/oxbow-career/writers/?saved=on").content.decode()
    assert ["&lt;b&gt;kind&lt;/b&gt; 💥" in html, "<b>kind" in html] == [True, False]
    assert client.get(SAVE + "note/").context["form"].initial == {"note": "<b>kind</b> 💥"}
    assert client.post(SAVE + "note/", {"note": "x" * 2001}).status_code == 422
    client.post(SAVE + "unsave/")
    assert SavedWriter.objects.count() == 0


@pytest.mark.parametrize("evil", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", "\0"])
def test_saving_never_leads_elsewhere(world, client, evil):
    client.force_login(world.user["staff"])
    assert client.post(SAVE + "save/", {"next": evil}).url == "/desk/oxbow-career/writers/"


@pytest.mark.parametrize(
    ("who", "status"), [("director", 302), ("staff", 302), ("viewer", 404), ("other", 404), ("writer", 404)]
)
def test_who_may_save_for_an_office(world, client, who, status):
    client.force_login(world.user[who])
    assert client.post(SAVE + "save/").status_code == status
    assert client.get(SAVE + "save/").status_code == 405


def test_a_note_stays_with_its_host(world, client):
    SavedWriter.objects.create(host=world.office, writer=world.writer, note="our secret")
    client.force_login(world.user["professor"])
    assert "our secret" not in client.get("/desk/oxbow-english/writers/").content.decode()


def test_a_writer_saves_notes_and_forgets_a_host(world, client):
    client.force_login(world.user["writer"])
    base = "/writer/colleges/oxbow-club/"
    assert client.post(base + "save/").status_code == 302
    assert client.post(base + "note/", {"note": "ask in fall"}).status_code == 302
    assert "ask in fall" in client.get("/writer/colleges/?saved=on").content.decode()
    assert list(SavedHost.objects.values_list("writer", "host")) == [(world.writer.pk, world.club.pk)]
    client.post(base + "unsave/")
    assert SavedHost.objects.count() == 0


def test_a_host_that_is_not_approved_cannot_be_saved(world, client):
    make.HostFactory(slug="hidden", state=Host.State.REFUSED)
    client.force_login(world.user["writer"])
    assert client.post("/writer/colleges/hidden/save/").status_code == 404
