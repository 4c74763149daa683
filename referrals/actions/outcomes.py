"""Finding out what came of it: both sides are asked, and silence ends somewhere."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.clocks import due_after
from referrals import clocks
from referrals.actions.consent import close
from referrals.actions.holding import do_each, hold, live_leg
from referrals.emails import outcomes as emails
from referrals.models import Leg, Outcome, OutcomeAnswer, Referral
from referrals.queries import questions
from referrals.queries.outcomes import HELPED

State, Side = Referral.State, OutcomeAnswer.Side
BATCH = 200
WAITING = (State.WITH_WRITER, State.IN_CONTACT, State.IN_SERVICE)


@transaction.atomic
def answer_outcome(leg: Leg, *, side: str, answer: str, by: User | None) -> Referral:
    """One side says what came of it (a code of `Outcome`, or "not_yet"); a definite answer of one side is given once.

    When both have said the same, it is closed; when they differ, a person settles it. Returns it as it is now.
    Raises Stale or NoSuchMove when it had moved on.
    """
    referral = hold(leg.referral)
    current = live_leg(referral)
    is_asked = referral.state in (*WAITING, State.OUTCOME_PENDING)
    if not is_asked or current is None or current.pk != leg.pk or current.state not in Leg.KNOWN:
        raise Stale(f"leg {leg.pk} goes on no more")
    definite = questions.definite_answers(leg)
    if side in definite:
        raise Stale(f"leg {leg.pk}: {side} has answered")
    now = clock.now()
    if answer == OutcomeAnswer.NOT_YET and was_just_said(leg, side):
        return referral
    OutcomeAnswer.objects.create(leg=leg, side=side, answer=answer, at=now)
    definite[side] = answer
    if answer == OutcomeAnswer.NOT_YET:
        _ask_again(referral)
    elif len(definite) == len(Side):
        _compare(referral, set(definite.values()))
    else:
        _wait_for_other(referral, current, by=by)
    return referral


def was_just_said(leg: Leg, side: str) -> bool:
    """Whether this side said "not yet" within the last day: a second press of the button says nothing new."""
    before = clock.now() - clocks.SAID_AGAIN
    return OutcomeAnswer.objects.filter(leg=leg, side=side, at__gt=before).exists()


def _ask_again(referral: Referral) -> None:
    """Too early to say: the next question comes when it is due, and not for silence."""
    if referral.state in questions.ASKED_IN:
        ask_at = questions.next_question(referral, clock.now())
        Referral.objects.filter(pk=referral.pk).update(ask_at=ask_at)


def _wait_for_other(referral: Referral, leg: Leg, *, by: User | None) -> None:
    """One side is done: the other is still asked. A yes whose contact nobody noted is not given back any more."""
    if referral.state not in WAITING:
        return
    due = questions.last_answer(referral, clock.now())
    referral.move("ask_outcome", by=by, due_at=due)
    Leg.objects.filter(pk=leg.pk, due_at__lt=due).update(due_at=due)


def _compare(referral: Referral, said: set[str]) -> None:
    """Both have said it for good. That it helped, and only how much differs, is no difference: it helped in part."""
    if len(said) == 1 or said <= {*HELPED}:
        outcome = Outcome.PARTLY if len(said) > 1 else said.pop()
        close(referral, outcome=outcome, settled=Referral.Settled.AGREEMENT, by=None)
    else:
        due = due_after(referral.host, clock.now(), clocks.OFFICE_SETTLES)
        referral.move("dispute", due_at=due, ask_at=None, with_moderator_since=None)


@transaction.atomic
def settle(referral: Referral, *, outcome: str, by: User, is_moderator: bool = False) -> None:
    """A person decides what counts where the two sides differ: the office in its 10 days, after them a moderator.

    Raises Stale or NoSuchMove when it had moved on, to the moderators too.
    """
    referral = hold(referral)
    if referral.state != State.DISPUTED or is_moderator != bool(referral.with_moderator_since):
        raise Stale(f"referral {referral.pk} is not disputed, or another settles it")
    settled = Referral.Settled.MODERATOR if is_moderator else Referral.Settled.OFFICE
    close(referral, outcome=outcome, settled=settled, by=by)


def settle_as_moderator(referral: Referral, *, outcome: str, by: User) -> None:
    """The same for whoever moderates. Raises Stale or NoSuchMove when it had moved on."""
    settle(referral, outcome=outcome, by=by, is_moderator=True)


# --- What time does ----------------------------------------------------------------------------------------


def run_outcome_clocks() -> None:
    """Ask which questions and which ends are due; each in its own transaction, and harmless twice."""
    now = clock.now()
    asked = Referral.objects.filter(ask_at__lte=now, state__in=questions.ASKED_IN).order_by("ask_at", "id")
    do_each(asked[:BATCH], ask_what_came)
    states = [*questions.ASKED_IN, State.DISPUTED]
    do_each(Referral.objects.filter(due_at__lte=now, state__in=states).order_by("due_at", "id")[:BATCH], end_silent)


@transaction.atomic
def ask_what_came(referral: Referral) -> None:
    """Ask who has not said it for good; of several questions that became due meanwhile only one is sent.

    Raises Stale when it was put off or moved on meanwhile.
    """
    referral = hold(referral)
    now = clock.now()
    if referral.ask_at is None or referral.ask_at > now or referral.state not in questions.ASKED_IN:
        raise Stale(f"referral {referral.pk} is not asked now")
    due = questions.questions_due(referral, now)
    silent = questions.silent_at(referral)
    if due > referral.asked:
        _ask(referral, str(due))
    elif silent is not None and silent <= now:
        _ask(referral, f"early-{silent:%Y%m%d}")
    referral.asked = max(due, referral.asked)
    last = questions.last_answer(referral, now) if referral.state == State.OUTCOME_PENDING else referral.due_at
    fields = {"asked": referral.asked, "ask_at": questions.next_question(referral, now)}
    Referral.objects.filter(pk=referral.pk).update(**fields, due_at=max(referral.due_at, last))


def _ask(referral: Referral, number: str) -> None:
    leg = live_leg(referral)
    if leg is not None:
        definite = questions.definite_answers(leg)
        emails.ask_sides(leg, [side for side in Side if side not in definite], number)
        trail.record(referral, "question", reason=number, **referral.concerns())


@transaction.atomic
def end_silent(referral: Referral) -> None:
    """Nobody said anything definite in time. Raises Stale when it was put off or moved on meanwhile, or is asked
    first.
    """
    referral = hold(referral)
    now = clock.now()
    if referral.due_at is None or referral.due_at > now:
        raise Stale(f"referral {referral.pk} was put off")
    if referral.state in (State.IN_CONTACT, State.IN_SERVICE):
        referral.move("ask_outcome", due_at=questions.last_answer(referral, now))
    elif referral.state == State.DISPUTED:
        _pass_on(referral)
    elif referral.ask_at is not None and referral.ask_at <= now:
        raise Stale(f"referral {referral.pk} is asked first")
    else:
        close(referral, outcome=Outcome.UNKNOWN, settled=Referral.Settled.CLOCK, by=None)


def _pass_on(referral: Referral) -> None:
    """The office did not settle it: a moderator has 20 days, then it ends unresolved."""
    if referral.with_moderator_since:
        close(referral, outcome=Outcome.UNRESOLVED, settled=Referral.Settled.CLOCK, by=None)
        return
    now = clock.now()
    Referral.objects.filter(pk=referral.pk).update(with_moderator_since=now, due_at=now + clocks.MODERATOR_SETTLES)
    trail.record(referral, "pass_on", **referral.concerns())
