"""Addresses of this room."""

from django.urls import path

from careerlink.outbox import views

urlpatterns = [
    path("account/mail/", views.mail_choices, name="mail_choices"),
    path("account/mail/works/", views.mail_works, name="mail_works"),
    path("go/choose/<str:token>/", views.mail_choose, name="mail_choose"),
    path("go/stop/<str:token>/", views.mail_stop, name="mail_stop"),
    path("demo/mail/", views.demo_mailbox, name="demo_mailbox"),
]
