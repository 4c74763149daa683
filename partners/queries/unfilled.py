"""Requests whose day is near and for which too few have offered: a section of the desk mail."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web.templatetags.web import day
from partners.models import Asked, Engagement, Host, Need, Offer
from partners.queries.suggested import ABOUT
from partners.registry import Line

NEAR = timedelta(days=14)
COUNTED = (Offer.State.QUEUED, *Offer.UNDECIDED, Offer.State.ACCEPTED)
NEVER = Value(None, output_field=DateTimeField(null=True))


def waiting_unfilled(now: datetime) -> QuerySet[Need]:
    """Open requests of the next fortnight with fewer offers that wait or were accepted than writers wanted, and nobody
    who was asked and may still answer; stand-ins for class are sought elsewhere. They are told in the mail of the
    host's own day and never cause one of their own, so they have neither `since` nor `ends`.
    """
    called_off = Engagement.objects.filter(
        source_label=Offer._meta.label_lower, source_id=OuterRef("pk"), state=Engagement.State.CANCELLED
    )
    offers = Offer.objects.filter(~Exists(called_off), need=OuterRef("pk"), state__in=COUNTED)
    offered = Coalesce(Subquery(offers.order_by().values("need").annotate(n=Count("id")).values("n")), 0)
    asked = Asked.objects.filter(label=ABOUT, about_id=OuterRef("pk"), answer="", answer_by__gt=now)
    rows = Need.objects.filter(
        ~Exists(asked),
        state=Need.State.OPEN,
        needed_on__gt=now.date(),
        needed_on__lte=(now + NEAR).date(),
        class_request=None,
        host__in=Host.objects.taking_part(),
    )
    rows = rows.annotate(offered=offered).filter(offered__lt=F("how_many"))
    return rows.annotate(desk=F("host_id"), since=NEVER, ends=NEVER)


def unfilled_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """What is unfilled at these hosts, each with one button to ask the best three. One query."""
    zones = {host.pk: host.zone for host in hosts}
    rows = waiting_unfilled(now).filter(host__in=list(zones))
    return [
        Line(
            host_id=need.host_id,
            title=_("Unfilled: %(need)s") % {"need": need},
            sentence=_sentence(need),
            deadline=datetime.combine(need.needed_on, time(0), tzinfo=ZoneInfo(zones[need.host_id])).astimezone(UTC),
            url=reverse("need_ask", args=[need.key]) + "?best=3",
        )
        for need in rows.order_by("needed_on", "id")
    ]


def _sentence(need: Need) -> str:
    words = {"wanted": need.how_many, "offered": need.offered, "day": day(need.needed_on)}
    if not need.offered:
        return _("For %(day)s, and nobody has offered. Ask the best three: two clicks.") % words
    return _("For %(day)s: %(offered)s of %(wanted)s have offered. Ask the best three: two clicks.") % words


def unfilled_words(count: int) -> str:
    return ngettext("%(n)s unfilled request", "%(n)s unfilled requests", count) % {"n": count}


def unfilled_button(count: int) -> str:
    return ngettext("Ask writers", "Ask writers for %(n)s requests", count) % {"n": count}
