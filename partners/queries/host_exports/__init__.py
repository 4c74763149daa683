"""What a host takes out: its own rows, list by list, as the archive holds them.

Nothing of another host is in it, no address of a writer before both agreed to work together, and nothing
that the moderators keep about the host.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import OuterRef, Q, QuerySet, Subquery

from careerlink.audit.models import Disclosure, Entry
from careerlink.outbox.models import OutgoingMail
from careerlink.web.archives import Table, in_batches
from partners.models import (
    Asked,
    CoolingOff,
    Engagement,
    Group,
    Host,
    HostExport,
    Invitation,
    Member,
    Need,
    NeedTag,
    Offer,
    Partnership,
    SavedWriter,
    Writer,
    WriterInvitation,
)
from partners.queries.host_exports import board, campus, classes, introductions, students
from partners.queries.host_exports.columns import display, get, name_of, table
from partners.queries.suggested import ABOUT

# What was never before the host.
UNSEEN = (Offer.State.DRAFT, Offer.State.DISCARDED)
KEEPS_CONTACTS = (Host.State.APPROVED, Host.State.LEAVING)
# Only mail about these tells the host nothing that it does not know.
OWN_MATTERS = (
    "boardseat",
    "host",
    "hostexport",
    "member",
    "invitation",
    "writerinvitation",
    "need",
    "offer",
    "engagement",
    "partnership",
    "message",
    "classrequest",
)


def exports_of(host: Host) -> QuerySet[HostExport]:
    """What was taken out of this host, newest first."""
    return HostExport.objects.filter(host=host).select_related("asked_by").order_by("-id")


def current_export(host: Host) -> HostExport | None:
    """The export that the page shows: the newest."""
    return exports_of(host).first()


def open_contacts(host: Host) -> QuerySet[Partnership]:
    """Partnerships whose contact details the host may know: both sides take part (a host that is leaving
    keeps what was agreed).
    """
    if host.state not in KEEPS_CONTACTS:
        return Partnership.objects.none()
    rows = Partnership.objects.filter(
        host=host, writer__state__in=[Writer.State.APPROVED, Writer.State.PAUSED], writer__user__is_active=True
    )
    return rows.select_related("writer__user")


def about_office(host: Host) -> Iterable[Table]:
    facts = ["name", "kind", "zone", "email", "phone", "website", "about", "house_rules", "students", "alumni", "staff"]
    limits = ["attention_budget", "no_capacity_until", "desk_mail_weekday", "desk_mail_hour", "state", "made_at"]
    columns = ["college", *facts, *limits]
    row = [host.institution.name, *(getattr(host, name) for name in [*facts, *limits])]
    yield Table("office", columns, [row])
    yield table("wants", host.wants.all(), {"kind": lambda want: want.get_kind_display()})
    yield table(
        "majors",
        host.taught_majors.select_related("major"),
        {"code": lambda row: row.major_id, "major": lambda row: row.major.title, "from": display("source")},
    )
    yield table(
        "closed_days",
        host.closures.all(),
        {"first_day": get("starts_on"), "last_day": get("ends_on"), "what_for": get("name")},
    )


def people(host: Host) -> Iterable[Table]:
    yield table(
        "members",
        Member.objects.filter(host=host).select_related("user"),
        {
            "name": lambda member: member.user.name,
            "email": lambda member: member.user.email,
            "role": display("role"),
            "title": get("title"),
            "gets_decisions": get("gets_decisions"),
            "is_adviser": get("is_adviser"),
            "hands_over_on": get("ends_on"),
            "since": get("since"),
            "ended": get("ended_at"),
        },
    )
    yield table(
        "invitations",
        Invitation.objects.filter(host=host).select_related("invited_by"),
        {
            "email": get("email"),
            "role": display("role"),
            "state": display("state"),
            "invited_by": lambda one: one.invited_by.name,
            "on": get("made_at"),
        },
    )


def requests(host: Host) -> Iterable[Table]:
    yield table(
        "requests",
        Need.objects.filter(host=host).select_related("made_by"),
        {
            "request": get("key"),
            "what_for": display("kind"),
            "words": get("words"),
            "service": display("service"),
            "language": display("language"),
            "details": get("details"),
            "when": get("needed_on"),
            "where": display("where"),
            "how_many": get("how_many"),
            "state": display("state"),
            "made_by": lambda need: name_of(need.made_by),
            "made_at": get("made_at"),
            "published_at": get("published_at"),
        },
    )
    yield table(
        "request_codes",
        NeedTag.objects.filter(need__host=host).select_related("need"),
        {"request": lambda tag: tag.need.key, "vocabulary": get("vocabulary"), "code": get("code")},
    )
    about = Need.objects.filter(pk=OuterRef("about_id")).values("key")[:1]
    yield table(
        "asked",
        Asked.objects.filter(host=host, label=ABOUT).select_related("writer").annotate(request=Subquery(about)),
        {
            "request": get("request"),
            "writer": lambda one: one.writer.name,
            "at": get("at"),
            "answer_by": get("answer_by"),
            "answer": display("answer"),
            "answered_at": get("answered_at"),
        },
    )


def offers(host: Host) -> Iterable[Table]:
    rows = Offer.objects.filter(host=host).exclude(state__in=UNSEEN)
    yield table(
        "offers",
        rows.select_related("writer", "need", "assignee", "decided_by"),
        {
            "offer": get("key"),
            "writer": lambda offer: offer.writer.name,
            "what": display("kind"),
            "request": lambda offer: offer.need.key if offer.need else "",
            "words": get("text"),
            "state": display("state"),
            "sent_at": get("sent_at"),
            "seen_at": get("seen_at"),
            "answer_by": get("due_at"),
            "given_to": lambda offer: name_of(offer.assignee),
            "decided_at": get("decided_at"),
            "decided_by": lambda offer: name_of(offer.decided_by),
            "private_reason": lambda offer: offer.get_private_reason_display() if offer.private_reason else "",
            "private_note": get("private_note"),
        },
    )
    yield table(
        "writers_asked",
        host.asked.select_related("writer"),
        {
            "writer": lambda asked: asked.writer.name,
            "on": get("at"),
            "answer": display("answer"),
            "answered_at": get("answered_at"),
        },
    )


def together(host: Host) -> Iterable[Table]:
    """Partnerships, with contact details where both have agreed and still take part; and the work."""
    may_know = set(open_contacts(host).values_list("pk", flat=True))
    yield table(
        "working_together",
        Partnership.objects.filter(host=host).select_related("writer__user", "pledge"),
        {
            "writer": lambda row: row.writer.name,
            "since": get("since"),
            "pledge": lambda row: f"{row.pledge.get_slug_display()}, {row.pledge.version}",
            "pledged_at": get("pledged_at"),
            "email": lambda row: row.writer.user.email if row.pk in may_know else "",
            "telephone": lambda row: row.writer.phone if row.pk in may_know else "",
        },
    )
    yield table(
        "agreed_work",
        Engagement.objects.filter(host=host).select_related("writer", "rules"),
        {
            "writer": lambda row: row.writer.name,
            "what": display("kind"),
            "from": get("busy_from"),
            "until": get("busy_until"),
            "state": display("state"),
            "agreed_at": get("agreed_at"),
            "acknowledged": lambda row: f"{row.rules.get_slug_display()}, {row.rules.version}" if row.rules else "",
        },
    )


def distances(host: Host) -> Iterable[Table]:
    """Which writers met students here as volunteers, and until when they take no paid work from them."""
    yield table(
        "cooling_off",
        CoolingOff.objects.filter(host=host).select_related("writer"),
        {"writer": lambda row: row.writer.name, "met_on": get("met_on"), "until": get("until")},
    )


def writers(host: Host) -> Iterable[Table]:
    yield table(
        "saved_writers",
        SavedWriter.objects.filter(host=host).select_related("writer", "by"),
        {
            "writer": lambda row: row.writer.name,
            "private_note": get("note"),
            "by": lambda row: name_of(row.by),
            "on": get("at"),
        },
    )
    yield table(
        "writers_invited",
        WriterInvitation.objects.filter(host=host).select_related("by"),
        {
            "name": get("name"),
            "email": get("email"),
            "state": display("state"),
            "by": lambda row: name_of(row.by),
            "on": get("made_at"),
        },
    )


def record(host: Host) -> Iterable[Table]:
    """E-mail in its name, what happened in its rooms, and who was shown contact details there."""
    yield Table("emails", ["kind", "to", "subject", "state", "written_at", "sent_at"], _mails(host))
    yield Table("what_happened", ["at", "what", "about", "before", "after", "reason", "by"], _entries(host))
    columns = ["at", "what", "shown_to", "whose", "right"]
    yield Table("who_was_shown_contacts", columns, _disclosures(host))


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {
    "office": about_office,
    "people": people,
    "requests": requests,
    "offers": offers,
    **introductions.PARTS,
    **classes.PARTS,
    "working_together": together,
    "cooling_off": distances,
    "writers": writers,
    **students.PARTS,
    "record": record,
    **board.PARTS,
    **campus.PARTS,
}


def _mails(host: Host) -> Iterator[list]:
    """Mail about its own matters: to its people and those it invited with address and subject, to writers without."""
    invited = [table.objects.filter(host=host).values("email") for table in (Invitation, WriterInvitation)]
    approves = Group.objects.filter(host=host).values("approver_email")
    own = Member.objects.filter(host=host).values("user")
    known = Q(mailbox__user_id__in=own) | Q(mailbox__address__in=invited[0]) | Q(mailbox__address__in=invited[1])
    known |= Q(mailbox__address__in=approves)
    labels = [f"partners.{name}" for name in OWN_MATTERS]
    rows = OutgoingMail.objects.filter(scope=host.key, about_label__in=labels).select_related("mailbox")
    for batch in in_batches(rows.defer("text", "html", "secret")):
        told = set(OutgoingMail.objects.filter(known, pk__in=[mail.pk for mail in batch]).values_list("pk", flat=True))
        for mail in batch:
            to, subject = (mail.mailbox.address, mail.subject) if mail.pk in told else ("a writer", "")
            yield [mail.kind, to, subject, mail.state, mail.made_at, mail.sent_at]


def _entries(host: Host) -> Iterator[list]:
    for batch in in_batches(Entry.objects.filter(scope=host.key)):
        names = _names(host, {entry.by for entry in batch if entry.by})
        for entry in batch:
            by = names.get(entry.by, "CareerLink") if entry.by else "the clock"
            label = entry.label.rpartition(".")[2]
            yield [entry.at, entry.event, label, entry.before, entry.after, entry.reason, by]


def _disclosures(host: Host) -> Iterator[list]:
    for batch in in_batches(Disclosure.objects.filter(scope=host.key)):
        names = _names(host, {row.seen_by for row in batch} | {row.person for row in batch})
        for row in batch:
            who, whose = names.get(row.seen_by, "CareerLink"), names.get(row.person, "")
            yield [row.at, row.what, who, whose, row.right]


def _names(host: Host, ids: set[int]) -> dict[int, str]:
    """Names of its people and of writers among these Users; never an address."""
    found = dict(Writer.objects.filter(user__in=ids).values_list("user", "name"))
    own = Member.objects.filter(host=host, user__in=ids)
    return {**found, **dict(own.values_list("user", "user__name"))}
