"""The page of an event, and lists of events."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careerlink.web.pages import PARAMETER, keyset_page
from events.permissions import events as permissions
from events.queries import event_rows as queries
from events.queries.agreed import agreed_rows
from events.queries.audience import competency_names
from events.queries.event_pages import event_plan
from events.queries.in_charge import in_charge
from events.queries.months import agenda_for_writer, month_for_host, month_for_writer, month_of
from events.queries.tabs import event_tabs, host_tabs, writer_tabs
from events.queries.words import span, where
from partners.permissions.desks import get_desk, get_own_writer, own_writer


@require_safe
@login_not_required
def event(request, key):
    """For its host, for writers, and while it is published for everybody."""
    try:
        event = permissions.get_event_to_read(request.user, key)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    is_of_host = permissions.is_of_host(request.user, event)
    request.here = event.host if is_of_host else None
    writer = None if is_of_host else own_writer(request.user)
    plan = event_plan(event, writer, with_people=is_of_host)
    context = {
        "event": event,
        "host": event.host,
        "is_of_host": is_of_host,
        "writer": writer,
        "tabs": event_tabs(event, request.user),
        "span": span(event.starts_at, event.ends_at, event.zone) if event.starts_at else "",
        "where": where(event, takes_part=is_of_host or plan.has_reader),
        "in_charge": in_charge(event) if is_of_host or writer else [],
        "plan": plan,
        "is_past": event.state in (event.State.COMPLETED, event.State.CANCELLED),
        "agreed": agreed_rows(event) if is_of_host else [],
        "stands_by": writer is not None and permissions.stands_by(writer, event),
        "competencies": competency_names(event.competencies),
        **permissions.allowed(request.user, event),
    }
    return render(request, "events/events/event.html", context)


@require_safe
def event_list(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.to_come(host), request.GET.get(PARAMETER, ""), order=queries.TO_COME_ORDER)
    first = "" if request.GET.get(PARAMETER) else queries.without_day(host)
    page.rows = queries.rows_of([*first, *page.rows])
    return _list(request, host, page, "event_list")


@require_safe
def events_over(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.over(host), request.GET.get(PARAMETER, ""), order=queries.OVER_ORDER)
    page.rows = queries.rows_of(page.rows)
    return _list(request, host, page, "events_over")


def _list(request, host, page, name):
    context = {
        "host": host,
        "tabs": host_tabs(host, name),
        "page": page.within(request.GET),
        "is_over": name == "events_over",
        "may_plan": permissions.may_plan(request.user, host),
    }
    return render(request, "events/events/list.html", context)


@require_safe
def event_month(request, slug):
    host = get_desk(request.user, slug)
    month = month_for_host(host, month_of(request.GET.get("month", ""), host.zone))
    context = {
        "host": host,
        "tabs": host_tabs(host, "event_month"),
        "month": month,
        "may_plan": permissions.may_plan(request.user, host),
    }
    return render(request, "events/events/month.html", context)


@require_safe
def writer_events(request):
    writer = get_own_writer(request.user)
    context = {"writer": writer, "tabs": writer_tabs(writer, "writer_events"), "agenda": agenda_for_writer(writer)}
    return render(request, "events/events/agenda.html", context)


@require_safe
def writer_month(request):
    writer = get_own_writer(request.user)
    zone = request.user.zone or "UTC"
    month = month_for_writer(writer, month_of(request.GET.get("month", ""), zone), zone)
    context = {"writer": writer, "tabs": writer_tabs(writer, "writer_month"), "month": month}
    return render(request, "events/events/month.html", context)
