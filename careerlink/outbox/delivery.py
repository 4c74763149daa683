"""How mail leaves: claimed in batches, rendered outside the claim, sent on one connection outside any
transaction, marked one by one right after the server's 250.

Moves are compare-and-swap updates straight at the table, each in the machine of `machines.py`. A worker
that dies leaves its claims behind; `release_stuck()` frees them. Every mail carries a Message-ID made
from its key, so that a repeat after a lost 250 is seen as one.
"""

import hashlib
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from careerlink.outbox.choices import LEAVES, Ruling, rule
from careerlink.outbox.kinds import Content, kinds
from careerlink.outbox.machines import GIVE_UP_AFTER, STUCK_AFTER
from careerlink.outbox.models import OutgoingMail
from careerlink.outbox.smtp import Line, Verdict
from careerlink.web import clock
from careerlink.web.keys import new_key

log = structlog.get_logger(__name__)

State = OutgoingMail.State
BATCH = 50
BATCHES = 40  # in one go; the sweep of the next minute goes on
SIGN_OF_LIFE = timedelta(seconds=20)
DOWN_FOR = timedelta(seconds=30)
WRITING_TRIES = 6
LINK = re.compile(r"/go/[\w-]{43}")
PAUSES = (0.1, 0.3, 1, 2, 4, 8, 15, 30)  # seconds between tries to write down what has left


def deliver() -> int:
    """Send what is due, urgent mail first; returns how many have left. May run many times at once."""
    left = 0
    for _n in range(BATCHES):
        token = claim()
        if not token:
            break
        batch = Batch(token)
        left += batch.send()
        if batch.is_down:
            break
    return left


def claim() -> str:
    """Claim up to 50 due mails under a new token, by compare-and-swap; "" when nothing is due."""
    token, now = new_key(), clock.now()
    for is_urgent in (True, False):
        waiting = OutgoingMail.objects.filter(state=State.WAITING, is_urgent=is_urgent, send_after__lte=now)
        if not waiting.exists():  # on SQLite even an UPDATE of nothing keeps all others from writing
            continue
        with transaction.atomic():
            # First the ids: PostgreSQL may run a sub-query with LIMIT more than once and claim too many.
            due = waiting.select_for_update(skip_locked=True).order_by("send_after", "id")
            ids = list(due.values_list("pk", flat=True)[:BATCH])
            claimed = OutgoingMail.objects.filter(pk__in=ids, state=State.WAITING).update(
                state=State.CLAIMED, state_since=now, claim=token, claimed_at=now
            )
        if claimed:
            return token
    return ""


def release_stuck() -> int:
    """Free the mails of workers that died: claimed, and no sign of life for four minutes."""
    now = clock.now()
    stuck = OutgoingMail.objects.filter(state=State.CLAIMED, claimed_at__lt=now - STUCK_AFTER)
    return stuck.update(
        state=State.WAITING, state_since=now, claim="", claimed_at=None, send_after=now, attempts=F("attempts") + 1
    )


def give_up_old() -> int:
    """Three days after it was due, a mail that no server took has failed; the moderator sees it."""
    now = clock.now()
    old = OutgoingMail.objects.filter(state=State.WAITING, due_at__lt=now - GIVE_UP_AFTER, send_after__lte=now)
    return old.exclude(attempts=0).update(state=State.FAILED, state_since=now)


def forget_old() -> int:
    """Wipe subject and body of mail that ended MAIL_BODY_DAYS ago, and within a day every secret of mail
    that did not leave. The rows with their times and figures stay.
    """
    now = clock.now()
    ended = OutgoingMail.objects.filter(state__in=[State.SENT, State.SKIPPED, State.CANCELLED, State.FAILED])
    ended.filter(state_since__lt=now - timedelta(days=1)).exclude(secret="").update(secret="")
    forgotten = 0
    while True:
        old = ended.filter(forgotten_at=None, state_since__lt=now - timedelta(days=settings.MAIL_BODY_DAYS))
        rows = OutgoingMail.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:500]))
        count = rows.update(subject="", text="", html="", forgotten_at=now)
        forgotten += count
        if not count:
            return forgotten


