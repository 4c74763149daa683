"""What people do with their accounts, and what moderators do about them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from careerlink.accounts import emails, queries, registry
from careerlink.accounts.models import Agreement, LegalText, SuspensionReason, Tries, User
from careerlink.accounts.signals import person_suspended
from careerlink.audit import trail
from careerlink.audit.verify import Finding
from careerlink.outbox.actions import note_whereabouts
from careerlink.outbox.letters import absolute
from careerlink.web import clock, ledger
from careerlink.web.templatetags.web import hour

# Session keys: the path of /join/<path>/ that somebody who signs up came by; whether she wants to stay logged
# in on this device; when she logged in and when she was last seen, in seconds.
JOINING, STAY, BEGUN, SEEN = "joining", "stay", "begun", "seen"
SEEN_EVERY = timedelta(minutes=5)  # a session is written at most this often for being used
TRIES_KEPT = timedelta(days=1)


@transaction.atomic
def agree(user: User, text: LegalText) -> Agreement:
    """Agree to one version of a text; a second time changes nothing."""
    agreement, made = Agreement.objects.get_or_create(user=user, text=text)
    if made:
        trail.record(text, "agreed", by=user, person=user.pk)
    return agreement


@transaction.atomic
def forget_unconfirmed(email: str) -> bool:
    """Make an address free again whose account nobody ever confirmed or entered; whether there was one.

    Otherwise a stranger who signs up with your address first would keep you out, or share your account.
    """
    users = User.objects.filter(emailaddress__email__iexact=email, last_login=None, is_staff=False)
    user = users.exclude(emailaddress__verified=True).first()
    if user is None:
        return False
    user.delete()
    return True


@dataclass
class Try:
    """One try to come in, under way."""

    is_wrong: bool = False


@contextmanager
def one_try(who: User | str | None, network: str) -> Iterator[Try]:
    """What happens inside is one try to come in as `who` (a person, or the address that was typed) from a
    network address. It counts when it is marked as wrong or ends with an exception; of any number at once,
    no more than ten are let through within a quarter of an hour. Raises ValidationError with the sentence
    that says until when the account, or the network address, is closed.
    """
    names = [_name_of("network", network)]
    if who is not None:
        names.insert(0, _account_name(who))
    taken: list[str] = []
    for name in names:
        if closed_until := _take_try(name):
            _give_back(taken)
            sentence = _("Too many wrong tries. You can try again at %(hour)s, or let us mail you a new password.")
            raise ValidationError(sentence % {"hour": hour(closed_until)}, code="too_many_tries")
        taken.append(name)
    this = Try()
    yield this
    if not this.is_wrong:
        _give_back(taken)


def forget_tries(address: str) -> None:
    """Open the account with an address again: its owner has just proved by mail that she is herself."""
    Tries.objects.filter(name=_account_name(address)).delete()


def forget_old_tries() -> int:
    """Delete the counts that nobody needs any more. Returns how many."""
    return Tries.objects.filter(last_at__lte=clock.now() - TRIES_KEPT).delete()[0]


def _account_name(who: User | str) -> str:
    """One name for all addresses of a person, and one for an address that is nobody's."""
    pk = who.pk if isinstance(who, User) else queries.account_of(who)
    return _name_of("person", str(pk)) if pk else _name_of("address", str(who).strip().lower())


def _name_of(kind: str, text: str) -> str:
    return salted_hmac(f"careerlink.tries.{kind}", text, algorithm="sha256").hexdigest()


def _take_try(name: str) -> datetime | None:
    """Count one try, in one statement of its own, so that no two take the same; when none is left, the
    moment until which it is closed.
    """
    now, rows = clock.now(), Tries.objects.filter(name=name)
    living = rows.filter(last_at__gt=now - Tries.LAST)
    if living.filter(number__lt=Tries.MOST).update(number=F("number") + 1, last_at=now):
        return None
    if closed := living.first():
        return closed.last_at + Tries.LAST
    rows.filter(last_at__lte=now - Tries.LAST).delete()
    Tries.objects.bulk_create([Tries(name=name, number=0, last_at=now)], ignore_conflicts=True)
    return _take_try(name)


def _give_back(names: list[str]) -> None:
    Tries.objects.filter(name__in=names, number__gt=0).update(number=F("number") - 1)


def begin_session(session: SessionBase, user: User) -> None:
    """Start both clocks of a log-in."""
    session[BEGUN] = session[SEEN] = _seconds()
    session.set_expiry(int(_limits(session, user)[0].total_seconds()))


