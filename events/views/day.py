"""The day itself: the printed sheet, check-in, the code on the wall, and how it was."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.letters import absolute
from careerlink.web import clock
from careerlink.web.templatetags.web import when
from events.actions import day as actions
from events.actions import protests, wall
from events.forms.day import CodeForm, RecordForm, SentenceForm, StandInForm
from events.models import Assignment, Event
from events.permissions import day as permissions
from events.permissions.places import is_own
from events.permissions.proofs import may_certify
from events.queries import day as queries
from events.queries import wall as codes
from events.queries.in_charge import in_charge
from events.queries.ledger import entries_of_places, entry_of, may_be_claimed, words_of
from events.queries.tabs import event_tabs
from events.queries.words import span, where
from events.queries.words import when as when_words
from partners.permissions.desks import own_writer
from partners.views.desks import posted

S = Assignment.State
MOVED_ON = gettext_lazy("It had moved on in the meantime. Here is how it stands.")
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
def event_run_sheet(request, key):
    """One printed page for the day. Whoever's telephone it shows can read that it was shown."""
    event = permissions.get_event_with_sheet(request.user, key)
    request.here = event.host
    blocks = queries.blocks_of(event, queries.places_of_day(event).select_related("writer__user"))
    if permissions.may_see_phones(event):
        shown = queries.fill_phones(blocks)
        trail.disclose_many(
            [(place, place.writer.user_id) for place in shown],
            what="contact",
            right="run_sheet",
            seen_by=request.user,
            scope=event.host.key,
        )
    context = {
        "event": event,
        "host": event.host,
        "span": span(event.starts_at, event.ends_at, event.zone),
        "where": where(event, takes_part=True),
        "blocks": blocks,
        "standby": queries.standby_names(event),
        "in_charge": in_charge(event),
        "now": clock.now(),
        "number": sum(len(block.rows) for block in blocks),
    }
    return render(request, "events/day/run_sheet.html", context)


@require_http_methods(GET_AND_POST)
def event_check_in(request, key):
    """The list for a thumb: one tap for each who comes."""
    event = permissions.get_event_to_check_in(request.user, key)
    request.here = event.host
    if request.method == "POST" and permissions.may_run(request.user, event):
        return _tapped(request, event)
    places = list(queries.places_of_day(event))
    blocks = queries.blocks_of(event, places, entries_of_places(places))
    opens = queries.check_in_opens(event)
    is_over = event.state == Event.State.COMPLETED
    there = Assignment.WORKED if is_over else [S.CHECKED_IN]
    context = {
        "event": event,
        "host": event.host,
        "blocks": blocks,
        "contests": queries.contests_of(blocks),
        "to_approve": queries.to_approve(blocks),
        "may_run": permissions.may_run(request.user, event),
        "tabs": event_tabs(event, request.user, "event_check_in"),
        "opens": "" if opens <= clock.now() else when(opens, event.zone),
        "is_over": is_over,
        "here": sum(row.place.state in there for block in blocks for row in block.rows),
        "number": sum(len(block.rows) for block in blocks),
    }
    return render(request, "events/day/check_in.html", context)


TAPS = {
    "here": lambda place, by: actions.check_in(place, by=by),
    "not_here": lambda place, by: actions.take_back_check_in(place, by=by),
    "left": lambda place, by: actions.record(place, "leave_early", by=by),
    "no_show": lambda place, by: actions.record(place, "no_show", by=by),
}


