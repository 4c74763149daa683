"""This room, as Django knows it."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

# What a writer or member takes out and what is blanked when she is erased: heading, file of `actions`, its functions.
PEOPLE: tuple[tuple[str, str, str, str], ...] = (
    ("Requests of alumni", "leg_person", "export_legs", "erase_legs"),
    ("You as an alumnus of a college", "alumni_person", "export_alumni", "erase_alumni"),
)
# What opens links in mails: the purpose, file of `views`, its view, and what mails a fresh one (file of `actions`,
# its function), if anything does.
LINKS: tuple[tuple[str, str, str, str], ...] = (
    ("referral-consent", "consent", "visit", "status"),
    ("referral-status", "status", "status", "status"),
    ("help-confirm", "ways", "confirm", ""),
    ("referral-leg", "legs", "answer", ""),
    ("referral-outcome", "outcomes", "alumnus_outcome", ""),
    ("referral-outcome-writer", "outcomes", "writer_outcome_link", ""),
)


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from referrals import emails, held, machines, receivers  # noqa: F401, PLC0415 register and hear signals

        for part in iter_modules(emails.__path__):
            import_module(f"referrals.emails.{part.name}")  # each registers its kinds of mail

        from careerlink.accounts import registry  # noqa: PLC0415
        from careerlink.accounts.queues import register_queue  # noqa: PLC0415
        from careerlink.web import links  # noqa: PLC0415
        from events.registry import register_figures, register_rows  # noqa: PLC0415
        from partners.registry import beside_host, register_host_export, register_section, work_pages  # noqa: PLC0415
        from referrals.actions import erasing  # noqa: PLC0415
        from referrals.queries import host_exports, legs, semester, settling  # noqa: PLC0415

        for label, file, export, erase in PEOPLE:
            module = import_module(f"referrals.actions.{file}")
            registry.register_export(label, getattr(module, export))
            registry.register_erasure(label, getattr(module, erase))
        registry.register_replay("Alumni", erasing.erase_again)
        for purpose, file, view, renew in LINKS:
            renews = import_module(f"referrals.actions.{renew}").renew if renew else None
            links.register(purpose, getattr(import_module(f"referrals.views.{file}"), view), renews)
        for part in iter_modules(host_exports.__path__):
            for label, tables in import_module(f"referrals.queries.host_exports.{part.name}").PARTS.items():
                register_host_export(label, tables)
        beside_host.append("help_settings")
        work_pages.append(legs.pages_of_work)
        register_queue("referrals", settling.moderators_queue)
        register_figures("referrals", semester.referral_figures)
        for code, (title, query, row) in semester.ROWS.items():
            register_rows(code, title, query, row)
        register_section(
            "referrals",
            settling.settle_lines,
            waiting=settling.waiting_to_settle,
            words=settling.settle_words,
            page="referrals_to_settle",
            button=settling.settle_button,
        )
