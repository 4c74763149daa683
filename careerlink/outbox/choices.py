"""What readers choose, and whether a claimed mail may leave now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from careerlink.outbox import digests
from careerlink.outbox.hours import local_day, quiet_until, tomorrow_morning
from careerlink.outbox.kinds import GATHERED, kinds
from careerlink.outbox.models import Choice, Mailbox, MailDay, OutgoingMail
from careerlink.web import clock

Group, Pace = Choice.Group, Choice.Pace
DEFAULTS: dict[str, str] = {
    Group.DECISIONS: Pace.WEEKLY,
    Group.SUGGESTIONS: Pace.AT_ONCE,  # at most one a day; requests have dates, and colleagues wait to be let in
    Group.NEWS: Pace.WEEKLY,
}
DAYS_KEPT = timedelta(days=30)
Why = Literal["comes back", "not wanted"]


@dataclass(frozen=True)
class Ruling:
    """What becomes of a claimed mail: it leaves, need not leave (`why`), waits until a moment, or was
    gathered into the weekly mail, which has been written down already.
    """

    verdict: Literal["leave", "skip", "wait", "gathered"]
    why: str = ""
    until: datetime | None = None


LEAVES = Ruling("leave")
IS_GATHERED = Ruling("gathered")


# --- What was chosen ------------------------------------------------------------------------------


def paces_of(boxes: Collection[Mailbox]) -> dict[tuple[int, str], str]:
    """How often each of these addresses wants each group, by id of the mailbox and group. One query."""
    chosen = Choice.objects.filter(mailbox__in=boxes).values_list("mailbox_id", "group", "pace")
    defaults = {(box.pk, group): pace for box in boxes for group, pace in DEFAULTS.items()}
    return defaults | {(box, group): pace for box, group, pace in chosen}


def paces_at(box: Mailbox) -> dict[str, str]:
    """How often one address wants each group: "at_once", "weekly" or "never". One query, none for a mailbox
    that is not written yet.
    """
    chosen = box.choices.values_list("group", "pace") if box.pk else ()
    return DEFAULTS | dict(chosen)


def stopped_by(mail: OutgoingMail) -> list[str]:
    """The groups that one click in this mail stops; both for the weekly mail."""
    kind = kinds.get(mail.kind)
    if kind is not None and kind.stops:
        return [kind.stops]
    return [group for group in GATHERED if kind is None or kind.group in (group, "digest")]


def is_stopped(mail: OutgoingMail) -> bool:
    """Whether its reader gets no mail like it any more. One query."""
    paces = paces_of([mail.mailbox])
    return all(paces[mail.mailbox_id, group] == Pace.NEVER for group in stopped_by(mail))


def never_leaves(mails: Iterable[OutgoingMail]) -> dict[int, Why]:
    """Which of these mails (with their mailboxes) would be skipped however often they are sent, by id: because
    mail to the address comes back, or because its reader chose so. One query.
    """
    mails = list(mails)
    paces = paces_of({mail.mailbox for mail in mails})
    found: dict[int, Why] = {}
    for mail in mails:
        kind = kinds.get(mail.kind)
        if mail.mailbox.bounced_at:
            found[mail.pk] = "comes back"
        elif kind and not kind.transactional and paces.get((mail.mailbox_id, kind.group)) == Pace.NEVER:
            found[mail.pk] = "not wanted"
    return found


# --- What follows for mail that is about to leave --------------------------------------------------


def rule(batch: Sequence[OutgoingMail], now: datetime) -> dict[int, Ruling]:
    """What becomes of each of these claimed mails (with their mailboxes), by id; a mail that is not in it leaves.
    No query for transactional mail; at most eight for all the others together.
    """
    rulings, unasked = {}, []
    for mail in batch:
        kind, box = kinds.get(mail.kind), mail.mailbox
        if box.bounced_at:
            rulings[mail.pk] = Ruling("skip", "mail to this address comes back")
        elif kind is None or mail.is_urgent:
            continue
        elif not kind.transactional:
            unasked.append(mail)
        elif box.holds_answers and (until := quiet_until(box, now)):
            rulings[mail.pk] = Ruling("wait", "quiet hours", until)
    return rulings | _rule_unasked(unasked, now) if unasked else rulings


def _rule_unasked(mails: list[OutgoingMail], now: datetime) -> dict[int, Ruling]:
    """Mail that nobody asked for: never against a choice, never in quiet hours, at most one a day."""
    rulings: dict[int, Ruling] = {}
    boxes = {mail.mailbox_id: mail.mailbox for mail in mails}
    paces, coming = paces_of(list(boxes.values())), digests.coming(boxes, now)
    for_today, to_gather = [], []
    for mail in mails:
        box, group = mail.mailbox, kinds[mail.kind].group
        pace = paces.get((box.pk, group), Pace.AT_ONCE)
        if pace == Pace.NEVER:
            rulings[mail.pk] = Ruling("skip", f"the reader chose no {group}")
        elif pace == Pace.WEEKLY or (group in GATHERED and box.pk in coming):
            to_gather.append(mail)
        elif until := quiet_until(box, now):
            rulings[mail.pk] = Ruling("wait", "quiet hours", until)
        else:
            for_today.append(mail)
    has_its_day = _take_days(for_today, now)
    for mail in for_today:
        if mail.pk in has_its_day:
            rulings[mail.pk] = LEAVES
        elif kinds[mail.kind].group in GATHERED:
            to_gather.append(mail)
        else:
            rulings[mail.pk] = Ruling("wait", "one a day", tomorrow_morning(mail.mailbox, now))
    digests.gather(to_gather, coming, now)
    return rulings | {mail.pk: IS_GATHERED for mail in to_gather}


def _take_days(mails: list[OutgoingMail], now: datetime) -> set[int]:
    """The ids of those mails that hold their reader's day: the first takes it, by a unique row. A mail that
    ended without leaving holds none.
    """
    if not mails:
        return set()
    # In one order, so that two workers never wait for each other; the weekly mail goes before others of its reader.
    mails = sorted(mails, key=lambda mail: (mail.mailbox_id, kinds[mail.kind].group != "digest"))
    days = [MailDay(mailbox=mail.mailbox, day=local_day(mail.mailbox, now), mail=mail) for mail in mails]
    MailDay.objects.bulk_create(days, ignore_conflicts=True)
    taken = MailDay.objects.filter(mailbox__in={day.mailbox_id for day in days}, day__in={day.day for day in days})
    rows = {(row.mailbox_id, row.day): row for row in taken.select_related("mail")}
    holders = set()
    for wish in days:
        row = rows[wish.mailbox_id, wish.day]
        if row.mail_id != wish.mail_id and row.mail.state in OutgoingMail.ENDED_UNSENT:
            if not MailDay.objects.filter(pk=row.pk, mail=row.mail_id).update(mail=wish.mail_id):
                continue  # somebody was quicker
            row.mail = wish.mail
        if row.mail_id == wish.mail_id:
            holders.add(wish.mail_id)
    return holders


def forget_days() -> int:
    """Days long past keep nothing from leaving any more."""
    return MailDay.objects.filter(day__lt=(clock.now() - DAYS_KEPT).date()).delete()[0]
