"""What both sides agreed: every room writes engagements and partnerships through here."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from careerlink.accounts import actions as accounts
from careerlink.accounts.models import LegalText, User
from careerlink.accounts.queries import newest_agreement, text_in_force
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.audit.trail import label_of
from careerlink.web import clock
from partners.emails import engagements as emails
from partners.models import Asked, Engagement, Host, Partnership, Writer
from partners.signals import engagement_ended


@transaction.atomic
def agree(
    host: Host,
    writer: Writer,
    kind: str,
    *,
    source: models.Model,
    by: User | None,
    busy_from: datetime | None = None,
    busy_until: datetime | None = None,
    is_again: bool = False,
    is_held: bool = False,
) -> Engagement:
    """Note one agreed piece of work that came from `source`, that the two work together, and under which
    version of the rule about gifts and fees they agreed. With `is_again` it may be the same that was called off.

    `busy_from` and `busy_until` are the time it keeps the writer busy, where it has one already. `is_held`: the caller
    holds the writer and has looked at what she has agreed to since. Raises ValidationError when she has agreed to
    something else in that time.
    """
    if not is_held:
        Writer.objects.select_for_update().get(pk=writer.pk)
    if busy_from and not is_held:
        refuse_overlap(writer, busy_from, busy_until)
    partnership(host, writer, by=by)
    rules = text_in_force(LegalText.Slug.GIFTS)
    own = Engagement.objects.filter(source_label=label_of(source), source_id=source.pk)
    if is_again and (former := own.select_related("host", "writer").first()):
        former.move(
            "agree_again",
            by=by,
            agreed_at=clock.now(),
            rules=rules,
            kind=kind,
            busy_from=busy_from,
            busy_until=busy_until,
        )
        return former
    engagement = Engagement.objects.create(
        host=host,
        writer=writer,
        kind=kind,
        busy_from=busy_from,
        busy_until=busy_until,
        source_label=label_of(source),
        source_id=source.pk,
        agreed_at=clock.now(),
        rules=rules,
    )
    acknowledged = f"{rules.slug} {rules.version}" if rules else ""
    trail.record(
        engagement, "agree", by=by, after=engagement.state, reason=acknowledged, scope=host.key, person=writer.user_id
    )
    return engagement


def refuse_overlap(writer: Writer, busy_from: datetime, busy_until: datetime, *, but: Engagement | None = None) -> None:
    """Raise ValidationError when she has agreed to be elsewhere in this time (half-open); `but` does not count."""
    agreed = Engagement.objects.filter(writer=writer, state=Engagement.State.AGREED)
    if but is not None:
        agreed = agreed.exclude(pk=but.pk)
    if agreed.filter(busy_from__lt=busy_until, busy_until__gt=busy_from).exists():
        raise ValidationError(_("The writer has agreed to something else at that time."), code="overlap")


def partnership(host: Host, writer: Writer, *, by: User | None) -> Partnership:
    """Host and writer work together from now on, under the newest pledge that she has given; the same
    partnership when they do already.
    """
    found = Partnership.objects.filter(host=host, writer=writer).first()
    if found:
        return found
    given, now = newest_agreement(writer.user_id, LegalText.Slug.PLEDGE, with_text=False), clock.now()
    pledge = {"pledge_id": given.text_id} if given else {"pledge": text_in_force(LegalText.Slug.PLEDGE)}
    pledged_at = given.at if given else writer.pledged_at or now
    found = Partnership.objects.create(host=host, writer=writer, since=now, pledged_at=pledged_at, **pledge)
    trail.record(found, "begin", by=by, scope=host.key, person=writer.user_id)
    return found


@transaction.atomic
def renew_pledge(writer: Writer, text: LegalText, *, by: User) -> None:
    """Give the pledge anew, in the version in force: from now on all her partnerships go on under it. A second
    time changes nothing. Raises Stale when `text` is no longer what is in force.
    """
    Writer.objects.select_for_update().get(pk=writer.pk)
    if text_in_force(LegalText.Slug.PLEDGE) != text:
        raise Stale("another version of the pledge is in force now")
    given = accounts.agree(by, text)
    behind = Partnership.objects.filter(writer=writer, pledge__version__lt=text.version)
    for found in behind.select_related("host"):
        Partnership.objects.filter(pk=found.pk).update(pledge=text, pledged_at=given.at)
        trail.record(found, "renew_pledge", by=by, scope=found.host.key, person=writer.user_id)
    Writer.objects.filter(pk=writer.pk).update(pledged_at=given.at)


@transaction.atomic
def finish_engagement(engagement: Engagement, *, by: User | None) -> None:
    """The work is done: the writer is thanked, and her time is free again.
    Raises Stale or NoSuchMove when it had moved on.
    """
    engagement.move("finish", by=by)
    emails.tell_writer_engagement_done(engagement)
    engagement_ended.send(Engagement, engagement=engagement, by=by)


@transaction.atomic
def call_off_engagement(engagement: Engagement, *, by: User, word: str) -> None:
    """Call agreed work off, with a word that the other side reads in its mail; her time is free again.
    Raises Stale or NoSuchMove when it had moved on.
    """
    engagement.move("cancel", by=by, note=word)
    if by.pk == engagement.writer.user_id:
        emails.tell_host_engagement_called_off(engagement)
    else:
        emails.tell_writer_engagement_called_off(engagement)
    engagement_ended.send(Engagement, engagement=engagement, by=by)


def note_asked(host: Host, writer: Writer, *, about: models.Model, answer_by: datetime | None = None) -> Asked:
    """Note that a host asked a writer for something, once for each thing, and anew when it had fallen away meanwhile;
    `answer_by` is until when an answer helps.
    """
    said = {"at": clock.now(), "answer_by": answer_by}
    asked, is_new = Asked.objects.get_or_create(
        writer=writer, label=label_of(about), about_id=about.pk, defaults={"host": host, **said}
    )
    if not is_new and asked.answer == Asked.Answer.MOOT:
        asked.at, asked.answer_by, asked.answer = said["at"], answer_by, Asked.Answer.NONE
        asked.save(update_fields=["at", "answer_by", "answer"])
    return asked


def note_answer(writer: Writer, answer: str, *, about: models.Model) -> None:
    """Note what the writer said to something that she was asked for ("yes", "no"; "" takes it back)."""
    rows = Asked.objects.filter(writer=writer, label=label_of(about), about_id=about.pk)
    rows.update(answer=answer, answered_at=clock.now() if answer else None)


def note_moot(about: models.Model) -> None:
    """Note that nobody needs an answer any more from those who were asked for something and had time left for it: that
    they said nothing is not their silence.
    """
    rows = Asked.objects.filter(label=label_of(about), about_id=about.pk, answer=Asked.Answer.NONE)
    rows.filter(Q(answer_by=None) | Q(answer_by__gt=clock.now())).update(answer=Asked.Answer.MOOT)


@transaction.atomic
def end_work(source: models.Model, event: str, *, by: User | None) -> Engagement | None:
    """End the agreed work that came from `source`, by "finish" or "cancel": her time is free again. The room of the
    source tells whom it concerns. None when there is none that is agreed any more.
    """
    rows = Engagement.objects.filter(source_label=label_of(source), source_id=source.pk)
    engagement = rows.filter(state=Engagement.State.AGREED).select_related("host", "writer").first()
    if engagement is not None:
        engagement.move(event, by=by)
        engagement_ended.send(Engagement, engagement=engagement, by=by)
    return engagement


@transaction.atomic
def settle_work(source: models.Model, *, is_done: bool, by: User | None) -> None:
    """Say, at first or as a correction, whether the work that came from `source` was done. Saying the same again
    changes nothing.
    """
    if end_work(source, "finish" if is_done else "cancel", by=by) is not None:
        return
    before = Engagement.State.CANCELLED if is_done else Engagement.State.DONE
    rows = Engagement.objects.filter(source_label=label_of(source), source_id=source.pk, state=before)
    engagement = rows.select_related("host", "writer").first()
    if engagement is not None:
        engagement.move("correct_to_done" if is_done else "correct_to_cancelled", by=by)


@transaction.atomic
def move_work(source: models.Model, *, busy_from: datetime, busy_until: datetime, by: User | None) -> None:
    """Agreed work takes place at another time. Raises ValidationError when she has agreed to be elsewhere then."""
    engagement = (
        Engagement.objects.filter(source_label=label_of(source), source_id=source.pk, state=Engagement.State.AGREED)
        .select_related("host", "writer")
        .first()
    )
    if engagement is None or (engagement.busy_from, engagement.busy_until) == (busy_from, busy_until):
        return
    Writer.objects.select_for_update().get(pk=engagement.writer_id)
    refuse_overlap(engagement.writer, busy_from, busy_until, but=engagement)
    Engagement.objects.filter(pk=engagement.pk).update(busy_from=busy_from, busy_until=busy_until)
    fields = ["busy_from", "busy_until"]
    trail.record(
        engagement, "move_time", by=by, fields=fields, scope=engagement.host.key, person=engagement.writer.user_id
    )


@transaction.atomic
def hand_over_work(
    label: str,
    source_id: int,
    to: models.Model,
    *,
    by: User | None,
    kind: str,
    busy_from: datetime,
    busy_until: datetime,
) -> Engagement | None:
    """Agreed work that came from one thing ("partners.offer", its id) is that of `to` from now on, at this time. It
    stays the same work and does not overlap with itself. None when there is none that is agreed any more.
    Raises ValidationError when she has agreed to be elsewhere then.
    """
    rows = Engagement.objects.filter(source_label=label, source_id=source_id, state=Engagement.State.AGREED)
    engagement = rows.select_related("host", "writer").first()
    if engagement is None:
        return None
    Writer.objects.select_for_update().get(pk=engagement.writer_id)
    refuse_overlap(engagement.writer, busy_from, busy_until, but=engagement)
    values = {"source_label": label_of(to), "source_id": to.pk, "kind": kind}
    values |= {"busy_from": busy_from, "busy_until": busy_until}
    rows.filter(pk=engagement.pk).update(**values)
    for name, value in values.items():
        setattr(engagement, name, value)
    trail.record(
        engagement, "hand_over", by=by, fields=list(values), scope=engagement.host.key, person=engagement.writer.user_id
    )
    return engagement
