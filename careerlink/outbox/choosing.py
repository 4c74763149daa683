"""What people do about the mail they get: choose, stop it in one click, take that back."""

from collections.abc import Collection, Mapping

from django.db import transaction

from careerlink.audit import trail
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.choices import DEFAULTS, Pace, paces_of, stopped_by
from careerlink.outbox.kinds import GATHERED
from careerlink.outbox.models import Choice, Mailbox, OutgoingMail


@transaction.atomic
def choose(
    box: Mailbox,
    paces: Mapping[str, str],
    *,
    by,
    quiet_from: int,
    quiet_until: int,
    holds_answers: bool,
    zone: str = "",
) -> None:
    """Say how often each group comes, and when nothing comes, for all addresses of the person. `zone` (IANA
    name) only of an address without an account. A pace that its group does not allow is an IntegrityError.
    """
    boxes = _all_of(box)
    _write({(one.pk, group): (pace, "") for one in boxes for group, pace in paces.items()})
    hours = {"quiet_from": quiet_from, "quiet_until": quiet_until, "holds_answers": holds_answers}
    Mailbox.objects.filter(pk__in=[one.pk for one in boxes]).update(**hours, **({"zone": zone} if zone else {}))
    trail.record(box, "mail_chosen", by=by, person=box.user_id, fields=sorted(paces))


@transaction.atomic
def stop(mail: OutgoingMail, *, by=None) -> None:
    """Stop mail like this one for its reader, from one click in it. Once more changes nothing."""
    _stop(mail.mailbox, stopped_by(mail), by=by)


@transaction.atomic
def stop_unasked(box: Mailbox) -> None:
    """Her mail program reports our mail as unwanted: nothing comes any more that nobody asked for."""
    _stop(box, GATHERED, by=None)


@transaction.atomic
def take_back(mail: OutgoingMail, *, by=None) -> None:
    """It was a mistake: mail like this one comes as often as before. Once more changes nothing."""
    boxes, groups = _all_of(mail.mailbox), stopped_by(mail)
    stopped = Choice.objects.filter(mailbox__in=boxes, group__in=groups, pace=Pace.NEVER)
    before = {(row.mailbox_id, row.group): row.before or DEFAULTS[row.group] for row in stopped}
    if before:
        _write({key: (pace, "") for key, pace in before.items()})
        trail.record(mail.mailbox, "mail_stop_taken_back", by=by, person=mail.mailbox.user_id, fields=groups)


@transaction.atomic
def carry_over(old_address: str, new_address: str, *, user_id: int) -> None:
    """A person has another main address: what she chose holds there too."""
    old, new = mailbox_for(old_address), mailbox_for(new_address, user_id=user_id)
    _write({(new.pk, row.group): (row.pace, row.before) for row in old.choices.all()})
    carried = ("quiet_from", "quiet_until", "holds_answers", "zone", "language")
    Mailbox.objects.filter(pk=new.pk).update(**{name: getattr(old, name) for name in carried})


def _stop(box: Mailbox, groups: Collection[str], *, by) -> None:
    boxes = _all_of(box)
    paces = paces_of(boxes)
    going = {(one.pk, group): paces[one.pk, group] for one in boxes for group in groups}
    going = {key: pace for key, pace in going.items() if pace != Pace.NEVER}
    if going:
        _write({key: (Pace.NEVER, pace) for key, pace in going.items()})
        trail.record(box, "mail_stopped", by=by, person=box.user_id, fields=groups)


def _all_of(box: Mailbox) -> list[Mailbox]:
    """All addresses of the person behind one; that one alone when it has no account."""
    return list(Mailbox.objects.filter(user_id=box.user_id)) if box.user_id else [box]


def _write(paces: Mapping[tuple[int, str], tuple[str, str]]) -> None:
    Choice.objects.bulk_create(
        [
            Choice(mailbox_id=box, group=group, pace=pace, before=before)
            for (box, group), (pace, before) in sorted(paces.items())
        ],
        update_conflicts=True,
        unique_fields=["mailbox", "group"],
        update_fields=["pace", "before", "chosen_at"],
    )
