"""What a host does with an offer: accept, decline, set aside, hand over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners import clocks
from partners.actions.engagements import agree
from partners.actions.offers import end_offer, lock_host, promote_queue, release_offers
from partners.emails import offers as emails
from partners.models import Engagement, Host, Need, Offer
from partners.permissions.offers import colleagues_who_decide
from partners.queries.classes import class_times
from partners.signals import offer_accepted

WAITING = (Offer.State.QUEUED, *Offer.UNDECIDED)


@dataclass(frozen=True)
class Answer:
    """One row of the page: "accept", "decline" or "later", with what stays with the host."""

    offer: Offer
    answer: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one answer; `problem` is a sentence when it could not be done."""

    offer: Offer
    answer: str
    problem: str = ""


def give_answers(answers: Iterable[Answer], *, by: User) -> list[Outcome]:
    """Carry several answers out, each on its own: one that is no longer possible does not stop the others."""
    outcomes = []
    for one in answers:
        try:
            if one.answer == "accept":
                accept_offer(one.offer, by=by)
            elif one.answer == "decline":
                decline_offer(one.offer, by=by, reason=one.reason, note=one.note)
            else:
                set_aside(one.offer, by=by)
            outcomes.append(Outcome(one.offer, one.answer))
        except (Stale, NoSuchMove):
            outcomes.append(Outcome(one.offer, one.answer, _("It had moved on in the meantime.")))
        except ValidationError as error:
            outcomes.append(Outcome(one.offer, one.answer, " ".join(error.messages)))
    return outcomes


@transaction.atomic
def accept_offer(offer: Offer, *, by: User) -> Engagement:
    """Say yes: the two work together, both are told, and what else was offered for a request that is
    now filled is no longer needed.

    Raises Stale or NoSuchMove when the offer had moved on, ValidationError when the writer no longer
    takes part.
    """
    host = lock_host(offer.host)
    _refuse_to_answer(offer, host)
    if not offer.writer.takes_part:
        raise ValidationError(_("%(writer)s does not take part at the moment.") % {"writer": offer.writer.name})
    offer.move(
        "accept",
        by=by,
        decided_at=clock.now(),
        decided_by=by,
        due_at=None,
        remind_at=None,
        snoozed_until=None,
    )
    times = class_times(offer)
    engagement = agree(host, offer.writer, offer.kind, source=offer, by=by, **times)
    _fill(offer)
    if not times:  # a stand-in for class is told place and time as well, once it is filled
        emails.tell_both_offer_accepted(offer)
    offer_accepted.send(Offer, offer=offer, engagement=engagement, by=by)
    promote_queue(host)
    return engagement


def _fill(offer: Offer) -> None:
    """When the request has as many writers as it asked for, close it and release its other offers."""
    if not offer.need_id:
        return
    need = Need.objects.select_for_update().get(pk=offer.need_id)
    if need.state != Need.State.OPEN:
        return
    if Offer.objects.filter(need=need, state=Offer.State.ACCEPTED).count() >= need.how_many:
        need.move("fill")
        release_offers(need)


@transaction.atomic
def decline_offer(offer: Offer, *, by: User, reason: str = "", note: str = "") -> None:
    """Answer with a kind no; reason ("not now" by default) and note stay with the host."""
    host = lock_host(offer.host)
    _refuse_to_answer(offer, host)
    reason = reason or Offer.Reason.NOT_NOW
    end_offer(
        offer,
        "decline",
        by=by,
        reason=reason,
        private_reason=reason,
        private_note=note,
        decided_at=clock.now(),
        decided_by=by,
    )
    emails.tell_writer_offer_ended(offer)
    promote_queue(host)


@transaction.atomic
def set_aside(offer: Offer, *, by: User, days: int = clocks.OFFER_LATER) -> None:
    """Later: off the list for some days, while the clock runs on."""
    _change(offer, snoozed_until=clock.now() + timedelta(days=days))
    trail.record(offer, "set_aside", by=by, **offer.concerns())


@transaction.atomic
def hand_over(offer: Offer, colleague: User | None, *, by: User) -> None:
    """Give an offer to a colleague to answer, who is told; or to nobody in particular."""
    if colleague and not colleagues_who_decide(offer.host).filter(pk=colleague.pk).exists():
        raise ValidationError(_("This person does not decide on offers here."))
    if offer.assignee_id == (colleague.pk if colleague else None):
        return
    _change(offer, assignee=colleague)
    trail.record(offer, "hand_over", by=by, **offer.concerns())
    if colleague and colleague != by:
        emails.tell_colleague_offer_assigned(offer, colleague)


def _refuse_to_answer(offer: Offer, host: Host) -> None:
    if not host.is_approved:
        raise ValidationError(_("Your office has to be approved before it can answer."))


def _change(offer: Offer, **fields) -> None:
    """Write fields of an offer that still waits, without a move. Raises Stale when it had moved on."""
    if not Offer.objects.filter(pk=offer.pk, state__in=WAITING).update(**fields):
        raise Stale("the offer had moved on")
    for name, value in fields.items():
        setattr(offer, name, value)
