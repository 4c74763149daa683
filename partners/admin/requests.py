"""Requests to look up, and those of groups that wait for a yes."""

from functools import partial

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.web.templatetags.web import day, when
from partners.actions import campus_asks as actions
from partners.admin.reviews import Decision, ReviewAdmin
from partners.forms.reviews import NoteForm, ReasonForm
from partners.models import Group, Need
from partners.models.reasons import RequestRefusal
from partners.queries.campus import campus_of, is_group
from partners.queries.offers import deciders

MODERATOR = Group.Through.MODERATOR


@admin.register(Need)
class NeedAdmin(ReviewAdmin):
    """Those that wait in front, the one whose day comes first at the top."""

    list_display = ["kind", "words", "host", "needed_on", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["host__institution"]
    search_fields = ["words", "host__name"]
    fields = [
        "host",
        "kind",
        "words",
        "service",
        "language",
        "details",
        "needed_on",
        "where",
        "how_many",
        "state",
        "published_at",
    ]
    decisions = (
        Decision(
            "approve",
            gettext_lazy("Say yes"),
            partial(actions.approve_request, through=MODERATOR),
            NoteForm,
            (gettext_lazy("Writers see it at once."),),
            main=True,
        ),
        Decision(
            "refuse",
            gettext_lazy("Say no"),
            partial(actions.refuse_request, through=MODERATOR),
            ReasonForm,
            (gettext_lazy("It is a draft again. The mail says the reason and that they can ask again."),),
            options={"reasons": RequestRefusal},
        ),
    )

    def get_ordering(self, request):
        return [F("answer_by").asc(nulls_last=True), "-id"]

    def recipients(self, things):
        return sum(len(deciders(need.host)) for need in things)

    def facts(self, need):
        found = [(_("For"), day(need.needed_on), "")]
        if need.state == Need.State.WAITING and is_group(need.host):
            doors = campus_of(need.host).doors
            who = [str(Group.Through(door).label) for door in Group.Through.values if door in doors]
            found += [(_("Waits since"), when(need.asked_at), ""), (_("Who may say yes"), ", ".join(who), "")]
        return found
