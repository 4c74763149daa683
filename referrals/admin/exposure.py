"""The lists of writers that were drawn for alumni, and whether writers of like fit are drawn alike."""

from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.web.admin import ReadOnlyAdmin
from referrals.models import Candidate
from referrals.queries.exposure import exposure_report


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin):
    """Places on lists, by the key of the request: nothing here names the one who chose."""

    list_display = ["referral_key", "draw", "position", "writer", "fit", "is_pinned", "at"]
    list_select_related = ["referral", "writer"]
    search_fields = ["writer__name", "referral__key"]
    ordering = ["-id"]
    fields = ["referral_key", "draw", "position", "writer", "fit", "reasons", "pin_reason", "at"]
    readonly_fields = ["referral_key"]

    @admin.display(description=gettext_lazy("request"))
    def referral_key(self, candidate):
        return candidate.referral.key

    @admin.display(description=gettext_lazy("suggested by the office"), boolean=True)
    def is_pinned(self, candidate):
        return bool(candidate.pin_reason)

    def get_urls(self):
        report = path("exposure/", self.admin_site.admin_view(self.exposure), name="referrals_candidate_exposure")
        return [report, *super().get_urls()]

    def exposure(self, request):
        """How often writers of like fit are shown to alumni."""
        if not self.has_view_permission(request):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("How often writers of like fit are shown to alumni"),
            "report": exposure_report(),
        }
        return TemplateResponse(request, "admin/referrals/candidate/exposure.html", context)
