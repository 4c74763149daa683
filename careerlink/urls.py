"""Every address, gathered from the rooms."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("careerlink.web.urls")),
    path("", include("careerlink.dashboard.urls")),
    path("", include("referrals.urls")),
    path("", include("events.urls")),
    path("", include("partners.urls")),
    path("", include("careerlink.taxonomy.urls")),
    path("", include("careerlink.accounts.urls")),
    path("", include("careerlink.outbox.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "careerlink.web.errors.bad_request"
handler403 = "careerlink.web.errors.forbidden"
handler404 = "careerlink.web.errors.not_found"
handler500 = "careerlink.web.errors.broken"
