"""Addresses of taking shifts, and of asking for them."""

from django.urls import path

from events.views import asking, invitations, seats

urlpatterns = [
    path("writer/shifts/", seats.shifts_to_take, name="shifts_to_take"),
    path("shifts/<str:key>/", seats.shift, name="shift"),
    path("shifts/<str:key>/take/", seats.shift_take, name="shift_take"),
    path("shifts/<str:key>/wait/", seats.shift_wait, name="shift_wait"),
    path("shifts/<str:key>/ask/", asking.shift_ask, name="shift_ask"),
    path("shifts/<str:key>/invite/", invitations.shift_invite, name="shift_invite"),
    path("shifts/<str:key>/enter/", invitations.shift_enter, name="shift_enter"),
]
