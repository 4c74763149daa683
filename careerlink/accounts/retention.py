"""What this room and those below it forget by themselves. Each may run twice."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings

from careerlink.web import clock
from careerlink.web.models import SignedLink

LINKS_KEPT = timedelta(days=90)  # after they expired; a colleague's invitation can be renewed for 60
BATCH = 5000


def longest_session() -> timedelta:
    """After which no log-in is still open, whoever it is."""
    return max(altogether for _idle, altogether in settings.SESSION_LIMITS.values())


def forget_session_records() -> int:
    """Delete where and with which browser somebody was logged in, once that session cannot be open any more."""
    old = UserSession.objects.filter(created_at__lt=clock.now() - longest_session())
    return old.filter(pk__in=list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])).delete()[0]


def forget_links() -> int:
    """Delete the rows of links in mails, with the addresses they went to, some time after they expired."""
    old = SignedLink.objects.filter(expires_at__lt=clock.now() - LINKS_KEPT)
    return old.filter(pk__in=list(old.order_by("expires_at").values_list("pk", flat=True)[:BATCH])).delete()[0]
