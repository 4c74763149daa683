"""The weekly mail: what is gathered into it, and how what was gathered ends.

A mail that is not to leave by itself becomes `gathered` and names the weekly mail that it leaves with. That
is a mail like any other: one for each address and Tuesday morning, by its key. It takes nothing in within
ten minutes of leaving, so that what it says and what ends with it are the same.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.fields import BigIntegerField

from careerlink.outbox.hours import IN_GOOD_TIME, local_day, next_digest
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock

DIGEST = "digest"  # the kind
LATE = timedelta(days=7)  # so long a failed weekly mail can be sent again with all that is in it

State = OutgoingMail.State


def coming(boxes: Mapping[int, Mailbox], now: datetime) -> dict[int, OutgoingMail]:
    """The weekly mails that leave today where the reader is, by the id of the mailbox. One query."""
    mails = OutgoingMail.objects.filter(
        kind=DIGEST,
        mailbox__in=list(boxes),
        state__in=[State.WAITING, State.CLAIMED],
        send_after__lt=now + timedelta(days=1),
    ).order_by("id")
    today = {pk: local_day(box, now) for pk, box in boxes.items()}
    return {
        mail.mailbox_id: mail
        for mail in mails
        if local_day(boxes[mail.mailbox_id], mail.send_after) <= today[mail.mailbox_id]
    }


def gather(mails: Collection[OutgoingMail], leaving: Mapping[int, OutgoingMail], now: datetime) -> None:
    """Keep claimed mails for the weekly mail of their readers: the one that is `leaving` today if it still
    takes something in, else the next. At most three statements.
    """
    if not mails:
        return
    open_today = {
        box: digest
        for box, digest in leaving.items()
        if digest.state == State.WAITING and digest.send_after - IN_GOOD_TIME > now
    }
    boxes = {mail.mailbox_id: mail.mailbox for mail in mails if mail.mailbox_id not in open_today}
    digest_of = {box: digest.pk for box, digest in open_today.items()} | _next_of(boxes, now)
    whens = [When(pk=mail.pk, then=Value(digest_of[mail.mailbox_id])) for mail in mails]
    OutgoingMail.objects.filter(
        pk__in=[mail.pk for mail in mails], state=State.CLAIMED, claim__in={mail.claim for mail in mails}
    ).update(
        state=State.GATHERED,
        state_since=now,
        claim="",
        claimed_at=None,
        why="",
        digest_id=Case(*whens, output_field=BigIntegerField()),
    )


def _next_of(boxes: Mapping[int, Mailbox], now: datetime) -> dict[int, int]:
    """The ids of the next weekly mails of these mailboxes, written where there is none yet."""
    if not boxes:
        return {}
    moments = {box.pk: next_digest(box, now) for box in boxes.values()}
    keys = {_key(boxes[pk], moment): pk for pk, moment in moments.items()}
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(key=key, kind=DIGEST, mailbox=boxes[pk], due_at=moments[pk], send_after=moments[pk])
            for key, pk in sorted(keys.items())
        ],
        ignore_conflicts=True,
    )
    rows = OutgoingMail.objects.filter(key__in=list(keys)).values_list("key", "pk")
    return {keys[key]: pk for key, pk in rows}


def _key(box: Mailbox, moment: datetime) -> str:
    return f"digest:{box.pk}:{local_day(box, moment):%Y%m%d}"


def items_of(digest: OutgoingMail) -> list[OutgoingMail]:
    """What was gathered into a weekly mail and has not ended, the oldest first."""
    return list(digest.gathered.filter(state=State.GATHERED).select_related("mailbox").order_by("made_at", "id"))


def drop(items: Iterable[OutgoingMail], why: str) -> None:
    """End gathered mails that need not leave any more."""
    gathered = OutgoingMail.objects.filter(pk__in=[item.pk for item in items], state=State.GATHERED)
    gathered.update(state=State.SKIPPED, state_since=clock.now(), why=why[:300])


def name(item: OutgoingMail, title: str) -> None:
    """Keep under which heading a gathered mail leaves, as other mails keep their subject."""
    OutgoingMail.objects.filter(pk=item.pk, state=State.GATHERED).update(subject=title[:200])


def settle() -> int:
    """End what was gathered as its weekly mail has ended: sent with it; or not at all when that was skipped or
    cancelled, or failed a week ago and nobody sent it again. Returns how many.
    """
    now = clock.now()
    gathered = OutgoingMail.objects.filter(state=State.GATHERED)
    sent_at = OutgoingMail.objects.filter(pk=OuterRef("digest_id")).values("sent_at")[:1]
    sent = gathered.filter(digest__state=State.SENT)
    count = sent.update(state=State.SENT, state_since=now, sent_at=Subquery(sent_at), attempts=F("attempts") + 1)
    over = Q(digest__state__in=[State.SKIPPED, State.CANCELLED])
    over |= Q(digest__state=State.FAILED, digest__state_since__lt=now - LATE)
    ended = gathered.filter(over)
    return count + ended.update(state=State.SKIPPED, state_since=now, why="the weekly mail did not leave")
