"""Outcomes that the two sides told differently and no office settled in its time."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.web.templatetags.web import when
from partners.admin.reviews import Decision, ReviewAdmin
from referrals.actions.outcomes import settle_as_moderator
from referrals.forms.outcomes import SettleForm
from referrals.models import Referral
from referrals.queries.outcomes import both_answers, leg_asked_about


@admin.register(Referral)
class ReferralAdmin(ReviewAdmin):
    """The moderators' queue of them, and those that they settled. Nothing here names the one who was helped."""

    list_display = ["host", "state", "passed_on", "due", "outcome"]
    list_filter = ["state"]
    list_select_related = ["host__institution"]
    search_fields = ["host__name"]
    fields = ["host", "state", "consented_at", "accepted_at", "with_moderator_since", "due_at", "outcome"]
    decisions = (
        Decision(
            "close",
            gettext_lazy("Settle: what counts"),
            settle_as_moderator,
            SettleForm,
            (gettext_lazy("Both get a kind mail that it is closed; it does not say who was right."),),
            main=True,
        ),
    )

    def get_queryset(self, request):
        passed_on = Q(state=Referral.State.DISPUTED, with_moderator_since__isnull=False)
        return super().get_queryset(request).filter(passed_on | Q(settled_as=Referral.Settled.MODERATOR))

    def get_ordering(self, request):
        return ["due_at", "id"]

    @admin.display(description=gettext_lazy("since"), ordering="with_moderator_since")
    def passed_on(self, referral):
        return when(referral.with_moderator_since)

    @admin.display(description=gettext_lazy("settle by"), ordering="due_at")
    def due(self, referral):
        return when(referral.due_at)

    def facts(self, referral):
        leg = leg_asked_about(referral)
        found = [(label, said, "") for label, said in both_answers(referral)]
        if leg is not None:
            found.append((_("Writer"), leg.writer.name, ""))
            found.append((_("Said yes"), when(leg.accepted_at), ""))
        return found

    def recipients(self, things):
        return 2 * len(things)

    def _queue(self):
        return super()._queue().replace("submitted", "disputed")
