"""Alumni on the desk of a career office: whose request ends soon without a word, and that all this can be turned on."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.dashboard.lines import Line
from careerlink.web import clock
from careerlink.web.counts import say_count
from partners.models import Host
from partners.permissions.desks import may_manage
from referrals.models import Referral
from referrals.permissions.desk import may_refer
from referrals.queries.pipeline import COUNTED, waiting_for

SOON = timedelta(days=3)
State = Referral.State


def alumni_lines(host: Host, user) -> list[Line]:
    """What a call from the office may still save. One query where alumni are referred, none elsewhere; `host` is as
    memberships read it.
    """
    if host.kind != Host.HostKind.CAREER_OFFICE or not may_refer(user, host):
        return []
    if not hasattr(host, "help_settings"):
        return [_turn_on(host)] if may_manage(user, host) else []
    now = clock.now()
    rows = waiting_for(host, "alumnus").filter(due_at__gt=now, due_at__lte=now + SOON)
    rows = rows.exclude(state=State.ON_HOLD).order_by("due_at", "id").values_list("state", "due_at")
    found: dict[str, list[datetime]] = {}
    for state, due_at in rows[: COUNTED + 1]:
        found.setdefault(state, []).append(due_at)
    return [_line(host, state, moments) for state, moments in found.items()]


def _line(host: Host, state: str, moments: list[datetime]) -> Line:
    number = len(moments)
    if state == State.AWAITING_CONSENT:
        words = ngettext("%(n)s request ends soon without consent", "%(n)s requests end soon without consent", number)
    else:
        words = ngettext("%(n)s request ends soon without a choice", "%(n)s requests end soon without a choice", number)
    return Line(
        words % {"n": say_count(number, COUNTED)},
        _("A call may help: the mail may have been overlooked. Without a word it ends by itself."),
        reverse("referrals", args=[host.slug]) + "?of=alumnus",
        _("See who"),
        moments[0],
    )


def _turn_on(host: Host) -> Line:
    return Line(
        _("Refer the alumni whom you cannot serve"),
        _("They choose a writer themselves, and somebody finds out whether it helped."),
        reverse("alumni", args=[host.slug]),
        _("Look, and turn it on"),
    )
