"""An offer, as its writer sees and handles it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.pages import keyset_page
from careerlink.web.templatetags.web import day
from partners import clocks
from partners.actions import offers as actions
from partners.forms.offers import AnswerForm, HandOverForm, OfferForm
from partners.models import Offer
from partners.permissions import offers as doors
from partners.permissions.desks import get_own_writer
from partners.permissions.hosts import get_host_to_read, may_offer
from partners.permissions.needs import get_need_to_read
from partners.queries import offers as queries
from partners.queries.classes import request_behind
from partners.queries.doors import chain_of, passed_on_by
from partners.queries.facts import offer_fits
from partners.queries.hosts import coming_closures
from partners.queries.reasons import fit_words
from partners.queries.timelines import chain_steps, offer_timeline

TABS = {
    "waiting": (gettext_lazy("Waiting"), (Offer.State.QUEUED, *Offer.UNDECIDED)),
    "yes": (gettext_lazy("Accepted"), (Offer.State.ACCEPTED,)),
    "drafts": (gettext_lazy("Drafts"), (Offer.State.DRAFT,)),
    "over": (
        gettext_lazy("Over"),
        (
            Offer.State.DECLINED,
            Offer.State.REDIRECTED,
            Offer.State.WITHDRAWN,
            Offer.State.LAPSED,
            Offer.State.OBSOLETE,
            Offer.State.DISCARDED,
        ),
    ),
    "all": (gettext_lazy("All"), ()),
}


@require_http_methods(["GET", "POST"])
def offer_new(request, slug):
    host, need = _asked(request.user, slug, request.GET.get("need", ""))
    writer = get_own_writer(request.user)
    if request.method == "POST":
        form = OfferForm(request.POST, host=host)
        if form.is_valid():
            try:
                return redirect(_bring(request, host, need, writer, form.cleaned_data))
            except ValidationError as error:
                form.add_error(None, error)
        return render(request, "partners/offers/new.html", _new(host, need, writer, form), status=422)
    own = queries.open_offers(writer, host)
    kind = need.kind if need else request.GET.get("kind", "")
    draft = next((offer for offer in own if offer.state == Offer.State.DRAFT and offer.kind == kind), None)
    text = draft.text if draft else writer.last_text or _first_words(need)
    form = OfferForm(host=host, initial={"kind": kind, "text": text})
    return render(request, "partners/offers/new.html", _new(host, need, writer, form, own))


def _first_words(need):
    """Enough for a class that needs somebody soon, so that who was asked need not type anything."""
    return _("I am free at that time and would gladly take this class.") if request_behind(need) else ""


def _asked(user, slug, key):
    """The host, and the request when the address names one, for a writer who may offer there."""
    need = get_need_to_read(user, _plain(key)) if key else None
    host = need.host if need else get_host_to_read(user, slug)
    if host.slug != slug or not may_offer(user, host):
        raise Http404
    return host, need


def _plain(key):
    """A key as it may stand in an address; anything else does not exist."""
    if not key.isalnum():
        raise Http404
    return key


def _bring(request, host, need, writer, cleaned):
    """Send or keep what was typed; returns the offer to show."""
    is_draft = request.POST.get("do") == "draft"
    bring = actions.save_draft if is_draft else actions.send_offer
    try:
        offer = bring(writer=writer, host=host, need=need, by=request.user, **cleaned)
    except actions.AlreadyOffered as already:
        messages.info(request, _("You have offered this already. Here it is."))
        return already.offer
    if is_draft:
        messages.success(request, _("Kept until %(day)s. Nobody has seen it yet.") % {"day": day(offer.due_at)})
    else:
        messages.success(request, _("Your offer is on its way. You hear by %(day)s.") % {"day": day(offer.due_at)})
    return offer


def _new(host, need, writer, form, own=()):
    waiting, in_line = queries.line_before(host)
    back = clocks.back_on(host)
    away = _("They take new offers again from %(day)s. Keep yours as a draft and send it then.") % {"day": day(back)}
    return {
        "host": host,
        "need": need,
        "writer": writer,
        "form": form,
        "own": [offer for offer in own if offer.state != Offer.State.DRAFT],
        "fees": list(writer.fees.all()),
        "habit": queries.answer_habit(host),
        "back": back,
        "wants": [str(want) for want in host.wants.order_by("kind")],
        "closures": coming_closures(host),
        "away": away,
        "place": in_line + 1 if in_line or waiting >= host.attention_budget else 0,
    }


@require_GET
def writer_offers(request):
    writer = get_own_writer(request.user)
    show = request.GET.get("show", "")
    show = show if show in TABS else "waiting"
    page = keyset_page(queries.offers_of(writer, TABS[show][1]), request.GET.get("page", ""), order=("-id",)).within(
        request.GET
    )
    tabs = [{"label": label, "url": f"?show={name}", "current": name == show} for name, (label, _s) in TABS.items()]
    return render(request, "partners/offers/writer_offers.html", {"page": page, "tabs": tabs, "show": show})


@require_GET
def offer(request, key):
    found = doors.get_offer_to_read(request.user, key)
    if doors.is_own_offer(request.user, found):
        return _for_writer(request, found)
    return _for_host(request, found)


def _for_writer(request, found):
    request.here = get_own_writer(request.user)
    chain = chain_of(found)
    context = {
        "offer": found,
        "may_withdraw": doors.may_withdraw(request.user, found),
        "may_take_further": doors.may_take_further(request.user, found),
        "steps": chain_steps(chain, found, zone=request.user.zone) if len(chain) > 1 else [],
        "next": next((step for step in chain if step.parent_id == found.pk), None),
        "place": queries.place_in_line(found) if found.state == Offer.State.QUEUED else 0,
        "partnership": queries.partnership_of(found) if found.state == Offer.State.ACCEPTED else None,
        "items": offer_timeline(found, zone=request.user.zone, for_host=False),
    }
    return render(request, "partners/offers/offer_writer.html", context)


def _for_host(request, found):
    request.here = host = found.host
    may_answer = doors.may_answer(request.user, found)
    if may_answer:
        actions.mark_seen([found], by=request.user)
    fit, facts = offer_fits([found], host)[found.pk]
    context = {
        "offer": found,
        "host": host,
        "why": fit_words(fit, words=found.need.words if found.need else "", phrases=facts.phrases),
        "fees": list(found.writer.fees.all()),
        "may_answer": may_answer,
        "may_pass_on": doors.may_pass_on(request.user, found),
        "passed_on_by": passed_on_by(found),
        "form": AnswerForm() if may_answer else None,
        "hand_over": HandOverForm(
            colleagues=doors.colleagues_who_decide(host), initial={"colleague": found.assignee_id}
        )
        if may_answer
        else None,
        "partnership": queries.partnership_of(found) if found.state == Offer.State.ACCEPTED else None,
        "items": offer_timeline(found, zone=host.zone, for_host=True),
    }
    return render(request, "partners/offers/offer_host.html", context)


@require_http_methods(["GET", "POST"])
def offer_withdraw(request, key):
    found = doors.get_own_offer(request.user, key)
    request.here = found.writer
    if request.method == "POST":
        try:
            if found.state == Offer.State.DRAFT:
                actions.discard_draft(found, by=request.user)
                messages.success(request, _("The draft is thrown away."))
            else:
                actions.withdraw_offer(found, by=request.user)
                messages.success(request, _("You took your offer back."))
        except (Stale, NoSuchMove):
            messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
        return redirect(found)
    if not found.is_open:
        return redirect(found)
    return render(request, "partners/offers/withdraw.html", {"offer": found})
