"""An offer that was not taken up goes on: to a group of the same campus that asks for it, or where a host passes it.

One door at a time, none twice, at most three after the first: the database keeps that. Each door is tried in its
own transaction that holds one host, so that two offers which change places never wait for each other.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.actions.offers import bring, end_offer, lock_host, promote_queue, refuse_to_send
from partners.emails import offers as emails
from partners.models import Host, Need, Offer, Writer
from partners.queries.doors import hosts_to_pass_to, next_doors, open_doors, request_that_fits

ROWS = ("host__institution", "writer__user", "need")


def go_on_with(offer_id: int) -> Offer | None:
    """The same as `go_on` by id; nothing when it has gone on already."""
    offer = Offer.objects.filter(pk=offer_id, goes_on_at__isnull=False).select_related(*ROWS).first()
    return go_on(offer) if offer else None


def go_on(offer: Offer) -> Offer | None:
    """Bring an offer that has ended before the group of the campus whose request it fits best, and tell the
    writer; returns the new offer. When nobody there wants it, she hears of that end and who asks elsewhere.
    """
    try:
        for need in next_doors(offer) if offer.writer.takes_part else []:
            try:
                return _enter(offer, need)
            except (IntegrityError, ValidationError):  # this door has closed in the meantime: the next
                continue
        _end_here(offer)
    except Stale:  # somebody was quicker
        pass
    return None


@transaction.atomic
def _enter(offer: Offer, need: Need) -> Offer:
    """Try one door. Raises ValidationError or IntegrityError when it is closed by now, Stale when the offer
    has gone on already.
    """
    host = lock_host(need.host)
    open_now = open_doors(offer).filter(pk=need.pk).first()
    if open_now is None:
        raise ValidationError(_("This request is no longer open. You may still offer your help as such."))
    writer = _hold(offer.writer)
    refuse_to_send(writer, host, open_now)
    _leave(offer)
    child = _child(offer, host, writer, open_now)
    emails.tell_writer_offer_ended(offer)
    return child


@transaction.atomic
def _end_here(offer: Offer) -> None:
    _leave(offer)
    emails.tell_writer_offer_ended(offer)


def _leave(offer: Offer) -> None:
    if not Offer.objects.filter(pk=offer.pk, goes_on_at__isnull=False).update(goes_on_at=None):
        raise Stale("it has gone on already")
    offer.goes_on_at = None


def _hold(writer: Writer) -> Writer:
    """The writer as she is now, held so that nobody takes her out meanwhile; after her host."""
    return Writer.objects.select_for_update(of=("self",)).select_related("user").get(pk=writer.pk)


def _child(parent: Offer, host: Host, writer: Writer, need: Need | None) -> Offer:
    """The same words before another host, at once while it has room, else in its line. Nothing of what the
    first host thought of it goes along, nor who of its people did it.
    """
    waiting = host.offers.filter(state__in=Offer.UNDECIDED).count()
    has_room = waiting < host.attention_budget and not host.has_line
    return bring(
        None,
        has_room,
        host=host,
        writer=writer,
        kind=parent.kind,
        by=None,
        need=need,
        text=parent.text,
        may_cascade=parent.may_cascade,
        parent=parent,
        chain=parent.chain,
        hops=parent.hops + 1,
    )


def take_further(offer: Offer, *, by: User) -> Offer | None:
    """She was asked whether her offer goes on, and says yes. Returns where it is now, None when nobody on this
    campus asks for it any more. Raises Stale when she has said so already.
    """
    _note_yes(offer, by)
    return go_on(offer)


@transaction.atomic
def _note_yes(offer: Offer, by: User) -> None:
    now = clock.now()
    asked = Offer.objects.filter(pk=offer.pk, may_cascade=None, cascade_asked_at__isnull=False)
    if not asked.filter(state__in=Offer.NOT_TAKEN_UP).update(may_cascade=True, goes_on_at=now):
        raise Stale("she has answered already")
    offer.may_cascade, offer.goes_on_at = True, now
    trail.record(offer, "take_further", by=by, person=offer.writer.user_id)


@transaction.atomic
def pass_on(offer: Offer, to: Host, *, by: User) -> Offer:
    """A host passes an offer to another one of its campus, which gets it with the writer's words and who passed
    it on, and nothing else. The writer is told. Returns the new offer.

    Raises Stale or NoSuchMove when it had moved on, ValidationError when the other host cannot have it.
    """
    held = {host.pk: lock_host(host) for host in sorted((offer.host, to), key=lambda host: host.pk)}
    here, there = held[offer.host_id], held[to.pk]
    if not here.is_approved:
        raise ValidationError(_("Your office has to be approved before it can answer."))
    if offer.hops >= Offer.MOST_HOPS:
        raise ValidationError(_("This offer has been passed on three times. Please answer it here."))
    if not hosts_to_pass_to(offer).filter(pk=there.pk).exists():
        raise ValidationError(_("It cannot go there: they had this offer before, or take none now."))
    writer = _hold(offer.writer)
    refuse_to_send(writer, there, None)
    end_offer(offer, "redirect", by=by, decided_at=clock.now(), decided_by=by)
    need = request_that_fits(offer, there)
    child = _child(offer, there, writer, need)
    emails.tell_writer_offer_redirected(offer)
    promote_queue(here)
    return child
