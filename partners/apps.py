"""This room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig

# Each registers its kinds of mail.
EMAILS = (
    "asking",
    "board",
    "classes",
    "classes_yes",
    "campus",
    "credentials",
    "desk",
    "engagements",
    "host_exports",
    "hosts",
    "leaders",
    "introductions",
    "leaving",
    "members",
    "messages",
    "needs",
    "offers",
    "pauses",
    "reports",
    "reviews",
    "waiting",
    "weekly",
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
        from partners.actions import (  # noqa: PLC0415
            board_person,
            class_person,
            introduction_person,
            leaving,
            message_person,
            offer_clocks,
            offer_person,
            person,
            writer_person,
        )
        from partners.queries import campus_desk, classes, desk_mail, host_exports, introductions, reviews, unfilled  # noqa: PLC0415
        from partners.queries.hosts import offices_of_people  # noqa: PLC0415
        from partners.registry import register_host_export, register_section  # noqa: PLC0415
        from partners.views import (  # noqa: PLC0415
            board_links,
            campus,
            classes_yes,
            introduction_links,
            mail_answers,
            members,
            no_link,
            waiting,
        )

        register_section(
            "offers",
            desk_mail.offer_lines,
            waiting=desk_mail.waiting_offers,
            words=desk_mail.offer_words,
            page="offers",
            button=desk_mail.offer_button,
            told=offer_clocks.note_reminders,
            link="decide",
        )
        register_section(
            "introductions",
            introductions.introduction_lines,
            waiting=introductions.waiting_for_hosts,
            words=introductions.introduction_words,
            page="introductions",
            button=introductions.introduction_button,
        )
        register_section(
            "class_requests",
            classes.office_lines,
            waiting=classes.waiting_for_office,
            words=classes.office_words,
            page="class_approvals",
            button=classes.office_button,
        )
        register_section(
            "groups",
            campus_desk.group_lines,
            waiting=campus_desk.waiting_groups,
            words=campus_desk.group_words,
            page="campus_waiting",
            button=campus_desk.group_button,
        )
        register_section(
            "group_requests",
            campus_desk.request_lines,
            waiting=campus_desk.waiting_requests,
            words=campus_desk.request_words,
            page="campus_waiting",
            button=campus_desk.request_button,
        )
        register_section(
            "unfilled",
            unfilled.unfilled_lines,
            waiting=unfilled.waiting_unfilled,
            words=unfilled.unfilled_words,
            page="needs",
            button=unfilled.unfilled_button,
        )
        links.register("introduction-contact", introduction_links.contact)
        links.register("introduction-result", introduction_links.results)
        links.register("class-approval", classes_yes.class_approval, classes_yes.renew_approval)
        links.register("decide", mail_answers.decide)
        links.register("campus-group", campus.department_group)
        links.register("campus-request", campus.department_request)
        links.register("colleague", members.invitation, members.renew_invitation)
        links.register("board-invitation", board_links.invitation)
        links.register("board-renewal", board_links.renewal)
        links.register("writer-invitation", waiting.writer_invitation)
        links.register("not-for-me", no_link.not_for_me)
        offices_of.append(offices_of_people)
        registry.register_export("Career offices and groups", person.export_memberships)
        registry.register_erasure("Career offices and groups", person.erase_memberships)
        registry.register_erasure_caution("Career offices and groups", person.erasure_cautions)
        registry.register_export("Groups that you say yes for", person.export_approvals)
        registry.register_erasure("Groups that you say yes for", person.erase_approvals)
        registry.register_person_panel("Career offices and groups", person.memberships_panel)
        registry.register_replay("Career offices and groups", leaving.let_go_again)
        for label, queue in reviews.QUEUES.items():
            register_queue(label, queue)
        for label, panel in reviews.PANELS.items():
            registry.register_person_panel(label, panel)
        for label, part in host_exports.PARTS.items():
            register_host_export(label, part)
        registry.register_export("Career Services Boards", board_person.export_seats)
        registry.register_erasure("Career Services Boards", board_person.erase_seats)
        registry.register_export("Stand-ins for class", class_person.export_classes)
        registry.register_erasure("Stand-ins for class", class_person.erase_classes)
        registry.register_export("You as a writer", writer_person.export_writer)
        registry.register_erasure("Writer", writer_person.erase_writer)
        registry.register_export("Employers you introduce", introduction_person.export_introductions)
        registry.register_erasure("Employers you introduce", introduction_person.erase_introductions)
        registry.register_erasure("Your offers", offer_person.erase_offers)
        registry.register_export("Messages", message_person.export_messages)
        registry.register_erasure("Messages", message_person.erase_messages)
