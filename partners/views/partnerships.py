"""Who works together, and how they reach each other."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from careerlink.audit.trail import disclose
from careerlink.web.pages import keyset_page
from partners.permissions import offers as doors
from partners.permissions.desks import get_desk, own_writer
from partners.queries import partnerships as queries
from partners.queries.timelines import partnership_timeline


@require_GET
def partnerships(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.partnerships_of(host), request.GET.get("page", ""), order=("-since", "-id"))
    return render(request, "partners/partnerships/list.html", {"host": host, "page": page.within(request.GET)})


@require_GET
def partnership(request, key):
    found = doors.get_partnership_to_read(request.user, key)
    as_writer = doors.is_writers_side(request.user, found)
    request.here = own_writer(request.user) if as_writer else found.host
    contact = queries.contact_of(found)
    seen = contact if as_writer else found.writer.user
    may_see = doors.may_see_contacts(request.user, found)
    if seen and may_see:
        disclose(
            found,
            what="contact",
            right="partnership",
            seen_by=request.user,
            person_id=seen.pk,
            scope=found.host.key,
        )
    zone = request.user.zone if as_writer else found.host.zone
    context = {
        "partnership": found,
        "as_writer": as_writer,
        "contact": contact,
        "may_see": may_see,
        "items": partnership_timeline(found, queries.engagements_of(found), zone=zone),
    }
    return render(request, "partners/partnerships/partnership.html", context)
