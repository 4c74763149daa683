"""The directory of hosts: colleges and who of them can have a writer in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import cos, radians
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.taxonomy.distance import box, miles_between
from careerlink.taxonomy.models import Institution, Place
from careerlink.web import clock
from careerlink.web.pages import Page, keyset_page, listed_page
from careerlink.web.parts import Part, read_parts
from partners.models import Closure, Host, Kind, Need, SavedHost, Want, Writer
from partners.queries.directory import MOST_WORDS, NEAREST, PER_PAGE, RING, count_words
from partners.queries.directory_rows import miles_words

SHOWN = (
    "key", "slug", "kind", "name", "zone", "no_capacity_until", "institution__name", "institution__city",
    "institution__state", "institution__latitude", "institution__longitude",
)  # fmt: skip
KINDS, HOST_KINDS = dict(Kind.choices), dict(Host.HostKind.choices)
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AS": "American Samoa", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida",
    "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MH": "Marshall Islands", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "FM": "Micronesia", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "MP": "Northern Mariana Islands", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PW": "Palau",
    "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VI": "Virgin Islands", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip


Origin = tuple[float, float] | None  # latitude and longitude; None: not known


@dataclass(frozen=True)
class HostFilters:
    """What a writer asks for. `place` is from where distances count, by default her own."""

    words: str = ""
    wants: str = ""
    kind: str = ""
    state: str = ""
    place: Place | None = None
    miles: int | None = None
    saved: bool = False


@dataclass
class FoundHost:
    """One host on a page of the directory; `note` is what the writer wrote about it, None when she has not
    saved it.
    """

    host: Host
    miles: float | None
    wants: list[str] = field(default_factory=list)
    open_needs: int = 0
    closed_until: date | None = None
    note: str | None = None


class HostRow(NamedTuple):
    """One host as a writer reads it. No contact details."""

    name: str
    college: str
    url: str
    keep_url: str
    kind: str
    place: str
    wants: str
    requests: str
    closed: str
    is_saved: bool
    note: str


@dataclass
class HostListing:
    page: Page
    count: str
    is_ranked: bool


def find_hosts(listed: QuerySet[Host], writer: Writer, filters: HostFilters, cursor: str = "") -> HostListing:
    """Those of `listed` that `filters` leave, as `writer` sees them; the nearest first when she asks for
    a distance, else by the name of the college. At most 4 queries.
    """
    origin = _origin(writer, filters)
    rows = _filtered(listed, writer, filters, origin)
    is_ranked = origin is not None and (filters.miles is not None or filters.place is not None)
    is_all = filters == HostFilters()
    ahead = 0 if is_all else RING
    page = _by_nearness(rows, filters, origin, cursor) if is_ranked else _by_name(rows, origin, cursor, ahead)
    _describe(page.rows, writer)
    return HostListing(page, count_words(page, rows, is_all=is_all, is_ranked=is_ranked), is_ranked)


def _by_name(rows: QuerySet[Host], origin: Origin, cursor: str, ahead: int) -> Page:
    page = keyset_page(_shown(rows), cursor, ("institution__name", "name", "id"), PER_PAGE, ahead)
    page.rows = [FoundHost(host, _miles(host.institution, origin)) for host in page.rows]
    return page


def _by_nearness(rows: QuerySet[Host], filters: HostFilters, origin: tuple[float, float], cursor: str) -> Page:
    """The nearest 500. Two queries: where they are, then those of one page in full."""
    latitude, longitude = origin
    up = F("latitude") - Value(latitude)
    across = (F("longitude") - Value(longitude)) * Value(cos(radians(latitude)))
    colleges = Institution.objects.filter(Exists(rows.filter(institution=OuterRef("pk"))))
    nearest = colleges.annotate(away=up * up + across * across).order_by("away", "pk").values("pk")[:NEAREST]
    places = rows.filter(institution__in=list(nearest.values_list("pk", flat=True))).values_list(
        "key", "pk", "institution__latitude", "institution__longitude"
    )
    away = ((miles_between(*origin, *place), key, pk) for key, pk, *place in places)
    inside = [(round(miles), key, pk) for miles, key, pk in away if filters.miles is None or miles <= filters.miles]
    found = sorted(inside)[:NEAREST]
    page = listed_page(found, cursor, lambda one: one, PER_PAGE)
    page.known = len(found)
    hosts = {host.pk: host for host in _shown(rows).filter(pk__in=[pk for *_place, pk in page])}
    page.rows = [FoundHost(hosts[pk], _miles(hosts[pk].institution, origin)) for *_place, pk in page if pk in hosts]
    return page


def _shown(rows: QuerySet[Host]) -> QuerySet[Host]:
    return rows.select_related("institution").only(*SHOWN)


def _describe(found: Iterable[FoundHost], writer: Writer) -> None:
    """What each host of one page wants, asks for, when it is closed, and her note about it. One query."""
    rows, today = {one.host.pk: one for one in found}, clock.today()
    parts = (
        Part("want", Want, text="kind"),
        Part("note", SavedHost, text="note", where="writer_id = %s", params=(writer.pk,)),
        Part(
            "needs", Need, number="count(*)", grouped=True,
            where="state = %s AND needed_on >= %s", params=(Need.State.OPEN, today),
        ),
        Part(
            "closed", Closure, text="CAST(max(ends_on) AS varchar(10))", grouped=True,
            where="starts_on <= %s AND ends_on >= %s", params=(today, today),
        ),
    )  # fmt: skip
    for what, host, text, number in read_parts(parts, "host_id", list(rows)):
        row = rows[host]
        if what == "want":
            row.wants.append(text)
        elif what == "note":
            row.note = text
        elif what == "needs":
            row.open_needs = number
        else:
            row.closed_until = date.fromisoformat(text)


def host_rows(found: Iterable[FoundHost]) -> list[HostRow]:
    """The rows of a page."""
    base, any_host = reverse("writer_hosts"), reverse("host_page", args=["-"])
    return [_row(one, any_host.replace("-", one.host.slug), f"{base}{one.host.slug}/") for one in found]


def _row(found: FoundHost, url: str, keep_url: str) -> HostRow:
    host, college = found.host, found.host.institution
    where = f"{college.city}, {college.state}"
    requests = ngettext("%(n)s open request", "%(n)s open requests", found.open_needs) % {"n": found.open_needs}
    wants = ", ".join(str(KINDS[kind]) for kind in sorted(found.wants))
    return HostRow(
        name=host.name,
        college=college.name,
        url=url,
        keep_url=keep_url,
        kind=str(HOST_KINDS[host.kind]),
        place=where if found.miles is None else f"{where} · {miles_words(found.miles)}",
        wants=_("Wants now: %(wants)s") % {"wants": wants} if wants else "",
        requests=requests if found.open_needs else "",
        closed=_closed(found),
        is_saved=found.note is not None,
        note=found.note or "",
    )


def _closed(found: FoundHost) -> str:
    host = found.host
    until = max((day for day in (found.closed_until, host.no_capacity_until) if day), default=None)
    if until is None or until < clock.today(host.zone):
        return ""
    return _("Takes no new offers until %(day)s") % {"day": date_format(until, "D j M")}


def _origin(writer: Writer, filters: HostFilters) -> Origin:
    place = filters.place or writer
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)


def _filtered(rows: QuerySet[Host], writer: Writer, filters: HostFilters, origin: Origin) -> QuerySet[Host]:
    colleges = Q()
    for word in filters.words.split()[:MOST_WORDS]:
        colleges &= Q(name__icontains=word) | Q(aliases__icontains=word)
    if colleges:
        rows = rows.filter(institution__in=Institution.objects.filter(colleges).values("pk"))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.state:
        rows = rows.filter(institution__state=filters.state)
    if filters.wants:
        rows = rows.filter(Exists(Want.objects.filter(host=OuterRef("pk"), kind=filters.wants)))
    if filters.saved:
        rows = rows.filter(Exists(SavedHost.objects.filter(writer=writer, host=OuterRef("pk"))))
    if filters.miles is not None and origin is not None:
        south, north, west, east = box(*origin, filters.miles)
        rows = rows.filter(institution__latitude__range=(south, north), institution__longitude__range=(west, east))
    return rows


def _miles(college: Institution, origin: Origin) -> float | None:
    return miles_between(*origin, college.latitude, college.longitude) if origin else None
