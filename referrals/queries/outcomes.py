"""What came of referrals, in words: what each side may answer, how one ended, and what is left to do."""

from datetime import datetime

from django.utils.translation import gettext as _

from careerlink.web import clock
from partners.models import Host
from referrals import clocks
from referrals.models import FreeService, Leg, Outcome, OutcomeAnswer, Referral
from referrals.queries.help import services_for
from referrals.queries.questions import ASKED_IN, definite_answers

Side, State, Settled = OutcomeAnswer.Side, Referral.State, Referral.Settled
HELPED = (Outcome.GOT_HELP, Outcome.PARTLY)
# What a side can say for good, and what an office can close with besides.
SAID = (
    Outcome.GOT_HELP,
    Outcome.PARTLY,
    Outcome.NOT_A_FIT,
    Outcome.COULDNT_CONTACT,
    Outcome.FAILED,
    Outcome.NO_LONGER_INTERESTED,
)
BY_OFFICE = (*SAID, Outcome.NO_CAPACITY, Outcome.INELIGIBLE, Outcome.NO_REPLY, Outcome.UNKNOWN)


def answers_for(side: str) -> list[tuple[str, str]]:
    """What this side can answer, as code and words."""
    words = {
        Outcome.GOT_HELP: _("It helped"),
        Outcome.PARTLY: _("It helped in part"),
        Outcome.NOT_A_FIT: _("It was not the right match"),
        Outcome.COULDNT_CONTACT: _("We did not reach each other"),
        Outcome.FAILED: _("It did not work out"),
        Outcome.NO_LONGER_INTERESTED: _("It is not needed any more"),
    }
    if side == Side.ALUMNUS:
        words[Outcome.NO_LONGER_INTERESTED] = _("I do not need it any more")
    return [*((code.value, words[code]) for code in SAID), (OutcomeAnswer.NOT_YET, _("Too early to say"))]


def reopens_until(referral: Referral) -> datetime | None:
    """Until when it can be opened again; None when it is not closed, it is too late or its office is gone."""
    if referral.state != State.CLOSED or referral.closed_at is None or referral.host.state == Host.State.LEFT:
        return None
    until = referral.closed_at + clocks.REOPENS
    return until if until >= clock.now() else None


def answer_of(leg: Leg, side: str) -> str:
    """What this side has said last about a try, in its own words; "" when nothing. One query."""
    rows = OutcomeAnswer.objects.filter(leg=leg, side=side).order_by("-at", "-id")
    said = rows.values_list("answer", flat=True).first()
    return dict(answers_for(side)).get(said or "", "")


def is_asked(referral: Referral) -> bool:
    """Whether a first question has gone out, or one side has answered without it. No query."""
    return referral.state in ASKED_IN and (referral.asked > 0 or referral.state == State.OUTCOME_PENDING)


def may_answer(leg: Leg, side: str) -> bool:
    """Whether this side can still say what came of it: they found each other, and it has not said it for good."""
    referral = leg.referral
    is_asked = referral.state in (*ASKED_IN, State.WITH_WRITER) and leg.state in Leg.KNOWN
    return is_asked and side not in definite_answers(leg)


def leg_asked_about(referral: Referral) -> Leg | None:
    """The try that both are asked about, with its writer: that which goes on, of a closed one the last that had a yes.
    One query.
    """
    rows = Leg.objects.filter(referral=referral, accepted_at__isnull=False).select_related("writer__user")
    if referral.state != State.CLOSED:
        rows = rows.filter(state__in=Leg.KNOWN)
    leg = rows.order_by("-id").first()
    if leg is not None:
        leg.referral = referral
    return leg


def both_answers(referral: Referral) -> list[tuple[str, str]]:
    """For whoever settles it: side and what it said, the newest try alone. One query."""
    rows = OutcomeAnswer.objects.filter(leg__referral=referral).exclude(answer=OutcomeAnswer.NOT_YET)
    newest = {answer.side: answer.answer for answer in rows.order_by("leg", "id")}
    names = dict(Outcome.choices)
    return [(str(side.label), str(names[newest[side]])) for side in Side if side in newest]


def free_help(referral: Referral) -> list[FreeService]:
    """What she can have free of charge, as her office says; some only within years of graduation. One query."""
    return services_for(referral.host, referral.alumnus.graduation_year)


def how_it_ended(referral: Referral) -> str:
    """One kind sentence for the alumnus about a closed one; never who said what."""
    office = {"office": referral.host.name}
    if referral.settled_as == Settled.AGREEMENT and referral.outcome in HELPED:
        return _("You and the writer both said that it helped. We are glad.")
    if referral.settled_as == Settled.AGREEMENT:
        return _("You and the writer told us the same, so there is nothing more to do.")
    if referral.settled_as == Settled.ALUMNUS:
        return _("You told us that it is done, so nobody does anything more.")
    if referral.settled_as in (Settled.OFFICE, Settled.MODERATOR):
        by = office if referral.settled_as == Settled.OFFICE else {"office": "CareerLink"}
        return _("%(office)s has looked at it and closed it. There is nothing more to do for you.") % by
    if referral.outcome == Outcome.NO_REPLY:
        return _("No writer was chosen in time. That is no trouble: it simply rests now.")
    return _("We do not know how it went, and that is fine. Nobody asks you any more.")
