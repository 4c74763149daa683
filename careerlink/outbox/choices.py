"""Whether a claimed mail may leave now, as its reader has chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from careerlink.outbox.models import OutgoingMail


@dataclass(frozen=True)
class Ruling:
    """What becomes of a claimed mail: it leaves, need not leave (`why`), or waits until a moment."""

    verdict: Literal["leave", "skip", "wait"]
    why: str = ""
    until: datetime | None = None


LEAVES = Ruling("leave")


def rule(batch: Sequence[OutgoingMail], now: datetime) -> dict[int, Ruling]:
    """What becomes of each of these claimed mails (with their mailboxes), by id; a mail that is not in it leaves.
    The number of queries does not grow with the batch.
    """
    return {mail.pk: Ruling("skip", "mail to this address comes back") for mail in batch if mail.mailbox.bounced_at}
