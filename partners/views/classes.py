"""Don't cancel class: what a professor sees and does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.pages import PARAMETER, keyset_page
from careerlink.web.templatetags.web import when
from partners.actions import classes as actions
from partners.forms.classes import AgainForm, ClassForm
from partners.permissions import classes as permissions
from partners.queries import classes as queries
from partners.queries.class_plans import plan_for
from partners.views.desks import posted


@require_safe
def class_requests(request, slug):
    host = permissions.get_desk_with_classes(request.user, slug)
    page = keyset_page(queries.requests_of(host), request.GET.get(PARAMETER, ""), order=("-starts_at", "-id"))
    for row in page.rows:
        row.host = host
    context = {
        "host": host,
        "page": page.within(request.GET),
        "may_ask": permissions.may_ask_stand_in(request.user, host),
        "last": queries.last_request(host),
    }
    return render(request, "partners/classes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def class_new(request, slug):
    host = permissions.get_desk_to_ask_stand_in(request.user, slug)
    return _ask(request, host, ClassForm(posted(request), host=host))


@require_http_methods(["GET", "HEAD", "POST"])
def class_again(request, key):
    """The same course on another day."""
    last = permissions.get_class_request_to_manage(request.user, key)
    request.here = last.host
    host = permissions.get_desk_to_ask_stand_in(request.user, last.host.slug)
    return _ask(request, host, AgainForm(posted(request), host=host, last=last), last)


def _ask(request, host, form, last=None):
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_stand_in(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(made))
            return redirect(made)
    changes_more = bool(form.errors) and set(form.errors) != {"day"}
    context = {"host": host, "form": form, "last": last, "changes_more": changes_more}
    return render(request, "partners/classes/form.html", context, status=422 if form.errors else 200)


def _said(made):
    if made.state == made.State.WAITING_FOR_APPROVAL:
        return _("Kept. Writers are asked as soon as somebody has said yes.")
    return _("Writers who fit are asked now. Pick one by %(when)s.") % {"when": when(made.decide_by, made.host.zone)}


@require_safe
def class_request(request, key):
    found = permissions.get_class_request_to_read(request.user, key)
    request.here = host = found.host
    may_pick = permissions.may_pick(request.user, found)
    is_open = found.state in (found.State.OPEN, found.State.OFFERED)
    context = {
        "class": found,
        "host": host,
        "span": queries.span_words(found),
        "candidates": queries.candidates(found) if is_open else [],
        "is_open": is_open,
        "may_pick": may_pick,
        "may_withdraw": permissions.may_withdraw(request.user, found),
        "may_ask": permissions.may_ask_stand_in(request.user, host),
    }
    return render(request, "partners/classes/class.html", context)


@require_POST
def class_pick(request, key):
    found = permissions.get_class_request_to_manage(request.user, key)
    offer = queries.offer_for(found, request.POST.get("offer", "").replace("\x00", ""))
    if offer is None:
        messages.warning(request, _("Choose one of those who would come."))
        return redirect(found)
    try:
        actions.pick(found, offer, by=request.user)
    except ValidationError as error:
        said = _("%(why)s Pick somebody else, or write to the writer.") % {"why": " ".join(error.messages)}
        messages.warning(request, said)
    except (Stale, NoSuchMove):
        messages.warning(request, _("Somebody was quicker: this is how it stands now."))
    else:
        messages.success(
            request, _("%(name)s takes your class and is told place and time.") % {"name": offer.writer.name}
        )
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def class_withdraw(request, key):
    found = permissions.get_class_request_to_manage(request.user, key)
    request.here = found.host
    if request.method == "POST":
        try:
            actions.withdraw_class(found, by=request.user)
        except (Stale, NoSuchMove):
            messages.warning(request, _("Somebody was quicker: this is how it stands now."))
        else:
            messages.success(request, _("Taken back. Whoever offered is told."))
        return redirect(found)
    if not permissions.may_withdraw(request.user, found):
        return redirect(found)
    return render(request, "partners/classes/withdraw.html", {"class": found, "host": found.host})


@require_safe
def class_plan(request, key):
    found = permissions.get_class_request_to_read(request.user, key)
    request.here = found.host
    context = {"class": found, "host": found.host, "span": queries.span_words(found), "plan": plan_for(found)}
    return render(request, "partners/classes/plan.html", context)
