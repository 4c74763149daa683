"""What the figures are made of: one QuerySet each, of the host alone and within the days of its semester."""

from django.db.models import Q, QuerySet

from events.models import Assignment, Event, Feedback, Term
from events.queries.approved import with_approved_hours
from events.queries.semester.spans import span_of
from partners.models import BoardSeat, Introduction, Offer
from partners.queries.introductions import MADE

Reason = BoardSeat.Reason
NEVER_SERVED = (Reason.DECLINED, Reason.NO_ANSWER, Reason.WITHDRAWN)


def events_held(term: Term) -> QuerySet[Event]:
    """Events that took place: began in it and are over, and were neither called off nor left a draft."""
    first, until = span_of(term)
    rows = Event.objects.filter(host=term.host, starts_at__gte=first, starts_at__lt=until)
    return rows.filter(state__in=[*Event.LIVE, Event.State.COMPLETED]).order_by("pk")


def places(term: Term) -> QuerySet[Assignment]:
    """All places of shifts that began in it."""
    first, until = span_of(term)
    rows = Assignment.objects.filter(shift__role__event__host=term.host)
    return rows.filter(shift__starts_at__gte=first, shift__starts_at__lt=until).order_by("pk")


def worked(term: Term) -> QuerySet[Assignment]:
    """Places at which somebody was there, to the end or not."""
    return places(term).filter(state__in=Assignment.WORKED)


def unknown(term: Term) -> QuerySet[Assignment]:
    """Places of which nobody said whether somebody came."""
    return places(term).filter(state=Assignment.State.UNRECORDED)


def offers_answered(term: Term) -> QuerySet[Offer]:
    """Offers that the host accepted, declined or passed on in it."""
    first, until = span_of(term)
    said = [Offer.State.ACCEPTED, Offer.State.DECLINED, Offer.State.REDIRECTED]
    rows = Offer.objects.filter(host=term.host, state__in=said)
    return rows.filter(decided_at__gte=first, decided_at__lt=until).order_by("pk")


def offers_lapsed(term: Term) -> QuerySet[Offer]:
    """Offers that were before the host and ended in it without an answer."""
    first, until = span_of(term)
    rows = Offer.objects.filter(host=term.host, state=Offer.State.LAPSED, sent_at__isnull=False)
    return rows.filter(state_since__gte=first, state_since__lt=until).order_by("pk")


def seats(term: Term) -> QuerySet[BoardSeat]:
    """Seats on the board that somebody served in on at least one of its days."""
    begun = BoardSeat.objects.filter(host=term.host, starts_on__lte=term.ends_on)
    ended = Q(state=BoardSeat.State.ENDED, ended_at__gte=span_of(term).first) & ~Q(reason__in=NEVER_SERVED)
    return begun.filter(Q(state=BoardSeat.State.SERVING) | ended).order_by("pk")


def introductions(term: Term) -> QuerySet[Introduction]:
    """Employers who were introduced in it."""
    first, until = span_of(term)
    rows = Introduction.objects.filter(host=term.host, state__in=MADE)
    return rows.filter(introduced_at__gte=first, introduced_at__lt=until).order_by("pk")


def approved(term: Term) -> QuerySet[Assignment]:
    """Worked places whose hours the host approved."""
    return with_approved_hours(worked(term))


def answers(term: Term) -> QuerySet[Feedback]:
    """What writers answered about places of it."""
    return Feedback.objects.filter(side=Feedback.Side.WRITER, place__in=places(term).order_by()).order_by("pk")
