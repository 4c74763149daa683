from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "careerlink.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Registers the letters, the parts of export and erasure, what is kept, and what follows from allauth's signals.
        from careerlink.accounts import emails, held, own_data, receivers  # noqa: F401, PLC0415
