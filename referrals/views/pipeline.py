"""The open requests of an office, one alumnus's page, and what the office does there."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from referrals.actions import choice
from referrals.actions import consent as actions
from referrals.forms.pipeline import HoldForm, PinForm, RequestForm
from referrals.permissions import desk as doors
from referrals.permissions.pipeline import what_may_be_done
from referrals.queries import alumnus_pages, pipeline, tabs
from referrals.queries.timeline import referral_timeline


@require_safe
def referrals(request, slug):
    """All open requests by whose move it is, or one part of them page by page."""
    host = doors.get_office(request.user, slug)
    if not hasattr(host, "help_settings"):
        return redirect("alumni", host.slug)
    turn = request.GET.get("of", "")
    turn = turn if turn in pipeline.TURNS else ""
    sections = pipeline.sections(host, turn, request.GET.get("page", "") if turn else "")
    for section in sections:
        section.page.within(request.GET)
    may_refer = doors.may_refer(request.user, host)
    context = {
        "host": host,
        "tabs": tabs.office_tabs(host, "referrals", may_refer=may_refer),
        "turn": turn,
        "sections": sections,
        "is_empty": not any(section.rows for section in sections),
        "may_refer": may_refer,
    }
    return render(request, "referrals/pipeline/pipeline.html", context)


@require_safe
def alumnus(request, key):
    return _page(request, doors.get_alumnus(request.user, key))


def _page(request, found, **forms):
    """The page of somebody, with the form that was posted when something in it was wrong."""
    request.here = host = found.host
    current, *earlier = alumnus_pages.referrals_of(found) or [None]
    legs = alumnus_pages.legs_of([current, *earlier]) if current else {}
    tries = legs[current.pk] if current else []
    context = {
        "alumnus": found,
        "host": host,
        "facts": alumnus_pages.facts_of(found),
        "referral": current,
        "wishes": alumnus_pages.wishes_of(current) if current else [],
        "tries": alumnus_pages.tries_of(tries, host.zone),
        "pinned": alumnus_pages.pinned_for(current) if current else [],
        "items": referral_timeline(current, tries, zone=host.zone) if current else [],
        "earlier": alumnus_pages.earlier_of(earlier, legs, host.zone),
        **what_may_be_done(request.user, found, current),
        "form": forms.get("form") or RequestForm(),
        "pin_form": forms.get("pin_form") or PinForm(host=host),
        "hold_form": forms.get("hold_form") or HoldForm(host=host),
    }
    return render(request, "referrals/pipeline/alumnus.html", context, status=422 if forms else 200)


def told_when_over(view):
    """Say in a sentence that it had moved on before this click."""

    @wraps(view)
    def answer(request, key):
        try:
            return view(request, key)
        except (Stale, NoSuchMove):
            messages.warning(request, _("It had moved on in the meantime. Here is how it stands."))
        return redirect(doors.get_referral_to_move(request.user, key))

    return answer


@require_POST
def referral_new(request, key):
    """Begin a request for somebody who is in the records."""
    found = doors.get_alumnus_to_change(request.user, key)
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            referral = actions.open_referral(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("alumnus_sent", referral.key)
    return _page(request, found, form=form)


@require_POST
@told_when_over
def referral_hold(request, key):
    referral = doors.get_referral_to_move(request.user, key)
    form = HoldForm(request.POST, host=referral.host)
    if not form.is_valid():
        return _page(request, referral.alumnus, hold_form=form)
    actions.put_on_hold(referral, until=form.cleaned_data["until"], by=request.user)
    messages.success(request, _("On hold. It goes on by itself on the day you chose."))
    return redirect(referral)


@require_POST
@told_when_over
def referral_pin(request, key):
    """Put a writer on the list, with a reason that the alumnus reads."""
    referral = doors.get_referral_to_move(request.user, key)
    form = PinForm(request.POST, host=referral.host)
    if not form.is_valid():
        return _page(request, referral.alumnus, pin_form=form)
    try:
        choice.pin_writer(referral, form.cleaned_data["writer"], reason=form.cleaned_data["reason"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, referral.alumnus, pin_form=form)
    messages.success(request, _("On the list, with your reason beside it."))
    return redirect(referral)


@require_POST
@told_when_over
def referral_resume(request, key):
    referral = doors.get_referral_to_move(request.user, key)
    actions.resume(referral, by=request.user)
    messages.success(request, _("It goes on."))
    return redirect(referral)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_over
def referral_mistake(request, key):
    """Entered for somebody else, or by mistake: it ends, and no writer sees anything of it any more."""
    referral = doors.get_referral_to_move(request.user, key)
    request.here = referral.host
    if request.method == "POST":
        actions.enter_error(referral, by=request.user)
        messages.success(request, _("Taken out. No writer sees anything of it."))
        return redirect(referral)
    if not referral.may_move("enter_error"):
        return redirect(referral)
    return render(request, "referrals/pipeline/mistake.html", {"referral": referral, "host": referral.host})
