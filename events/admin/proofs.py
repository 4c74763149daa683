"""Certificates and what both sides said, to look up."""

from django.contrib import admin

from careerlink.web.admin import ReadOnlyAdmin
from events.models import Certificate, Feedback


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["code", "kind", "name", "issued_at", "revoked_at"]
    list_filter = ["kind"]
    search_fields = ["code", "name"]
    fields = ["code", "kind", "writer", "year", "name", "minutes", "issued_at", "revoked_at"]


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    list_display = ["side", "answer", "at"]
    list_filter = ["side", "answer"]
    fields = ["side", "answer", "comment", "at"]
