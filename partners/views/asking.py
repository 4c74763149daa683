"""Asking writers about a request, and a writer's no."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from careerlink.web import clock
from careerlink.web.later import later
from partners.actions import asking as actions
from partners.forms.asking import AskForm, NotForMeForm
from partners.models import NotForMe
from partners.permissions import needs as permissions
from partners.queries import suggested as queries
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def need_ask(request, key):
    """Whom to ask about a request: the best are ticked where the link says how many; who gets what, and when."""
    need = permissions.get_need_to_ask(request.user, key)
    suggested = queries.suggested_for(need)
    # After a second click they are asked already, and nobody is asked twice.
    known = queries.asked_already(need) if request.method == "POST" else []
    form = AskForm(posted(request), suggested=[*suggested, *known])
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_writers(need, form.cleaned_data["writer"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, who_is_asked(asked))
            return redirect("need", need.key)
    is_stale = queries.is_stale(need)
    if queries.may_ring(need):
        later("partners.tasks.rank_need", need.pk)
    chosen = ticked(request, suggested)
    context = {
        "need": need,
        "host": need.host,
        "form": form,
        "rows": [(one, one.writer.slug in chosen) for one in suggested],
        "is_known": not suggested and queries.is_known(need),
        "ticked": len(chosen),
        "until": actions.answer_until(need, clock.now()),
        "age": queries.age_words(need.ranked_at),
        "is_stale": is_stale,
    }
    return render(request, "partners/needs/ask.html", context, status=422 if form.errors else 200)


def ticked(request, suggested) -> set[str]:
    """The slugs that are ticked: what was posted, whom the link names, or so many of the best as it says."""
    if request.method == "POST":
        return set(request.POST.getlist("writer"))
    if named := set(request.GET.getlist("writer")):
        return named & {one.writer.slug for one in suggested}
    best = request.GET.get("best", "")
    number = int(best) if best.isascii() and best.isdigit() and len(best) < 3 else 0
    return {one.writer.slug for one in suggested[: min(number, actions.MOST_AT_ONCE)]}


def who_is_asked(writers) -> str:
    """What somebody reads who has just asked these writers."""
    names = ", ".join(writer.name for writer in writers)
    return ngettext(
        "%(n)s writer is asked: %(names)s. You see here what comes of it.",
        "%(n)s writers are asked: %(names)s. You see here what comes of it.",
        len(writers),
    ) % {"n": len(writers), "names": names}


@require_http_methods(["GET", "HEAD", "POST"])
def not_for_me(request, key):
    need, writer = permissions.get_need_to_turn_down(request.user, key)
    form = NotForMeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.turn_down(need, writer, because=form.cleaned_data["because"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _learnt(row))
            return redirect("need", need.key)
    context = {"need": need, "host": need.host, "form": form}
    return render(request, "partners/needs/not_for_me.html", context, status=422 if form.errors else 200)


def _learnt(row: NotForMe) -> str:
    words = {
        NotForMe.Because.KIND: _("Kept. We do not suggest this kind of thing to you any more, until you take it back."),
        NotForMe.Because.FAR: _("Kept. We do not suggest what is as far away, until you take it back."),
        NotForMe.Because.SOON: _("Kept. We do not suggest what is as near in time, until you take it back."),
        NotForMe.Because.NOT_NOW: _("Kept. We do not suggest this one to you any more."),
    }
    return words[NotForMe.Because(row.because)]


@require_POST
def for_me_again(request, key):
    need, writer = permissions.get_need_to_turn_down(request.user, key)
    if actions.take_back(need, writer, by=request.user):
        messages.success(request, _("Taken back. Requests like this one are suggested to you again."))
    return redirect(reverse("need", args=[need.key]))
