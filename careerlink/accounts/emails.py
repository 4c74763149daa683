"""Every mail about an account. Codes and links travel encrypted and are wiped when the mail has left;
a code that comes too late is not sent at all."""

import json
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.outbox import kinds, secrets
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web.keys import new_key

CODE_LASTS = timedelta(minutes=15)  # as ACCOUNT_…_TIMEOUT in the settings
LONGEST = 254  # characters of an address (RFC 5321, 4.5.3.1.3); whatever is longer is nobody's
LINK_LASTS = timedelta(hours=24)  # as PASSWORD_RESET_TIMEOUT in the settings


@transaction.atomic
def send(name: str, address: str, words: dict, *, once: str = "") -> OutgoingMail | None:
    """Queue the letter `name` to one address; `words` are kept encrypted until it has left. `once` names
    what it is about where the same must not be written twice. None when nobody can have such an address.

    Raises KeyError for a letter that is not in this file.
    """
    if len(address) > LONGEST:
        return None
    owner = EmailAddress.objects.filter(email=address.lower(), verified=True).values_list("user_id", flat=True)
    # For an address that is known as for one that is not, and all in one commit: whoever measures how long
    # it takes learns nothing.
    Mailbox.objects.bulk_create([Mailbox(address=address.strip().lower())], ignore_conflicts=True)
    return queue_mail(
        f"account_{name}",
        key=f"account:{name}:{once}:{address}" if once else f"account:{name}:{new_key()}",
        to=address,
        user_id=owner.first(),
        secret={**words, "address": address},
    )


def _fresh_for(span: timedelta) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        return "" if clock.now() - mail.made_at < span else "what it holds has expired"

    return still_true


def _letter(name: str, *, lasts: timedelta | None = None):
    """Register a letter: the function is given the words and returns subject and what the frame draws."""

    def wrap(function: Callable[[dict], tuple[str, dict]]):
        def render(mail: OutgoingMail) -> Content:
            words = json.loads(secrets.decrypt(mail.secret))
            with translation.override(mail.mailbox.language):
                subject, context = function(words)
            return compose(mail, "base", subject=subject, context=context)

        kinds.register(
            f"account_{name}",
            group="commitments",
            transactional=True,
            urgent=True,
            render=render,
            still_true=_fresh_for(lasts) if lasts else kinds.always,
        )
        return function

    return wrap


# --- Codes and links ---------------------------------------------------------------------------------


@_letter("email_confirmation_signup", lasts=CODE_LASTS)
def confirm_at_sign_up(words):
    return _("Confirm your address with this code"), {
        "paragraphs": [_("Type this code into the page that is open in your browser, within 15 minutes.")],
        "code": words["code"],
        "why": _("You get this because somebody made an account with this address. If it was not you, do nothing."),
    }


@_letter("email_confirmation", lasts=CODE_LASTS)
def confirm_address(words):
    return _("Confirm your address with this code"), {
        "paragraphs": [_("Type this code into the page that is open in your browser, within 15 minutes.")],
        "code": words["code"],
        "why": _("You get this because somebody added this address to an account. If it was not you, do nothing."),
    }


@_letter("login_code", lasts=CODE_LASTS)
def log_in_by_code(words):
    return _("Log in with this code"), {
        "paragraphs": [_("Type this code into the page that is open in your browser, within 15 minutes.")],
        "code": words["code"],
        "after": [_("Nobody of CareerLink ever asks you for this code.")],
        "why": _("You get this because somebody asked for a log-in code. If it was not you, do nothing."),
    }


@_letter("password_reset_key", lasts=LINK_LASTS)
def reset_password(words):
    return _("Choose a new password"), {
        "paragraphs": [_("The button opens a page where you choose a new password. It works once, within 24 hours.")],
        "button": (_("Choose a new password"), words["password_reset_url"]),
        "why": _("You get this because somebody asked for a new password. If it was not you, do nothing."),
    }


@_letter("account_already_exists")
def you_have_an_account(words):
    return _("Log in: you have an account already"), {
        "paragraphs": [
            _("Somebody, probably you, tried to join CareerLink with this address. You have an account with it."),
            _("If you do not remember the password, let us mail you a code instead."),
        ],
        "button": (_("Log in"), absolute(reverse("account_login"))),
        "why": _("You get this because this address was typed on our sign-up page. If it was not you, do nothing."),
    }


@_letter("unknown_account")
def no_account_here(words):
    return _("Join first: there is no account with this address"), {
        "paragraphs": [
            _("Somebody, probably you, asked for a log-in code or a new password for this address."),
            _("There is no account with it. You may have used another address; or join now."),
        ],
        "button": (_("Join"), absolute(reverse("join"))),
        "why": _("You get this because this address was typed on our log-in page. If it was not you, do nothing."),
    }


