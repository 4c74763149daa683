"""Addresses of places."""

from django.urls import path

from events.views import places

urlpatterns = [
    path("places/<str:key>/", places.place, name="place"),
    path("places/<str:key>/accept/", places.place_accept, name="place_accept"),
    path("places/<str:key>/leave/", places.place_leave, name="place_leave"),
    path("places/<str:key>/approve/", places.place_approve, name="place_approve"),
    path("places/<str:key>/refuse/", places.place_refuse, name="place_refuse"),
    path("places/<str:key>/take-back/", places.place_take_back, name="place_take_back"),
    path("places/<str:key>/call-off/", places.place_call_off, name="place_call_off"),
]
