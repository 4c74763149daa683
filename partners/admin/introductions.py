"""Introductions, to look up; and the contact who asks a moderator to be taken out."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy, ngettext

from careerlink.web.admin import ReadOnlyAdmin
from partners.actions.introduction_clocks import forget_contact
from partners.models import Introduction


@admin.register(Introduction)
class IntroductionAdmin(ReadOnlyAdmin):
    """The contact's address can be searched for, and is not shown; nor is what an office notes for itself."""

    list_display = ["organization", "writer", "host", "state", "due_at"]
    list_filter = ["state", "is_recruiter"]
    list_select_related = ["writer", "host__institution"]
    search_fields = ["=contact_email", "organization", "writer__name", "host__name"]
    fields = ["organization", "is_recruiter", "hires_for", "looks_for", "majors_words", "why", "writer", "host",
              "state", "proposed_at", "introduced_at", "due_at", "blanked_at"]  # fmt: skip
    actions = ["forget_contacts"]

    @admin.action(description=gettext_lazy("Take the contact out, as they wish: of all introductions that name them"))
    def forget_contacts(self, request, queryset):
        addresses = set(queryset.exclude(contact_email="").values_list("contact_email", flat=True))
        n = sum(forget_contact(address, by=request.user) for address in sorted(addresses))
        words = ngettext("Taken out of %(n)s introduction.", "Taken out of %(n)s introductions.", n) % {"n": n}
        self.message_user(request, words, messages.SUCCESS)
