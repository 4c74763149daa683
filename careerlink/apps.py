"""The admin site that moderators use, put in place of Django's own."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "careerlink.accounts.admin_site.ModerationSite"
