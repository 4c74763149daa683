"""Every letter of this room."""

from datetime import timedelta

import pytest

from careerlink.accounts import emails
from careerlink.outbox.kinds import kinds
from careerlink.web import clock

WORDS = {
    "code": "ABC-DEF", "password_reset_url": "https://careerlink.example.org/x/", "ip": "192.0.2.1",
    "user_agent": "Browser <one>", "from_email": "a@demo.edu", "to_email": "b@demo.edu", "deleted_email": "c@demo.edu",
    "provider": "Oxbow State", "until": "Tue 12 May", "reason": "conduct", "moderators": "admin@demo.test",
    "name": "Dana", "url": "https://careerlink.example.org/admin/", "number": 2,
    "first": ["audit.entry 7: it was changed", "audit.entry 9: it is gone"],
}  # fmt: skip
LETTERS = sorted(slug.removeprefix("account_") for slug in kinds if slug.startswith("account_"))


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_says_what_to_do_and_why_it_came(db, name):
    content = (kind := kinds[f"account_{name}"]).render(emails.send(name, "dana@demo.edu", WORDS))
    assert (kind.transactional, kind.urgent) == (True, True)
    assert "You get this because" in content.text
    assert "You get this because" in content.html
    assert "%(" not in content.subject + content.text
    assert "<one>" not in content.html


@pytest.mark.parametrize(("minutes", "why"), [(14, ""), (16, "what it holds has expired")])
def test_a_code_that_comes_too_late_is_not_sent(db, minutes, why):
    mail = emails.send("login_code", "dana@demo.edu", {"code": "ABC-DEF"})
    with clock.set_to(mail.made_at + timedelta(minutes=minutes)):
        assert kinds[mail.kind].still_true(mail) == why


def test_nobody_has_an_address_of_300_characters(db):
    assert emails.send("unknown_account", "x" * 300 + "@demo.edu", {}) is None


def test_the_letters_last_as_long_as_what_they_hold(settings):
    assert emails.CODE_LASTS.total_seconds() == settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    assert emails.CODE_LASTS.total_seconds() == settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT
    assert emails.LINK_LASTS.total_seconds() == settings.PASSWORD_RESET_TIMEOUT
