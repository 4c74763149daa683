"""Addresses of this room."""

from django.urls import path

from careerlink.accounts import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("terms/", views.terms, name="terms"),
    path("account/", views.account, name="account"),
    path("account/export/", views.account_export, name="account_export"),
    path("account/erase/", views.ask_to_be_erased, name="ask_to_be_erased"),
    # Before allauth's own addresses: closes its sign-up page.
    path("accounts/signup/", views.plain_sign_up),
]
