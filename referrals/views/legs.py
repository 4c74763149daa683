"""What alumni ask of a writer: her list, and the page of one request, behind the log-in or the link in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.pages import keyset_page
from partners.permissions.desks import get_own_writer
from referrals import clocks
from referrals.actions import legs as actions
from referrals.forms.legs import LegForm
from referrals.permissions import legs as doors
from referrals.queries import legs as queries


@require_GET
def writer_referrals(request):
    writer = get_own_writer(request.user)
    live = queries.live_legs(writer)
    page = keyset_page(queries.past_legs(writer), request.GET.get("page", ""), order=("-id",))
    context = {
        "waiting": [queries.row_of(leg) for leg in live if queries.waits_for_writer(leg)],
        "going_on": [queries.row_of(leg) for leg in live if not queries.waits_for_writer(leg)],
        "page": page.within(request.GET),
        "answer_days": clocks.ANSWER_DAYS,
    }
    return render(request, "referrals/legs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leg(request, key):
    found = doors.get_leg(request.user, key)
    request.here = found.writer
    return _page(request, found, request.user, by_link=False)


@login_not_required
def answer(request, link):
    """Behind the link in a mail to the writer: the same page. Opening it changes nothing; somebody else who is logged
    in is led to the page behind the log-in.
    """
    found = doors.get_leg_behind(link.about, link.address)
    person = found.writer.user
    if request.user.is_authenticated and request.user != person:
        return redirect(found)
    return _page(request, found, person, by_link=True)


def _page(request, found, person, *, by_link):
    problems = []
    if request.method == "POST":
        problems = _act(request, found, person)
        if not problems:
            return redirect(request.path)
    shows_contact = queries.shows_contact(found)
    if shows_contact:
        actions.note_alumnus_shown(found)
    context = {
        "leg": found,
        "host": found.referral.host,
        "by_link": by_link,
        "problems": problems,
        "title": queries.title_of(found),
        "standing": queries.standing(found),
        "need": queries.need_rows(found, is_known=shows_contact) if queries.is_valid(found) else [],
        "contact": queries.contact_of(found) if shows_contact else None,
        "why_groups": queries.why_groups(found),
        "may_answer": doors.may_answer(found),
        "may_note_contact": doors.may_note_contact(found),
        "may_start_service": doors.may_start_service(found),
        "may_release": doors.may_release(found),
        "contact_days": clocks.CONTACT.days,
        "tries_left": clocks.TRIES - found.tries,
    }
    return render(request, "referrals/legs/leg.html", context, status=422 if problems else 200)


def _act(request, found, person) -> list[str]:
    """Carry out what was pressed; returns why it could not be, empty when it was or had moved on."""
    form = LegForm(request.POST)
    if not form.is_valid():
        return form.problems
    why = form.cleaned_data["why"]
    try:
        if form.cleaned_data["answer"] == "yes":
            actions.accept_leg(found, by=person)
            messages.success(request, _("Thank you. Below you see how to reach each other; it is in your mail, too."))
        elif form.cleaned_data["answer"] == "no":
            actions.decline_leg(found, why=why, by=person)
            messages.success(request, _("Thank you for saying so. The alumnus is never told why."))
        elif form.cleaned_data["answer"] == "reached":
            actions.note_contact(found, by=person)
            messages.success(request, _("Noted. Thank you."))
        elif form.cleaned_data["answer"] == "tried":
            actions.note_try(found, by=person)
            messages.success(request, _("Noted. Thank you."))
        elif form.cleaned_data["answer"] == "together":
            actions.start_service(found, by=person)
            messages.success(request, _("Noted. Thank you."))
        else:
            actions.give_back_leg(found, why=why, by=person)
            messages.success(request, _("It is given back, and somebody else can be asked."))
    except ValidationError as error:
        return error.messages
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    return []
