"""The question of what came of it, to both sides: one click in the mail, and a button on the page that confirms it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from careerlink.outbox.kinds import register
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from careerlink.web.templatetags.web import day
from referrals.emails.letters import (
    about_leg,
    address_of,
    bare_leg_of,
    newest_url,
    tell_alumnus,
    tell_writer,
    why_of,
)  # fmt: skip
from referrals.models import Leg, OutcomeAnswer, Referral
from referrals.queries.legs import title_of
from referrals.queries.outcomes import answers_for, may_answer

LINK = "referral-outcome"  # long-lived: the alumnus answers, and opens a closed one again
WRITER_LINK = "referral-outcome-writer"
LASTS = timedelta(days=400)  # the referral says when they open no more
Side = OutcomeAnswer.Side


def ask_sides(leg: Leg, sides: Iterable[str], number: str) -> None:
    """To these sides of a try: what came of it? `number` says which question it is; each is sent once."""
    for side in sides:
        if side == Side.ALUMNUS:
            keep_link(leg.referral)
            tell_alumnus("referral_outcome", leg.referral, leg=leg, once=number)
        else:
            _keep(WRITER_LINK, leg.key, leg.writer.user.email, since=leg.offered_at)
            tell_writer("referral_outcome_writer", leg, once=number)


def keep_link(referral: Referral) -> None:
    """See to it that the alumnus has a link of this kind that opens."""
    if address := address_of(referral):
        _keep(LINK, referral.key, address, since=referral.status_since)


def _keep(purpose: str, about: str, address: str, *, since: datetime) -> None:
    rows = SignedLink.objects.filter(purpose=purpose, about=about, address=address.lower(), used_at=None)
    if not rows.filter(made_at__gte=since, expires_at__gt=clock.now()).exists():
        links.make(purpose, about=about, address=address, lasts=LASTS, single_use=False)


def _answers(mail: OutgoingMail, purpose: str, about: str, side: str) -> list[tuple[str, str]]:
    url = newest_url(purpose, about, mail.mailbox.address)
    return [(words, f"{url}?answer={code}") for code, words in answers_for(side)]


def _outcome(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    referral = leg.referral
    words |= {"met": day(leg.accepted_at, referral.host.zone)}
    return {
        "template": "referrals/outcome",
        "subject": _("Say with one click how it went"),
        "sender": referral.host.name,
        "lede": _("%(name)s, %(writer)s said yes to helping you on %(met)s. How did it go?") % words,
        "answers": _answers(mail, LINK, referral.key, Side.ALUMNUS),
        "closing": _("Nothing is sent before you press the button on the page. The writer does not see your answer. "
                     "Too early to say is an answer too, and if you say nothing, that is fine as well."),
        "why": why_of(referral),
    }  # fmt: skip


def _outcome_writer(leg: Leg, words: dict, mail: OutgoingMail) -> dict:
    words |= {"met": day(leg.accepted_at, leg.referral.host.zone), "what": title_of(leg)}
    return {
        "template": "referrals/outcome",
        "subject": _("Say with one click what came of it: %(what)s, %(college)s") % words,
        "lede": _("On %(met)s you said yes to somebody whom %(office)s of %(college)s sent you. What came of it?")
        % words,
        "answers": _answers(mail, WRITER_LINK, leg.key, Side.WRITER),
        "closing": _("Nothing is sent before you press the button on the page. The other side does not see your "
                     "answer. Too early to say is an answer too."),
    }  # fmt: skip


def _still_asked(side: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        return "" if may_answer(bare_leg_of(mail), side) else "it was answered, or rests"

    return still_true


register(
    "referral_outcome", group="decisions", transactional=True, render=about_leg(_outcome),
    still_true=_still_asked(Side.ALUMNUS),
)  # fmt: skip
register(
    "referral_outcome_writer", group="decisions", transactional=True, render=about_leg(_outcome_writer),
    still_true=_still_asked(Side.WRITER),
)  # fmt: skip
