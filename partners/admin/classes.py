"""Stand-ins for class for the moderators: those that wait for a yes."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.web.templatetags.web import when
from partners.actions import classes_yes as actions
from partners.admin.reviews import Decision, ReviewAdmin
from partners.forms.classes import RefusalForm
from partners.models import ClassRequest
from partners.queries.classes import span_words


@admin.register(ClassRequest)
class ClassRequestAdmin(ReviewAdmin):
    """The queue of classes without a yes, the next to end first."""

    list_display = ["course", "host", "state", "starts_at", "due_at", "alarmed_at"]
    list_select_related = ["host__institution"]
    search_fields = ["course", "host__name", "host__institution__name"]
    fields = [
        "course",
        "host",
        "state",
        "size",
        "wishes",
        "starts_at",
        "ends_at",
        "due_at",
        "alarmed_at",
        "approved_at",
    ]
    decisions = (
        Decision(
            "approve",
            gettext_lazy("Say yes"),
            actions.approve_by_moderator,
            forms.Form,
            (gettext_lazy("Writers who fit are asked at once, and the professor is told."),),
            main=True,
        ),
        Decision(
            "refuse",
            gettext_lazy("Say no"),
            actions.refuse_by_moderator,
            RefusalForm,
            (gettext_lazy("The professor is told why, and gets a class plan."),),
        ),
    )

    def get_ordering(self, request):
        return ["due_at", "id"]

    def _queue(self):
        return super()._queue().replace("submitted", ClassRequest.State.WAITING_FOR_APPROVAL)

    def facts(self, thing):
        return [
            (_("Who asks"), str(thing.host), ""),
            (_("When"), span_words(thing), ""),
            (_("Ends without a yes"), when(thing.due_at, thing.host.zone), ""),
        ]
