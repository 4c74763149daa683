"""The house, offers, hosts and writers."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile

from careerlink.audit import trail
from careerlink.outbox import stops
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.choices import DEFAULTS
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.files import PrivateStorage
from careerlink.web.models import SignedLink
from partners.emails.members import plan_reminder_of_colleague
from partners.models import Evidence, HostExport, SavedHost, SavedWriter, WaitingName
from tests import factories as make
from tests.pages.kinds import (
    ACTING,
    ALL,
    EVERY_WRITER,
    HOSTS,
    MODERATOR,
    OFFICE,
    WRITERS,
    Action,
    Page,
    key_of,
    office,
    office_and_key_of,
    office_and_public_key_of,
    office_and_writer,
)


def fill(world) -> None:
    """One of each thing that a page may show."""
    world.need = make.NeedFactory(host=world.office)
    world.ranked_need = make.NeedFactory(host=world.office, ranked_at=clock.now())
    world.rival_need = make.NeedFactory(host=world.rival)
    world.draft_need = make.NeedFactory(host=world.office, state="draft", published_at=None)
    world.filled_need = make.NeedFactory(host=world.office, state="filled")
    world.offer = make.OfferFactory(host=world.office, writer=world.writer2, kind="panel")
    world.rival_offer = make.OfferFactory(host=world.rival, writer=world.writer, kind="panel")
    world.partnership = make.PartnershipFactory(host=world.office, writer=world.writer, pledge=world.pledge)
    world.engagement = make.EngagementFactory(host=world.office, writer=world.writer)
    world.credential = world.writer.credentials.get()
    world.waiting_credential = make.CredentialFactory(writer=world.writer, waiting=True)
    world.evidence = Evidence.objects.create(
        credential=world.credential, content_type="application/pdf", size=9, name="certificate.pdf",
        file=ContentFile(b"%PDF-1.4\n", name="certificate.pdf"),
    )  # fmt: skip
    world.closure = world.office.closures.create(
        starts_on=clock.today() + timedelta(days=90), ends_on=clock.today() + timedelta(days=95)
    )
    world.invitation = make.InvitationFactory(host=world.office, invited_by=world.user["director"])
    world.writer_invitation = make.WriterInvitationFactory(host=world.office, by=world.user["director"])
    world.planned_mail = plan_mail(world.invitation)
    make.WriterFactory(slug="open-writer", name="Open Writer", is_public=True)
    world.host_export = HostExport.objects.create(
        host=world.office, asked_by=world.user["director"], state="ready", ready_at=clock.now(), rows=12, size=3400,
        due_at=clock.now() + timedelta(days=7), file=PrivateStorage().save("exports/world.zip", ContentFile(b"PK")),
    )  # fmt: skip
    world.staff_member = world.office.members.get(user=world.user["staff"])
    world.elsewhere = make.InstitutionFactory(name="College elsewhere")
    WaitingName.objects.create(writer=world.writer, institution=world.elsewhere)
    SavedWriter.objects.create(host=world.office, writer=world.writer2, by=world.user["director"])
    SavedHost.objects.create(writer=world.writer, host=world.office)


def plan_mail(invitation):
    """The reminder of an invitation, five days ahead."""
    plan_reminder_of_colleague(invitation, "https://link.test/go/x", send_after=clock.now() + timedelta(days=5))
    return OutgoingMail.objects.latest("id")


def link_token(world) -> str:
    """The token of an invitation's link, as it stands in the mail."""
    links.make("colleague", about=world.invitation.key, address=world.invitation.email, lasts=timedelta(days=14))
    return links.token(SignedLink.objects.latest("id"))


def mail_token(purpose) -> Callable[[SimpleNamespace], list]:
    """The token at the foot of a mail to somebody without an account."""

    def token(world) -> list:
        mail = queue_mail("host_invitation_wanted", key="footer", to="alumna@demo.test", about=world.office)
        return [stops.token(purpose, mail)]

    return token


def more_writers(world, rows):
    for _row in range(rows):
        writer = make.WriterFactory(verified=True)
        make.WriterTagFactory(writer=writer)
        make.FeeFactory(writer=writer)


