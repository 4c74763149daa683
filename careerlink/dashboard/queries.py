"""What the start pages ask; each page a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from partners.models import (
    Credential,
    Engagement,
    Host,
    Member,
    Need,
    NeedTag,
    Offer,
    Partnership,
    TaughtMajor,
    Want,
    Writer,
    WriterTag,
)
from partners.queries.fits import Judged, best_of
from partners.queries.needs import needs_within_reach, open_needs
from partners.queries.suggested import waiting_for
from partners.queries.weekly import MOST
from partners.queries.writers import passport

LOOKED_AT = 100  # requests that may fit a writer


@dataclass(frozen=True)
class Doing:
    """How far a host has come: what it has said of itself, and what it has agreed on."""

    has_wants: bool
    has_guesses: bool
    has_needs: bool
    has_colleagues: bool
    partners: int
    agreed: int


def doing(host: Host) -> Doing:
    """One query."""
    mine = {"host": OuterRef("pk")}
    row = Host.objects.filter(pk=host.pk).values_list(
        Exists(Want.objects.filter(**mine)),
        Exists(TaughtMajor.objects.filter(**mine, source=TaughtMajor.Source.GUESS)),
        Exists(Need.objects.filter(**mine)),
        _count(Member, ended_at=None),
        _count(Partnership),
        _count(Engagement),
    )
    wants, guesses, needs, members, partners, agreed = row.get()
    return Doing(wants, guesses, needs, members > 1, partners, agreed)


def _count(model, **only):
    rows = model.objects.filter(host=OuterRef("pk"), **only).order_by()
    return Coalesce(Subquery(rows.values("host").annotate(n=Count("id")).values("n")), 0)


def next_needs(host: Host, most: int = 5) -> list[Need]:
    """Requests of a host that are open or not published yet, the next date first; not those for a class, which
    are published by a yes.
    """
    rows = Need.objects.filter(host=host, state__in=[Need.State.OPEN, Need.State.DRAFT])
    rows = rows.exclude(state=Need.State.DRAFT, class_request__isnull=False)
    return list(rows.order_by("needed_on", "id")[:most])


def ending_credentials(writer: Writer) -> list[Credential]:
    """Credentials that run out soon, ran out, or could not be confirmed."""
    states = (Credential.State.EXPIRING, Credential.State.LAPSED, Credential.State.REJECTED)
    return [credential for credential in passport(writer) if credential.state in states]


def fitting_needs(writer: Writer, most: int = MOST) -> tuple[list[Need], list[Judged]]:
    """Open requests about which somebody asks her, with `asked_until`; and of those that she can reach or do online,
    of hosts that she does not belong to, the ones that fit her best. Three queries.
    """
    own_hosts = Member.objects.filter(user=writer.user_id, ended_at=None).values("host")
    rows = needs_within_reach(writer).exclude(host__in=own_hosts)
    own = WriterTag.objects.filter(writer=writer, vocabulary=OuterRef("vocabulary"), code=OuterRef("code"))
    shared = NeedTag.objects.filter(Exists(own), need=OuterRef("pk"))
    asked = waiting_for(writer).values("about_id")
    until = Subquery(waiting_for(writer).filter(about_id=OuterRef("pk")).values("answer_by")[:1])
    rows = (rows | open_needs().filter(pk__in=asked)).annotate(shares=Exists(shared), asked_until=until)
    offered = Offer.objects.standing().filter(writer=writer, need=OuterRef("pk"))
    found = list(
        rows.filter(~Exists(offered)).order_by(F("asked_until").asc(nulls_last=True), "-shares", "needed_on", "id")[
            :LOOKED_AT
        ]
    )
    asking = [need for need in found if need.asked_until]
    return asking, best_of([need for need in found if not need.asked_until], writer, most)


def recent_offers(writer: Writer, most: int = 30) -> list[Offer]:
    """Her offers with host, request and the introduction that came of each: those that wait first, then those that
    moved last. One query.
    """
    rows = Offer.objects.filter(writer=writer).select_related("host__institution", "need", "introduction")
    is_over = Case(When(state__in=Offer.OPEN, then=0), default=1)
    return list(rows.order_by(is_over, "-state_since", "-id")[:most])
