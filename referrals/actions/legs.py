"""Tries with writers: who is asked, what she answers, and how the two get in contact."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.actions import engagements as work
from partners.models import Asked, Kind
from referrals import clocks
from referrals.actions.drawing import draw_list
from referrals.actions.holding import hold, hold_leg, live_leg
from referrals.emails import legs as emails
from referrals.models import Candidate, Consent, Leg, Referral
from referrals.queries.asking import can_be_asked
from referrals.queries.outcomes import HELPED
from referrals.queries.questions import last_question

State = Referral.State
# While nobody is asked what came of it, a yes can be given back.
RELEASABLE = (State.WITH_WRITER, State.IN_CONTACT, State.IN_SERVICE, State.ON_HOLD)


@transaction.atomic
def ask_next(referral: Referral, *, by: User | None = None) -> Leg | None:
    """Ask the next of the writers whom she ranked who can be asked now; None when nobody is left.

    Raises Stale when somebody is being asked, or without valid consent.
    """
    referral = hold(referral)
    consent = Consent.objects.filter(referral=referral, revoked_at=None).first()
    if referral.state != State.CHOOSING or consent is None:
        raise Stale(f"referral {referral.pk} is not choosing")
    for candidate in next_candidates(referral):
        if not can_be_asked(referral, candidate):
            continue
        now = clock.now()
        due = clocks.answer_due(referral.host, now)
        leg = Leg.objects.create(
            referral=referral, writer=candidate.writer, consent=consent, offered_at=now, due_at=due
        )
        referral.move("ask_writer", by=by, due_at=due)
        work.note_asked(referral.host, candidate.writer, about=leg, answer_by=due)
        trail.record(leg, "offer", by=by, after=leg.state, **leg.concerns())
        emails.ask_writer(leg)
        return leg
    return None


def next_candidates(referral: Referral) -> Iterable[Candidate]:
    """Those of the newest list whom she ranked and who were not asked, in her order."""
    last = Candidate.objects.filter(referral=referral).order_by("-draw").values("draw")[:1]
    asked = Leg.objects.filter(referral=referral).values("writer")
    rows = Candidate.objects.filter(referral=referral, draw=last, rank__isnull=False).exclude(writer__in=asked)
    return rows.select_related("writer__user").order_by("rank")


@transaction.atomic
def accept_leg(leg: Leg, *, by: User) -> Leg:
    """The writer says yes: from now on both know how to reach each other, and have 5 days for it.

    Raises ValidationError when she does not take part now, Stale or NoSuchMove when it had moved on.
    """
    leg = hold_leg(leg)
    if not leg.writer.takes_part:
        raise ValidationError(_("You do not take part at the moment, so nobody can be sent to you."))
    now = clock.now()
    due = now + clocks.CONTACT
    leg.move("accept", by=by, accepted_at=now, answered_at=now, due_at=due, reminded_at=None)
    first = clocks.days_later(leg.referral.host, now, clocks.QUESTIONS[0])
    _follow(leg, ask_at=first, accepted_at=now, asked=0, held_for=timedelta())
    work.note_answer(leg.writer, Asked.Answer.YES, about=leg)
    work.agree(leg.referral.host, leg.writer, Kind.ALUMNI, source=leg, by=by)
    note_alumnus_shown(leg)
    note_writer_shown(leg)
    emails.tell_both_accepted(leg)
    return leg


def note_alumnus_shown(leg: Leg) -> None:
    """Write down that the writer was shown how to reach the alumnus, who has no account."""
    trail.disclose(
        leg, what="contact", right="referral", seen_by=leg.writer.user, person_id=trail.BY_LINK.pk,
        scope=leg.referral.host.key,
    )  # fmt: skip


def note_writer_shown(leg: Leg) -> None:
    """Write down that the alumnus, who has no account, was shown how to reach the writer."""
    trail.disclose(
        leg, what="contact", right="referral", seen_by=trail.BY_LINK, person_id=leg.writer.user_id,
        scope=leg.referral.host.key,
    )  # fmt: skip


@transaction.atomic
def decline_leg(leg: Leg, *, why: str, by: User) -> Leg:
    """The writer says no, with one typed reason (`Leg.Why`). Raises Stale or NoSuchMove when it had moved on."""
    leg = hold_leg(leg)
    now = clock.now()
    leg.move("decline", by=by, reason=why, why=why, side=side_of(why), answered_at=now, due_at=None, ended_at=now)
    work.note_answer(leg.writer, Asked.Answer.NO, about=leg)
    go_on(leg.referral, by=by)
    emails.tell_alumnus_over(leg)
    return leg


def side_of(why: str) -> str:
    """With whom a reason of `Leg.Why` lies: what speaks against the request lies with the alumnus."""
    return Leg.Side.ALUMNUS if why in Leg.OF_REQUEST else Leg.Side.WRITER


@transaction.atomic
def give_back_leg(leg: Leg, *, why: str, by: User) -> Leg:
    """The writer cannot after all, with one typed reason (`Leg.Why`): the alumnus is told that, and never why.

    Raises Stale or NoSuchMove when it had moved on.
    """
    leg = release_leg(leg, by=by, why=why, side=side_of(why))
    emails.tell_alumnus_over(leg)
    return leg


@transaction.atomic
def leave_leg(leg: Leg, *, was_reached: bool) -> Leg:
    """The alumnus goes on with somebody else, because the writer was not heard of, or for any other reason.

    Raises Stale or NoSuchMove when it had moved on.
    """
    leg = release_leg(leg, by=None, side=Leg.Side.ALUMNUS if was_reached else Leg.Side.WRITER)
    emails.tell_writer_over(leg)
    return leg


def release_leg(leg: Leg, *, by: User | None, why: str = "", side: str = "") -> Leg:
    """A yes is given back, and nobody is told. To be called inside a transaction.

    Raises Stale or NoSuchMove when it had moved on.
    """
    leg = hold_leg(leg)
    if leg.referral.state not in RELEASABLE:
        raise Stale(f"referral {leg.referral_id} is asked about its outcome")
    now = clock.now()
    leg.move("release", by=by, reason=why, why=why, side=side, due_at=None, ended_at=now)
    work.end_work(leg, "cancel", by=by)
    go_on(leg.referral, by=by)
    return leg


@transaction.atomic
def note_contact(leg: Leg, *, by: User | None) -> Leg:
    """One of them says that they are in contact; who said so already changes nothing.

    Raises Stale or NoSuchMove when it had moved on.
    """
    leg = hold_leg(leg)
    if leg.state == Leg.State.CONTACTED:
        return leg
    if leg.accepted_at is None:
        raise Stale(f"leg {leg.pk} has no yes")
    now = clock.now()
    due = leg.accepted_at + clocks.LAST_ANSWER
    leg.move("contact", by=by, contacted_at=now, due_at=due)
    leg.referral.move("make_contact", by=by, due_at=last_question(leg.referral))
    return leg


@transaction.atomic
def note_try(leg: Leg, *, by: User) -> Leg:
    """The writer could not reach her. After the second try it is given back; a second press of the button is none.

    Raises Stale or NoSuchMove when it had moved on.
    """
    leg = hold_leg(leg)
    if leg.state != Leg.State.ACCEPTED:
        raise Stale(f"leg {leg.pk} is not waiting for contact")
    if trail.entries_about(leg, events=["try"]).filter(at__gt=clock.now() - clocks.SAID_AGAIN).exists():
        return leg
    leg.tries += 1
    Leg.objects.filter(pk=leg.pk).update(tries=leg.tries)
    trail.record(leg, "try", by=by, **leg.concerns())
    if leg.tries >= clocks.TRIES:
        leg = release_leg(leg, by=by, side=Leg.Side.ALUMNUS)
        emails.tell_alumnus_over(leg)
    return leg


@transaction.atomic
def start_service(leg: Leg, *, by: User | None) -> Leg:
    """They work together now. Raises Stale or NoSuchMove when it had moved on."""
    leg = hold_leg(leg)
    if leg.state != Leg.State.CONTACTED:
        leg = note_contact(leg, by=by)
    if leg.referral.state != State.IN_SERVICE:
        leg.referral.move("start_service", by=by, due_at=leg.referral.due_at)
    return leg


def end_live(referral: Referral, *, outcome: str, by: User | None) -> None:
    """The referral ends, closed with an outcome or by a word of hers ("" then): who is asked need not answer any more,
    who helps is done. To be called with it held.
    """
    leg = live_leg(referral)
    if leg is None:
        return
    is_done = bool(outcome) and leg.state in Leg.KNOWN
    if is_done:
        leg.move("end", by=by, due_at=None, ended_at=clock.now())
    else:
        drop_leg(leg, by=by)
    work.settle_work(leg, is_done=outcome in HELPED, by=by)
    if not is_done:
        emails.tell_writer_over(leg)


def drop_leg(leg: Leg, *, by: User | None) -> None:
    """A try ends without anything that the writer did: an answer, if she gave none yet, is not needed any more. To be
    called with the leg held.
    """
    leg.move("drop", by=by, due_at=None, ended_at=clock.now())
    work.note_moot(leg)


def _follow(leg: Leg, **fields) -> None:
    """The clock of the referral is that of the writer who is asked."""
    Referral.objects.filter(pk=leg.referral_id).update(due_at=leg.due_at, **fields)
    leg.referral.due_at = leg.due_at
    for name, value in fields.items():
        setattr(leg.referral, name, value)


def go_on(referral: Referral, *, by: User | None) -> None:
    """A try has ended: she chooses again, from a list of who fits now, or with her tick the next is asked at once; what
    is on hold stays so. To be called with it held.
    """
    fresh: dict[str, Any] = {"accepted_at": None, "ask_at": None, "asked": 0, "reminded_at": None}
    if referral.state == State.ON_HOLD:
        Referral.objects.filter(pk=referral.pk).update(**fresh)
        return
    event = "choose_again" if referral.state == State.WITH_WRITER else "lose_writer"
    referral.move(event, by=by, due_at=clock.now() + clocks.CHOICE, **fresh)
    if not (referral.moves_on and ask_next(referral)):
        draw_list(referral)


@transaction.atomic
def take_from_writer(leg: Leg, *, by: User | None = None) -> None:
    """The writer does not take part any more: it goes on with somebody else. What the two are asked about already
    stays, and the alumnus answers alone. Raises Stale or NoSuchMove when it had moved on.
    """
    leg = hold_leg(leg)
    if leg.state == Leg.State.OFFERED:
        drop_leg(leg, by=by)
        go_on(leg.referral, by=by)
    else:
        leg = release_leg(leg, by=by, side=Leg.Side.WRITER)
    emails.tell_alumnus_over(leg)
