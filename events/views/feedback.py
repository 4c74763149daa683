"""The question after the day, behind a signed link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from events.actions import feedback as actions
from events.forms.proofs import FeedbackForm
from events.models import Feedback
from events.permissions import proofs as permissions
from events.queries.words import when


@login_not_required
def feedback(request, link):
    """One question; the answer can be changed while the link opens."""
    place, side = permissions.get_place_behind(link.about)
    is_writer = side == Feedback.Side.WRITER
    names = {"host": place.event.host.name, "writer": place.writer.name}
    question = _("Would you help %(host)s again?") if is_writer else _("Would you have %(writer)s again?")
    given = place.feedback.filter(side=side).first()
    before = {"answer": given.answer, "comment": given.comment} if given else None
    form = FeedbackForm(request.POST if request.method == "POST" else None, question=question % names, initial=before)
    if request.method == "POST" and form.is_valid():
        actions.give_feedback(place, side, **form.cleaned_data)
        messages.success(request, _("Noted. Thank you."))
        return redirect(request.path)
    context = {"place": place, "event": place.event, "form": form, "given": given, "when": when(place.shift)}
    return render(request, "events/proof/feedback.html", context, status=422 if form.errors else 200)
