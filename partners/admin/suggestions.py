"""Whom the matcher suggests, and whether writers of like fit are suggested alike."""

from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from careerlink.web.admin import ReadOnlyAdmin
from partners.models import Suggestion
from partners.queries.exposure import exposure_report


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    list_display = ["need", "rank", "writer", "score", "made_at"]
    list_select_related = ["need", "writer"]
    search_fields = ["writer__name", "need__words"]
    ordering = ["-need_id", "rank"]
    fields = ["need", "writer", "rank", "score", "reasons", "made_at"]

    def get_urls(self):
        report = path("exposure/", self.admin_site.admin_view(self.exposure), name="partners_suggestion_exposure")
        return [report, *super().get_urls()]

    def exposure(self, request):
        """How often writers of like fit are suggested."""
        if not self.has_view_permission(request):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("How often writers of like fit are suggested"),
            "report": exposure_report(),
        }
        return TemplateResponse(request, "admin/partners/suggestion/exposure.html", context)
