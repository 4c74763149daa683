"""This room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig

# Each registers its kinds of mail.
EMAILS = ("credentials", "hosts", "members", "waiting", "writers")


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import machines  # noqa: F401, PLC0415 registers the tables

        for subject in EMAILS:
            import_module(f"partners.emails.{subject}")
