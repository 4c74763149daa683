"""What moderators decide about credentials."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.actions.credentials import refresh_verification
from partners.actions.reviews import verdict
from partners.emails import reviews as emails
from partners.models import Credential


@transaction.atomic
def check_credential(credential: Credential, *, by: User, expires_on: date | None = None, note: str = "") -> None:
    """Confirm a credential at its issuer, with its last day (None for one without an end).

    Raises ValidationError when that day is past.
    """
    if expires_on is not None and expires_on < clock.today():
        raise ValidationError(_("It ran out on that day. Choose “It has run out” instead of checking it."))
    entry = credential.move(
        "check", by=by, note=note, expires_on=expires_on, held_until=None, reminded=None, **verdict(by)
    )
    refresh_verification(credential.writer)
    emails.tell_writer(credential.writer, "review_credential_checked", entry)


@transaction.atomic
def reject_credential(credential: Credential, *, by: User, reason: str, note: str = "") -> None:
    """Say that a credential could not be confirmed; she can send better evidence."""
    entry = credential.move("reject", by=by, reason=reason, note=note, **verdict(by, reason))
    refresh_verification(credential.writer)
    emails.tell_writer(credential.writer, "review_credential_rejected", entry)


@transaction.atomic
def revoke_credential(credential: Credential, *, by: User, reason: str, note: str = "") -> None:
    """Take the check of a credential back; she is shown without it at once."""
    entry = credential.move("revoke", by=by, reason=reason, note=note, held_until=None, **verdict(by, reason))
    refresh_verification(credential.writer)
    emails.tell_writer(credential.writer, "review_credential_revoked", entry)
