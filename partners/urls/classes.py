"""Addresses of stand-ins for class."""

from django.urls import path

from partners.views import classes, classes_yes

urlpatterns = [
    path("desk/<slug:slug>/classes/", classes.class_requests, name="class_requests"),
    path("desk/<slug:slug>/classes/new/", classes.class_new, name="class_new"),
    path("desk/<slug:slug>/classes/approve/", classes_yes.class_approvals, name="class_approvals"),
    path("classes/<str:key>/", classes.class_request, name="class_request"),
    path("classes/<str:key>/again/", classes.class_again, name="class_again"),
    path("classes/<str:key>/pick/", classes.class_pick, name="class_pick"),
    path("classes/<str:key>/plan/", classes.class_plan, name="class_plan"),
    path("classes/<str:key>/withdraw/", classes.class_withdraw, name="class_withdraw"),
]
