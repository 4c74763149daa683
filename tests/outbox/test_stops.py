"""The way out of every mail that nobody asked for, and the page where everything is chosen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.accounts.models import User
from careerlink.audit.models import Entry
from careerlink.outbox import choices, delivery, stops
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.models import Choice, Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web.logs import without_tokens

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def noon(letters):
    with clock.set_to(NOON):
        yield letters


@pytest.fixture
def mail():
    return queue_mail("test_suggestion", key="suggestion", to="ann@demo.test")


def paces(address="ann@demo.test"):
    box = mailbox_for(address)
    return {group: pace for group, pace in choices.paces_at(box).items() if group != "decisions"}


DEFAULT = {"suggestions": "at_once", "news": "weekly"}


def test_mail_that_nobody_asked_for_says_how_to_stop_it(mail, mailoutbox, settings):
    settings.SITE_URL = "https://careerlink.example.org"
    queue_mail("test_note", key="answer", to="ann@demo.test")
    delivery.deliver()
    suggestion, answer = sorted(mailoutbox, key=lambda message: message.subject, reverse=True)
    assert suggestion.extra_headers["List-Unsubscribe"] == f"<{stops.stop_url(mail)}>"
    assert suggestion.extra_headers["List-Unsubscribe"].startswith("<https://careerlink.example.org/go/stop/")
    assert suggestion.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [name for name in answer.extra_headers if name.startswith("List-")] == []


def test_a_mail_program_stops_it_without_cookies(mail):
    response = Client(enforce_csrf_checks=True).post(stops.stop_url(mail), ONE_CLICK)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert paces() == {"suggestions": "never", "news": "weekly"}


def test_a_get_has_a_button_and_changes_nothing(client, mail):
    page = client.get(stops.stop_url(mail)).content.decode()
    assert '<form method="post">' in page
    assert (paces(), Choice.objects.count()) == (DEFAULT, 0)


def test_stopping_twice_is_stopping_once(client, mail):
    for _time in range(3):
        assert client.post(stops.stop_url(mail), ONE_CLICK).status_code == 200
    assert list(Entry.objects.filter(label="outbox.mailbox").values_list("event", flat=True)) == ["mail_stopped"]
    client.post(stops.stop_url(mail), {"back": "1"})
    assert paces() == DEFAULT


def test_it_can_be_taken_back_to_what_it_was(client, mail):
    Choice.objects.create(mailbox=mail.mailbox, group="suggestions", pace="weekly")
    client.post(stops.stop_url(mail))
    for _time in range(2):
        assert client.post(stops.stop_url(mail), {"back": "1"}).status_code == 200
    assert paces() == {"suggestions": "weekly", "news": "weekly"}


def test_the_weekly_mail_stops_everything_that_it_gathers(client):
    queue_mail("test_news", key="news", to="ann@demo.test")
    delivery.deliver()
    client.post(stops.stop_url(OutgoingMail.objects.get(kind="digest")))
    assert paces() == {"suggestions": "never", "news": "never"}


def test_it_works_for_as_long_as_the_row_exists(client, mail, letters):
    OutgoingMail.objects.update(state="sent", sent_at=NOON, text="", forgotten_at=NOON)
    with clock.set_to(NOON + timedelta(days=4000)):
        assert client.post(stops.stop_url(mail)).status_code == 200
    assert paces()["suggestions"] == "never"


def test_it_works_after_the_secret_key_was_changed(client, mail, settings):
    url = stops.stop_url(mail)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert client.post(url).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.post(url).status_code == 404


def test_a_token_opens_one_thing_only(client, mail):
    other = queue_mail("test_news", key="news", to="ben@demo.test")
    stop, choose = stops.token("stop", mail), stops.token("choose", mail)
    assert len(stop) == 43
    wrong = [choose, stop[:-1], stop[:-1] + "é", other.public_key + stop[20:], "x" * 10_000, "a" * 43, "%00" * 15]
    for token in wrong:
        assert client.post(f"/go/stop/{token}/").status_code == 404
    assert client.get(f"/go/choose/{stop}/").status_code == 404
    assert paces() == paces("ben@demo.test") == DEFAULT


def test_no_log_line_holds_a_token(mail):
    line = without_tokens(
        None, "info", {"path": reverse("mail_stop", args=["key" * 15]), "url": stops.choose_url(mail)}
    )
    assert line == {"path": "/go/stop/…/", "url": "http://localhost:8000/go/choose/…/"}


def test_no_row_keeps_a_token_outside_a_demonstration(mail, letters, settings):
    settings.ENVIRONMENT = "production"
    letters.text = f"Stop: {stops.stop_url(mail)} Choose: {stops.choose_url(mail)}\n"
    delivery.deliver()
    mail.refresh_from_db()
    assert mail.text == "Stop: http://localhost:8000/go/…/ Choose: http://localhost:8000/go/…/\n"


# --- The page of choices ---------------------------------------------------------------------------

CHOSEN = {"suggestions": "weekly", "news": "never", "quiet_from": "22", "quiet_until": "6", "holds_answers": "on"}


def test_an_address_without_account_chooses_by_the_link_of_its_mail(client, mail):
    url = stops.choose_url(mail)
    assert url.startswith("http://localhost:8000/go/choose/")
    page = client.get(url)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "ann@demo.test" in page.content.decode()
    assert client.post(url, CHOSEN | {"zone": "America/Denver"}).status_code == 302
    box = Mailbox.objects.get(address="ann@demo.test")
    assert paces() == {"suggestions": "weekly", "news": "never"}
    assert (box.quiet_from, box.quiet_until, box.holds_answers, box.zone) == (22, 6, True, "America/Denver")


def test_her_link_opens_the_page_for_half_a_year(client, mail):
    with clock.set_to(NOON + timedelta(days=179)):
        assert client.get(stops.choose_url(mail)).status_code == 200
    with clock.set_to(NOON + timedelta(days=181)):
        assert client.post(stops.choose_url(mail), CHOSEN).status_code == 410


def test_who_has_an_account_chooses_there(client):
    user = User.objects.create_user("ann@demo.test", name="Ann")
    mail = queue_mail("test_suggestion", key="suggestion", to="ann@demo.test", user_id=user.pk)
    assert stops.choose_url(mail) == "http://localhost:8000/account/mail/"
    private = reverse("mail_choose", args=[stops.token("choose", mail)])
    assert client.get(private).url == "/account/mail/"
    client.force_login(user)
    assert client.post("/account/mail/", CHOSEN | {"decisions": "at_once"}).status_code == 302
    assert choices.paces_at(mail.mailbox) == {"decisions": "at_once", "suggestions": "weekly", "news": "never"}


def test_looking_at_the_page_writes_nothing(client):
    client.force_login(User.objects.create_user("ann@demo.test", name="Ann"))
    assert client.get("/account/mail/").status_code == 200
    assert Mailbox.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"decisions": "never"}, {"suggestions": "hourly"}, {"quiet_from": "24"}, {"quiet_until": "-1"}, {"news": ""},
     {"news": "\0"}, {"quiet_from": "9" * 10_000}],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_changes_nothing(client, wrong):
    client.force_login(User.objects.create_user("ann@demo.test", name="Ann"))
    response = client.post("/account/mail/", CHOSEN | {"decisions": "weekly"} | wrong)
    assert (response.status_code, Choice.objects.count()) == (422, 0)


def test_nobody_has_a_zone_that_does_not_exist(client, mail):
    response = client.post(stops.choose_url(mail), CHOSEN | {"zone": "Mars/Olympus"})
    assert (response.status_code, Choice.objects.count()) == (422, 0)
