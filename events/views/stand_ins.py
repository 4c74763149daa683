"""I can't make it: what a writer sees and does, and whoever is asked to stand in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from events.actions import searches, seats, stand_ins
from events.forms.fallback import StandInForm
from events.permissions import searches as permissions
from events.permissions.events import may_plan
from events.queries import searches as queries
from events.queries.words import when, where
from partners.permissions.desks import own_writer
from partners.queries.offers import fees_of


@require_safe
def place_cannot(request, key):
    return _options(request, permissions.get_place_that_cannot(request.user, key), StandInForm())


@require_POST
def place_name_stand_in(request, key):
    place = permissions.get_place_that_cannot(request.user, key)
    form = StandInForm(request.POST)
    if form.is_valid():
        writer = form.cleaned_data["writer"]
        try:
            stand_ins.name_stand_in(place, writer, by=request.user)
        except ValidationError as error:
            form.add_error("who", error)
        except Stale:
            return _moved_on(request, place)
        else:
            messages.success(
                request, _("%(name)s is asked now. Until the yes it is your place.") % {"name": writer.name}
            )
            return redirect("place_cannot", key=place.key)
    return _options(request, place, form)


@require_POST
def place_ask_stand_in(request, key):
    place = permissions.get_place_that_cannot(request.user, key)
    try:
        stand_ins.ask_for_stand_in(place, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except Stale:
        return _moved_on(request, place)
    else:
        messages.success(request, _("We ask now, one after the other. Until somebody says yes it is your place."))
    return redirect("place_cannot", key=place.key)


@require_POST
def place_take_back_stand_in(request, key):
    place = permissions.get_place_that_cannot(request.user, key)
    search = queries.going_on_for(place)
    if search is None:
        return _moved_on(request, place)
    try:
        stand_ins.take_back(search, by=request.user)
    except (Stale, NoSuchMove):
        return _moved_on(request, place)
    messages.success(request, _("Taken back. Whoever was asked is told that you come yourself."))
    return redirect(place)


@require_POST
def place_withdraw(request, key):
    place = permissions.get_place_that_cannot(request.user, key)
    try:
        seats.leave(place, by=request.user)
    except Stale:
        return _moved_on(request, place)
    messages.success(request, _("Your place is given back, and %(host)s knows.") % {"host": place.event.host.name})
    return redirect(place)


def _options(request, place, form):
    """The page with all that she can do instead of coming, with what goes on already."""
    has_begun = place.shift.starts_at <= clock.now()
    search = queries.going_on_for(place)
    context = {
        "place": place,
        "event": place.event,
        "when": when(place.shift, request.user.zone),
        "is_hers": permissions.may_be_replaced(place) and not has_begun,
        "has_begun": has_begun,
        "is_late": place.event.closes_at <= clock.now(),
        "search": search,
        "asked": list(queries.asked_for(search)) if search and search.how == search.How.NAMED else [],
        "form": form,
    }
    return render(request, "events/fallback/cannot.html", context, status=422 if form.errors else 200)


def _moved_on(request, place):
    messages.warning(request, _("Somebody was quicker: this is how it stands now."))
    return redirect(place)


# --- Whoever is asked, and the host --------------------------------------------------------------------


@require_safe
def stand_in(request, key):
    search = permissions.get_search_to_read(request.user, key)
    writer = own_writer(request.user)
    may_decide = search.state == search.State.AGREED and may_plan(request.user, search.event.host)
    context = {
        **_facts(search, request.user.zone),
        "fees": fees_of([search.found]).get(search.found_id, "") if may_decide else "",
        "asked": list(queries.asked_for(search)) if may_plan(request.user, search.event.host) else [],
        "may_decide": may_decide,
        "may_answer": bool(writer) and queries.was_asked(search, writer) and _is_open_to(search, writer),
    }
    return render(request, "events/fallback/stand_in.html", context)


@require_POST
def stand_in_answer(request, key):
    search, writer = permissions.get_search_to_answer(request.user, key)
    said, _status = _answer(search, writer, request.POST.get("answer", ""), by=request.user)
    messages.info(request, said)
    return redirect(search)


@require_POST
def stand_in_decide(request, key):
    search = permissions.get_search_to_decide(request.user, key)
    act = stand_ins.approve_stand_in if request.POST.get("answer") == "yes" else stand_ins.refuse_stand_in
    try:
        act(search, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except (Stale, NoSuchMove):
        messages.warning(request, _("Somebody was quicker: this is how it stands now."))
    else:
        messages.success(request, _("Done. Both are told."))
    return redirect(search)


def answer_link(request, link):
    """Behind the link in a mail: yes or no, in the name of whom it went to. Opening it changes nothing."""
    search, writer = permissions.get_search_behind(link.about)
    context = _facts(search, writer.user.zone)
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        said, status = _answer(search, writer, request.POST["answer"], by=writer.user)
        return render(request, "events/fallback/link_done.html", {**context, "title": said}, status=status)
    if not _is_open_to(search, writer):
        said = _("This is settled already")
        return render(request, "events/fallback/link_done.html", {**context, "title": said}, status=410)
    return render(request, "events/fallback/link.html", context)


def _is_open_to(search, writer):
    """Whether her answer still counts."""
    is_open = search.state == search.State.OPEN and search.shift.starts_at > clock.now()
    return is_open and permissions.answer_of(search, writer) == ""


def _answer(search, writer, answer, *, by):
    """Carry an answer out; what is so now, in words, and the status that fits."""
    try:
        if answer == "yes":
            taken = searches.say_yes(search, writer, by=by)
            if taken is None:
                return _("Thank you. The host decides now, and we write to you."), 200
            return _("The place is yours: thank you for standing in"), 200
        if answer == "no":
            searches.say_no(search, writer, by=by)
            return _("Thank you for your answer"), 200
    except ValidationError as error:
        return " ".join(error.messages), 409
    except (Stale, NoSuchMove):
        return _("This is settled already"), 410
    return _("Say yes or no."), 422


def _facts(search, zone):
    return {
        "search": search,
        "event": search.event,
        "host": search.event.host,
        "role": search.shift.role,
        "when": when(search.shift, zone),
        "where": where(search.event, takes_part=False),
    }
