"""Behind the link in a mail that asks for an answer: two buttons, without log-in. Opening it changes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from careerlink.audit.machines import NoSuchMove, Stale
from events.actions import seats as actions
from events.permissions import places as doors
from events.queries.timelines import standing
from events.queries.words import when, where


@login_not_required
def answer(request, link):
    """Does she come? Yes or no, in the name of whom the mail went to. Somebody else who is logged in is led away."""
    place = doors.get_place_behind(link.about, link.address)
    person = place.writer.user
    if request.user.is_authenticated and request.user != person:
        return redirect(place)
    problems = []
    if request.method == "POST":
        problems = _answer(request, place, person)
        if not problems:
            return redirect(request.path)
    waits = doors.may_answer(person, place)
    context = {
        "place": place,
        "event": place.event,
        "host": place.event.host,
        "problems": problems,
        "standing": standing(place, for_host=False),
        "when": when(place.shift, person.zone),
        "where": where(place.event, takes_part=False),
        "may_answer": waits,
    }
    return render(request, "events/places/link.html", context, status=422 if problems else 200)


def _answer(request, place, person) -> list[str]:
    """Carry out what she pressed; returns why it could not be, empty when it was or had moved on."""
    act = {"yes": actions.accept, "no": actions.leave}.get(request.POST.get("answer", ""))
    if act is None:
        return [_("Choose one of the buttons.")]
    if not doors.may_answer(person, place):
        return []  # settled already: the page says how it stands
    try:
        act(place, by=person)
    except ValidationError as error:
        return error.messages
    except (Stale, NoSuchMove):
        return []
    return []
