"""When both sides are asked what came of it: 14, 45 and 90 days after the yes, later by what was on hold."""

from datetime import datetime

from django.db.models import Max

from referrals import clocks
from referrals.models import OutcomeAnswer, Referral

ASKED_IN = (Referral.State.IN_CONTACT, Referral.State.IN_SERVICE, Referral.State.OUTCOME_PENDING)


def question_at(referral: Referral, number: int) -> datetime:
    """When question `number` (0, 1 or 2) comes. `referral` has its host, and was accepted."""
    return clocks.days_later(referral.host, referral.accepted_at, clocks.QUESTIONS[number]) + referral.held_for


def last_question(referral: Referral) -> datetime:
    """When the question of day 90 comes."""
    return question_at(referral, -1)


def last_answer(referral: Referral, now: datetime) -> datetime:
    """Until when answers are waited for: day 104; where the last question comes late, 14 days from now."""
    end = clocks.days_later(referral.host, referral.accepted_at, clocks.LAST_ANSWER) + referral.held_for
    return max(end, now + clocks.AFTER_LAST) if now >= last_question(referral) else end


def questions_due(referral: Referral, now: datetime) -> int:
    """How many of the three have come by now."""
    return sum(question_at(referral, number) <= now for number in range(len(clocks.QUESTIONS)))


def next_question(referral: Referral, now: datetime) -> datetime | None:
    """When something is asked next: the next of the three that was not sent, or early, when nobody says anything;
    None when all were sent. One query.
    """
    if referral.asked == len(clocks.QUESTIONS):
        return None
    early = silent_at(referral)
    moments = [early] if early and early > now else []
    return min([*moments, question_at(referral, referral.asked)])


def silent_at(referral: Referral) -> datetime | None:
    """When the two have been in contact for 30 days and nobody has said anything; None where another question comes
    within days of it, or they are not just in contact. One query.
    """
    if referral.state != Referral.State.IN_CONTACT:
        return None
    said = OutcomeAnswer.objects.filter(leg__referral=referral).aggregate(at=Max("at"))["at"]
    moment = max(filter(None, (referral.state_since, said))) + clocks.SILENCE
    near = (abs(question_at(referral, number) - moment) < clocks.QUESTIONS_APART for number in range(3))
    return None if any(near) else moment


def definite_answers(leg) -> dict[str, str]:
    """What each side has said for good about a try, by side. One query."""
    said = OutcomeAnswer.objects.filter(leg=leg).exclude(answer=OutcomeAnswer.NOT_YET)
    return dict(said.values_list("side", "answer"))
