"""Which writers a new request is suggested to."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerlink.accounts.models import User
from careerlink.taxonomy.distance import box
from careerlink.taxonomy.models import Institution
from careerlink.web import clock
from partners.matching import Fit, Unfolded, fit, with_rarity
from partners.matching.closeness import beginnings
from partners.models import Asked, Host, Member, Need, Offer, Vocabulary, Writer, WriterTag
from partners.models.directory import Away
from partners.queries.lessons import facts_and_lessons, said_against
from partners.queries.needs import CODED
from partners.queries.wanted import read_wanted

MOST = 200  # writers for one request
LOOKED_AT = 600  # the nearest of those who share a code
FARTHEST = 300  # miles; nobody drives farther for an hour on a campus
JOINED = ("31-33", "44-45", "48-49")  # sectors that NAICS writes as one
SHARED = {"major", "occupation", "industry", "service", "language"}  # reasons that rest on a shared code


def writers_to_tell(need: Need) -> list[Writer]:
    """At most 200 approved writers (with user) within whose reach a request (with host and institution) lies
    and who share a code with it, best fit first; whom its host has asked about it knows of it. Nobody for a request
    without codes, service and language: that is for everybody, and stands in everybody's list. A fixed number of
    queries beside those that read its codes.
    """
    shared = _codes(need)
    if shared is None:
        return []
    tags = WriterTag.objects.filter(shared, writer=OuterRef("pk"))
    asked = Asked.objects.filter(label=Need._meta.label_lower, about_id=need.pk, writer=OuterRef("pk"))
    rows = writers_within_reach(need).filter(Exists(tags), ~Exists(asked))
    fits = fits_of(need, rows.select_related(None)[:LOOKED_AT])
    best = sorted(fits, key=lambda pair: (-pair[1].score, pair[0].key))[:MOST]
    users = User.objects.in_bulk([writer.user_id for writer, _fit in best])
    for writer, _fit in best:
        writer.user = users[writer.user_id]
    return [writer for writer, _fit in best]


def writers_within_reach(need: Need) -> QuerySet[Writer]:
    """Approved writers (with user) who may be able to come, the nearest first: none of the host's own people, and
    none who has offered already, but those who were no longer needed then.
    """
    on_campus, online = need.where != Need.Where.ONLINE, need.where != Need.Where.CAMPUS
    rows = writers_around(need.host, on_campus=on_campus, online=online)
    return rows.exclude(pk__in=Offer.objects.standing().filter(need=need.pk).values("writer"))


def writers_around(host: Host, *, on_campus: bool, online: bool) -> QuerySet[Writer]:
    """Approved writers (with user) who may be able to come to a host (with institution) or to work online, the
    nearest first: none of its own people.
    """
    place = host.institution
    rows = Writer.objects.filter(_may_come(place, on_campus, online), Exists(takes_part()))
    rows = rows.filter(state=Writer.State.APPROVED)
    rows = rows.exclude(user__in=Member.objects.filter(host=host.pk, ended_at=None).values("user"))
    return rows.select_related("user").order_by(Away(place.latitude, place.longitude))


def fits_of(need: Need, writers: Iterable[Writer]) -> list[tuple[Writer, Fit]]:
    """Those of these writers who can come, share a code with the request and did not say that it is not for them,
    with the reasons; a service or language that it names counts where it has no codes. One query.
    """
    return [(writer, found) for writer, found in possible_of(need, writers) if _shares(found)]


def possible_of(need: Need, writers: Iterable[Writer]) -> list[tuple[Writer, Fit]]:
    """Those of these writers who can come and did not say that it is not for them, with the reasons. One query."""
    writers = list(writers)
    needs, facts, lessons = facts_and_lessons([need], writers)
    wanted = needs[need.pk]
    unfolded = Unfolded(with_rarity(wanted, facts.values()))
    pairs = [
        (writer, fit(unfolded, facts[writer.pk]))
        for writer in writers
        if not said_against(need, wanted, facts[writer.pk], lessons)
    ]
    return [(writer, found) for writer, found in pairs if found.is_possible]


def _shares(found: Fit) -> bool:
    codes = {reason.code for reason in found.reasons}
    return "nothing_shared" not in codes and bool(SHARED & codes)


def _codes(need: Need) -> Q | None:
    """The tags of writers who name what the request means, or something wider or narrower; its service or language
    where it means nothing else.
    """
    tags = need.tags.filter(vocabulary__in=CODED).order_by("vocabulary", "code").values_list("vocabulary", "code")
    found = None
    for vocabulary, code in tags:
        direct = read_wanted("", f"{vocabulary}:{code}").direct
        found = direct if found is None else found | direct
    return labels({need.service} - {""}, {need.language} - {""}) if found is None else found


def labels(services: Collection[str], languages: Collection[str]) -> Q | None:
    """The tags of writers who offer one of these services or, without any, speak one of these languages."""
    if services:
        return Q(vocabulary=Vocabulary.SERVICE, code__in=sorted(services))
    return Q(vocabulary=Vocabulary.LANGUAGE, code__in=sorted(languages)) if languages else None


def named(tags: Iterable[tuple[str, str]]) -> Q:
    """Rows of a vocabulary and a code, such as tags of writers or roles, that are one of these or, where codes stand in
    trees, above or below one; what `closeness.names` says of codes in memory.
    """
    found = Q(pk__in=[])
    for vocabulary, code in tags:
        found |= Q(_around(vocabulary, code), vocabulary=vocabulary)
    return found


def _around(vocabulary: str, code: str) -> Q:
    if vocabulary == Vocabulary.OCCUPATION:  # 27-3041 is in 27-3040, 27-3000 and 27-0000
        stem = code.rstrip("0")
        above = {stem[:length].ljust(len(code), "0") for length in range(3, len(stem))}
        return Q(code__in=sorted(above)) | Q(code__startswith=stem)
    if vocabulary == Vocabulary.MAJOR:  # 23.0101 is in 23.01 and 23
        return Q(code__in=[code[:2], code[:5]]) | Q(code__startswith=code)
    found = Q(code=code)
    if vocabulary == Vocabulary.INDUSTRY:  # 3117 is in 311, 31 and 31-33
        for digits in beginnings(code):
            above = {digits[:length] for length in range(2, len(digits))}
            above |= {sectors for sectors in JOINED if digits[:2] in beginnings(sectors)}
            found |= Q(code__in=sorted(above)) | Q(code__startswith=digits)
    return found


def takes_part():
    """Whoever can log in today."""
    free = Q(suspended_until=None) | Q(suspended_until__lte=clock.now())
    return User.objects.filter(free, pk=OuterRef("user_id"), is_active=True)


def _may_come(place: Institution, on_campus: bool, online: bool) -> Q:
    """By a box around the campus or online; how far each travels is judged after."""
    works_online = Q(is_online=True)
    if not on_campus:
        return works_online
    south, north, west, east = box(place.latitude, place.longitude, FARTHEST)
    nearby = Q(latitude__range=(south, north), longitude__range=(west, east))
    return nearby | works_online if online else nearby
