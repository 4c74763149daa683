"""Taking out what mail says about somebody; that it was written, and when, stays."""

from collections.abc import Iterable

from django.db.models import QuerySet

from careerlink.audit.machines import move_many
from careerlink.outbox.models import Mailbox, OutgoingMail


def wipe(mails: QuerySet[OutgoingMail]) -> None:
    """Keep these mails from leaving where they have not, and blank subject and body. May run twice."""
    for state in (OutgoingMail.State.WAITING, OutgoingMail.State.GATHERED):
        move_many(list(mails.filter(state=state)), "cancel", why="")
    mails.update(subject="", text="", html="", secret="", why="")


def forget_boxes(boxes: Iterable[Mailbox], name: str) -> None:
    """Blank the addresses of these mailboxes and what was chosen there; `name` keeps them apart."""
    for box in boxes:
        box.address = f"erased-{name}-{box.pk}@erased.invalid"
        box.user_id = None
        box.save(update_fields=["address", "user_id"])
        box.choices.all().delete()
