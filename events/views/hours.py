"""Hours: of an event for its host, of a writer for herself, claimed and answered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.pages import keyset_page
from events.actions import hours as actions
from events.forms.day import AnswerClaimForm, TimeWorkedForm
from events.models import HoursEntry
from events.permissions import day as permissions
from events.queries import day as queries
from events.queries import ledger
from events.queries.tabs import event_tabs, writer_tabs
from events.queries.words import when as when_words
from events.views.day import GET_AND_POST, MOVED_ON
from partners.permissions.desks import get_own_writer
from partners.views.desks import posted


@require_http_methods(GET_AND_POST)
def event_hours(request, key):
    """What stands in the ledger about an event; one click approves what is listed."""
    event = permissions.get_event_with_sheet(request.user, key)
    request.here = event.host
    may_run = permissions.may_run(request.user, event)
    if request.method == "POST":
        event = permissions.get_event_to_check_in(request.user, key)
        if may_run:
            _approve(request, event)
        return redirect("event_hours", key=event.key)
    places = list(queries.places_of_day(event))
    blocks = queries.blocks_of(event, places, entries := ledger.entries_of_places(places))
    approved = [entry.minutes for entry in entries.values() if entry.counts]
    context = {
        "event": event,
        "host": event.host,
        "blocks": blocks,
        "to_approve": queries.to_approve(blocks),
        "claims": [entry for entry in entries.values() if entry.state == HoursEntry.State.CLAIMED],
        "total": ledger.hours_words(sum(approved)),
        "heads": len(approved),
        "tabs": event_tabs(event, request.user, "event_hours"),
        "may_run": may_run,
    }
    return render(request, "events/day/hours.html", context)


def _approve(request, event):
    wanted = set(request.POST.getlist("place"))
    places = [place for place in queries.places_of_day(event) if place.key in wanted]
    made = actions.approve_as_listed(event, places, by=request.user)
    if not made:
        messages.info(request, _("Nothing was left to approve."))
        return
    said = ngettext("Hours of one person are approved.", "Hours of %(n)s people are approved.", len(made))
    messages.success(request, said % {"n": len(made)})


@require_http_methods(GET_AND_POST)
def hours_answer(request, key):
    """A claim, answered by the host; or a row that is put right."""
    entry = permissions.get_entry_to_answer(request.user, key)
    place = entry.place
    request.here = place.event.host
    is_claim = entry.state == HoursEntry.State.CLAIMED
    hours, minutes = divmod(entry.minutes, 60)
    kind = AnswerClaimForm if is_claim else TimeWorkedForm
    form = kind(posted(request), initial={"hours": hours, "minutes": minutes})
    if request.method == "POST" and form.is_valid() and _answered(request, entry, form, is_claim=is_claim):
        return redirect("event_hours", key=place.event.key)
    context = {
        "entry": entry,
        "place": place,
        "event": place.event,
        "host": place.event.host,
        "form": form,
        "is_claim": is_claim,
        "words": ledger.words_of(entry),
        "listed": ledger.hours_words(ledger.listed_minutes(place)),
        "when": when_words(place.shift),
        "history": [(one, ledger.words_of(one)) for one in ledger.history_of(place)],
    }
    return render(request, "events/day/hours_answer.html", context, status=422 if form.errors else 200)


def _answered(request, entry, form, *, is_claim) -> bool:
    said = form.cleaned_data
    try:
        if is_claim:
            is_approved = said["answer"] == "yes"
            actions.answer_claim(
                entry, by=request.user, is_approved=is_approved, minutes=form.total(), words=said["words"]
            )
        else:
            actions.correct_hours(entry, by=request.user, minutes=form.total(), words=said["words"])
    except ValidationError as error:
        form.add_minutes_error(error)
        return False
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
        return True
    messages.success(request, _("It stands in the ledger, and the writer is told."))
    return True


@require_safe
def writer_hours(request):
    """My hours: what stands in the ledger, by year, and what can be claimed."""
    writer = get_own_writer(request.user)
    years = ledger.years_of_writer(writer)
    wanted = request.GET.get("year", "")
    year = next((number for number, _total in years if str(number) == wanted), None)
    page = keyset_page(ledger.hours_of_writer(writer, year), request.GET.get("page", ""), order=("-on", "-id"))
    tabs = [{"label": _("All years"), "url": "?", "current": year is None}]
    tabs += [{"label": str(number), "url": f"?year={number}", "current": number == year} for number, _total in years]
    total = sum(minutes for number, minutes in years if year in (None, number))
    context = {
        "writer": writer,
        "page": page.within(request.GET),
        "rows": [(entry, ledger.words_of(entry)) for entry in page.rows],
        "lists": writer_tabs(writer, "writer_hours"),
        "tabs": tabs,
        "total": ledger.hours_words(total),
        "claimable": ledger.claimable_of_writer(writer),
    }
    return render(request, "events/day/my_hours.html", context)


@require_http_methods(GET_AND_POST)
def hours_claim(request, key):
    """A writer says that she was there, and for how long."""
    place = permissions.get_own_place_of_day(request.user, key)
    request.here = place.writer
    if not ledger.may_be_claimed(place, ledger.entry_of(place)):
        messages.info(request, MOVED_ON)
        return redirect("place_day", key=place.key)
    hours, minutes = divmod(ledger.listed_minutes(place), 60)
    form = TimeWorkedForm(posted(request), initial={"hours": hours, "minutes": minutes})
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim_hours(place, by=request.user, minutes=form.total(), words=form.cleaned_data["words"])
        except ValidationError as error:
            form.add_minutes_error(error)
        except Stale:
            messages.info(request, MOVED_ON)
            return redirect("place_day", key=place.key)
        else:
            messages.success(request, _("The host has 30 days to answer. You hear whatever happens."))
            return redirect("writer_hours")
    context = {"place": place, "event": place.event, "form": form, "when": when_words(place.shift)}
    return render(request, "events/day/claim.html", context, status=422 if form.errors else 200)
