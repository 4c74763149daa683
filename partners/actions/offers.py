"""What a writer does with an offer: write it, send it, take it back; and the line behind a host's budget."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import move_many
from careerlink.web import clock
from careerlink.web.later import later
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.actions.engagements import note_moot
from partners.emails import offers as emails
from partners.models import BoardSeat, Host, Need, Offer, Writer
from partners.queries.campus import group_of, is_group, needs_yes, rules_of
from partners.queries.classes import request_behind
from partners.queries.doors import next_doors, was_asked
from partners.queries.offers import oldest_in_line
from partners.signals import offer_ended, offer_sent

MOST_WORDS = 120
NOT_TAKEN_UP = ("decline", "lapse", "make_obsolete")  # events after which an offer may go on to another door


class AlreadyOffered(Exception):  # noqa: N818 it is a state of affairs
    """She has an offer of this kind here that is not answered yet; it is `offer`."""

    def __init__(self, offer: Offer):
        super().__init__(str(offer))
        self.offer = offer


@transaction.atomic
def send_offer(
    *, writer: Writer, host: Host, kind: str, text: str, by: User, need: Need | None = None, may_cascade=None
) -> Offer:
    """Offer a host help: before its people at once while it has room, else in line behind the others.

    A draft of the same kind is sent instead of a second offer. Raises AlreadyOffered with the one that
    waits already, and ValidationError with the reason why it cannot be sent.
    """
    host = lock_host(host)
    own_or_waiting = Q(state__in=Offer.UNDECIDED) | Q(writer=writer, kind=kind, state__in=Offer.OPEN)
    rows = list(host.offers.filter(own_or_waiting))
    own = next((row for row in rows if row.writer_id == writer.pk and row.kind == kind), None)
    if own and own.state != Offer.State.DRAFT:
        raise AlreadyOffered(own)
    writer = _hold_writer(writer, text)
    refuse_to_send(writer, host, need)
    waiting = sum(row.state in Offer.UNDECIDED for row in rows)
    has_room = waiting < host.attention_budget and not host.has_line
    fields = {"need": need, "text": text, "may_cascade": may_cascade}
    offer = bring(own, has_room, host=host, writer=writer, kind=kind, by=by, **fields)
    if not has_room:
        emails.tell_writer_offer_queued(offer)
    return offer


def _hold_writer(writer: Writer, text: str) -> Writer:
    """The writer as she is now, with her person; keeping the text for her next offer holds her row until
    the transaction ends, so that nobody takes her out while she sends. To be called with the host locked.
    """
    Writer.objects.filter(pk=writer.pk).update(last_text=text)
    return Writer.objects.select_related("user").get(pk=writer.pk)


def bring(
    draft: Offer | None, has_room: bool, *, host: Host, writer: Writer, kind: str, by: User | None, **fields
) -> Offer:
    """Send or queue: a draft moves, a new offer begins in that state. `host` comes from `lock_host`."""
    event = "send" if has_room else "queue"
    clock_fields = sent_fields(host, fields["need"]) if has_room else queued_fields(host, fields["need"])
    if draft:
        draft.host, draft.writer = host, writer
        draft.move(event, by=by, **fields, **clock_fields)
        offer_sent.send(Offer, offer=draft, by=by)
        return draft
    state = Offer.State.SENT if has_room else Offer.State.QUEUED
    offer = Offer(host=host, writer=writer, kind=kind, state=state, state_since=clock.now(), **fields, **clock_fields)
    offer.save(force_insert=True)
    trail.record(offer, event, by=by, after=state, **offer.concerns())
    offer_sent.send(Offer, offer=offer, by=by)
    return offer


def refuse_to_send(writer: Writer, host: Host, need: Need | None) -> None:
    """Raise ValidationError with the sentence that says why this offer cannot be sent now."""
    if not writer.takes_part:
        raise ValidationError(_("You can send offers as soon as you are approved and not paused."), code="writer")
    if not host.is_approved:
        raise ValidationError(_("This office takes no offers at the moment."), code="host")
    if is_group(host):
        _refuse_group(host, need)
    if need and (need.host_id != host.pk or need.state != Need.State.OPEN):
        raise ValidationError(_("This request is no longer open. You may still offer your help as such."), code="need")
    back = clocks.back_on(host)
    if back:
        raise ValidationError(
            _("They take no new offers until %(day)s. Save yours as a draft and send it then.") % {"day": day(back)},
            code="closed",
        )


def _refuse_group(host: Host, need: Need | None) -> None:
    """What is special about offers to a professor or student group."""
    group = group_of(host)
    if group.paused_at:
        raise ValidationError(_("Nobody leads this group at the moment, so it takes no offers."), code="host")
    if need is None and needs_yes(host, rules_of(host.institution_id), group):
        raise ValidationError(
            _("Its college says yes to each request first, so this group takes offers only for its open requests."),
            code="need",
        )


@transaction.atomic
def save_draft(
    *, writer: Writer, host: Host, kind: str, text: str, by: User, need: Need | None = None, may_cascade=None
) -> Offer:
    """Keep an offer that is not sent yet, for 30 days. Raises AlreadyOffered when one of this kind waits."""
    Host.objects.select_for_update().get(pk=host.pk)
    fields = {"need": need, "text": text, "may_cascade": may_cascade}
    due = clock.now() + timedelta(days=clocks.OFFER_DRAFT)
    own = host.offers.filter(writer=writer, kind=kind, state__in=Offer.OPEN).first()
    if own is None:
        offer = Offer.objects.create(writer=writer, host=host, kind=kind, due_at=due, **fields)
        trail.record(offer, "draft", by=by, after=offer.state, person=writer.user_id)
        return offer
    if own.state != Offer.State.DRAFT:
        raise AlreadyOffered(own)
    for name, value in {**fields, "due_at": due}.items():
        setattr(own, name, value)
    own.save(update_fields=[*fields, "due_at"])
    return own


@transaction.atomic
def discard_draft(offer: Offer, *, by: User | None) -> None:
    """Throw a draft away."""
    offer.move("discard", by=by, due_at=None)


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: User | None) -> None:
    """Take an offer back: it is gone from the office's desk, which need not do anything; the next in line
    moves up.
    """
    host = lock_host(offer.host)
    end_offer(offer, "withdraw", by=by)
    promote_queue(host)


@transaction.atomic
def withdraw_all(writer: Writer, *, by: User | None) -> int:
    """Take back everything a writer has offered, when she may no longer take part; what she sends in the
    same instant is taken back with the rest or refused. Returns how many.
    """
    _keep_from_sending(writer)
    waiting = Offer.objects.filter(writer=writer, state__in=[Offer.State.QUEUED, *Offer.UNDECIDED])
    offers = list(waiting.select_related("host__institution", "writer__user").order_by("host_id", "id"))
    for offer in offers:
        withdraw_offer(offer, by=by)
    return len(offers)


def _keep_from_sending(writer: Writer) -> None:
    """Hold the hosts before which she has offers or on whose boards she sits, then her own row: the order in which
    an offer is sent. When one came in between, let go and begin anew.
    """
    waiting = Offer.objects.filter(writer=writer, state__in=[Offer.State.QUEUED, *Offer.UNDECIDED])
    seats = BoardSeat.objects.filter(writer=writer, state__in=[BoardSeat.State.PROPOSED, BoardSeat.State.SERVING])
    concerned = waiting.order_by().values_list("host_id").union(seats.order_by().values_list("host_id"))
    while True:
        hosts = {host_id for (host_id,) in concerned.all()}
        with transaction.atomic():
            list(Host.objects.select_for_update().filter(pk__in=hosts).order_by("pk"))
            Writer.objects.select_for_update().get(pk=writer.pk)
            if {host_id for (host_id,) in concerned.all()} <= hosts:
                return
            transaction.set_rollback(True)


def mark_seen(offers: list[Offer], *, by: User) -> None:
    """A member of the host who decides has opened these; the clock runs on."""
    fresh = [offer for offer in offers if offer.state == Offer.State.SENT]
    with transaction.atomic():
        move_many(fresh, "see", by=by, seen_at=clock.now())


def lock_host(host: Host) -> Host:
    """The row of a host, held until the transaction ends, so that its budget and its line are counted
    by one person at a time. Its closures come with it, and `has_line`: whether offers wait in line.
    """
    line = Offer.objects.filter(host=OuterRef("pk"), state=Offer.State.QUEUED)
    rows = Host.objects.select_for_update(of=("self",)).select_related("institution")
    fresh = rows.annotate(has_line=Exists(line)).get(pk=host.pk)
    prefetch_related_objects([fresh], "closures")
    return fresh


def sent_fields(host: Host, need: Need | None) -> dict:
    """What an offer carries from the moment it is before the host."""
    now = clock.now()
    return {
        "sent_at": now,
        "due_at": clocks.answer_due(host, now, clocks.OFFER_ANSWER, need),
        "remind_at": clocks.due_after(host, now, clocks.OFFER_REMINDERS[0]),
        "reminded": 0,
    }


def queued_fields(host: Host, need: Need | None) -> dict:
    """What an offer carries from the moment it is in line."""
    now = clock.now()
    return {"queued_at": now, "due_at": clocks.answer_due(host, now, clocks.OFFER_QUEUED, need)}


def end_offer(offer: Offer, event: str, *, by: User | None, reason: str = "", **fields) -> None:
    """One of the ends that is not an acceptance: its clocks stop, what comes next is noted, and higher rooms
    are told. The writer hears from `emails.tell_writer_offer_ended`, or where it goes on when that is found.
    """
    further = _what_comes_next(offer) if event in NOT_TAKEN_UP else {}
    offer.move(event, by=by, reason=reason, due_at=None, remind_at=None, snoozed_until=None, **further, **fields)
    if offer.goes_on_at:
        later("partners.tasks.go_on_with_offer", offer.pk)
    offer_ended.send(Offer, offer=offer, by=by)


def _what_comes_next(offer: Offer) -> dict:
    """It goes on when she said so; else she is asked, once for all its hosts and only where somebody wants it."""
    if offer.hops >= Offer.MOST_HOPS or not offer.writer.takes_part:
        return {}
    if offer.may_cascade:
        return {"goes_on_at": clock.now()}
    if offer.may_cascade is None and not was_asked(offer) and next_doors(offer):
        return {"cascade_asked_at": clock.now()}
    return {}


def release_offers(need: Need) -> int:
    """End all offers that still wait for this request: it is over, and who was asked need not answer. Returns how
    many. To be called with the host locked, before `promote_queue`.
    """
    note_moot(request_behind(need) or need)
    waiting = Offer.objects.filter(need=need, state__in=[Offer.State.QUEUED, *Offer.UNDECIDED])
    offers = list(waiting.select_related("host__institution", "writer__user"))
    for offer in offers:
        end_offer(offer, "make_obsolete", by=None)
        emails.tell_writer_offer_ended(offer)
    return len(offers)


def promote_queue(host: Host) -> int:
    """Bring the oldest in line before the host while it has room; `host` comes from `lock_host`.
    Returns how many moved up. A host that is closed or not approved gets nothing new.
    """
    room = host.attention_budget - host.offers.filter(state__in=Offer.UNDECIDED).count()
    if room <= 0 or not host.is_approved:
        return 0
    line = oldest_in_line(host, room)
    if not line or clocks.back_on(host):
        return 0
    for offer in line:
        offer.host = host
        offer.move("send", **sent_fields(host, offer.need))
        emails.tell_writer_offer_moved_up(offer)
    return len(line)


@transaction.atomic
def reckon_clocks(host: Host) -> None:
    """Reckon the deadlines of waiting offers anew, after the host's closures or the day of a request have changed."""
    host = lock_host(host)
    waiting = host.offers.filter(state__in=[Offer.State.QUEUED, *Offer.UNDECIDED]).select_related("need")
    for offer in waiting:
        if offer.state == Offer.State.QUEUED:
            offer.due_at = clocks.answer_due(host, offer.queued_at, clocks.OFFER_QUEUED, offer.need)
        else:
            offer.due_at = clocks.answer_due(host, offer.sent_at, clocks.OFFER_ANSWER, offer.need)
            offer.remind_at = next_reminder(host, offer)
        offer.save(update_fields=["due_at", "remind_at"])


def next_reminder(host: Host, offer: Offer):
    """When the host is reminded next of an offer that is before it; None after the last reminder."""
    if offer.reminded >= len(clocks.OFFER_REMINDERS):
        return None
    return clocks.due_after(host, offer.sent_at, clocks.OFFER_REMINDERS[offer.reminded])
