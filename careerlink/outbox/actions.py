"""What can be done with mail: write it, send it, give it up."""

import json

from django.db import models

from careerlink.audit.trail import label_of
from careerlink.outbox import secrets
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web.later import later


def mailbox_for(address: str, *, user_id: int | None = None) -> Mailbox:
    """The Mailbox of an address, made when it is new. `user_id` is noted where the address is known
    to belong to that User.
    """
    box = Mailbox.objects.filter(address__iexact=address).first()
    if box is None:
        box, _made = Mailbox.objects.get_or_create(address=address.lower(), defaults={"user_id": user_id})
    elif user_id is not None and box.user_id != user_id:
        box.user_id = user_id
        box.save(update_fields=["user_id"])
    return box


def queue_mail(
    kind: str,
    *,
    key: str,
    to: str,
    user_id: int | None = None,
    about: models.Model | None = None,
    scope: str = "",
    context: dict | None = None,
    secret: dict | None = None,
    send_after=None,
) -> OutgoingMail:
    """Write one mail to one address, in the transaction that causes it.

    `key` says what the mail is about ("offer-sent:…:director@…"); the same key a second time changes
    nothing and returns the row that is there. `context` holds ids and codes; `secret` (login codes,
    links) is encrypted at rest and wiped when the mail has left. `send_after` is an aware moment,
    by default now. Raises KeyError for a kind that nobody registered.
    """
    mail, made = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kinds[kind].slug,
            "mailbox": mailbox_for(to, user_id=user_id),
            "about_label": label_of(about) if about else "",
            "about_id": about.pk if about else None,
            "scope": scope,
            "context": context or {},
            "secret": secrets.encrypt(json.dumps(secret)) if secret else "",
            "send_after": send_after or clock.now(),
        },
    )
    if made and mail.send_after <= clock.now():
        later("careerlink.outbox.tasks.deliver")
    return mail


def note_whereabouts(user_id: int, *, zone: str, language: str = "en") -> None:
    """Write a person's mails in the time zone (IANA name) and language that she has chosen."""
    Mailbox.objects.filter(user_id=user_id).update(zone=zone, language=language)
