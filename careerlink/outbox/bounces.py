"""What other servers report about our mail: it did not arrive (RFC 3464), or its reader calls it unwanted
(RFC 5965).

Anybody can write such a report. It counts only when it names the Message-ID of a mail of ours, which nobody
can guess, together with the address that this mail went to: the worst that a forger can do is stop mail to
himself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import Message

from django.db import transaction

from careerlink.audit import trail
from careerlink.outbox import choosing
from careerlink.outbox.models import Bounce, Mailbox, OutgoingMail
from careerlink.web import clock

What = Bounce.What

LARGEST = 5 * 1024 * 1024  # bytes; a report holds at most our own mail
SOFT, WITHIN = 3, timedelta(days=30)  # so many different mails not taken for now, and the address counts as gone
MESSAGE_ID = re.compile(r"<[!-;=?-~]{10,118}>")
MOST = 20  # mails that one message may speak of
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")  # RFC 3463
# The address is wrong or closed (RFC 3463, 3.2 and 3.3); all else may be our fault, or pass: a full mailbox, a
# message that is too large, a policy. 5.0.0 is what servers say that know no better.
GONE = {(0, 0), (1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 4)}


@dataclass(frozen=True)
class Report:
    """What a report says about one mail; no address when it names none."""

    what: str
    message_ids: tuple[str, ...]
    addresses: frozenset[str]
    words: str


def take_in(data: bytes) -> bool:
    """Read one message and do what follows; whether it is a report. Nothing in it makes this fail, and twice
    is the same as once.
    """
    reports = read(data)
    for report in reports:
        _apply(report)
    return bool(reports)


def read(data: bytes) -> list[Report]:
    """The reports in a message; none in one that is no report, too large or broken."""
    if len(data) > LARGEST:
        return []
    try:
        return list(_read(message_from_bytes(data)))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []  # the standard library fails in many ways on what strangers send


def note_refusal(mail: OutgoingMail, words: str) -> None:
    """A server refused a mail for good while we sent it, in these words."""
    status = STATUS.search(words)
    if status:
        _note(mail, _judge(status), words)


@transaction.atomic
def works_again(box: Mailbox, *, by) -> None:
    """Somebody says that the address works: mail goes there again, and old reports no longer count."""
    Bounce.objects.filter(mail__mailbox=box).delete()
    if Mailbox.objects.filter(pk=box.pk).exclude(bounced_at=None).update(bounced_at=None, bounce_words=""):
        trail.record(box, "works_again", by=by, person=box.user_id)


def _read(message: Message) -> Iterator[Report]:
    parts = list(message.walk())
    ids = tuple(dict.fromkeys([*_returned_ids(parts), *_referred_ids(message)]))[:MOST]
    if not ids:
        return
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            for block in _blocks(part):
                yield from _failure(block, ids)
        elif kind == "message/feedback-report":
            for block in _blocks(part):
                addresses = _addresses(block, "Original-Rcpt-To")
                yield Report(What.UNWANTED, ids, addresses, _words(block, "Feedback-Type"))


def _failure(block: Message, ids: tuple[str, ...]) -> Iterator[Report]:
    """What a report says about one recipient: only what has failed for good counts, a delay does not."""
    if _words(block, "Action").lower() != "failed":
        return
    diagnosis = _words(block, "Diagnostic-Code")
    found = STATUS.search(_words(block, "Status"))
    if found is None or found.group(2) == "0":  # the diagnosis often knows better
        found = STATUS.search(diagnosis) or found
    if found is None:
        return
    addresses = _addresses(block, "Final-Recipient") | _addresses(block, "Original-Recipient")
    if addresses:
        yield Report(_judge(found), ids, addresses, f"{found.group()} {diagnosis}".strip())


def _judge(status: re.Match) -> str:
    detail = int(status.group(2)), int(status.group(3))
    return What.GONE if status.group(1) == "5" and detail in GONE else What.FOR_NOW


def _apply(report: Report) -> None:
    mails = OutgoingMail.objects.filter(message_id__in=report.message_ids).select_related("mailbox")
    for mail in mails:
        is_named = mail.mailbox.address.lower() in report.addresses
        if is_named or (report.what == What.UNWANTED and not report.addresses):
            _note(mail, report.what, report.words)


@transaction.atomic
def _note(mail: OutgoingMail, what: str, words: str) -> None:
    """Keep a report once, and stop what it says must stop."""
    words, box = words.replace("\0", "").encode(errors="replace").decode()[:300], mail.mailbox
    _bounce, is_new = Bounce.objects.get_or_create(mail=mail, what=what, defaults={"words": words})
    if not is_new:
        return
    if what == What.UNWANTED:
        choosing.stop_unasked(box)
        return
    lately = Bounce.objects.filter(mail__mailbox=box, what=What.FOR_NOW, at__gt=clock.now() - WITHIN)
    if what == What.FOR_NOW and lately.count() < SOFT:
        return
    if Mailbox.objects.filter(pk=box.pk, bounced_at=None).update(bounced_at=clock.now(), bounce_words=words):
        trail.record(box, "mail_came_back", person=box.user_id)


def _returned_ids(parts: list[Message]) -> Iterator[str]:
    """The Message-IDs of mails that came back whole or as their headers."""
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            returned = part.get_payload()
            if isinstance(returned, list) and returned and isinstance(returned[0], Message):
                yield from MESSAGE_ID.findall(str(returned[0].get("Message-ID", "")))
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            yield from MESSAGE_ID.findall(str(message_from_string(_text(part)).get("Message-ID", "")))


def _referred_ids(message: Message) -> Iterator[str]:
    for name in ("In-Reply-To", "References"):
        yield from MESSAGE_ID.findall(str(message.get(name, ""))[:2000])


def _blocks(part: Message) -> list[Message]:
    """The groups of fields in a report."""
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
        return [inner for inner in payload if isinstance(inner, Message)]
    return [message_from_string(block) for block in re.split(r"\r?\n\r?\n", _text(part)) if block.strip()]


def _text(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(inner.as_string() for inner in payload if isinstance(inner, Message))
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(payload)


def _addresses(block: Message, name: str) -> frozenset[str]:
    """The addresses in fields like `Final-Recipient: rfc822; ann@example.org`."""
    found = (str(value).rpartition(";")[2].strip().strip("<>").strip().lower() for value in block.get_all(name, []))
    return frozenset(address for address in found if "@" in address)


def _words(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())[:300]
