"""What all pages of the admin have in common that are only there to look things up."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST_LISTED = 2000


class FirstPages(Paginator):
    """Counts and shows no further than anybody turns pages; who looks for more searches or filters."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows[:MOST_LISTED].count()


class LongList(admin.ModelAdmin):
    """For tables that grow with the portal: nothing is counted to its end."""

    paginator = FirstPages
    show_full_result_count = False


class NothingTyped(LongList):
    """Rows that nobody adds, deletes or types into. Actions may change them, and ask for their own right."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(NothingTyped):
    """To look things up. Nothing is added, changed or deleted here."""

    list_per_page = 50
    view_on_site = False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request):
        return self.has_view_permission(request)
