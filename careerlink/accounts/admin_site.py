"""The admin site: where moderators work."""

from django.contrib.admin import AdminSite


class ModerationSite(AdminSite):
    """Django's admin with the queues of the moderators on its first page."""
