"""What people do with their accounts, and what moderators do about them."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from careerlink.accounts.models import Agreement, LegalText, User
from careerlink.audit import trail

JOINING = "joining"  # session key: the path of /join/<path>/ that somebody who signs up came by


@transaction.atomic
def agree(user: User, text: LegalText) -> Agreement:
    """Agree to one version of a text; a second time changes nothing."""
    agreement, made = Agreement.objects.get_or_create(user=user, text=text)
    if made:
        trail.record(text, "agreed", by=user, person=user.pk)
    return agreement


def end_sessions(user: User, *, but: str = "") -> None:
    """Log a person out everywhere, except in the session whose key is `but`."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()
