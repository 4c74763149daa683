"""How mail leaves: claimed in batches, rendered outside the claim, sent on one connection outside any
transaction, marked one by one right after the server's 250.

Moves are compare-and-swap updates straight at the table, each in the machine of `machines.py`. A worker
that dies leaves its claims behind; `release_stuck()` frees them. Every mail carries a Message-ID made
from its key, so that a repeat after a lost 250 is seen as one. Whatever can fail is done before a mail
leaves; after the 250 there is one statement.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import cast
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Field
from django.utils import timezone, translation

from careerlink.outbox import bounces, hold
from careerlink.outbox.choices import LEAVES, Ruling, rule
from careerlink.outbox.kinds import Content, kinds
from careerlink.outbox.machines import GIVE_UP_AFTER, STUCK_AFTER
from careerlink.outbox.models import OutgoingMail
from careerlink.outbox.smtp import Line, Verdict
from careerlink.outbox.stops import headers
from careerlink.outbox.wire import Letter, letter_of
from careerlink.web import clock
from careerlink.web.keys import new_key

log = structlog.get_logger(__name__)

State = OutgoingMail.State
AWAY = (OperationalError, InterfaceError)  # the database does not answer
BATCH = 50
BATCHES = 40  # in one go; the sweep of the next minute goes on
SIGN_OF_LIFE = timedelta(seconds=20)
DOWN_FOR = timedelta(seconds=30)
HANGS = 2  # so many silent time-outs in one batch, and the server counts as down
WRITING_TRIES = 6
LINK = re.compile(r"/go/(?:stop/|choose/)?[\w-]{43}")
PAUSE, PATIENCE = 0.5, 900.0  # seconds between tries to write down what has left, and for how long


def deliver() -> int:
    """Send what is due, urgent mail first; returns how many have left. May run many times at once."""
    left = 0
    if hold.is_on():
        return left
    for _n in range(BATCHES):
        token = claim()
        if not token:
            break
        batch = Batch(token)
        left += batch.send()
        if batch.is_over:
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
    """Free the mails of workers that died: claimed, and no sign of life for some minutes."""
    now = clock.now()
    stuck = OutgoingMail.objects.filter(state=State.CLAIMED, claimed_at__lt=now - STUCK_AFTER)
    return stuck.update(
        state=State.WAITING,
        state_since=now,
        claim="",
        claimed_at=None,
        send_after=now,
        attempts=F("attempts") + 1,
        why="the worker that was sending it ended",
    )


def give_up_old() -> int:
    """Three days after it was due, a mail that was tried and that no server took has failed; the moderator
    sees it. What was never tried, because nothing ran for days, gets its chance first.
    """
    now = clock.now()
    old = OutgoingMail.objects.filter(state=State.WAITING, due_at__lt=now - GIVE_UP_AFTER, send_after__lte=now)
    return old.exclude(why="").update(state=State.FAILED, state_since=now)


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
        self.mine = OutgoingMail.objects.filter(state=State.CLAIMED, claim=token)
        self.is_over = False  # nothing more can leave now
        self.hangs = 0
        self.seen_alive = clock.now()
        self.rulings: dict[int, Ruling] | None = None
        self.left: list[tuple[int, dict]] = []  # what has left, and what was written down of it
        self.is_cut_off = False  # the database was away, and may have forgotten the last of it

    def send(self) -> int:
        """Send each; returns how many have left."""
        sent = 0
        try:
            for mail in self._mails():
                sent += self._send_one(mail)
                if self.is_over:
                    break
        except AWAY as error:  # the database went away between two mails
            if connection.in_atomic_block:
                raise
            log.warning("mail_batch_broken_off", error=str(error))
            self.is_cut_off = True
            self._all_later("", wait=timedelta(0))
        finally:
            self.line.close()
        if self.left:
            self._persist(_flush)
        return sent

    def _mails(self) -> Iterator[OutgoingMail]:
        mails = list(self.mine.select_related("mailbox").order_by("send_after", "id"))
        try:
            self.rulings = rule(mails, clock.now()) | hold.rule_departed(mails)
        except AWAY:
            raise
        except Exception:  # then each is judged by itself, and only the one at fault cannot be written
            log.exception("mails_not_judged")
        for mail in mails:
            if self.rulings and self.rulings.get(mail.pk, LEAVES).verdict == "gathered":
                continue  # moved already, and no longer ours
            if not self._is_ours(mail):
                return
            yield mail

    def _ruling(self, mail: OutgoingMail) -> Ruling:
        if self.rulings is not None:
            return self.rulings.get(mail.pk, LEAVES)
        return (rule([mail], clock.now()) | hold.rule_departed([mail])).get(mail.pk, LEAVES)

    def _is_ours(self, mail: OutgoingMail) -> bool:
        """Give a sign of life when the last was a while ago, and see whether we were thought dead meanwhile."""
        now = clock.now()
        if now - self.seen_alive <= SIGN_OF_LIFE:
            return True
        self.seen_alive = now
        self.mine.update(claimed_at=now)
        self.is_over = not self.mine.filter(pk=mail.pk).exists()
        return not self.is_over

    def _send_one(self, mail: OutgoingMail) -> bool:
        written = self._write(mail)
        if written is None:
            return False
        letter, fields = written
        answer = self.line.open()
        if answer is None:
            if not self._is_ours(mail):  # writing and connecting may have taken their time
                return False
            answer = self.line.send(letter)
        if answer.verdict is Verdict.SENT:
            hold.note_departed(mail)
            self._has_left(mail, fields)
            return True
        if answer.verdict is Verdict.NEVER:
            self._mark(mail, State.FAILED, why=answer.words, **fields)
            bounces.note_refusal(mail, answer.words)
        elif answer.verdict is Verdict.DOWN:
            log.warning("mail_server_down", error=answer.words)
            self._all_later(answer.words, wait=DOWN_FOR)
        else:
            self._retry(mail, answer.words)
            self.hangs += answer.verdict is Verdict.HUNG
            if self.hangs == HANGS:
                log.warning("mail_server_hangs", error=answer.words)
                self._all_later(answer.words, wait=DOWN_FOR)
        return False

    def _write(self, mail: OutgoingMail) -> tuple[Letter, dict[str, str]] | None:
        """The letter as things stand now, and what its row keeps; None when it need not or cannot be written."""
        try:
            ruling, kind = self._ruling(mail), kinds[mail.kind]
            if ruling.verdict == "gathered":
                return None
            if ruling.verdict == "wait" and ruling.until is not None:
                self._wait(mail, ruling.why, until=ruling.until)
                return None
            with translation.override(mail.mailbox.language), timezone.override(mail.mailbox.zone):
                why_not = ruling.why if ruling.verdict == "skip" else kind.still_true(mail)
                if not why_not:
                    content = cleaned(kind.render(mail))
                    return letter_of(message_of(mail, content)), kept(mail, content)
        except AWAY:
            raise
        except Exception as error:
            log.exception("mail_not_written", mail=mail.pk, kind=mail.kind)
            words = f"could not be written: {type(error).__name__}: {error}"
            if mail.attempts + 1 < WRITING_TRIES:
                self._retry(mail, words)
            else:
                self._mark(mail, State.FAILED, why=words)
            return None
        self._mark(mail, State.SKIPPED, why=str(why_not))
        return None

    def _has_left(self, mail: OutgoingMail, fields: dict[str, str]) -> None:
        """Mark what has left. Should the database not take its words, it has left all the same."""
        left = {"sent_at": clock.now(), "why": "", "secret": ""}
        try:
            self._mark(mail, State.SENT, **left, **fields)
        except AWAY:
            raise
        except Exception:
            log.exception("mail_words_not_kept", mail=mail.pk)
            self._mark(mail, State.SENT, **left)

    def _wait(self, mail: OutgoingMail, why: str, *, until: datetime) -> None:
        """Nobody has tried it: it is due at another time, at the earliest in a minute."""
        until = max(until, clock.now() + timedelta(minutes=1))
        self._back(mail, why, attempts=mail.attempts, due_at=until, send_after=until)

    def _retry(self, mail: OutgoingMail, words: str) -> None:
        if clock.now() - mail.due_at > GIVE_UP_AFTER:
            self._mark(mail, State.FAILED, why=words)
        else:
            self._back(mail, words, send_after=clock.now() + backoff(mail.attempts + 1))

    def _back(self, mail: OutgoingMail, why: str, **fields) -> None:
        self._mark(mail, State.WAITING, why=why, claim="", claimed_at=None, **fields)

    def _all_later(self, words: str, *, wait: timedelta) -> None:
        """Nothing can leave now: give the rest of the batch back, to be tried again soon. That counts as no
        try at any of them.
        """
        self.is_over = True
        now = clock.now()
        back = {"state": State.WAITING, "state_since": now, "send_after": now + wait, "claim": "", "claimed_at": None}
        self._persist(lambda: self.mine.update(**back, **({"why": storable(words)[:300]} if words else {})))

    def _mark(self, mail: OutgoingMail, state: str, **fields) -> None:
        values = {"state": state, "state_since": clock.now(), "attempts": mail.attempts + 1, **fields}
        values["why"] = storable(values["why"])[:300]
        if not self._persist(lambda: _swap(mail.pk, self.token, values)):
            log.warning("mail_was_not_ours", mail=mail.pk, state=state)
        elif state == State.SENT:
            self.left.append((mail.pk, values))

    def _persist(self, write: Callable[[], int]) -> int:
        """Write down what has happened even when the database goes away for a while: what left has left. After
        a crash the database may have forgotten marks of the last instant; they are set again first.
        """
        give_up_at = time.monotonic() + PATIENCE
        while True:
            try:
                if self.is_cut_off:
                    for pk, values in self.left:
                        _swap(pk, self.token, values)
                    self.is_cut_off = False
                return write()
            except AWAY:
                if connection.in_atomic_block or time.monotonic() > give_up_at:
                    raise
                self.is_cut_off = True
                log.warning("mail_mark_delayed")
                connection.close()
                time.sleep(PAUSE)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many tries: 15 seconds, doubling to 3 minutes, hourly after six hours or so.

    With the sweep each minute, a mail is tried again within five minutes of the server's recovery.
    """
    if attempts > 120:  # about six hours of tries
        return timedelta(hours=1)
    return timedelta(seconds=min(15 * 2 ** min(attempts - 1, 4), 180))