def more_coverage(world, rows):
    for code in ("23.0101", "52.1401", "51.3801")[:rows]:
        world.office.taught_majors.create(major=make.MajorFactory(code=code, title=f"Major {code}"), source="picked")
        writer = make.WriterFactory(verified=True)
        make.WriterTagFactory(writer=writer, code=code)
        make.PartnershipFactory(host=world.office, writer=make.WriterTagFactory(code=code).writer, pledge=world.pledge)
        make.NeedFactory(host=world.office).tags.create(vocabulary="major", code=code)


def more_services(world, rows):
    for _row in range(rows):
        make.WriterTagFactory(vocabulary="service", code="resume")


def more_suggestions(world, rows):
    for _row in range(rows):
        make.WriterTagFactory(writer=make.WriterFactory(verified=True))


def keep_suggestions(world, rows):
    for rank in range(1, rows + 1):
        reasons = [["major", True, None, ["23.0101"], 1000, 0, ""], ["near", True, 4, [], 100, 0, ""]]
        world.ranked_need.suggestions.create(writer=make.WriterFactory(), rank=rank, score=1100, reasons=reasons)
        asked = make.WriterFactory()
        asked.asked.create(host=world.office, label="partners.need", about_id=world.ranked_need.pk)


def more_choices(world, rows):
    box = mailbox_for(world.user["director"].email, user_id=world.user["director"].pk)
    for group in list(DEFAULTS)[:rows]:
        box.choices.create(group=group, pace="weekly")


def more_hosts(world, rows):
    for _row in range(rows):
        host = make.HostFactory()
        host.wants.create(kind="panel")
        make.NeedFactory(host=host)


def more_offers(world, rows):
    for _row in range(rows):
        need = make.NeedFactory(host=world.office)
        writer = make.WriterFactory(verified=True)
        make.FeeFactory(writer=writer)
        make.OfferFactory(host=world.office, need=need, writer=writer)


def more_of_writer(world, rows):
    for _row in range(rows):
        make.CredentialFactory(writer=world.writer)
        make.FeeFactory(writer=world.writer)
        make.EngagementFactory(host=world.office, writer=world.writer)
        make.OfferFactory(writer=world.writer)
        make.NeedFactory(host=world.office)


def more_planned_mail(world, rows):
    for _row in range(rows):
        plan_mail(make.InvitationFactory(host=world.office, invited_by=world.user["director"]))


def more_of_host(world, rows):
    for _row in range(rows):
        make.NeedFactory(host=world.office)
        world.office.closures.create(starts_on=clock.today(), ends_on=clock.today() + timedelta(days=1))
        make.MemberFactory(host=world.office, role="viewer")


def more_looks(world, rows):
    for _row in range(rows):
        member = make.MemberFactory(host=world.office)
        trail.disclose(
            member, what="contact", right="colleague", seen_by=member.user, person_id=world.user["director"].pk,
            scope=world.office.key,
        )  # fmt: skip


