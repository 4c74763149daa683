"""Addresses of what came of referrals: said, settled, closed and opened again."""

from django.urls import path

from referrals.views import outcomes, settling

urlpatterns = [
    path("referred/<str:key>/outcome/", outcomes.leg_outcome, name="leg_outcome"),
    path("referrals/<str:key>/close/", settling.referral_close, name="referral_close"),
    path("referrals/<str:key>/reopen/", settling.referral_reopen, name="referral_reopen"),
    path("referrals/<str:key>/settle/", settling.referral_settle, name="referral_settle"),
    path("desk/<slug:slug>/referrals/settle/", settling.referrals_to_settle, name="referrals_to_settle"),
]
