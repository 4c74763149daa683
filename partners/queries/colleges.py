"""The directory of hosts: colleges and who of them can have a writer in."""

from dataclasses import dataclass, field
from math import cos, radians

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.taxonomy.distance import box, miles_between
from careerlink.taxonomy.models import Institution, Place
from careerlink.web import clock
from careerlink.web.counts import bounded_count, say_count
from careerlink.web.pages import Page, keyset_page, listed_page
from partners.models import Closure, Host, Need, SavedHost, Want, Writer
from partners.queries.directory import MOST_WORDS, NEAREST, PER_PAGE
from partners.queries.directory_rows import miles_words

HEAVY = ("about", "house_rules", "email", "phone", "website")  # columns that no row shows
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
    """One host on a page of the directory."""

    host: Host
    miles: float | None
    wants: list[str] = field(default_factory=list)

    @property
    def rank(self) -> tuple:
        return (round(self.miles or 0), self.host.key)


@dataclass(frozen=True)
class HostRow:
    """One host as a writer reads it. No contact details."""

    slug: str
    name: str
    college: str
    url: str
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
    a distance, else by the name of the college. At most 3 queries.
    """
    origin = _origin(writer, filters)
    rows = _filtered(listed, writer, filters, origin)
    marked = rows.annotate(**_marks(writer)).select_related("institution").defer(*HEAVY)
    is_ranked = origin is not None and (filters.miles is not None or filters.place is not None)
    if is_ranked:
        found = _nearest(marked, filters, origin)
        page = listed_page(found[:NEAREST], cursor, lambda one: one.rank, PER_PAGE)
        count = say_count(len(found), NEAREST)
    else:
        page = keyset_page(marked, cursor, ("institution__name", "name", "id"), PER_PAGE)
        page.rows = [FoundHost(host, _miles(host, origin)) for host in page.rows]
        count = bounded_count(rows)
    wants = {one.host.pk: one for one in page.rows}
    for host, kind in Want.objects.filter(host__in=wants).order_by("kind").values_list("host_id", "kind"):
        wants[host].wants.append(kind)
    return HostListing(page, count, is_ranked)


def host_row(found: FoundHost) -> HostRow:
    """The row of one host."""
    host, college = found.host, found.host.institution
    kinds = dict(Want._meta.get_field("kind").choices)
    where = f"{college.city}, {college.state}"
    requests = ngettext("%(n)s open request", "%(n)s open requests", host.open_needs) % {"n": host.open_needs}
    return HostRow(
        slug=host.slug,
        name=host.name,
        college=college.name,
        url=reverse("host_page", args=[host.slug]),
        kind=str(host.get_kind_display()),
        place=where if found.miles is None else f"{where} · {miles_words(found.miles)}",
        wants=", ".join(str(kinds[kind]) for kind in found.wants),
        requests=requests if host.open_needs else "",
        closed=_closed(host),
        is_saved=host.note is not None,
        note=host.note or "",
    )


def _closed(host: Host) -> str:
    until = max((day for day in (host.closed_until, host.no_capacity_until) if day), default=None)
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


def _marks(writer: Writer) -> dict:
    today = clock.today()
    saved = SavedHost.objects.filter(writer=writer, host=OuterRef("pk"))
    needs = Need.objects.filter(host=OuterRef("pk"), state=Need.State.OPEN, needed_on__gte=today).order_by()
    closed = Closure.objects.filter(host=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today).order_by("-ends_on")
    return {
        "note": Subquery(saved.values("note")[:1]),
        "open_needs": Coalesce(
            Subquery(needs.values("host").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
        "closed_until": Subquery(closed.values("ends_on")[:1]),
    }


def _nearest(rows: QuerySet[Host], filters: HostFilters, origin: tuple[float, float]) -> list[FoundHost]:
    latitude, longitude = origin
    up = F("institution__latitude") - Value(latitude)
    across = (F("institution__longitude") - Value(longitude)) * Value(cos(radians(latitude)))
    rows = rows.annotate(away=up * up + across * across).order_by("away", "key")
    found = [FoundHost(host, _miles(host, origin)) for host in rows[: NEAREST + 1]]
    if filters.miles is not None:
        found = [one for one in found if one.miles <= filters.miles]
    return sorted(found, key=lambda one: one.rank)


def _miles(host: Host, origin: Origin) -> float | None:
    return miles_between(*origin, host.institution.latitude, host.institution.longitude) if origin else None