PUBLIC: list[str] = [
    "accessibility_statement",
    "attribution",
    "demo_mailbox",
    "go",
    "healthz",
    "help",
    "join",
    "join_group",
    "join_office",
    "join_writer",
    "landing",
    "mail_choose",
    "mail_stop",
    "privacy",
    "readyz",
    "robots",
    "styleguide",
    "taxonomy_search",
    "terms",
    "trust",
    "trust_host",
    "writer_page_public",
]
PAGES: list[Page] = [
    # For everybody
    Page("landing", frozenset(), public=True, who="stranger", instead=dict.fromkeys(ALL, 302)),
    Page("trust", ALL, public=True, who="stranger"),
    Page("trust_host", ALL, office, public=True, who="stranger", queries=6, rows=more_of_host),
    Page("privacy", ALL, public=True, who="stranger"),
    Page("accessibility_statement", ALL, public=True, who="stranger"),
    Page("attribution", ALL, public=True, who="stranger"),
    Page("help", ALL, public=True, who="stranger"),
    Page("terms", ALL, public=True, who="stranger"),
    Page("join", ALL, public=True, who="stranger"),
    Page("join_office", ALL, public=True, who="stranger"),
    Page("join_group", ALL, public=True, who="stranger"),
    Page("join_writer", ALL, public=True, who="stranger", instead=dict.fromkeys(EVERY_WRITER, 302)),
    Page("taxonomy_search", ALL, lambda world: ["major"], query="?q=english", public=True, who="stranger"),
    Page("writer_page", ALL, lambda world: ["open-writer"], public=True, who="stranger", label="writer_page_public"),
    Page("demo_mailbox", ALL, public=True, who="stranger"),
    Page("styleguide", ALL, public=True, who="stranger"),
    Page("healthz", ALL, public=True, axe=False),
    Page("readyz", ALL, public=True, axe=False),
    Page("robots", ALL, public=True, axe=False),
    # For everybody who has logged in
    Page("start", frozenset(), axe=False, instead=dict.fromkeys(ALL, 302)),
    Page("account", ALL),
    Page("mail_choices", ALL, queries=4, rows=more_choices),
    Page("mail_choose", ALL, mail_token("choose"), public=True, who="stranger"),
    Page("mail_stop", ALL, mail_token("stop"), public=True, who="stranger"),
    Page("account_export", ALL),
    Page("who_saw_me", ALL, queries=5, rows=more_looks),
    Page("ask_to_be_erased", ALL),
    # The office
    Page("desk", OFFICE, office, queries=23, rows=more_offers),
    Page("desk_writers", OFFICE, office, queries=4, rows=more_writers),
    Page("desk_writer", OFFICE, office_and_writer, queries=7, rows=more_of_writer),
    Page("offers", OFFICE, office, queries=6, rows=more_offers),
    Page("offers_answered", OFFICE, office),
    Page("offer", OFFICE | {"writer2"}, key_of("offer")),
    Page("coverage", OFFICE, office, queries=9, rows=more_coverage),
    Page("coverage", OFFICE, office, query="?of=services", queries=7, rows=more_services, label="coverage_services"),
    Page("coverage", OFFICE, office, query="?of=languages&gaps=on", label="coverage_languages"),
    Page("needs", OFFICE, office),
    Page("need_new", ACTING, office),
    Page("need", OFFICE | EVERY_WRITER | MODERATOR, key_of("need")),
    Page("need_ask", ACTING, key_of("need"), query="?best=3", queries=7, rows=more_suggestions),
    Page(
        "need_ask",
        ACTING,
        key_of("ranked_need"),
        query="?best=3",
        queries=6,
        rows=keep_suggestions,
        label="need_ask_kept",
    ),
    Page(
        "need",
        OFFICE | EVERY_WRITER | MODERATOR,
        key_of("ranked_need"),
        queries=9,
        rows=keep_suggestions,
        label="need_kept",
    ),
    Page("not_for_me", EVERY_WRITER, key_of("need"), who="writer"),
    Page("need_edit", ACTING, key_of("need")),
    Page("need_meaning", ACTING, key_of("need")),
    Page("need_withdraw", ACTING, key_of("need")),
    Page("partnerships", OFFICE, office),
    Page("partnership", OFFICE | {"writer"}, key_of("partnership")),
    Page("engagement_finish", ACTING, key_of("engagement")),
    Page("engagement_call_off", ACTING | {"writer"}, key_of("engagement")),
    Page("host_settings", OFFICE, office),
    Page("host_wants", OFFICE, office),
    Page("host_majors", OFFICE, office),
    Page("host_closures", OFFICE, office),
    Page("host_members", OFFICE, office),
    Page("host_mail", OFFICE, office, queries=5),
    Page("planned_mail", OFFICE, office, queries=3, rows=more_planned_mail),
    Page("planned_mail_read", OFFICE, office_and_public_key_of("planned_mail")),
    Page("planned_mail_cancel", ACTING, office_and_public_key_of("planned_mail")),
    Page("member_role", frozenset({"director"}), office_and_key_of("staff_member")),
    Page("member_end", frozenset({"director"}), office_and_key_of("staff_member")),
    Page("invite_writer", ACTING, office),
    Page("report_writer", HOSTS | MODERATOR, lambda world: [world.writer2.slug]),
    Page("note_writer", ACTING, lambda world: [world.office.slug, world.writer2.slug]),
    Page("writer_contact", OFFICE, office_and_writer),
    Page("host_leave", OFFICE, office),
    Page("host_export", frozenset({"director"}), office, queries=3),
    Page("host_export_file", frozenset({"director"}), office_and_key_of("host_export"), axe=False),
    Page("host_end", frozenset({"director"}), office, queries=11, rows=more_of_host),
    Page("go", ALL, lambda world: [link_token(world)], public=True, who="stranger"),
    # The writer
    Page("writer_desk", EVERY_WRITER, who="writer", queries=15, rows=more_of_writer),
    Page("writer_profile", EVERY_WRITER, who="writer"),
    Page("writer_part", EVERY_WRITER, lambda world: ["basics"], who="writer", label="writer_basics"),
    Page("writer_part", EVERY_WRITER, lambda world: ["place"], who="writer", label="writer_place"),
    Page("writer_part", EVERY_WRITER, lambda world: ["availability"], who="writer", label="writer_availability"),
    Page("writer_part", EVERY_WRITER, lambda world: ["visibility"], who="writer", label="writer_visibility"),
    Page("writer_expertise", EVERY_WRITER, who="writer"),
    Page("writer_services", EVERY_WRITER, who="writer"),
    Page("writer_fees", EVERY_WRITER, who="writer"),
    Page("writer_photo_edit", EVERY_WRITER, who="writer"),
    Page("writer_pause", EVERY_WRITER, who="writer"),
    Page(
        "writer_page",
        HOSTS | {"writer"} | MODERATOR,
        lambda world: [world.writer.slug],
        who="writer",
        queries=5,
        rows=more_of_writer,
        instead={"stranger": 404},
    ),
    Page("writer_photo", frozenset(), lambda world: [world.writer.slug], axe=False, instead={"stranger": 404}),
    Page("writer_credentials", EVERY_WRITER, who="writer"),
    Page("credential_new", EVERY_WRITER, who="writer"),
    Page("credential_renew", frozenset({"writer"}), key_of("credential"), who="writer"),
    Page("credential_evidence", frozenset({"writer"}), key_of("waiting_credential"), who="writer"),
    Page("credential_remove", frozenset({"writer"}), key_of("waiting_credential"), who="writer"),
    Page("evidence", frozenset({"writer", "admin"}), key_of("evidence"), axe=False),
    Page("writer_hosts", EVERY_WRITER, who="writer", queries=4, rows=more_hosts),
    Page("note_host", EVERY_WRITER, office, who="writer"),
    Page("host_page", OFFICE | EVERY_WRITER | MODERATOR, office, who="writer", queries=8, rows=more_of_host),
    Page("report_host", OFFICE | EVERY_WRITER | MODERATOR, office, who="writer"),
    Page("writer_needs", EVERY_WRITER, who="writer", queries=5, rows=more_hosts),
    Page("writer_offers", EVERY_WRITER, who="writer"),
    Page("offer_new", WRITERS, lambda world: [world.rival.slug], who="writer2"),
    Page("offer_withdraw", frozenset({"writer2"}), key_of("offer"), who="writer2"),
    Page("writer_pledge", EVERY_WRITER, who="writer"),
    Page("waiting_names", EVERY_WRITER, who="writer"),
    Page("waiting_letter", frozenset({"writer"}), lambda world: [world.elsewhere.pk], who="writer"),
]
ACTIONS: list[Action] = [
    Action("save_writer", ACTING, office_and_writer),
    Action("unsave_writer", ACTING, office_and_writer),
    Action("offer_answer", ACTING, key_of("offer"), {"answer": "later"}),
    Action("offer_assign", ACTING, key_of("offer"), {"colleague": ""}),
    Action("mail_works", ALL),
    Action("for_me_again", EVERY_WRITER, key_of("need")),
    Action("need_publish", ACTING, key_of("draft_need")),
    Action("need_fill", ACTING, key_of("need")),
    Action("need_reopen", ACTING, key_of("filled_need")),
    Action("closure_remove", frozenset({"director"}), office_and_key_of("closure")),
    Action("host_resubmit", frozenset({"director"}), office),
    Action("host_come_back", frozenset({"director"}), office),
    Action("majors_add", frozenset({"director"}), office),
    Action("majors_paste", frozenset({"director"}), office, {"catalogue": "English"}),
    Action("majors_typical", frozenset({"director"}), office),
    Action("decisions_choose", ACTING, office, {"gets": "yes"}),
    Action("invitation_withdraw", frozenset({"director"}), office_and_key_of("invitation")),
    Action("writer_invitation_withdraw", ACTING, office_and_key_of("writer_invitation")),
    Action("ask_for_invitation", ALL - OFFICE, office),
    Action("writer_photo_remove", EVERY_WRITER),
    Action("writer_resume", EVERY_WRITER),
    Action("writer_submit", EVERY_WRITER),
    Action("save_host", EVERY_WRITER, office),
    Action("unsave_host", EVERY_WRITER, office),
    Action("waiting_remove", frozenset({"writer"}), lambda world: [world.elsewhere.pk]),
]
