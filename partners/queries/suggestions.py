"""Which writers a new request is suggested to."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerlink.accounts.models import User
from careerlink.taxonomy.distance import box
from careerlink.web import clock
from partners.matching import Fit, Unfolded, fit, with_rarity
from partners.models import Member, Need, Offer, Writer, WriterTag
from partners.models.directory import Away
from partners.queries.facts import facts_of
from partners.queries.needs import CODED
from partners.queries.wanted import read_wanted

MOST = 200  # writers for one request
LOOKED_AT = 600  # the nearest of those who share a code
FARTHEST = 300  # miles; nobody drives farther for an hour on a campus
SHARED = {"major", "occupation", "industry"}  # reasons that rest on a shared code


def writers_to_tell(need: Need) -> list[Writer]:
    """At most 200 approved writers (with user) within whose reach a request (with host and institution) lies
    and who share a code with it, best fit first. Nobody for a request without codes: that is for everybody,
    and stands in everybody's list. A fixed number of queries beside those that read its codes.
    """
    shared = _codes(need)
    if shared is None:
        return []
    tags = WriterTag.objects.filter(shared, writer=OuterRef("pk"))
    fits = fits_of(need, writers_within_reach(need).filter(Exists(tags)).select_related(None)[:LOOKED_AT])
    best = sorted(fits, key=lambda pair: (-pair[1].score, pair[0].key))[:MOST]
    users = User.objects.in_bulk([writer.user_id for writer, _fit in best])
    for writer, _fit in best:
        writer.user = users[writer.user_id]
    return [writer for writer, _fit in best]


def writers_within_reach(need: Need) -> QuerySet[Writer]:
    """Approved writers (with user) who may be able to come, the nearest first: none of the host's own people, and
    none who has offered already, but those who were no longer needed then.
    """
    place = need.host.institution
    rows = Writer.objects.filter(_may_come(need), Exists(_takes_part()), state=Writer.State.APPROVED)
    rows = rows.exclude(user__in=Member.objects.filter(host=need.host_id, ended_at=None).values("user"))
    rows = rows.exclude(pk__in=Offer.objects.filter(need=need.pk).exclude(state="obsolete").values("writer"))
    return rows.select_related("user").order_by(Away(place.latitude, place.longitude))


def fits_of(need: Need, writers: Iterable[Writer]) -> list[tuple[Writer, Fit]]:
    """Those of these writers who can come and share a code with the request, with the reasons. One query."""
    writers = list(writers)
    needs, facts = facts_of([need], writers)
    wanted = Unfolded(with_rarity(needs[need.pk], facts.values()))
    pairs = [(writer, fit(wanted, facts[writer.pk])) for writer in writers]
    return [
        (writer, found)
        for writer, found in pairs
        if found.is_possible and SHARED & {reason.code for reason in found.reasons}
    ]


def _codes(need: Need) -> Q | None:
    """The tags of writers who name what the request means, or something wider or narrower."""
    tags = need.tags.filter(vocabulary__in=CODED).order_by("vocabulary", "code").values_list("vocabulary", "code")
    found = None
    for vocabulary, code in tags:
        direct = read_wanted("", f"{vocabulary}:{code}").direct
        found = direct if found is None else found | direct
    return found


def _takes_part():
    """Whoever can log in today."""
    free = Q(suspended_until=None) | Q(suspended_until__lte=clock.now())
    return User.objects.filter(free, pk=OuterRef("user_id"), is_active=True)


def _may_come(need: Need) -> Q:
    """By a box around the campus or online; how far each travels is judged after."""
    online = Q(is_online=True)
    if need.where == Need.Where.ONLINE:
        return online
    place = need.host.institution
    south, north, west, east = box(place.latitude, place.longitude, FARTHEST)
    on_campus = Q(latitude__range=(south, north), longitude__range=(west, east))
    return on_campus if need.where == Need.Where.CAMPUS else on_campus | online
