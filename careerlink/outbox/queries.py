"""Reading the outbox."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Lower

from careerlink.audit.models import Entry
from careerlink.audit.trail import entries_about
from careerlink.outbox.models import Bounce, Mailbox, OutgoingMail

State = OutgoingMail.State


def failed_mail() -> QuerySet[OutgoingMail]:
    """Mail that no server took, the one that failed first in front."""
    return OutgoingMail.objects.filter(state=State.FAILED).select_related("mailbox").order_by("state_since", "id")


def recent_mail(to: str = "", limit: int = 50) -> QuerySet[OutgoingMail]:
    """The newest mails to one address, or to all, without those that never left because they were no longer true."""
    mails = OutgoingMail.objects.exclude(state=State.SKIPPED).select_related("mailbox").order_by("-made_at", "-id")
    return (mails.filter(mailbox__address=to.lower()) if to else mails)[:limit]


def came_back(user_id: int) -> QuerySet[Mailbox]:
    """A person's addresses from which our mail comes back, so that none goes there."""
    return Mailbox.objects.filter(user_id=user_id).exclude(bounced_at=None).order_by("address")


def reports_of(box: Mailbox) -> QuerySet[Bounce]:
    """What other servers reported about mail to an address, newest first."""
    return Bounce.objects.filter(mail__mailbox=box).order_by("-at")[:50]


def mailbox_of(address: str) -> Mailbox | None:
    """The mailbox of an address; None before the first mail to it."""
    return Mailbox.objects.alias(lower=Lower("address")).filter(lower=address.lower()).first()


def mail_about(label: str, about_id: int) -> QuerySet[OutgoingMail]:
    """The mails about one row ("partners.offer", its id), newest first."""
    return OutgoingMail.objects.filter(about_label=label, about_id=about_id).order_by("-id")


def trail_of(mail: OutgoingMail) -> QuerySet[Entry]:
    """What people did to a mail, newest first."""
    return entries_about(mail)


def oldest_due_age(now: datetime) -> timedelta:
    """For how long the oldest mail that should have left by now has been waiting."""
    waiting = OutgoingMail.objects.filter(state__in=[State.WAITING, State.CLAIMED], due_at__lte=now)
    oldest = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return now - oldest if oldest else timedelta(0)
