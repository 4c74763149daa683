"""This room, as Django knows it."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

# What a person takes out and what is blanked when she is erased: heading, file of `actions`, function of each.
PEOPLE = (
    ("Your places at events", "place_person", "export_places", "erase_places"),
    ("Your calendar", "feeds", "export_calendar", "erase_calendar"),
    ("Hours", "hours_person", "export_hours", "erase_hours"),
    ("Certificates and feedback", "proof_person", "export_proofs", "erase_proofs"),
    ("Messages and meetings at events", "decide_person", "export_words", "erase_words"),
    ("Podcast releases", "decide_person", "export_releases", "erase_releases"),
)
# What opens links in mails: the purpose, and the view.
LINKS = (
    ("stand-in", "stand_ins", "answer_link"),
    ("event-feedback", "feedback", "feedback"),
    ("place", "place_links", "answer"),
)


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import emails, held, machines, receivers  # noqa: F401, PLC0415 register and hear signals

        for part in iter_modules(emails.__path__):
            import_module(f"events.emails.{part.name}")  # each registers its kinds of mail

        from careerlink.accounts import registry  # noqa: PLC0415
        from careerlink.accounts.queues import register_queue  # noqa: PLC0415
        from careerlink.web import links  # noqa: PLC0415
        from events.queries import agreed, fitting, host_exports, reminders, requests, unfilled  # noqa: PLC0415
        from events.queries.semester import figures  # noqa: PLC0415
        from events.registry import register_figures, register_rows  # noqa: PLC0415
        from partners.registry import register_host_export, register_openings, register_section, work_pages  # noqa: PLC0415

        for label, file, export, erase in PEOPLE:
            module = import_module(f"events.actions.{file}")
            registry.register_export(label, getattr(module, export))
            registry.register_erasure(label, getattr(module, erase))
        for purpose, file, view in LINKS:
            links.register(purpose, getattr(import_module(f"events.views.{file}"), view))
        for part in iter_modules(host_exports.__path__):
            for label, tables in import_module(f"events.queries.host_exports.{part.name}").PARTS.items():
                register_host_export(label, tables)
        register_queue("reminders", reminders.queue)
        register_figures("campus", figures.campus_figures)
        for code, (title, query, row) in figures.ROWS.items():
            register_rows(code, title, query, row)
        register_section(
            "places",
            requests.request_lines,
            waiting=requests.waiting_requests,
            words=requests.request_words,
            page="place_requests",
            button=requests.request_button,
        )
        register_section(
            "shifts",
            unfilled.unfilled_lines,
            waiting=unfilled.waiting_unfilled,
            words=unfilled.unfilled_words,
            page="event_list",
            button=unfilled.unfilled_button,
        )
        register_openings("events.shift", fitting.OpenShifts, fitting.openings_for)
        work_pages.append(agreed.pages_of_work)
