"""Offers, as a host decides on them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.pages import keyset_page
from careerlink.web.templatetags.web import day, is_due, short_day
from partners.actions import answers as actions
from partners.actions.offers import mark_seen
from partners.forms.offers import AnswerForm, HandOverForm
from partners.permissions import offers as doors
from partners.permissions.desks import get_desk
from partners.queries import offers as queries
from partners.queries.doors import fits_request, passed_on_by
from partners.queries.facts import offer_fits
from partners.queries.reasons import fit_words

AT_ONCE = 10


@require_http_methods(["GET", "POST"])
def offers(request, slug):
    if request.method == "POST":
        host = doors.get_desk_to_decide(request.user, slug)
        again = take_answers(request, host, by=request.user)
        if again is None:
            return redirect("offers", host.slug)
        found, forms = again
        page = _page(host, rows_of(found, host, forms), len(found), 0, "")
        return render(request, "partners/offers/decide.html", {**page, "may_decide": True}, status=422)
    host = get_desk(request.user, slug)
    may_decide = doors.may_decide(request.user, host)
    show = request.GET.get("show", "")
    waiting = list(queries.undecided(host))
    aside = [offer for offer in waiting if queries.is_set_aside(offer)]
    rows = rows_of(aside if show == "later" else [offer for offer in waiting if offer not in aside], host)
    if may_decide:
        mark_seen([row["offer"] for row in rows], by=request.user)
        add_forms(rows)
    page = _page(host, rows, len(waiting), len(aside), show)
    return render(request, "partners/offers/decide.html", {**page, "may_decide": may_decide})


def take_answers(request, host, *, by):
    """Carry out what `by` chose and say what became of it; rows left open stay as they are. Returns None, or
    the offers with their forms when one of these has to be put right, and nothing is done.
    """
    keys = [name.removesuffix("-answer") for name in request.POST if name.endswith("-answer")]
    keys = [key for key in keys if key.isalnum()][: 5 * AT_ONCE]
    found = list(doors.visible_offers(by).filter(host=host, key__in=keys).select_related(*doors.ROWS))
    forms = {offer.key: AnswerForm(request.POST, prefix=offer.key) for offer in found}
    if not all(form.is_valid() for form in forms.values()):
        return found, forms
    chosen = [
        actions.Answer(offer, **forms[offer.key].cleaned_data)
        for offer in found
        if forms[offer.key].cleaned_data["answer"]
    ]
    _say(request, actions.give_answers(chosen, by=by))
    return None


def rows_of(offers, host, forms=None):
    """At most ten rows of the page, in the order in which to look at them: what fits a request that the host
    published first, then the next deadline. Three queries.
    """
    fits = offer_fits(offers, host)
    ordered = sorted(
        offers, key=lambda offer: (not fits_request(offer, fits[offer.pk][0]), offer.due_at or clock.now())
    )
    shown = ordered[:AT_ONCE]
    writers = [offer.writer for offer in shown]
    fees, credentials = queries.fees_of(writers), queries.credentials_of(writers)
    forms = forms or {}
    return [
        {
            **_row(offer, host, *fits[offer.pk]),
            "form": forms.get(offer.key),
            "fees": fees.get(offer.writer_id, ""),
            "credentials": credentials.get(offer.writer_id, ""),
        }
        for offer in shown
    ]


def add_forms(rows):
    """For those who answer: nothing is chosen yet."""
    for row in rows:
        row["form"] = AnswerForm(prefix=row["offer"].key)


def _say(request, outcomes):
    """Tell what became of each answer."""
    done = [outcome for outcome in outcomes if not outcome.problem]
    if not outcomes:
        messages.info(request, _("You have not answered any yet. Choose accept, not now or later."))
    if done:
        said = ngettext("%(n)s answer is given.", "%(n)s answers are given.", len(done)) % {"n": len(done)}
        names = ", ".join(outcome.offer.writer.name for outcome in done if outcome.answer == "accept")
        also = _("You work with %(names)s now: how to reach them is under Partners.") % {"names": names}
        messages.success(request, f"{said} {also}" if names else said)
    for outcome in outcomes:
        if outcome.problem:
            words = {"writer": outcome.offer.writer.name, "problem": outcome.problem}
            messages.warning(request, _("The offer of %(writer)s: %(problem)s") % words)


def _page(host, rows, waiting, aside, show):
    address = reverse("offers", args=[host.slug])
    return {
        "host": host,
        "show": show,
        "waiting": waiting,
        "rows": rows,
        "tabs": [
            {"label": _("Waiting"), "url": address, "current": show != "later"},
            {
                "label": _("Set aside (%(n)s)") % {"n": aside},
                "url": f"{address}?show=later",
                "current": show == "later",
            },
            {"label": _("Answered"), "url": reverse("offers_answered", args=[host.slug]), "current": False},
        ],
    }


def _row(offer, host, fit, facts):
    words = offer.need.words if offer.need else ""
    why = fit_words(fit, words=words, phrases=facts.phrases)
    is_wanted = fits_request(offer, fit)
    if is_wanted:
        why = " ".join([_("Fits your request of %(day)s.") % {"day": day(offer.need.needed_on)}, why]).strip()
    return {
        "offer": offer,
        "title": str(offer.need) if offer.need else offer.get_kind_display(),
        "when": short_day(offer.due_at, host.zone),
        "due": is_due(offer.due_at, host.zone),
        "url": reverse("desk_writer", args=[host.slug, offer.writer.slug]),
        "is_wanted": is_wanted,
        "passed_on_by": passed_on_by(offer),
        "why": why,
    }


@require_GET
def offers_answered(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.answered(host), request.GET.get("page", ""), order=("-state_since", "-id"))
    address = reverse("offers", args=[host.slug])
    tabs = [
        {"label": _("Waiting"), "url": address, "current": False},
        {"label": _("Answered"), "url": reverse("offers_answered", args=[host.slug]), "current": True},
    ]
    context = {"host": host, "page": page.within(request.GET), "tabs": tabs}
    return render(request, "partners/offers/answered.html", context)


@require_POST
def offer_answer(request, key):
    offer = doors.get_offer_to_answer(request.user, key)
    form = AnswerForm(request.POST)
    if form.is_valid() and form.cleaned_data["answer"]:
        _say(request, actions.give_answers([actions.Answer(offer, **form.cleaned_data)], by=request.user))
    else:
        messages.warning(request, _("Choose accept, not now or later."))
    return redirect(offer)


@require_POST
def offer_assign(request, key):
    offer = doors.get_offer_to_answer(request.user, key)
    form = HandOverForm(request.POST, colleagues=doors.colleagues_who_decide(offer.host))
    if not form.is_valid():
        messages.warning(request, _("Choose somebody who decides on offers here."))
        return redirect(offer)
    try:
        actions.hand_over(offer, form.cleaned_data["colleague"], by=request.user)
    except (Stale, ValidationError):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    else:
        messages.success(request, _("Done. Whoever answers it is told, and reminded."))
    return redirect(offer)