class Batch:
    """The mails claimed under one token, and the connection they leave on."""

    def __init__(self, token: str):
        self.token = token
        self.line = Line()
        self.is_down = False
        self.seen_alive = clock.now()
        self.rulings: dict[int, Ruling] = {}

    def send(self) -> int:
        """Send each; returns how many have left."""
        sent = 0
        try:
            for mail in self._mails():
                sent += self._send_one(mail)
                if self.is_down:
                    break
        except (OperationalError, InterfaceError) as error:  # the database went away between two mails
            if connection.in_atomic_block:
                raise
            log.warning("mail_batch_broken_off", error=str(error))
            self._all_later("", wait=timedelta(0))
        finally:
            self.line.close()
        return sent

    def _mails(self) -> Iterator[OutgoingMail]:
        """The mails of the batch for as long as they are ours, with a sign of life in between."""
        mine = OutgoingMail.objects.filter(state=State.CLAIMED, claim=self.token)
        mails = list(mine.select_related("mailbox").order_by("send_after", "id"))
        self.rulings = rule(mails, clock.now())
        for mail in mails:
            if clock.now() - self.seen_alive > SIGN_OF_LIFE:
                self.seen_alive = clock.now()
                mine.update(claimed_at=self.seen_alive)
                if not mine.filter(pk=mail.pk).exists():
                    return
            yield mail

    def _send_one(self, mail: OutgoingMail) -> bool:
        content = self._write(mail)
        if content is None:
            return False
        answer = self.line.send(message_of(mail, content))
        if answer.verdict is Verdict.SENT:
            self._mark(mail, State.SENT, sent_at=clock.now(), why="", secret="", **kept(mail, content))
            return True
        if answer.verdict is Verdict.NEVER:
            self._mark(mail, State.FAILED, why=answer.words, **kept(mail, content))
        elif answer.verdict is Verdict.LATER:
            self._retry(mail, answer.words)
        else:
            log.warning("mail_server_down", error=answer.words)
            self._all_later(answer.words, wait=DOWN_FOR)
        return False

    def _write(self, mail: OutgoingMail) -> Content | None:
        """Render as things stand now; None when the mail need not or cannot be written."""
        kind = kinds.get(mail.kind)
        if kind is None:
            self._mark(mail, State.FAILED, why=f"nobody writes {mail.kind} any more")
            return None
        box, ruling = mail.mailbox, self.rulings.get(mail.pk, LEAVES)
        if ruling.verdict == "wait":
            self._mark(mail, State.WAITING, why=ruling.why, send_after=ruling.until, claim="", claimed_at=None)
            return None
        try:
            with translation.override(box.language), timezone.override(box.zone):
                why_not = ruling.why if ruling.verdict == "skip" else kind.still_true(mail)
                if not why_not:
                    return kind.render(mail)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("mail_not_written", mail=mail.pk, kind=mail.kind)
            words = f"could not be written: {type(error).__name__}: {error}"[:300]
            if mail.attempts + 1 < WRITING_TRIES:
                self._retry(mail, words)
            else:
                self._mark(mail, State.FAILED, why=words)
            return None
        self._mark(mail, State.SKIPPED, why=str(why_not)[:300])
        return None

    def _retry(self, mail: OutgoingMail, words: str) -> None:
        if clock.now() - mail.due_at > GIVE_UP_AFTER:
            self._mark(mail, State.FAILED, why=words)
            return
        again = clock.now() + backoff(mail.attempts + 1)
        self._mark(mail, State.WAITING, why=words, send_after=again, claim="", claimed_at=None)

    def _all_later(self, words: str, *, wait: timedelta) -> None:
        """Nothing can leave now: give the rest of the batch back, to be tried again soon."""
        self.is_down = True
        now = clock.now()
        _persist(
            lambda: OutgoingMail.objects.filter(state=State.CLAIMED, claim=self.token).update(
                state=State.WAITING,
                state_since=now,
                send_after=now + wait,
                claim="",
                claimed_at=None,
                attempts=F("attempts") + 1,
                why=words,
            )
        )

    def _mark(self, mail: OutgoingMail, state: str, **fields) -> None:
        mine = OutgoingMail.objects.filter(pk=mail.pk, state=State.CLAIMED, claim=self.token)
        values = {"state": state, "state_since": clock.now(), "attempts": mail.attempts + 1, **fields}
        if not _persist(lambda: mine.update(**values)):
            log.warning("mail_was_not_ours", mail=mail.pk, state=state)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many tries: 15 seconds, doubling to 4 minutes, hourly after an hour or so."""
    if attempts > 20:  # about 70 minutes of tries
        return timedelta(hours=1)
    return timedelta(seconds=min(15 * 2 ** (attempts - 1), 240))


def message_of(mail: OutgoingMail, content: Content) -> EmailMultiAlternatives:
    """The message as it leaves."""
    message = EmailMultiAlternatives(
        content.subject,
        content.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.mailbox.address],
        headers={"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"},  # RFC 3834
    )
    message.attach_alternative(content.html, "text/html")
    for name, data, kind in content.attachments:
        message.attach(name, data, kind)
    return message


def message_id(key: str) -> str:
    """The Message-ID of a mail: the same for each try, and telling nothing about its key."""
    digest = hashlib.blake2b(key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def kept(mail: OutgoingMail, content: Content) -> dict[str, str]:
    """What the row keeps of a letter. Codes and links open doors, so they are kept nowhere; only the
    demonstration, which has no mail server, keeps them for its mailbox page.
    """
    text, html = content.text, content.html
    if settings.ENVIRONMENT != "demo":
        if mail.is_secret:
            text = html = ""
        text, html = LINK.sub("/go/…", text), LINK.sub("/go/…", html)
    return {"subject": content.subject[:200], "text": text, "html": html, "message_id": message_id(mail.key)}


def _persist(write) -> int:
    """Write down what has happened even when the database goes away for a moment: what left has left."""
    for pause in PAUSES:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            log.warning("mail_mark_delayed", seconds=pause)
            connection.close()
            time.sleep(pause)
    return write()
