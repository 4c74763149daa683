"""What can be done with mail: write it, cancel it, send it again."""

import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower

from careerlink.audit.machines import move_many
from careerlink.audit.trail import label_of
from careerlink.outbox import choices, queries, secrets
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Departed, Mailbox, OutgoingMail
from careerlink.web import clock, ledger
from careerlink.web.later import later

KEY_LENGTH = 150


def mailbox_for(address: str, *, user_id: int | None = None) -> Mailbox:
    """The Mailbox of an address, made when it is new. `user_id` is noted where the address is known
    to belong to that User.
    """
    address = address.strip().lower()
    found = Mailbox.objects.alias(lower=Lower("address")).filter(lower=address)  # uses the unique index
    box = found.first()
    if box is None:
        try:
            with transaction.atomic():
                return Mailbox.objects.create(address=address, user_id=user_id)
        except IntegrityError:  # somebody was quicker
            box = found.get()
    if user_id is not None and box.user_id != user_id:
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
    now, registered = clock.now(), kinds[kind]
    key = fitting(key)
    mail = OutgoingMail.objects.filter(key=key).first()
    if mail is not None:
        return mail
    mail = OutgoingMail(
        key=key,
        kind=registered.slug,
        mailbox=mailbox_for(to, user_id=user_id),
        about_label=label_of(about) if about else "",
        about_id=about.pk if about else None,
        scope=scope,
        context=context or {},
        secret=secrets.seal(secret or {}),
        is_secret=bool(secret),
        is_urgent=registered.urgent or bool(secret),
        due_at=send_after or now,
        send_after=send_after or now,
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:  # somebody was quicker
        return OutgoingMail.objects.get(key=key)
    if mail.send_after <= now:
        later("careerlink.outbox.tasks.deliver")
    return mail


@transaction.atomic
def send_again(mail: OutgoingMail, *, by) -> None:
    """Put a mail that failed, was skipped or was cancelled back into the queue. Raises NoSuchMove, Stale,
    or ValueError when what it must carry was wiped.
    """
    if mail.is_secret and not mail.secret:
        raise ValueError("what this mail must carry was wiped")
    now = clock.now()
    Departed.objects.filter(digest=ledger.digest(mail.key)).delete()  # should it have left before a restore
    mail.move("send_again", by=by, due_at=now, send_after=now, attempts=0, why="", claim="", forgotten_at=None)
    later("careerlink.outbox.tasks.deliver")


@transaction.atomic
def send_many_again(mails: Iterable[OutgoingMail], *, by) -> int:
    """The same for many, in a number of statements that does not grow with them; returns how many leave again.
    Those that had moved on, whose code or link was wiped, or that `choices.never_leaves()` are left out.
    """
    whole = [mail for mail in mails if mail.secret or not mail.is_secret]
    skipped = choices.never_leaves(whole)
    whole = [mail for mail in whole if mail.pk not in skipped]
    Departed.objects.filter(digest__in=[ledger.digest(mail.key) for mail in whole]).delete()
    now = clock.now()
    anew = {"due_at": now, "send_after": now, "attempts": 0, "why": "", "claim": "", "forgotten_at": None}
    done = 0
    for state in OutgoingMail.ENDED_UNSENT:
        done += len(move_many([mail for mail in whole if mail.state == state], "send_again", by=by, **anew))
    later("careerlink.outbox.tasks.deliver")
    return done


@transaction.atomic
def cancel_mail(mail: OutgoingMail, *, by, why: str = "cancelled by a moderator") -> None:
    """Keep a mail that has not left from leaving. Raises NoSuchMove or Stale when it is too late."""
    mail.move("cancel", by=by, why=why)


@transaction.atomic
def call_off(about: models.Model, why: str) -> int:
    """Mails about something that were planned for later need not leave any more. Returns how many; what a worker
    has claimed is asked once more whether it is still true.
    """
    mails = queries.mail_about(label_of(about), about.pk)
    planned = mails.filter(state=OutgoingMail.State.WAITING, send_after__gt=clock.now()).select_related("mailbox")
    return len(move_many(list(planned), "cancel", why=why))


def note_whereabouts(user_id: int, *, zone: str, language: str = "en") -> None:
    """Write a person's mails in the time zone (IANA name) and language that she has chosen."""
    Mailbox.objects.filter(user_id=user_id).update(zone=zone, language=language)


def fitting(key: str) -> str:
    """Keys may hold whole addresses: one that is too long keeps its beginning and a digest."""
    if len(key) <= KEY_LENGTH:
        return key
    digest = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
    return f"{key[: KEY_LENGTH - len(digest) - 1]}:{digest}"
