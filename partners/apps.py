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

        from careerlink.accounts import registry  # noqa: PLC0415
        from careerlink.web import links  # noqa: PLC0415
        from partners import receivers  # noqa: F401, PLC0415 hears signals
        from partners.actions import person  # noqa: PLC0415
        from partners.views import members, waiting  # noqa: PLC0415

        links.register("colleague", members.invitation, members.renew_invitation)
        links.register("writer-invitation", waiting.writer_invitation)
        registry.register_export("Career offices and groups", person.export_memberships)
        registry.register_erasure("Career offices and groups", person.erase_memberships)
        registry.register_person_panel("Career offices and groups", person.memberships_panel)