def use_session(session: SessionBase, user: User) -> bool:
    """Note that a person is here; False when her log-in has lasted too long, or too long without a click."""
    now, (idle, longest) = _seconds(), _limits(session, user)
    seen, begun = session.get(SEEN, 0), session.get(BEGUN, 0)
    if now - seen >= idle.total_seconds() or now - begun >= longest.total_seconds():
        return False
    if now - seen >= SEEN_EVERY.total_seconds():
        session[SEEN] = now
        session.set_expiry(int(idle.total_seconds()))
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=clock.now())
    return True


def _limits(session: SessionBase, user: User) -> tuple[timedelta, timedelta]:
    if user.is_staff:
        return settings.SESSION_LIMITS["moderator"]
    return settings.SESSION_LIMITS["staying" if session.get(STAY) else "passing"]


def _seconds() -> int:
    return int(clock.now().timestamp())


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Log a person out everywhere, except in the session whose key is `but`."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()


@transaction.atomic
def change_zone(user: User, zone: str) -> None:
    """Show and mail all times to a person in another zone (an IANA name)."""
    user.zone = zone
    user.save(update_fields=["zone"])
    note_whereabouts(user.pk, zone=zone)


@transaction.atomic
def suspend_person(user: User, *, by: User, until: datetime, reason: str, note: str = "") -> None:
    """Keep a person out until a moment; in force at her next request. She is told by mail until when,
    why, and whom to write. Raises ValidationError with a sentence.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot suspend yourself."))
    if user.is_superuser and not by.is_superuser:
        raise ValidationError(_("Only another administrator can suspend an administrator."))
    if until <= clock.now():
        raise ValidationError(_("Choose a moment that is still to come."))
    user.suspended_until = until
    user.save(update_fields=["suspended_until"])
    end_sessions(user)
    trail.record(user, "suspended", by=by, reason=reason, note=note, person=user.pk)
    with timezone.override(user.zone):
        day = formats.date_format(timezone.localtime(until), "l j F Y, P")
    words = {
        "until": f"{day} ({user.zone.replace('_', ' ')})",
        "reason": str(SuspensionReason(reason).label),
        "moderators": queries.moderators_address(),
    }
    emails.send("suspended", user.email, words)
    person_suspended.send(User, user=user, by=by)


@transaction.atomic
def lift_suspension(user: User, *, by: User, note: str = "") -> None:
    """Let a suspended person in again and tell her; nothing happens when she is not suspended."""
    if not user.is_suspended:
        return
    user.suspended_until = None
    user.save(update_fields=["suspended_until"])
    trail.record(user, "suspension_lifted", by=by, note=note, person=user.pk)
    emails.send("suspension_lifted", user.email, {})


@transaction.atomic
def ask_to_be_erased(user: User) -> None:
    """Ask the moderators to erase oneself; they are told by mail, and it waits among their queues. Asking
    again changes nothing.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if queries.erasures_asked().filter(about_id=user.pk).exists():
        return
    trail.record(user, "erasure_asked", by=user, person=user.pk)
    url = absolute(reverse("admin:accounts_user_change", args=[user.pk]))
    for address in settings.MODERATOR_EMAILS:
        emails.send("erasure_asked", address, {"name": user.name or _("Somebody"), "url": url})


def alarm_about_trail(findings: Sequence[Finding]) -> None:
    """Tell the moderators what is wrong with the trail; at most once a day while it lasts."""
    words = {
        "first": [str(finding) for finding in findings[:5]],
        "number": len(findings),
        "url": absolute(reverse("admin:audit_check_changelist")),
    }
    for address in settings.MODERATOR_EMAILS:
        emails.send("trail_broken", address, words, once=f"{clock.today():%Y-%m-%d}")


@transaction.atomic
def erase_person(user: User, *, by: User | None) -> None:
    """Erase what all rooms hold about a person and blank her account; the row stays for statistics. It is noted
    in the ledger, so that no backup brings her back; without `by` it is repeated from there.
    Raises ValidationError when it would be oneself, and OSError when the ledger cannot be written.
    """
    if by is not None and user.pk == by.pk:
        raise ValidationError(_("You cannot erase yourself."))
    if user.erased_at:
        return
    digests = queries.ledger_digests(user)
    end_sessions(user)
    for erase in registry.erasures.values():
        erase(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.email = f"erased-{user.key}@erased.invalid"
    user.name = ""
    user.zone = User._meta.get_field("zone").default
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_at = clock.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    trail.record(user, "erased", by=by, person=user.pk)
    if by is not None:  # last, when nothing but the commit can fail: rather one line too many than one too few
        ledger.write(ledger.ERASED, *digests)
        ledger.keep(ledger.ERASED)
