"""The trail, to read. Notes are free text and stand only on the page of what they are about."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from careerlink.audit.models import Check, Disclosure, Entry, Seal
from careerlink.audit.watch import findings_of
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


@admin.register(Seal)
class SealAdmin(TrailAdmin):
    """The chain of seals over the trail."""

    list_display = ["number", "at", "of", "first_id", "last_id", "key_id"]
    list_filter = ["of"]
    search_fields = ["=number"]
    fields = ["number", "at", "of", "first_id", "last_id", "previous", "digest", "key_id", "mac"]


@admin.register(Check)
class CheckAdmin(TrailAdmin):
    """How the trail was found when it was last looked through, and what is wrong with it."""

    list_display = ["checked_at", "whole_ended_at", "broken_since"]
    fields = ["checked_at", "whole_began_at", "whole_ended_at", "broken_since", "found"]

    @admin.display(description=gettext_lazy("found"))
    def found(self, check):
        return "\n".join(str(one) for one in findings_of(check)) or "-"
