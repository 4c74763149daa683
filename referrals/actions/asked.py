"""Forgetting what somebody typed on the public page of an office."""

from django.db.models import Exists, OuterRef, QuerySet

from careerlink.audit.trail import label_of
from careerlink.outbox import erasing as mails
from careerlink.outbox.models import Choice, Mailbox, OutgoingMail
from careerlink.web.models import SignedLink
from referrals.models import AlumnusAddress, HelpRequest


def forget_asked(rows: QuerySet[HelpRequest]) -> None:
    """Delete what was typed, with its letters and links, and the mailbox of who is known from nowhere else."""
    asked = {row.pk: row for row in rows}
    letters = OutgoingMail.objects.filter(about_label=label_of(HelpRequest), about_id__in=list(asked))
    mails.wipe(letters)
    SignedLink.objects.filter(about__in=[row.key for row in asked.values()]).delete()
    HelpRequest.objects.filter(pk__in=list(asked)).delete()
    other = OutgoingMail.objects.exclude(pk__in=letters.values("pk")).filter(mailbox=OuterRef("pk"))
    boxes = Mailbox.objects.filter(address__in={row.email for row in asked.values() if row.email}, user_id=None)
    strangers = boxes.filter(~Exists(other), ~Exists(Choice.objects.filter(mailbox=OuterRef("pk"))), bounced_at=None)
    known = set(AlumnusAddress.objects.filter(email__in=strangers.values("address")).values_list("email", flat=True))
    mails.forget_boxes([box for box in strangers if box.address not in known], "asked")
