"""The host writes to everybody on a shift."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from events.emails import announcements as emails
from events.models import Announcement, Event, Role, Shift
from events.queries.announcements import MOST_A_DAY, readers, written_today

KEPT = timedelta(days=730)
BATCH = 500


@transaction.atomic
def announce(
    event: Event, *, by: User, key: str, text: str, role: Role | None = None, shift: Shift | None = None
) -> Announcement:
    """Write to everybody who comes, in one role or on one shift: a mail for each, without anybody else's address.

    `key` names the message: a second click with it sends nothing and returns the first. Raises ValidationError when
    nobody comes, too much was written today, or the host takes no part.
    """
    event = Event.objects.select_for_update(of=("self",)).select_related("host__institution").get(pk=event.pk)
    if there := Announcement.objects.filter(event=event, key=key).first():
        return there
    if not event.host.is_approved or not event.is_live:
        raise ValidationError(_("There is nobody to write to: the event is not on."))
    if written_today(event) >= MOST_A_DAY:
        words = _("You have written %(most)s messages about this event in the last 24 hours. Write again tomorrow.")
        raise ValidationError(words % {"most": MOST_A_DAY})
    people = readers(event, role, shift)
    if not people:
        raise ValidationError(_("Nobody has a place there yet, so there is nobody to write to."))
    message = Announcement(event=event, role=role, shift=shift, text=text, mails=len(people), by=by, key=key)
    message.at = clock.now()
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(_("Write the message anew and send it then.")) from error
    trail.record(message, "announce", by=by, scope=event.host.key)
    emails.pass_on(message, people)
    return message


def forget_announcements() -> int:
    """Blank what was written two years ago; that something was sent stays. Returns how many."""
    old = Announcement.objects.filter(at__lt=clock.now() - KEPT).exclude(text="").order_by("at")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    return Announcement.objects.filter(pk__in=ids).update(text="")