def _tapped(request, event):
    """One tap on one line; the page comes back where it was."""
    place = permissions.place_on_the_day(event, request.POST.get("place", "").replace("\x00", ""))
    tap = TAPS.get(request.POST.get("tap", ""))
    try:
        if tap:
            tap(place, request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
    answer = redirect("event_check_in", key=event.key)
    answer["Location"] += f"#p-{place.key}"
    return answer


@require_http_methods(GET_AND_POST)
def event_wall(request, key):
    """The code on the wall: on, another one, off; and the sheet to print."""
    event = permissions.get_event_to_check_in(request.user, key)
    request.here = event.host
    if request.method == "POST" and permissions.may_run(request.user, event):
        if request.POST.get("code") == "off":
            wall.take_down_code(event, by=request.user)
            messages.success(request, _("The code is off. You check people in yourselves."))
        else:
            wall.put_up_code(event, by=request.user)
            messages.success(request, _("The code is on. Print the sheet and put it up."))
        return redirect("event_wall", key=event.key)
    day = codes.day_of_code(event)
    context = {
        "event": event,
        "host": event.host,
        "day": day,
        "code": codes.in_groups(codes.code_of(event, day)) if event.wall_nonce else "",
        "site": absolute(reverse("here")).partition("://")[2],
        "may_run": permissions.may_run(request.user, event),
    }
    return render(request, "events/day/wall.html", context)


@require_http_methods(GET_AND_POST)
def here(request):
    """The short address on the wall: a writer's places of this hour, with the field for the code."""
    writer = own_writer(request.user)
    places = queries.near_places(writer, clock.now()) if writer else []
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        awaited = [place for place in places if place.state == S.CONFIRMED and place.key == request.POST.get("place")]
        for place in awaited or [place for place in places if place.state == S.CONFIRMED][:1]:
            if _typed(request, place, form):
                return redirect("place_day", key=place.key)
    rows = [
        (place, when_words(place.shift, request.user.zone), queries.state_words(place, place.event)) for place in places
    ]
    context = {"rows": rows, "form": form, "may_type": any(place.state == S.CONFIRMED for place in places)}
    return render(request, "events/day/here.html", context, status=422 if form.errors else 200)


def _typed(request, place, form) -> bool:
    """Whether the code let her in; what was wrong stands at the field."""
    try:
        wall.check_in_by_code(place, form.cleaned_data["code"], by=request.user)
    except ValidationError as error:
        form.add_error("code", error)
        return False
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
        return True
    messages.success(request, _("You are checked in. Thank you for coming."))
    return True


@require_http_methods(GET_AND_POST)
def place_day(request, key):
    """A writer's place on its day: check in by the code, say that it was otherwise, see her hours."""
    place = permissions.get_own_place_of_day(request.user, key)
    request.here = place.writer
    do = request.POST.get("do", "")
    code, words = CodeForm(posted(request) if do == "code" else None), None
    words = SentenceForm(posted(request) if do in ("contest", "host_missing") else None)
    if request.method == "POST":
        done = _typed(request, place, code) if do == "code" and code.is_valid() else False
        if do in ("contest", "host_missing") and words.is_valid():
            _protest(request, place, do, words.cleaned_data["words"])
            done = True
        if done or do not in ("code", "contest", "host_missing"):
            return redirect("place_day", key=place.key)
    entry = entry_of(place)
    context = {
        "place": place,
        "event": place.event,
        "state": queries.state_words(place, place.event),
        "when": when_words(place.shift, request.user.zone),
        "where": where(place.event, takes_part=place.state in Assignment.COMING),
        "code_form": code,
        "words_form": words,
        "may_type": place.state == S.CONFIRMED and bool(place.event.wall_nonce) and codes.is_near(place.shift),
        "may_contest": queries.may_contest(place),
        "contest_until": queries.contest_until(place),
        "may_miss_host": queries.may_miss_host(place),
        "may_claim": may_be_claimed(place, entry),
        "may_certify": may_certify(request.user, place),
        "hours": words_of(entry),
        "shows_hours": place.state in (S.UNRECORDED, *Assignment.WORKED),
    }
    status = 422 if code.errors or words.errors else 200
    return render(request, "events/day/place.html", context, status=status)


def _protest(request, place, do, words):
    try:
        if do == "contest":
            protests.contest(place, by=request.user, words=words)
            messages.success(request, _("Your sentence is with the host, which has 7 days to answer."))
        else:
            protests.miss_host(place, by=request.user, words=words)
            messages.success(request, _("We told the host and the moderators. We are sorry."))
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)


@require_http_methods(GET_AND_POST)
def place_record(request, key):
    """How it was, by the host: said late, put right, or who came instead."""
    place = permissions.get_place_to_record(request.user, key)
    event = place.event
    request.here = event.host
    is_swap = request.POST.get("do") == "stand_in"
    form = RecordForm(None if is_swap else posted(request), place=place)
    swap = StandInForm(posted(request) if is_swap else None, writers=permissions.stand_ins_of(event.host, place))
    if request.method == "POST":
        done = _swap(request, place, swap) if is_swap else _record(request, place, form)
        if done:
            return redirect("event_check_in", key=event.key)
    context = {
        "place": place,
        "event": event,
        "host": event.host,
        "state": queries.state_words(place, event),
        "when": when_words(place.shift),
        "form": form,
        "swap_form": swap,
        "may_swap": place.state in (S.CONFIRMED, S.NO_SHOW) and place.shift.starts_at <= clock.now(),
        "has_begun": place.shift.starts_at <= clock.now(),
        "contest": place.contest if place.state == S.NO_SHOW and not place.contest_settled_at else "",
        "is_own": is_own(request.user, place),
        "hours": words_of(entry_of(place)),
    }
    return render(request, "events/day/record.html", context, status=422 if form.errors or swap.errors else 200)


def _record(request, place, form) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        if said["event"] == "keep":
            protests.keep_no_show(place, by=request.user, words=said["words"])
        else:
            left_at = said["left_at"] if said["event"] == "leave_early" else None
            actions.record(place, said["event"], by=request.user, left_at=left_at or None, words=said["words"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
        return True
    messages.success(request, _("Noted. The writer is told where it changes something."))
    return True


def _swap(request, place, form) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.let_stand_in(place, form.cleaned_data["writer"], by=request.user)
    except ValidationError as error:
        form.add_error("writer", error)
        return False
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
        return True
    messages.success(request, _("The stand-in is checked in, and nobody is noted as missing."))
    return True
