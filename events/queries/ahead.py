"""What a writer has before her."""

from careerlink.web import clock
from events.models import Assignment
from partners.models import Writer

S = Assignment.State
MOST = 10


def places_ahead(writer: Writer) -> list[Assignment]:
    """Her confirmed places to come or running, and what she has to answer, the soonest first. One query."""
    rows = Assignment.objects.filter(
        writer=writer, state__in=[S.INVITED, S.HELD, *Assignment.COMING], shift__ends_at__gt=clock.now()
    ).select_related("shift__role__event__host__institution")
    return list(rows.order_by("shift__starts_at", "pk")[:MOST])
