"""What people do with their accounts, and what moderators do about them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from careerlink.accounts import emails, queries, registry
from careerlink.accounts.models import Agreement, LegalText, SuspensionReason, User
from careerlink.accounts.signals import person_suspended
from careerlink.audit import trail
from careerlink.outbox.actions import note_whereabouts
from careerlink.outbox.letters import absolute
from careerlink.web import clock

JOINING = "joining"  # session key: the path of /join/<path>/ that somebody who signs up came by


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
        emails.send("erasure_asked", address, {"name": str(user), "email": user.email, "url": url})


@transaction.atomic
def erase_person(user: User, *, by: User) -> None:
    """Erase what all rooms hold about a person and blank her account; the row stays for statistics.
    Raises ValidationError when it would be oneself.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot erase yourself."))
    if user.erased_at:
        return
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
