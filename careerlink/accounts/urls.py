"""Addresses of this room."""

from django.urls import path, re_path

from careerlink.accounts import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("terms/", views.terms, name="terms"),
    path("account/", views.account, name="account"),
    path("account/export/", views.account_export, name="account_export"),
    path("account/seen/", views.who_saw_me, name="who_saw_me"),
    path("account/erase/", views.ask_to_be_erased, name="ask_to_be_erased"),
    # Before allauth's own addresses: closes its sign-up page, counts wrong keys, mails again where there is no code.
    path("accounts/signup/", views.plain_sign_up),
    path("accounts/login/code/confirm/", views.log_in_by_code),
    path("accounts/confirm-email/", views.confirm_address),
    re_path(r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", views.choose_new_password),
]
