"""No mail twice after a restore.

Each mail that has left is noted in the ledger, outside the database. A database that comes back from a
backup comes with an open `Hold`; while there is one nothing leaves. `settle()` tells it what has left
since, the rooms above repeat what else happened since, and `lift()` ends the hold.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from django.db import transaction

from careerlink.audit import trail
from careerlink.outbox.choices import Ruling
from careerlink.outbox.models import Departed, Hold, OutgoingMail
from careerlink.web import clock, ledger

log = structlog.get_logger(__name__)

State = OutgoingMail.State
IN_FLIGHT = timedelta(hours=1)  # clocks of machines differ, and a worker may have been about to write
KEPT = timedelta(days=400)  # longer than anything is asked for again
ROWS = 500


def is_on() -> bool:
    """Whether mail has to stay; one short query for many mails."""
    return Hold.objects.filter(lifted_at=None).exists()


def note_departed(mail: OutgoingMail) -> None:
    """Write into the ledger that a mail has left; it may no longer be called back for anything here."""
    try:
        ledger.write(ledger.DEPARTED, ledger.digest(mail.key))
    except (OSError, ledger.LedgerLostError) as error:
        log.error("mail_not_in_ledger", mail=mail.pk, error=str(error))


def rule_departed(mails: Sequence[OutgoingMail]) -> dict[int, Ruling]:
    """Which of these left before a restore and must not leave again; at most one query for all."""
    if not mails or not Departed.objects.exists():
        return {}
    digests = {ledger.digest(mail.key): mail.pk for mail in mails}
    gone = Departed.objects.filter(digest__in=list(digests)).values_list("digest", flat=True)
    return {digests[digest]: Ruling("skip", "had left before the restore") for digest in gone}


def statement(since: datetime, *, is_ledger_whole: bool) -> str:
    """SQL that opens a hold inside the very transaction that brings a database of that moment back."""
    values = f"'{since.astimezone(UTC):%Y-%m-%d %H:%M:%S}', {is_ledger_whole}, NULL"
    return f"INSERT INTO {Hold._meta.db_table} (since, is_ledger_whole, lifted_at) VALUES ({values})"  # noqa: S608


def open_hold() -> Hold | None:
    """The hold that keeps mail back, if any."""
    return Hold.objects.filter(lifted_at=None).order_by("since").first()


@transaction.atomic
def settle(hold: Hold) -> dict[str, int]:
    """Tell the mail of a database from a backup what left after it; returns how many of which.

    With a whole ledger exactly what has left is marked as sent, and the rest leaves. Without one nobody knows:
    all that may have left waits among the failed mail for a moderator, who sends it again or leaves it.
    """
    now, since = clock.now(), hold.since - IN_FLIGHT
    gone = {line[0]: at for at, line in ledger.read(ledger.DEPARTED, since)}
    rows = [Departed(digest=digest, at=at) for digest, at in gone.items()]
    Departed.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)
    open_mails = OutgoingMail.objects.filter(state__in=[State.WAITING, State.CLAIMED])
    open_mails.filter(state=State.CLAIMED).update(state=State.WAITING, state_since=now, claim="", claimed_at=None)
    left = 0
    for mail_id, key in list(open_mails.values_list("pk", "key")):
        if at := gone.get(ledger.digest(key)):
            OutgoingMail.objects.filter(pk=mail_id).update(
                state=State.SENT, state_since=now, sent_at=at, secret="", why="had left before the restore"
            )
            left += 1
    doubtful = 0
    if not hold.is_ledger_whole:
        words = "The data came back from a backup: this mail may have left already."
        doubtful = open_mails.filter(send_after__lte=now).update(state=State.FAILED, state_since=now, why=words)
    return {"left": left, "doubtful": doubtful, "waiting": open_mails.count()}


@transaction.atomic
def lift(hold: Hold) -> None:
    """Let mail leave again."""
    Hold.objects.filter(pk=hold.pk).update(lifted_at=clock.now())
    trail.record(hold, "lifted")


def forget_departed() -> None:
    """Throw away what nothing asks for any more, in the ledger and after a restore."""
    before = clock.now() - KEPT
    Departed.objects.filter(at__lt=before).delete()
    ledger.forget(ledger.DEPARTED, before)
