"""Which writers an alumnus wants asked, and in which order."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import LegalText, User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.models import Writer
from partners.queries.cooling_off import who_keeps_distance
from referrals import clocks
from referrals.actions import consent as consents
from referrals.actions import legs
from referrals.actions.holding import hold
from referrals.models import AlumnusAddress, Candidate, Consent, CounselParagraph, Leg, Referral
from referrals.queries.asking import can_be_asked
from referrals.queries.choice import newest_list, open_list

State = Referral.State
MAY_RANK = (State.CHOOSING, State.WITH_WRITER)


@transaction.atomic
def consent_and_choose(
    referral: Referral,
    link: SignedLink,
    *,
    signature: str,
    text: LegalText,
    counsel: CounselParagraph | None,
    shares: Collection[str],
    ranked: Sequence[Writer],
    met: Collection[Writer],
    moves_on: bool,
) -> Consent:
    """One visit: she signs and, when she ranked anybody, the first is asked. The link is used up by it.

    Raises ValidationError, Stale or NoSuchMove; then nothing is changed.
    """
    if not links.use(link):
        raise Stale(f"link {link.pk} was used")
    AlumnusAddress.objects.filter(alumnus=referral.alumnus_id, email=link.address, confirmed_at=None).update(
        confirmed_at=clock.now()
    )
    signed = consents.sign_consent(referral, signature=signature, text=text, shares=shares, counsel=counsel)
    choose_writers(referral, ranked, met=met, moves_on=moves_on)
    return signed


@transaction.atomic
def choose_writers(
    referral: Referral, ranked: Sequence[Writer], *, met: Collection[Writer] = (), moves_on: bool = False
) -> Leg | None:
    """She names up to three of her list, first to third, and those whom she met as a student in the last six months;
    `moves_on`: a no, or no answer, asks the next at once. While nobody is being asked, the first is asked now.
    Returns that try.

    Raises ValidationError for a choice that cannot be, also when nobody of it can be asked now; Stale when it had
    moved on.
    """
    referral = hold(referral)
    if referral.state not in MAY_RANK:
        raise Stale(f"referral {referral.pk} chooses no more")
    open_to_her = {one.writer_id: one for one in open_list(referral)}
    _refuse_impossible(referral, ranked, set(open_to_her), {writer.pk for writer in met})
    rows = Candidate.objects.filter(pk__in=[one.pk for one in open_to_her.values()])
    Candidate.objects.filter(referral=referral, rank__isnull=False).update(rank=None)
    rows.update(met=False)
    rows.filter(writer__in=[writer.pk for writer in met]).update(met=True)
    for place, writer in enumerate(ranked, start=1):
        rows.filter(writer=writer).update(rank=place)
    Referral.objects.filter(pk=referral.pk).update(moves_on=moves_on)
    trail.record(referral, "choose", **referral.concerns())
    if not ranked or referral.state != State.CHOOSING:
        return None
    leg = legs.ask_next(referral)
    if leg is None:
        raise ValidationError(_("Nobody whom you chose can be asked at the moment. Please choose somebody else."))
    return leg


def _refuse_impossible(referral: Referral, ranked: Sequence[Writer], possible: set[int], met: set[int]) -> None:
    if len({writer.pk for writer in ranked}) != len(ranked):
        raise ValidationError(_("Give each writer a place of their own."))
    if len(ranked) > clocks.MOST_RANKED:
        raise ValidationError(_("Choose up to three writers."))
    addresses = AlumnusAddress.objects.filter(alumnus=referral.alumnus_id).values_list("email", flat=True)
    today = clock.today(referral.host.zone)
    distant = who_keeps_distance([writer.pk for writer in ranked], list(addresses), today) if ranked else frozenset()
    for writer in ranked:
        name = {"writer": writer.name}
        if writer.pk in met or writer.pk in distant:
            raise ValidationError(
                _("%(writer)s worked with you as a student in the last six months and cannot be asked yet.") % name
            )
        if writer.pk not in possible:
            raise ValidationError(_("%(writer)s cannot be asked any more. Please choose somebody else.") % name)


@transaction.atomic
def pin_writer(referral: Referral, writer: Writer, *, reason: str, by: User) -> Candidate:
    """The office puts a writer on the list who was not drawn, and says why: the alumnus reads it, and it is kept.

    Raises ValidationError without a reason, or when the writer stands there or cannot be asked; Stale when it had
    moved on.
    """
    referral = hold(referral)
    if referral.state not in (State.AWAITING_CONSENT, *MAY_RANK):
        raise Stale(f"referral {referral.pk} chooses no more")
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError(_("Say why: it is shown to the alumnus, and stays on record."))
    last = newest_list(referral)
    if writer.pk in {one.writer_id for one in last}:
        raise ValidationError(_("%(writer)s stands on the list already.") % {"writer": writer.name})
    if not can_be_asked(referral, Candidate(referral=referral, writer=writer)):
        raise ValidationError(_("%(writer)s cannot be asked about this.") % {"writer": writer.name})
    number, place = (last[0].draw, last[-1].position + 1) if last else (1, 1)
    pinned = Candidate.objects.create(
        referral=referral, writer=writer, draw=number, position=place, pinned_by=by, pin_reason=reason, at=clock.now()
    )
    concerns = referral.concerns() | {"person": writer.user_id}
    trail.record(referral, "pin", by=by, note=reason, **concerns)
    return pinned
