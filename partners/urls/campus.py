"""Addresses about professors and student groups of a college."""

from django.urls import path

from partners.views import campus

urlpatterns = [
    path("desk/<slug:slug>/campus/", campus.campus, name="campus"),
    path("desk/<slug:slug>/campus/ask/", campus.campus_ask, name="campus_ask"),
    path("desk/<slug:slug>/campus/waiting/", campus.campus_waiting, name="campus_waiting"),
    path("desk/<slug:slug>/campus/waiting/groups/<str:key>/", campus.campus_answer_group, name="campus_answer_group"),
    path(
        "desk/<slug:slug>/campus/waiting/requests/<str:key>/",
        campus.campus_answer_request,
        name="campus_answer_request",
    ),
    path("desk/<slug:slug>/settings/campus/", campus.host_campus, name="host_campus"),
]
