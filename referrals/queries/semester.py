"""What the semester's page says of referrals: figures, and the rows that each is made of."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careerlink.web.templatetags.web import day
from events.models import Term
from events.queries.semester.spans import span_of
from events.registry import Figure, Row
from referrals.models import Outcome, Referral
from referrals.queries.outcomes import HELPED

NOT_KNOWN = (Outcome.UNKNOWN, Outcome.UNRESOLVED)


def begun(term: Term) -> QuerySet[Referral]:
    """Requests that were consented to in it."""
    first, until = span_of(term)
    rows = Referral.objects.filter(host=term.host, consented_at__gte=first, consented_at__lt=until)
    return rows.exclude(state=Referral.State.ENTERED_IN_ERROR).order_by("pk")


def accepted(term: Term) -> QuerySet[Referral]:
    """Those of them for whom some writer said yes."""
    return begun(term).filter(legs__accepted_at__isnull=False).distinct()


def ended(term: Term) -> QuerySet[Referral]:
    """Requests that were closed in it."""
    first, until = span_of(term)
    rows = Referral.objects.filter(host=term.host, state=Referral.State.CLOSED)
    return rows.filter(closed_at__gte=first, closed_at__lt=until).order_by("pk")


def helped(term: Term) -> QuerySet[Referral]:
    """Those of them that helped, at least in part."""
    return ended(term).filter(outcome__in=HELPED)


def not_known(term: Term) -> QuerySet[Referral]:
    """Those of them of which nobody told us enough."""
    return ended(term).filter(outcome__in=NOT_KNOWN)


def referral_figures(term: Term) -> Iterable[Figure]:
    """Requests begun, found a writer, helped, not known; nothing for a host that refers nobody. At most three
    queries.
    """
    outcomes = list(ended(term).values_list("outcome", flat=True))
    number = begun(term).count()
    if not number and not outcomes:
        return
    note = _("Alumni who agreed to it in this semester. Source: their signed consent.")
    yield Figure("referrals", _("Alumni referred to writers"), str(number), note)
    note = _("of these, by today. Source: the answer of the writer.")
    yield Figure("referrals_accepted", _("Alumni for whom a writer said yes"), str(accepted(term).count()), note)
    note = ngettext("of %(n)s request closed in it.", "of %(n)s requests closed in it.", len(outcomes))
    note = note % {"n": len(outcomes)} + " " + _("Source: both sides said so, or your office settled it.")
    yield Figure("referrals_helped", _("Referrals that helped"), str(sum(one in HELPED for one in outcomes)), note)
    unknown = sum(one in NOT_KNOWN for one in outcomes)
    note = _("Nobody told us, or the two sides told it differently. They count nowhere else.")
    yield Figure("referrals_unknown", _("Referrals of which we do not know"), str(unknown), note)


def begun_row(referral: Referral) -> Row:
    words = {"state": referral.get_state_display(), "day": day(referral.consented_at, referral.host.zone)}
    return Row(str(referral.alumnus), _("Agreed on %(day)s. %(state)s.") % words, referral.get_absolute_url())


def ended_row(referral: Referral) -> Row:
    words = {"outcome": referral.get_outcome_display(), "day": day(referral.closed_at, referral.host.zone)}
    return Row(str(referral.alumnus), _("%(outcome)s. Closed on %(day)s.") % words, referral.get_absolute_url())


NAMES = ("alumnus", "host")
# code → title, rows with what a line of them needs, line
ROWS = {
    "referrals": (gettext_lazy("Alumni referred"), lambda term: begun(term).select_related(*NAMES), begun_row),
    "referrals_accepted": (
        gettext_lazy("For whom a writer said yes"),
        lambda term: accepted(term).select_related(*NAMES),
        begun_row,
    ),
    "referrals_helped": (
        gettext_lazy("Referrals that helped"),
        lambda term: helped(term).select_related(*NAMES),
        ended_row,
    ),
    "referrals_unknown": (
        gettext_lazy("Of which we do not know"),
        lambda term: not_known(term).select_related(*NAMES),
        ended_row,
    ),
}
