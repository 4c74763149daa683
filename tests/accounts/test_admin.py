"""The moderators' pages about people."""

from datetime import timedelta

import pytest

from careerlink.accounts import queues, registry
from careerlink.accounts.models import LegalText, User
from careerlink.accounts.queues import QueueFacts
from careerlink.audit.models import Entry
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from tests import factories as make
from tests.accounts.help import mails_to


@pytest.fixture
def dana(db):
    return make.UserFactory(email="dana@demo.edu", name="Dana")


@pytest.fixture
def admin(client, db):
    """The browser of an administrator."""
    client.force_login(make.UserFactory(email="admin@demo.test", is_staff=True, is_superuser=True))
    return client


def test_the_first_page_shows_what_waits_most_urgent_first(admin, monkeypatch):
    now = clock.now()
    for label in list(queues.queues):
        monkeypatch.delitem(queues.queues, label)
    late = QueueFacts("Late things", 2, now - timedelta(days=3), now - timedelta(hours=1), "/admin/late/")
    calm = QueueFacts("Calm things", 0, None, None, "/admin/calm/")
    monkeypatch.setitem(queues.queues, "calm", lambda _now: calm)
    monkeypatch.setitem(queues.queues, "late", lambda _now: late)
    page = admin.get("/admin/").content.decode()
    assert page.index("Late things") < page.index("Calm things")
    assert "<strong>Late:</strong>" in page
    assert 'href="/admin/late/"' in page


def test_everything_about_a_person_is_on_her_page(admin, dana, monkeypatch):
    monkeypatch.setitem(registry.panels, "Rooms above", lambda user: [("Host", f"of {user.name}", "/somewhere/")])
    page = admin.get(f"/admin/accounts/user/{dana.pk}/change/").content.decode()
    assert '<a href="/somewhere/">of Dana</a>' in page
    for label in registry.panels:
        assert f"<h2>{label}</h2>" in page


def test_a_change_of_a_person_is_in_the_trail(admin, dana):
    admin.post(f"/admin/accounts/user/{dana.pk}/change/", {"name": "Dana W.", "is_staff": "on"})
    entry = Entry.objects.get(event="changed", person=dana.pk)
    assert entry.fields == ["is_staff", "name"]


def test_the_admin_shows_no_secret_of_a_second_step_and_no_password_page_of_its_own(admin):
    assert admin.get("/admin/mfa/authenticator/").status_code == 404
    assert admin.get("/admin/password_change/").url == "/accounts/password/change/"


def test_people_are_listed_and_found_by_each_of_their_addresses(admin, dana):
    dana.emailaddress_set.create(email="second@demo.edu")
    page = admin.get("/admin/accounts/user/", {"q": "second@demo.edu"}).content.decode()
    assert "dana@demo.edu" in page


def test_a_moderator_suspends_and_lets_in_again(admin, dana):
    address = f"/admin/accounts/user/{dana.pk}"
    assert admin.get(f"{address}/suspend/").status_code == 200
    answer = admin.post(f"{address}/suspend/", {"until": "2100-01-01T12:00", "reason": "conduct", "note": ""})
    assert answer.url == f"{address}/change/"
    assert User.objects.get(pk=dana.pk).is_suspended
    assert "Let in again" in admin.get(answer.url).content.decode()
    admin.post(f"{address}/lift/", {"note": "a good talk"})
    assert not User.objects.get(pk=dana.pk).is_suspended
    assert mails_to("dana@demo.edu") == ["suspended", "suspension_lifted"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("until", "2001-01-01T12:00"), ("until", "soon"), ("reason", "x"), ("note", "x" * 2001), ("note", "\x00")],
)
def test_bad_input_gets_a_sentence(admin, dana, field, value):
    data = {"until": "2100-01-01T12:00", "reason": "conduct", "note": "", field: value}
    answer = admin.post(f"/admin/accounts/user/{dana.pk}/suspend/", data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_nobody_suspends_herself(admin):
    me = User.objects.get(email="admin@demo.test")
    data = {"until": "2100-01-01T12:00", "reason": "conduct"}
    assert admin.post(f"/admin/accounts/user/{me.pk}/suspend/", data).status_code == 422


def test_an_administrator_erases(admin, dana):
    admin.post(f"/admin/accounts/user/{dana.pk}/erase/", {})
    assert User.objects.get(pk=dana.pk).erased_at is not None


@pytest.mark.parametrize(
    ("is_staff", "way", "status"),
    [
        (True, "change", 200),
        (True, "suspend", 200),
        (True, "erase", 403),
        (False, "change", 302),
        (False, "erase", 302),
    ],
)
def test_who_may_look_and_act(client, dana, is_staff, way, status):
    client.force_login(make.UserFactory(is_staff=is_staff))
    assert client.get(f"/admin/accounts/user/{dana.pk}/{way}/").status_code == status


def test_a_text_in_force_never_changes(admin):
    old = make.LegalTextFactory(slug="pledge", version=1)
    coming = make.LegalTextFactory(slug="pledge", version=2, in_force_from="2100-01-01T00:00:00Z")
    for text, status in [(old, 403), (coming, 302)]:
        data = {"slug": "pledge", "version": text.version, "body": "changed"}
        data |= {"in_force_from_0": "2100-01-01", "in_force_from_1": "00:00:00"}
        assert admin.post(f"/admin/accounts/legaltext/{text.pk}/change/", data).status_code == status
    assert list(LegalText.objects.filter(body="changed")) == [coming]


def test_mail_that_failed_waits_for_a_moderator(admin):
    mail = queue_mail("account_suspended", key="failed:1", to="lost@demo.test", secret={"name": "Lost"})
    OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.FAILED, why="550 no such mailbox")
    page = admin.get("/admin/")
    waiting = {row["facts"].title: row["facts"].count for row in page.context["waiting"]}
    assert waiting["Mail that failed"] == 1
    listed = admin.get(next(row["facts"].url for row in page.context["waiting"] if row["facts"].count == 1))
    assert mail.mailbox.in_short in listed.content.decode()
    assert "lost@demo.test" not in listed.content.decode()  # the list goes without whole addresses
