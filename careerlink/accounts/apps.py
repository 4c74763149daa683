from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "careerlink.accounts"
    label = "accounts"
