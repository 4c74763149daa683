"""What all pages of the admin have in common that are only there to look things up."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look things up. Nothing is added, changed or deleted here."""

    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
