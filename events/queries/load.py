"""What else a writer has agreed to around a shift: a warning before she takes on too much, never a block."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web.templatetags.web import day
from events.models import Shift
from events.queries.obstacles import Facts
from partners.models import Engagement, Writer

AROUND = timedelta(days=14)  # either side
MOST = 8  # that are named


def around(shift: Shift) -> tuple[datetime, datetime]:
    """From when until when other work counts."""
    return shift.starts_at - AROUND, shift.ends_at + AROUND


def number_around(shift: Shift, facts: Facts) -> int:
    """How many pieces of agreed work she has in the two weeks before and after. No query."""
    first, until = around(shift)
    return sum(1 for start, end, *_source in facts.busy if start and start < until and end > first)


def named_around(writer: Writer, shift: Shift, zone: str) -> list[str]:
    """Each of them for herself, in words, the soonest first. One query."""
    first, until = around(shift)
    rows = Engagement.objects.filter(
        writer=writer, state=Engagement.State.AGREED, busy_from__lt=until, busy_until__gt=first
    )
    words = _("%(what)s at %(host)s, %(day)s")
    return [
        words % {"what": one.get_kind_display(), "host": one.host.name, "day": day(one.busy_from, zone)}
        for one in rows.select_related("host").order_by("busy_from", "pk")[:MOST]
    ]


def is_much(writer: Writer, number: int) -> bool:
    """Whether one more would be more than she takes on at the same time by her own word."""
    return number >= writer.cap


def warning(writer: Writer, number: int) -> str:
    """For a row of a list, to the writer herself; "" while it is not much."""
    if not is_much(writer, number):
        return ""
    words = ngettext(
        "You have agreed to %(n)s other thing within two weeks of it.",
        "You have agreed to %(n)s other things within two weeks of it.",
        number,
    )
    return words % {"n": number}


def warning_to_host(writer: Writer, number: int) -> str:
    """The same to the staff of a host, who are not told with whom; "" while it is not much."""
    if not is_much(writer, number):
        return ""
    words = ngettext(
        "Has agreed to %(n)s other thing within two weeks of it.",
        "Has agreed to %(n)s other things within two weeks of it.",
        number,
    )
    return words % {"n": number}
