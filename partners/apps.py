"""This room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig

# Each registers its kinds of mail.
EMAILS = (
    "credentials",
    "desk",
    "host_exports",
    "hosts",
    "leaving",
    "members",
    "needs",
    "offers",
    "reports",
    "reviews",
    "waiting",
    "writers",
)


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import held, machines  # noqa: F401, PLC0415 register what is kept and the tables of states

        for subject in EMAILS:
            import_module(f"partners.emails.{subject}")

        from careerlink.accounts import registry  # noqa: PLC0415
        from careerlink.accounts.disclosures import offices_of  # noqa: PLC0415
        from careerlink.accounts.queues import register_queue  # noqa: PLC0415
        from careerlink.web import links  # noqa: PLC0415
        from partners import receivers  # noqa: F401, PLC0415 hears signals
        from partners.actions import offer_clocks, offer_person, person, writer_person  # noqa: PLC0415
        from partners.queries import desk_mail, host_exports, reviews  # noqa: PLC0415
        from partners.queries.hosts import offices_of_people  # noqa: PLC0415
        from partners.registry import register_host_export, register_section  # noqa: PLC0415
        from partners.views import members, waiting  # noqa: PLC0415

        register_section(
            "offers",
            desk_mail.offer_lines,
            waiting=desk_mail.waiting_offers,
            words=desk_mail.offer_words,
            page="offers",
            button=desk_mail.offer_button,
            told=offer_clocks.note_reminders,
        )
        links.register("colleague", members.invitation, members.renew_invitation)
        links.register("writer-invitation", waiting.writer_invitation)
        offices_of.append(offices_of_people)
        registry.register_export("Career offices and groups", person.export_memberships)
        registry.register_erasure("Career offices and groups", person.erase_memberships)
        registry.register_erasure_caution("Career offices and groups", person.erasure_cautions)
        registry.register_person_panel("Career offices and groups", person.memberships_panel)
        for label, queue in reviews.QUEUES.items():
            register_queue(label, queue)
        for label, panel in reviews.PANELS.items():
            registry.register_person_panel(label, panel)
        for label, part in host_exports.PARTS.items():
            register_host_export(label, part)
        registry.register_export("You as a writer", writer_person.export_writer)
        registry.register_erasure("Writer", writer_person.erase_writer)
        registry.register_erasure("Your offers", offer_person.erase_offers)
