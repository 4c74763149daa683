"""A writer and a student group write to each other; CareerLink passes it on without anybody's address."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.emails import messages as emails
from partners.models import Host, Message, Partnership, Writer
from partners.queries.campus import group_of
from partners.queries.messages import MOST_A_DAY, written_today

KEPT = timedelta(days=730)
BATCH = 1000
DOUBLE_CLICK = timedelta(minutes=10)


@transaction.atomic
def write_message(partnership: Partnership, *, by: User, side: str, text: str) -> Message:
    """Pass a word on to the other side; the same words again within minutes are the same message.

    Raises ValidationError when this side has written too much today or one of the two no longer takes part.
    """
    host = Host.objects.select_for_update().get(pk=partnership.host_id)
    group = group_of(host)
    writer = Writer.objects.select_related("user").get(pk=partnership.writer_id)
    if not host.is_approved or group.paused_at or not writer.takes_part:
        raise ValidationError(_("One of you does not take part at the moment, so nothing can be passed on."))
    same = Message.objects.filter(partnership=partnership, side=side, text=text, at__gt=clock.now() - DOUBLE_CLICK)
    if found := same.first():
        return found
    if written_today(partnership, side) >= MOST_A_DAY:
        raise ValidationError(
            _("You have written %(most)s messages in the last 24 hours. Write again tomorrow.") % {"most": MOST_A_DAY}
        )
    message = Message.objects.create(partnership=partnership, side=side, by=by, text=text, at=clock.now())
    trail.record(message, "write", by=by, after=side, scope=host.key, person=writer.user_id)
    if side == Message.Side.WRITER:
        emails.pass_on_to_group(message, mailbox=group.mailbox)
    else:
        emails.pass_on_to_writer(message)
    return message


def forget_messages() -> int:
    """Delete what was written two years ago. Returns how many."""
    old = Message.objects.filter(at__lt=clock.now() - KEPT).order_by("at")
    return Message.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]
