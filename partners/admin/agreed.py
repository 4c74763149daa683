"""Offers and what was agreed, to look up. What an office notes for itself is not shown."""

from django.contrib import admin

from careerlink.web.admin import ReadOnlyAdmin
from partners.models import Engagement, Offer, Partnership


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    list_display = ["kind", "writer", "host", "state", "sent_at", "due_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["writer", "host__institution"]
    search_fields = ["writer__name", "host__name"]
    fields = ["writer", "host", "need", "kind", "text", "state", "sent_at", "seen_at", "due_at", "decided_at"]


@admin.register(Partnership)
class PartnershipAdmin(ReadOnlyAdmin):
    list_display = ["host", "writer", "since"]
    list_select_related = ["host__institution", "writer"]
    search_fields = ["writer__name", "host__name"]
    fields = ["host", "writer", "since", "pledge", "pledged_at"]


@admin.register(Engagement)
class EngagementAdmin(ReadOnlyAdmin):
    list_display = ["kind", "host", "writer", "busy_from", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["host__institution", "writer"]
    search_fields = ["writer__name", "host__name"]
    fields = ["host", "writer", "kind", "busy_from", "busy_until", "state", "agreed_at"]
