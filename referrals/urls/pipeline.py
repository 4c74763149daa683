"""The open requests of an office, and the page of one alumnus."""

from django.urls import path

from referrals.views import pipeline as views

urlpatterns = [
    path("desk/<slug:slug>/referrals/", views.referrals, name="referrals"),
    path("alumni/<str:key>/", views.alumnus, name="alumnus"),
    path("alumni/<str:key>/request/", views.referral_new, name="referral_new"),
    path("referrals/<str:key>/hold/", views.referral_hold, name="referral_hold"),
    path("referrals/<str:key>/go-on/", views.referral_resume, name="referral_resume"),
    path("referrals/<str:key>/writer/", views.referral_pin, name="referral_pin"),
    path("referrals/<str:key>/mistake/", views.referral_mistake, name="referral_mistake"),
]