# --- Something about the account changed ----------------------------------------------------------------


def _notice(subject: str, sentence: str, words: dict) -> tuple[str, dict]:
    rows = [(_("From"), words["ip"]), (_("Browser"), words["user_agent"])] if words.get("ip") else []
    return subject, {
        "paragraphs": [sentence, _("If this was you, all is well. If not, choose a new password now.")],
        "rows": rows,
        "button": (_("Look at my account"), absolute(reverse("account"))),
        "second": (_("Choose a new password"), absolute(reverse("account_reset_password"))),
        "why": _("You get this because your account was changed."),
    }


@_letter("password_reset")
def password_was_reset(words):
    return _notice(_("Check: your password was changed"), _("You have a new password."), words)


@_letter("password_changed")
def password_was_changed(words):
    return _notice(
        _("Check: your password was changed"),
        _("You have a new password. Everywhere else you were logged out."),
        words,
    )


@_letter("password_set")
def password_was_set(words):
    return _notice(_("Check: your account has a password now"), _("A password was set."), words)


@_letter("email_changed")
def main_address_was_changed(words):
    sentence = _("Your main address was changed from %(from_email)s to %(to_email)s.") % words
    return _notice(_("Check: your main address was changed"), sentence, words)


@_letter("email_deleted")
def address_was_removed(words):
    sentence = _("The address %(deleted_email)s was removed from your account.") % words
    return _notice(_("Check: an address was removed"), sentence, words)


@_letter("email_confirm")
def address_was_confirmed(words):
    return _notice(_("Check: an address was confirmed"), _("An address of your account was confirmed."), words)


@_letter("totp_activated")
def app_was_added(words):
    sentence = _("From now on you log in with a code of your authenticator app as well.")
    return _notice(_("Check: an authenticator app was added"), sentence, words)


@_letter("totp_deactivated")
def app_was_removed(words):
    sentence = _("Codes of your authenticator app are no longer asked for.")
    return _notice(_("Check: the authenticator app was removed"), sentence, words)


@_letter("recovery_codes_generated")
def recovery_codes_were_made(words):
    sentence = _("You have new recovery codes. The old ones no longer work.")
    return _notice(_("Check: new recovery codes were made"), sentence, words)


@_letter("webauthn_added")
def passkey_was_added(words):
    return _notice(_("Check: a passkey was added"), _("A passkey was added to your account."), words)


@_letter("webauthn_removed")
def passkey_was_removed(words):
    return _notice(_("Check: a passkey was removed"), _("A passkey was removed from your account."), words)


@_letter("account_connected")
def single_sign_on_was_connected(words):
    sentence = _("You can log in through %(provider)s from now on.") % words
    return _notice(_("Check: single sign-on was connected"), sentence, words)


@_letter("account_disconnected")
def single_sign_on_was_disconnected(words):
    sentence = _("You can no longer log in through %(provider)s.") % words
    return _notice(_("Check: single sign-on was disconnected"), sentence, words)


# --- What moderators did ---------------------------------------------------------------------------------


@_letter("suspended")
def account_was_suspended(words):
    return _("Write to us: your account rests until %(until)s") % words, {
        "paragraphs": [
            _("You cannot log in until %(until)s. The reason: %(reason)s.") % words,
            _("If you see it otherwise, answer to %(moderators)s: a person reads it.") % words,
        ],
        "why": _("You get this because a moderator suspended your account."),
    }


@_letter("suspension_lifted")
def suspension_was_lifted(words):
    return _("Log in again: your account is open"), {
        "paragraphs": [_("Your account is no longer suspended. You can log in at once.")],
        "button": (_("Log in"), absolute(reverse("account_login"))),
        "why": _("You get this because your account had been suspended."),
    }


@_letter("erasure_asked")
def somebody_asks_to_be_erased(words):
    return _("Erase the account of %(name)s, within 30 days") % words, {
        "paragraphs": [_("%(name)s asks that all that we hold about them is erased.") % words],
        "button": (_("Open the person's page"), words["url"]),
        "why": _("You get this because you are a moderator."),
    }


@_letter("trail_broken")
def the_trail_is_broken(words):
    return _("Look at the trail: it was bent, or is not being sealed"), {
        "paragraphs": [
            _("What CareerLink writes down about who did and saw what does not hold together any more."),
            ngettext("One thing was found:", "%(number)s things were found, the first of them:", words["number"])
            % words,
            *words["first"],
            _("Ask whoever runs this server who wrote to the database, and keep the log. You hear of it once a day."),
        ],
        "button": (_("See what was found"), words["url"]),
        "why": _("You get this because you are a moderator."),
    }
