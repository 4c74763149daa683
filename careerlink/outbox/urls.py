"""Addresses of this room."""

from django.urls import path

from careerlink.outbox import views

urlpatterns = [
    path("demo/mail/", views.demo_mailbox, name="demo_mailbox"),
]
