"""Shifts that are near and for which too few come: a section of the desk mail."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Assignment, Shift
from events.queries.fill import number_of
from events.queries.suggested import shifts_to_fill
from events.queries.words import span
from partners.models import Host
from partners.queries.unfilled import NEAR, NEVER
from partners.registry import Line

S = Assignment.State


def waiting_unfilled(now: datetime) -> QuerySet[Any]:
    """Shifts of the next fortnight to which writers can still be invited, with fewer people coming, kept or asking for
    a place (`expected`) than the role needs at least, and nobody who was invited and may still answer. They are told
    in the mail of the host's own day and never cause one of their own, so they have neither `since` nor `ends`.
    """
    invited = Assignment.objects.filter(shift=OuterRef("pk"), state=S.INVITED, due_at__gt=now)
    rows: QuerySet[Any] = shifts_to_fill().annotate(expected=number_of(*Assignment.SEATED, S.REQUESTED))
    rows = rows.filter(~Exists(invited), starts_at__lte=now + NEAR, expected__lt=F("role__least"))
    return rows.annotate(desk=F("role__event__host_id"), since=NEVER, ends=NEVER)


def unfilled_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """What is unfilled at these hosts, each with one button to ask the best three. One query."""
    rows = waiting_unfilled(now).filter(role__event__host__in=[host.pk for host in hosts])
    return [
        Line(
            host_id=shift.role.event.host_id,
            title=_("Unfilled: %(role)s, %(event)s") % {"role": shift.role.name, "event": shift.role.event.title},
            sentence=_sentence(shift),
            deadline=shift.role.event.closes_at,
            url=reverse("shift_ask", args=[shift.key]) + "?best=3",
        )
        for shift in rows.order_by("role__event__closes_at", "starts_at", "id")
    ]


def _sentence(shift: Shift) -> str:
    event = shift.role.event
    words = {"least": shift.role.least, "when": span(shift.starts_at, shift.ends_at, event.zone)}
    expected = shift.expected
    if not expected:
        return _("%(when)s, and nobody comes yet. Ask the best three: two clicks.") % words
    return _("%(when)s: %(expected)s of at least %(least)s. Ask the best three: two clicks.") % {
        **words,
        "expected": expected,
    }


def unfilled_words(count: int) -> str:
    return ngettext("%(n)s unfilled shift", "%(n)s unfilled shifts", count) % {"n": count}


def unfilled_button(count: int) -> str:
    return ngettext("Ask writers for it", "Ask writers for %(n)s shifts", count) % {"n": count}
