"""How often writers of like fit are shown to alumni: what a moderator looks at to see that nobody is passed over."""

from collections.abc import Iterable

from django.db.models import Count

from careerlink.web import clock
from partners.models import Writer
from partners.queries.exposure import ASKED_WITHIN, MOST_SHOWN, Exposure, Report
from referrals.models import Candidate, Leg

MOST_ROWS = 20_000  # places on lists that are looked at, of the newest lists


def exposures(lists: Iterable[tuple[Iterable[int], Iterable[int]]]) -> list[Exposure]:
    """From pairs of who was drawn and who fits as well and was not: how often each is one of those drawn."""
    found: dict[int, Exposure] = {}
    for drawn, passed in lists:
        for writers, is_shown in ((drawn, True), (passed, False)):
            for writer in writers:
                one = found.setdefault(writer, Exposure(writer))
                one.fits += 1
                one.shown += is_shown
    return list(found.values())


def exposure_report() -> Report:
    """Of the newest lists that alumni chose from; whom an office suggested is left out. Three queries."""
    kept = Candidate.objects.filter(referral__consented_at__isnull=False, pin_reason="")
    rows = kept.order_by("-referral_id", "-draw", "position").values_list("referral_id", "draw", "writer_id", "passed")
    drawn: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for referral, draw, writer, passed in rows[:MOST_ROWS]:
        writers, others = drawn.setdefault((referral, draw), ([], []))
        writers.append(writer)
        others += passed
    found = exposures(drawn.values())
    asked = Leg.objects.filter(offered_at__gt=clock.now() - ASKED_WITHIN).order_by().values("writer")
    times = dict(asked.annotate(n=Count("id")).values_list("writer", "n"))
    names = Writer.objects.in_bulk([one.writer for one in found])
    found = sorted((one for one in found if one.writer in names), key=lambda one: (one.share, -one.fits, one.writer))
    shown = found[:MOST_SHOWN]
    for one in shown:
        one.asked, one.name = times.get(one.writer, 0), names[one.writer].name
    shares = [one.share for one in found]
    return Report(
        requests=len(drawn),
        writers=len(found),
        never=sum(one.shown == 0 for one in found),
        middle=shares[len(shares) // 2] if shares else 0.0,
        tenth=shares[len(shares) // 10] if shares else 0.0,
        rows=shown,
    )
