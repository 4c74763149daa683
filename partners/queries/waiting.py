"""The cold start: who waits for a college, who would help near it, who was invited."""

from django.db.models import QuerySet
from django.urls import reverse

from careerlink.taxonomy.distance import miles_between
from careerlink.taxonomy.models import Institution
from partners.models import Host, Need, WaitingName, Writer, WriterInvitation
from partners.models.directory import Away
from partners.queries.needs import needs_within_reach

MOST_COUNTED = 1000
WIDEST = 100  # miles: nobody is counted from farther away, whatever she says


def waiting_names_of(writer: Writer) -> list[WaitingName]:
    """The colleges a writer has put her name down for, by name; at most 100."""
    rows = WaitingName.objects.filter(writer=writer).select_related("institution")
    return list(rows.order_by("institution__name", "id")[:100])


def waiting_names_with_offices(writer: Writer) -> list[dict]:
    """The same with the office of each college where it has joined by now: dicts waiting, college, host,
    host_url. Two queries.
    """
    names = waiting_names_of(writer)
    offices = offices_here(name.institution_id for name in names)
    rows = []
    for name in names:
        host = offices.get(name.institution_id)
        url = reverse("host_page", args=[host.slug]) if host else ""
        rows.append({"waiting": name, "college": name.institution, "host": host, "host_url": url})
    return rows


def offices_here(institutions) -> dict[int, Host]:
    """The approved career office of each of these colleges, by unit id. One query."""
    rows = Host.objects.approved().filter(institution__in=list(institutions), kind=Host.HostKind.CAREER_OFFICE)
    return {host.institution_id: host for host in rows.order_by("-id")}


def writers_waiting_for(institution: Institution) -> QuerySet[WaitingName]:
    """Names put down for a college whose writers were not told yet."""
    rows = WaitingName.objects.filter(institution=institution, told_at=None)
    return rows.select_related("writer__user").order_by("id")


def writers_near(host: Host) -> int:
    """How many writers would like to help this host: those who put their name down for its college, and
    approved ones, of the nearest thousand, who say that they travel as far. Two queries; stops counting at
    `MOST_COUNTED`.
    """
    college = host.institution
    waiting = WaitingName.objects.filter(institution=college).exclude(
        writer__state__in=[Writer.State.REFUSED, Writer.State.SUSPENDED]
    )
    near = set(waiting.values_list("writer_id", flat=True)[:MOST_COUNTED])
    placed = Writer.objects.approved().filter(latitude__isnull=False)
    around = placed.order_by(Away(college.latitude, college.longitude))[:MOST_COUNTED]
    for pk, latitude, longitude, travel in around.values_list("pk", "latitude", "longitude", "travel_miles"):
        if miles_between(latitude, longitude, college.latitude, college.longitude) <= min(travel, WIDEST):
            near.add(pk)
    return min(len(near), MOST_COUNTED)


def requests_within_reach(writer: Writer, most: int = 5) -> list[Need]:
    """The next open requests that she can reach or do online; at most `most`."""
    return list(needs_within_reach(writer).order_by("needed_on", "id")[:most])


def writer_invitations_of(host: Host) -> list[WriterInvitation]:
    """The writers whom a host invited, newest first; at most 100."""
    rows = WriterInvitation.objects.filter(host=host).select_related("by", "writer")
    return list(rows.order_by("-made_at", "-id")[:100])