def message_of(mail: OutgoingMail, content: Content) -> EmailMultiAlternatives:
    """The message as it leaves."""
    message = EmailMultiAlternatives(
        content.subject,
        content.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.mailbox.address],
        headers={"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated", **headers(mail)},  # RFC 3834
    )
    message.attach_alternative(content.html, "text/html")
    if content.invite:
        calendar, method = content.invite
        message.attach_alternative(calendar, f"text/calendar; method={method}")  # RFC 6047 2.4
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


def cleaned(content: Content) -> Content:
    """A letter without the few characters that neither a mail nor PostgreSQL can carry."""
    invite = content.invite and (storable(content.invite[0]), content.invite[1])
    subject, text, html = storable(content.subject), storable(content.text), storable(content.html)
    return replace(content, subject=subject, text=text, html=html, invite=invite)


def storable(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()


def _field(name: str) -> Field:
    return cast(Field, OutgoingMail._meta.get_field(name))


@cache
def _swap_statement(names: tuple[str, ...]) -> str:
    """Written by hand, because the ORM takes three times as long to say it.

    PostgreSQL does not wait for the disk here: `_flush()` does, once for a batch, and `_persist()` sets a mark
    again that a crash has made it forget (docs/decisions/0013).
    """
    table, quote = OutgoingMail._meta, connection.ops.quote_name
    columns = ", ".join(f"{quote(str(_field(name).column))} = %s" for name in names)
    first = "SET LOCAL synchronous_commit TO off; " if connection.vendor == "postgresql" else ""
    return f"{first}UPDATE {quote(table.db_table)} SET {columns} WHERE id = %s AND state = %s AND claim = %s"  # noqa: S608 names of columns only


def _swap(pk: int, token: str, values: dict) -> int:
    """Change a mail if it is still claimed under this token; returns 1 or 0."""
    given = [_field(name).get_db_prep_save(value, connection) for name, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(_swap_statement(tuple(values)), [*given, pk, str(State.CLAIMED), token])
        return cursor.rowcount


def _flush() -> int:
    """Wait until all that was written is on the disk: PostgreSQL does so for any commit that says nothing else."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(true, 'careerlink', '')")
    return 1
