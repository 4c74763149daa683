"""Drawing the list of writers among whom an alumnus chooses."""

from django.db import transaction

from careerlink.audit import trail
from careerlink.web import clock
from partners.matching import Fit
from partners.queries.suggested import write_reason
from referrals import clocks
from referrals.actions.holding import hold
from referrals.models import Candidate, Referral
from referrals.queries.choice import newest_list
from referrals.queries.drawing import draw
from referrals.queries.fitting import fitting

MOST_PASSED = 100  # ids of writers that are kept with a list


@transaction.atomic
def draw_list(referral: Referral) -> list[Candidate]:
    """Draw at most five writers who fit, in an order that nobody can buy or earn, with the reasons, and keep them.

    When the same come out again, it is the list that is there. A new list keeps what she said of those who stay, and
    whom the office suggested. When nobody fits any more, the last list stays.
    """
    referral = hold(referral)
    found = {writer.pk: fit for writer, fit in fitting(referral)}
    order = draw(referral.seed, ((pk, fit.score) for pk, fit in found.items()), clocks.MOST_SHOWN)
    last = newest_list(referral)
    pinned = [one for one in last if one.pin_reason]
    drawn = [pk for pk in order if pk not in {one.writer_id for one in pinned}]
    if not drawn or drawn == [one.writer_id for one in last if not one.pin_reason]:
        return last
    said = {one.writer_id: one for one in last}
    number = last[0].draw + 1 if last else 1
    now = clock.now()
    rows = [
        Candidate(
            referral=referral,
            writer_id=pk,
            draw=number,
            position=place,
            fit=found[pk].score,
            reasons=[write_reason(reason) for reason in found[pk].reasons],
            passed=_passed(found, drawn) if place == 1 else [],
            rank=said[pk].rank if pk in said else None,
            met=pk in said and said[pk].met,
            at=now,
        )
        for place, pk in enumerate(drawn, start=1)
    ]
    for place, one in enumerate(pinned, start=len(rows) + 1):
        one.pk, one.draw, one.position = None, number, place
        rows.append(one)
    Candidate.objects.bulk_create(rows)
    trail.record(referral, "draw", **referral.concerns())
    return newest_list(referral)


def _passed(found: dict[int, Fit], drawn: list[int]) -> list[int]:
    """Who fits as well as the least of those who were drawn, and was not drawn."""
    least = min(found[pk].score for pk in drawn)
    return sorted(pk for pk, fit in found.items() if fit.score >= least and pk not in drawn)[:MOST_PASSED]
