"""Where an offer that was not taken up can go: groups of the same campus, or requests elsewhere."""

from collections.abc import Iterable

from django.db.models import QuerySet

from partners.clocks import back_on
from partners.matching import Fit, fit
from partners.models import Host, Member, Need, Offer, Writer
from partners.queries.campus import GROUP_KINDS
from partners.queries.facts import need_facts, writer_facts
from partners.queries.needs import is_to_come, needs_within_reach, open_needs

LOOKED_AT = 100  # the soonest requests
MOST_ELSEWHERE = 3


def suits(found: Fit) -> bool:
    """Whether a request is one for this writer: she can come, and nothing that it asks for is foreign to her."""
    return found.is_possible and all(reason.code != "nothing_shared" for reason in found.reasons)


def fits_request(offer: Offer, found: Fit) -> bool:
    """Whether an offer (with need) answers a request that its host has published, and suits it."""
    return offer.need is not None and offer.need.state == Need.State.OPEN and suits(found)


def open_doors(offer: Offer) -> QuerySet[Need]:
    """Open requests of the same kind of groups of the same campus that have not had this offer and may have it."""
    rows = open_needs(kind=offer.kind).filter(
        host__institution=offer.host.institution_id, host__kind__in=GROUP_KINDS, host__group__paused_at=None
    )
    return _that_may_have(offer, rows, "host__in")


def next_doors(offer: Offer) -> list[Need]:
    """Requests (with host, institution and closures) of campus groups to which an offer (with host and writer)
    can go on, one of each host: the best fit first, among equals the soonest. Two queries, four when there are any.
    """
    rows = open_doors(offer).prefetch_related("host__closures").order_by("needed_on", "id")[:LOOKED_AT]
    best: dict[int, Need] = {}
    for need in _in_order(_now(rows), offer.writer):
        best.setdefault(need.host_id, need)
    return list(best.values())


def request_that_fits(offer: Offer, host: Host) -> Need | None:
    """The open request of `host` that an offer (with writer) fits best, None when there is none of its kind."""
    rows = open_needs(kind=offer.kind).filter(host=host).prefetch_related("host__closures")
    return next(iter(_in_order(_now(rows[:LOOKED_AT]), offer.writer)), None)


def elsewhere(offer: Offer) -> list[Need]:
    """Up to three open requests of other colleges that fit the writer of an offer, best fit first, then soonest."""
    rows = needs_within_reach(offer.writer).exclude(host__institution=offer.host.institution_id)
    rows = rows.exclude(host__group__paused_at__isnull=False)
    soonest = (
        _that_may_have(offer, rows, "host__in")
        .prefetch_related("host__closures")
        .order_by("needed_on", "id")[:LOOKED_AT]
    )
    return _in_order(_now(soonest), offer.writer)[:MOST_ELSEWHERE]


def hosts_to_pass_to(offer: Offer) -> QuerySet[Host]:
    """Other hosts of the same campus to which an offer can be passed: approved, not paused, not asked before."""
    rows = Host.objects.approved().filter(institution=offer.host.institution_id, group__paused_at=None)
    return _that_may_have(offer, rows, "pk__in").select_related("institution").order_by("name", "id")


def chain_of(offer: Offer) -> list[Offer]:
    """An offer and all that came of it on the same campus, in the order in which they were tried. One query."""
    rows = Offer.objects.filter(chain=offer.chain).select_related("host", "need")
    return list(rows.order_by("hops", "id"))


def passed_on_by(offer: Offer) -> str:
    """The name of the host that passed an offer (with parent and its host) on to this one, "" when nobody did;
    of one that it only left behind its new host learns nothing.
    """
    parent = offer.parent
    return parent.host.name if parent and parent.state == Offer.State.REDIRECTED else ""


def was_asked(offer: Offer) -> bool:
    """Whether the writer was asked already, at any host that this offer has been to, if it goes on."""
    asked = Offer.objects.filter(chain=offer.chain, cascade_asked_at__isnull=False)
    return offer.parent_id is not None and asked.exists()


def _that_may_have(offer: Offer, rows: QuerySet, host_in: str) -> QuerySet:
    """Without hosts that had this offer, before which she has another of its kind, and of which she is one."""
    had = Offer.objects.filter(chain=offer.chain).values("host")
    waits = Offer.objects.filter(writer=offer.writer_id, kind=offer.kind, state__in=Offer.OPEN).values("host")
    hers = Member.objects.filter(user=offer.writer.user_id, ended_at=None).values("host")
    return rows.exclude(**{host_in: had}).exclude(**{host_in: waits}).exclude(**{host_in: hers})


def _now(needs: Iterable[Need]) -> list[Need]:
    """Those that are to come and whose host takes offers today."""
    return [need for need in needs if is_to_come(need) and back_on(need.host) is None]


def _in_order(needs: list[Need], writer: Writer) -> list[Need]:
    if not needs:
        return []
    mine = writer_facts([writer])[writer.pk]
    fits = {pk: fit(facts, mine) for pk, facts in need_facts(needs).items()}
    found = [need for need in needs if suits(fits[need.pk])]
    return sorted(found, key=lambda need: (-fits[need.pk].score, need.needed_on, need.pk))
