"""What this room and the rooms below it hold about a person: her export and her erasure."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.disclosures import disclosures_of, in_words
from careerlink.accounts.models import Agreement, User
from careerlink.accounts.registry import exports, register_erasure, register_export, register_person_panel
from careerlink.audit.models import Entry, Note
from careerlink.outbox import erasing
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import day, when


def everything_about(user: User) -> dict[str, object]:
    """All parts of a person's export, by their headings."""
    return {label: function(user) for label, function in exports.items()}


def to_read(part: object) -> list[list[tuple[str, str]]]:
    """A part of the export as groups of lines (label, words), moments in the current time zone."""
    groups = part if isinstance(part, list) else [part]
    return [[(str(key), _words(value)) for key, value in group.items()] for group in map(_as_dict, groups) if group]


def _as_dict(value: object) -> dict:
    return value if isinstance(value, dict) else {"": value}


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_words(inner) for inner in value) or _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, date):
        return day(value)
    return _("nothing") if value in (None, "") else str(value)


def account(user: User) -> dict:
    addresses = EmailAddress.objects.filter(user=user).order_by("-primary", "email")
    agreements = Agreement.objects.filter(user=user).select_related("text").order_by("at")
    return {
        "name": user.name,
        "time zone": user.zone,
        "joined": user.joined_at,
        "last log-in": user.last_login,
        "addresses": [{"address": row.email, "confirmed": row.verified, "main": row.primary} for row in addresses],
        "agreed to": [{"text": str(row.text), "when": row.at} for row in agreements],
        "second step at log-in": [
            {"kind": row.get_type_display(), "added": row.created_at, "last used": row.last_used_at}
            for row in Authenticator.objects.filter(user=user).order_by("created_at")
        ],
    }


def sessions(user: User) -> list[dict]:
    rows = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return [
        {"since": row.created_at, "last seen": row.last_seen_at, "network address": row.ip, "browser": row.user_agent}
        for row in rows
    ]


def mails(user: User) -> list[dict]:
    rows = OutgoingMail.objects.filter(_boxes_of(user)).select_related("mailbox").order_by("-made_at")
    return [
        {"to": row.mailbox.address, "subject": row.subject, "written": row.made_at, "sent": row.sent_at}
        for row in rows.defer("text", "html", "secret")
    ]


def mail_choices(user: User) -> list[dict]:
    boxes = Mailbox.objects.filter(Q(user_id=user.pk) | Q(address__in=_addresses(user))).prefetch_related("choices")
    return [
        {
            "to": box.address,
            "quiet from": f"{box.quiet_from}:00",
            "quiet until": f"{box.quiet_until}:00",
            "answers wait as well": box.holds_answers,
            **{row.get_group_display(): row.get_pace_display() for row in box.choices.all()},
        }
        for box in boxes.order_by("id")
    ]


def disclosures(user: User) -> list[dict]:
    shown = in_words(disclosures_of(user))
    return [{"when": one.at, "what": one.what, "seen by": one.who, "why": one.why} for one in shown]


def trail(user: User) -> list[dict]:
    rows = Entry.objects.filter(Q(by=user.pk) | Q(person=user.pk))
    return [{"when": row.at, "what": row.event, "about": row.label, "reason": row.reason} for row in rows]


def erase_mails(user: User) -> None:
    erasing.wipe(OutgoingMail.objects.filter(_boxes_of(user)))
    erasing.forget_boxes(Mailbox.objects.filter(Q(user_id=user.pk) | Q(address__in=_addresses(user))), user.key)


def erase_notes(user: User) -> None:
    Note.objects.filter(entry__person=user.pk, erased_at=None).update(text="", erased_at=clock.now())


def _addresses(user: User) -> list[str]:
    """Addresses that are proven to be hers: anybody could write down another person's."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return [user.email.lower(), *(email.lower() for email in confirmed.values_list("email", flat=True))]


def _boxes_of(user: User) -> Q:
    return Q(mailbox__user_id=user.pk) | Q(mailbox__address__in=_addresses(user))


# --- The moderator's page about one person -------------------------------------------------------------


def account_lines(user: User) -> list[tuple[str, str, str]]:
    addresses = EmailAddress.objects.filter(user=user).order_by("-primary", "email")
    lines = [
        (_("Main address") if row.primary else _("Address"), f"{row.email}" + ("" if row.verified else " (?)"), "")
        for row in addresses
    ]
    factors = ", ".join(row.get_type_display() for row in Authenticator.objects.filter(user=user))
    return [
        *lines,
        (_("Joined"), when(user.joined_at), ""),
        (_("Last log-in"), when(user.last_login) if user.last_login else _("never"), ""),
        (_("Second step"), factors or _("none"), ""),
        (_("Sessions"), str(UserSession.objects.filter(user=user).count()), ""),
    ]


def agreement_lines(user: User) -> list[tuple[str, str, str]]:
    rows = Agreement.objects.filter(user=user).select_related("text").order_by("-at")
    return [(when(row.at), str(row.text), "") for row in rows]


def mail_lines(user: User) -> list[tuple[str, str, str]]:
    rows = OutgoingMail.objects.filter(_boxes_of(user)).select_related("mailbox").order_by("-made_at")[:20]
    return [
        (
            when(row.made_at),
            f"{row.subject or row.kind}, {row.get_state_display()}, {row.mailbox.address}",
            reverse("admin:outbox_outgoingmail_change", args=[row.pk]),
        )
        for row in rows.defer("text", "html", "secret")
    ]


def disclosure_lines(user: User) -> list[tuple[str, str, str]]:
    rows = list(disclosures_of(user)[:20])
    names = _names({row.seen_by for row in rows})
    return [(when(row.at), f"{row.what}: {names.get(row.seen_by, row.seen_by)} ({row.right})", "") for row in rows]


def trail_lines(user: User) -> list[tuple[str, str, str]]:
    about_her = Q(label="accounts.user", about_id=user.pk)
    rows = list(Entry.objects.filter(Q(by=user.pk) | Q(person=user.pk) | about_her).select_related("note")[:30])
    names = _names({row.by for row in rows if row.by})
    return [(when(row.at), _entry_words(row, names), "") for row in rows]


def _entry_words(row: Entry, names: dict[int, str]) -> str:
    move = f" {row.before} → {row.after}" if row.after else ""
    reason = f", {row.reason}" if row.reason else ""
    note = f" “{row.note.text}”" if hasattr(row, "note") and row.note.text else ""
    by = names.get(row.by, _("the clock")) if row.by else _("the clock")
    return f"{row.label} {row.event}{move}{reason}{note} ({by})"


def _names(ids: set[int]) -> dict[int, str]:
    return {row.pk: str(row) for row in User.objects.filter(pk__in=ids)}


register_export("Account", account)
register_export("Where you are logged in", sessions)
register_export("E-mails to you", mails)
register_export("Which mail you chose", mail_choices)
register_export("Who saw your details", disclosures)
register_export("What happened", trail)
register_erasure("E-mails", erase_mails)
register_erasure("Notes in the trail", erase_notes)
register_person_panel("Account", account_lines)
register_person_panel("Agreed to", agreement_lines)
register_person_panel("E-mails, the last 20", mail_lines)
register_person_panel("Who saw these details, the last 20", disclosure_lines)
register_person_panel("What happened, the last 30", trail_lines)
