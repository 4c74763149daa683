"""The same mail to several people, in a number of statements that does not grow with them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower

from careerlink.audit.trail import label_of
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web.later import later


class Recipient(NamedTuple):
    """An address that belongs to a User, and the time zone (IANA name) that she chose."""

    address: str
    user_id: int
    zone: str = "UTC"


def queue_to_all(
    kind: str, *, key: str, to: Iterable[Recipient], about: models.Model, scope: str = "", context: dict | None = None
) -> None:
    """Write one mail to each of these people, in the transaction that causes it.

    `key` says what the mail is about; with the id of the person behind it, it makes each mail unique,
    and a second time changes nothing. At most four statements. Raises KeyError for a kind that nobody
    registered.
    """
    people = {person.user_id: person for person in to}
    if not people:
        return
    now, registered = clock.now(), kinds[kind]
    boxes = _mailboxes(list(people.values()))
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                key=f"{key}:{user_id}",
                kind=registered.slug,
                mailbox=boxes[person.address.strip().lower()],
                about_label=label_of(about),
                about_id=about.pk,
                scope=scope,
                context=context or {},
                is_urgent=registered.urgent,
                due_at=now,
                send_after=now,
            )
            for user_id, person in people.items()
        ],
        ignore_conflicts=True,
    )
    later("careerlink.outbox.tasks.deliver")


def _mailboxes(people: list[Recipient]) -> dict[str, Mailbox]:
    """The Mailbox of each address, made where it is new."""
    wanted = {person.address.strip().lower(): person for person in people}
    known = Mailbox.objects.alias(lower=Lower("address")).filter(lower__in=list(wanted))
    boxes: dict[str, Mailbox] = {box.address.lower(): box for box in known}
    new = [
        Mailbox(address=address, user_id=person.user_id, zone=person.zone)
        for address, person in wanted.items()
        if address not in boxes
    ]
    if new:
        try:
            with transaction.atomic():
                Mailbox.objects.bulk_create(new)
        except IntegrityError:  # somebody was quicker with one of them
            new = [mailbox_for(box.address, user_id=box.user_id) for box in new]
        boxes |= {box.address.lower(): box for box in new}
    moved = [box for address, box in boxes.items() if box.user_id != wanted[address].user_id]
    for box in moved:
        box.user_id = wanted[box.address.lower()].user_id
    if moved:
        Mailbox.objects.bulk_update(moved, ["user_id"])
    return boxes
