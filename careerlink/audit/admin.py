"""The trail, to read. Notes are free text and stand only on the page of what they are about."""

from django.contrib import admin

from careerlink.audit.models import Disclosure, Entry
from careerlink.web.admin import ReadOnlyAdmin


class TrailAdmin(ReadOnlyAdmin):
    """Nothing in the trail is added, changed or deleted by a person."""

    list_per_page = 100


@admin.register(Entry)
class EntryAdmin(TrailAdmin):
    """Who did what to what. Why stands with the thing itself, where its page may show it."""

    list_display = ["at", "event", "label", "about_id", "before", "after", "by", "person"]
    search_fields = ["=by", "=person", "=about_id", "label", "event"]
    fields = ["at", "event", "label", "about_id", "before", "after", "by", "person", "scope"]


@admin.register(Disclosure)
class DisclosureAdmin(TrailAdmin):
    """Who was shown whose contact details or private files, and by which right."""

    list_display = ["at", "seen_by", "person", "what", "right", "label", "about_id"]
    search_fields = ["=seen_by", "=person"]
