"""One's own account: name, zone, addresses, sessions, data."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from careerlink.accounts import actions, own_data, queries, queues
from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.models import Note
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from tests import factories as make
from tests.accounts.help import PASSWORD, code_to, is_logged_in, log_in, mails_to


@pytest.fixture
def dana(db):
    return make.UserFactory(email="dana@demo.edu", name="Dana", last_login="2026-01-01T00:00:00Z")


@pytest.fixture
def moderator(db):
    return make.UserFactory(email="admin@demo.test", name="Ada", is_staff=True, is_superuser=True)


def test_she_changes_her_name_and_zone(client, dana):
    Mailbox.objects.create(address="dana@demo.edu", user_id=dana.pk)
    client.force_login(dana)
    assert client.post("/account/", {"name": "Dana W.", "zone": "America/Denver"}).url == "/account/"
    dana.refresh_from_db()
    assert (dana.name, dana.zone) == ("Dana W.", "America/Denver")
    assert Mailbox.objects.get().zone == "America/Denver"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "x" * 101), ("name", "\x00"), ("zone", "Mars/Base"), ("zone", "\x00")]
)
def test_bad_input_gets_a_sentence_on_its_field(client, dana, field, value):
    client.force_login(dana)
    answer = client.post("/account/", {"name": "Dana", "zone": "UTC", field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_times_are_shown_in_her_zone_and_only_to_her(client, dana):
    dana.zone = "America/Denver"
    dana.save()
    client.force_login(dana)
    page = client.get("/account/export/").content.decode()
    assert "Mountain" in page
    assert timezone.get_current_timezone_name() == "UTC"


def test_an_address_that_she_never_confirmed_shows_nobody_elses_mail(dana):
    box = Mailbox.objects.create(address="other@rival.edu")
    OutgoingMail.objects.create(key="one", kind="password_changed", mailbox=box, subject="Not hers")
    dana.emailaddress_set.create(email="other@rival.edu", verified=False)
    assert own_data.mails(dana) == []
    own_data.erase_mails(dana)
    box.refresh_from_db()
    assert box.address == "other@rival.edu"


def test_a_zone_that_no_longer_exists_does_no_harm(client, dana):
    User.objects.update(zone="Mars/Base")
    client.force_login(dana)
    assert client.get("/account/export/").status_code == 200


def test_she_adds_a_second_address_by_a_mailed_code(client, dana):
    log_in(client, "dana@demo.edu")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "second@demo.edu"})
    client.post("/accounts/confirm-email/", {"code": code_to("second@demo.edu")})
    assert dict(dana.emailaddress_set.values_list("email", "verified")) == {
        "dana@demo.edu": True, "second@demo.edu": True,
    }  # fmt: skip


def test_an_address_of_somebody_else_gets_the_same_answer_and_is_never_added(client, dana):
    make.UserFactory(email="taken@demo.edu")
    log_in(client, "dana@demo.edu")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/accounts/email/", {"action_add": "", "email": "taken@demo.edu"})
    assert answer.url == "/accounts/confirm-email/"
    client.post("/accounts/confirm-email/", {"code": code_to("taken@demo.edu")})
    assert not dana.emailaddress_set.filter(email="taken@demo.edu").exists()


def test_she_sees_where_she_is_logged_in_and_ends_the_other_sessions(client, client2, dana):
    log_in(client, "dana@demo.edu", HTTP_USER_AGENT="Browser one")
    log_in(client2, "dana@demo.edu", HTTP_USER_AGENT="Browser two", REMOTE_ADDR="10.1.2.3")
    page = client.get("/accounts/sessions/").content.decode()
    assert "Browser one" in page
    assert "Browser two" in page
    assert "10.1.2.3" in page
    client.post("/accounts/sessions/")
    assert is_logged_in(client)
    assert not is_logged_in(client2)


def test_the_export_holds_every_part_and_only_her_data(client, dana, moderator):
    terms = make.LegalTextFactory(slug="terms", version=1)
    actions.agree(dana, terms)
    log_in(client, "dana@demo.edu")
    trail.disclose(terms, what="contact", right="partnership", seen_by=moderator, person_id=dana.pk)
    OutgoingMail.objects.create(
        key="one", kind="x", mailbox=Mailbox.objects.create(address="dana@demo.edu"), subject="Answer by Tue"
    )
    OutgoingMail.objects.create(key="two", kind="x", mailbox=Mailbox.objects.create(address="other@rival.edu"))
    answer = client.get("/account/export/?format=json")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="careerlink-')
    data = json.loads(answer.content)
    assert data["Account"]["name"] == "Dana"
    assert data["Account"]["addresses"] == [{"address": "dana@demo.edu", "confirmed": True, "main": True}]
    assert [row["text"] for row in data["Account"]["agreed to"]] == ["Terms of use, 1"]
    assert [row["network address"] for row in data["Where you are logged in"]] == ["127.0.0.1"]
    assert [row["subject"] for row in data["E-mails to you"]] == ["Answer by Tue"]
    assert [(row["what"], row["seen by"]) for row in data["Who saw your details"]] == [("How to reach you", "Ada")]
    assert [row["what"] for row in data["What happened"]] == ["agreed"]
    page = client.get("/account/export/").content.decode()
    assert "Answer by Tue" in page
    assert client.get("/account/export/?format=exe").status_code == 400


def test_she_asks_to_be_erased_and_the_moderators_are_told(client, dana, moderator):
    client.force_login(dana)
    assert client.post("/account/erase/").url == "/account/"
    assert mails_to("admin@demo.test") == ["erasure_asked"]


def test_a_wish_to_be_erased_waits_among_the_moderators_queues_until_it_is_done(client, dana, moderator):
    actions.ask_to_be_erased(dana)
    actions.ask_to_be_erased(dana)
    assert mails_to("admin@demo.test") == ["erasure_asked"]
    asked = queries.erasures_asked().get()
    waits = queues.erasures_queue(clock.now())
    assert (waits.count, waits.due) == (1, asked.at + timedelta(days=30))
    client.force_login(moderator)
    assert list(client.get(waits.url).context["cl"].queryset) == [dana]
    actions.erase_person(dana, by=moderator)
    assert queues.erasures_queue(clock.now()).count == 0


def test_an_erased_person_is_a_row_without_a_person(client, dana, moderator):
    log_in(client, "dana@demo.edu")
    box = Mailbox.objects.create(address="dana@demo.edu", user_id=dana.pk)
    mail = OutgoingMail.objects.create(key="one", kind="x", mailbox=box, subject="Dear Dana", text="Dear Dana")
    trail.record(dana, "called", by=moderator, note="she likes tea", person=dana.pk)
    for _time in range(2):
        actions.erase_person(dana, by=moderator)
    dana.refresh_from_db()
    mail.refresh_from_db()
    box.refresh_from_db()
    assert (dana.name, dana.is_active, dana.email) == ("", False, f"erased-{dana.key}@erased.invalid")
    assert not dana.has_usable_password()
    assert dana.emailaddress_set.count() == 0
    assert (mail.subject, mail.text, mail.state) == ("", "", "cancelled")
    assert box.address.endswith("@erased.invalid")
    assert Note.objects.get().text == ""
    assert not is_logged_in(client)
    log_in(client, "dana@demo.edu")
    assert not is_logged_in(client)
