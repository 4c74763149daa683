"""A referral from its first line to consent, and every way in which it stops."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import LegalText, User
from careerlink.accounts.queries import text_in_force
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.clocks import end_of_day
from referrals import clocks
from referrals.actions import legs
from referrals.actions.drawing import draw_list
from referrals.actions.holding import do_each, hold, live_leg
from referrals.emails import closing as letters
from referrals.emails import consent as emails
from referrals.models import Alumnus, Consent, Leg, Outcome, Referral
from referrals.queries import questions
from referrals.queries.outcomes import reopens_until

State, Origin = Referral.State, Referral.Origin
BATCH = 200


@transaction.atomic
def open_referral(
    alumnus: Alumnus, *, by: User | None, origin: str = Origin.PHONE, words: str = "", **wishes
) -> Referral:
    """Begin a request of an alumnus and ask for consent by mail. `wishes` are `service`, `where` and `wants_pro_bono`.

    Raises ValidationError when there is an open one, when she does not want to be written to, or was erased.
    """
    host = alumnus.host
    alumnus = Alumnus.objects.select_for_update().get(pk=alumnus.pk)  # two clicks come one after the other
    if alumnus.is_erased:
        raise ValidationError(_("Everything about this person has been erased in the meantime."))
    alumnus.host = host
    if alumnus.opted_out_at and origin != Origin.SELF:
        raise ValidationError(_("This person has asked not to be written to about help."))
    referral = Referral(
        host=host,
        alumnus=alumnus,
        state=State.DRAFT,
        origin=origin,
        words=words,
        seed=secrets.randbits(62),
        made_by=by,
        due_at=clock.now() + clocks.DRAFT,
        **wishes,
    )
    referral.validate_constraints()
    referral.save()
    Alumnus.objects.filter(pk=alumnus.pk).update(idle_since=None, leaves_on=None)
    ask_consent(referral, by=by)
    return referral


@transaction.atomic
def ask_consent(referral: Referral, *, by: User | None) -> None:
    """Mail her the link behind which she reads, consents and chooses. Raises Stale when it had moved on."""
    referral.move("ask_consent", by=by, due_at=clock.now() + clocks.CONSENT)
    draw_list(referral)
    emails.ask_for_consent(referral)


@transaction.atomic
def sign_consent(
    referral: Referral, *, signature: str, text: LegalText, shares: Collection[str] = (), counsel=None
) -> Consent:
    """She consents under her name to this version of the text, with the paragraph of the office's counsel.

    Raises ValidationError when another version is in force by now, Stale or NoSuchMove when it had moved on.
    """
    referral = hold(referral)
    if text_in_force(LegalText.Slug.CONSENT) != text:
        raise ValidationError(_("The text has changed in the meantime. Please read it once more."))
    now = clock.now()
    referral.move("consent", consented_at=now, due_at=now + clocks.CHOICE, reminded_at=None)
    signed = Consent.objects.create(
        referral=referral, text=text, counsel=counsel, signature=signature, shares=sorted(shares), at=now
    )
    emails.send_receipt(signed)
    return signed


@transaction.atomic
def refuse_consent(referral: Referral) -> None:
    """She does not want to be referred. Raises Stale or NoSuchMove when it had moved on."""
    _finish(hold(referral), "refuse", by=None)


@transaction.atomic
def revoke_consent(referral: Referral, *, by: User | None = None) -> None:
    """She takes her consent back, at any time: from now on no writer sees anything. Raises Stale or NoSuchMove."""
    referral = hold(referral)
    Consent.objects.filter(referral=referral, revoked_at=None).update(revoked_at=clock.now())
    _finish(referral, "revoke", by=by)


@transaction.atomic
def enter_error(referral: Referral, *, by: User | None) -> None:
    """It was entered by mistake, or the one who was written to is somebody else; who has signed hears it from the
    office. Raises Stale or NoSuchMove.
    """
    referral = hold(referral)
    had_signed = referral.has_consent
    _finish(referral, "enter_error", by=by)
    if had_signed and by is not None:
        letters.tell_taken_out(referral)


@transaction.atomic
def discard(referral: Referral, *, by: User | None) -> None:
    """Throw a draft away. Raises Stale or NoSuchMove."""
    _finish(hold(referral), "discard", by=by)


@transaction.atomic
def expire(referral: Referral) -> None:
    """Nobody consented, and nobody is asked any more. Raises Stale or NoSuchMove when it had moved on."""
    _finish(hold(referral), "expire", by=None)


@transaction.atomic
def put_on_hold(referral: Referral, *, until, by: User | None) -> None:
    """Pause it until a day (in the zone of the host) at most 90 days ahead; she hears it from the office.

    Raises ValidationError, Stale or NoSuchMove.
    """
    referral = hold(referral)
    today = clock.today(referral.host.zone)
    if not 0 < (until - today).days <= clocks.HOLD_DAYS:
        raise ValidationError(_("Choose a day within the next %(days)s days.") % {"days": clocks.HOLD_DAYS})
    referral.move("hold", by=by, resumes_on=until, due_at=end_of_day(referral.host, until))
    if by is not None:
        letters.tell_rests(referral)


@transaction.atomic
def resume(referral: Referral, *, by: User | None) -> None:
    """It goes on where it stood: with the writer who was found, else with the choice. Raises Stale or NoSuchMove."""
    referral = hold(referral)
    now = clock.now()
    leg = live_leg(referral)
    if leg is not None and referral.accepted_at is not None:
        referral.held_for += now - referral.state_since
        kept = {"held_for": referral.held_for, "ask_at": questions.next_question(referral, now)}
        referral.move("resume_contact", by=by, resumes_on=None, due_at=questions.last_question(referral), **kept)
    else:
        referral.move("resume", by=by, resumes_on=None, due_at=now + clocks.CHOICE, reminded_at=None)


@transaction.atomic
def close(referral: Referral, *, outcome: str, settled: str, by: User | None) -> None:
    """End it with an outcome (a code of `Outcome`); `settled` says who said so. Raises Stale or NoSuchMove."""
    referral = hold(referral)
    leg = live_leg(referral)
    was_helping = leg is not None and leg.state in Leg.KNOWN
    said = {"outcome": outcome, "settled_as": settled, "settled_by": by, "closed_at": clock.now()}
    _finish(referral, "close", by=by, reason=outcome, **said)
    letters.tell_closed(referral, leg if was_helping else None)


@transaction.atomic
def reopen(referral: Referral, *, by: User | None) -> None:
    """Open it again within 30 days, at an office that is there: she may choose another writer.

    Raises ValidationError, Stale or NoSuchMove.
    """
    referral = hold(referral)
    if reopens_until(referral) is None:
        raise ValidationError(_("It was closed too long ago. Please begin a new one."))
    if not Consent.objects.filter(referral=referral, revoked_at=None).exists():
        raise ValidationError(_("There is no consent any more. Please begin a new one."))
    if Referral.objects.filter(alumnus=referral.alumnus_id, state__in=Referral.OPEN).exists():
        raise ValidationError(_("There is an open request of this person already."))
    fresh: dict[str, Any] = {
        "outcome": "",
        "settled_as": "",
        "settled_by": None,
        "closed_at": None,
        "accepted_at": None,
        "disowned_at": None,
    }
    fresh |= {"with_moderator_since": None, "held_for": timedelta()}
    due = clock.now() + clocks.CHOICE
    referral.move("reopen", by=by, **fresh, due_at=due, reminded_at=None, ask_at=None, asked=0)
    Alumnus.objects.filter(pk=referral.alumnus_id).update(idle_since=None, leaves_on=None)
    letters.tell_reopened(referral, by=by)


def _finish(referral: Referral, event: str, *, by: User | None, **said) -> None:
    """End a referral by this move: whoever is asked or helping need not go on, and its questions stop."""
    legs.end_live(referral, outcome=said.get("outcome", ""), by=by)
    referral.move(event, by=by, due_at=None, ask_at=None, resumes_on=None, **said)
    idle = Alumnus.objects.exclude(referrals__state__in=Referral.OPEN)  # a younger one may go on
    idle.filter(pk=referral.alumnus_id).update(idle_since=clock.now())


# --- What time does ----------------------------------------------------------------------------------------


def run_consent_clocks() -> None:
    """Ask what is due before a writer is asked, and do it; each in its own transaction, and harmless twice."""
    due = Referral.objects.filter(due_at__lte=clock.now()).select_related("host").order_by("due_at", "id")
    states = [State.DRAFT, State.AWAITING_CONSENT, State.CHOOSING, State.ON_HOLD]
    do_each(due.filter(state__in=states)[:BATCH], end_silent)


@transaction.atomic
def end_silent(referral: Referral) -> None:
    """Nobody did anything in time: what that leads to. Raises Stale when it was put off or moved on meanwhile."""
    referral = hold(referral)
    if referral.due_at is None or referral.due_at > clock.now():
        raise Stale(f"referral {referral.pk} was put off")
    if referral.state == State.ON_HOLD:
        resume(referral, by=None)
    elif referral.state == State.CHOOSING:
        close(referral, outcome=Outcome.NO_REPLY, settled=Referral.Settled.CLOCK, by=None)
    else:
        _finish(referral, "discard" if referral.state == State.DRAFT else "expire", by=None)
