"""Who is suspended is out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.accounts import actions
from careerlink.audit.models import Entry
from careerlink.web import clock
from tests import factories as make
from tests.accounts.help import is_logged_in, last_mail, log_in, mails_to, words_of


@pytest.fixture
def dana(db):
    return make.UserFactory(email="dana@demo.edu")


@pytest.fixture
def moderator(db):
    return make.UserFactory(email="admin@demo.test", is_staff=True, is_superuser=True)


def suspend(dana, moderator, **change):
    until = clock.now() + timedelta(days=7)
    actions.suspend_person(dana, by=moderator, **{"until": until, "reason": "conduct", "note": "a call", **change})


def test_she_is_out_at_the_next_request_with_a_page_that_says_until_when(client, dana, moderator):
    client.force_login(dana)
    assert is_logged_in(client)
    dana.suspended_until = clock.now() + timedelta(days=7)
    dana.save()
    answer = client.get("/account/")
    assert answer.status_code == 403
    assert "admin@demo.test" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.get("/account/").status_code == 302


def test_suspending_ends_her_sessions_and_tells_her_why(client, dana, moderator):
    log_in(client, "dana@demo.edu")
    suspend(dana, moderator)
    assert dana.usersession_set.count() == 0
    assert not is_logged_in(client)
    assert mails_to("dana@demo.edu") == ["suspended"]
    assert words_of(last_mail("dana@demo.edu"))["reason"] == "conduct towards other people"
    entry = Entry.objects.get(event="suspended")
    assert (entry.by, entry.person, entry.reason, entry.note.text) == (moderator.pk, dana.pk, "conduct", "a call")


@pytest.mark.parametrize("way", ["password", "code"])
def test_she_cannot_log_in(client, dana, moderator, way):
    suspend(dana, moderator)
    if way == "password":
        answer = log_in(client, "dana@demo.edu")
    else:
        client.post("/accounts/login/", {"login": "dana@demo.edu", "by_code": "1"})
        code = words_of(last_mail("dana@demo.edu"))["code"]
        answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer.status_code == 403
    assert not is_logged_in(client)


def test_she_is_back_when_the_day_has_come(client, dana, moderator):
    suspend(dana, moderator)
    with clock.set_to(clock.now() + timedelta(days=8)):
        log_in(client, "dana@demo.edu")
        assert is_logged_in(client)


def test_she_is_back_when_a_moderator_lets_her_in(client, dana, moderator):
    suspend(dana, moderator)
    actions.lift_suspension(dana, by=moderator)
    log_in(client, "dana@demo.edu")
    assert is_logged_in(client)
    assert mails_to("dana@demo.edu") == ["suspended", "suspension_lifted"]


def test_what_cannot_be(dana, moderator):
    colleague = make.UserFactory(is_staff=True)
    for who, by, change in [
        (moderator, moderator, {}),
        (moderator, colleague, {}),
        (dana, moderator, {"until": clock.now() - timedelta(minutes=1)}),
    ]:
        with pytest.raises(ValidationError):
            suspend(who, by, **change)
    assert not Entry.objects.exists()
