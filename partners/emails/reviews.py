"""What applicants hear from the moderators, and what moderators hear from the clock."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careerlink.accounts.models import SuspensionReason
from careerlink.audit.models import Entry
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day, short_day
from partners.models import Credential, Host, Report, Writer
from partners.models.approval import Reviewed
from partners.models.reasons import (
    CredentialRejection,
    CredentialRevocation,
    HostRefusal,
    WriterQuestion,
    WriterRefusal,
    kind_words,
)
from partners.queries.hosts import managers_of


def tell_managers(host: Host, kind: str, entry: Entry) -> None:
    """Tell the managers of a host what was decided (`entry`)."""
    for member in managers_of(host):
        _queue(kind, host, entry.key, member.user, {"entry": entry.pk}, scope=host.key)


def tell_writer(writer: Writer, kind: str, entry: Entry) -> None:
    """Tell a writer what was decided (`entry`) about her or her credential."""
    _queue(kind, writer, entry.key, writer.user, {"entry": entry.pk})


def tell_applicant_delay(thing: Host | Writer | Credential) -> None:
    """It takes longer, and by when you hear."""
    told = f"{thing.delay_told_at:%Y%m%d%H%M}"
    if isinstance(thing, Host):
        for member in managers_of(thing):
            _queue("review_delayed_host", thing, f"{thing.key}:{told}", member.user, {}, scope=thing.key)
    elif isinstance(thing, Writer):
        _queue("review_delayed_writer", thing, f"{thing.key}:{told}", thing.user, {})
    else:
        _queue("review_delayed_credential", thing, f"{thing.key}:{told}", thing.writer.user, {})


def alarm_moderators(things: Iterable[Reviewed], *, at: datetime) -> None:
    """Half of the time is over for these."""
    about = [[thing._meta.label_lower, thing.pk] for thing in things]
    first = f"{about[0][0]}-{about[0][1]}"
    for address in settings.MODERATOR_EMAILS:
        key = f"review-alarm:{first}:{at:%Y%m%d%H%M%S}:{address}"
        queue_mail("review_alarm", key=key, to=address, context={"about": about})


def _queue(kind: str, about, what: str, user, context: dict, scope: str = "") -> None:
    queue_mail(
        kind, key=f"{kind}:{what}:{user.pk}", to=user.email, user_id=user.pk, about=about, scope=scope, context=context
    )


# --- How a decision reads -----------------------------------------------------------------------------


class Letter(NamedTuple):
    """The words of one kind: subject, first line, whether the reason follows, what comes next, the button.

    `%(what)s` is the name of what was decided on, `%(day)s` the day until which it holds.
    """

    subject: str
    first: str
    reasons: type[models.TextChoices] | None
    after: str
    label: str
    address: Callable[[Reviewed], str]


def _desk(host: Host) -> str:
    return reverse("desk", args=[host.slug])


def _settings(host: Host) -> str:
    return reverse("host_settings", args=[host.slug])


def _profile(_thing) -> str:
    return reverse("writer_profile")


def _colleges(_thing) -> str:
    return reverse("writer_hosts")


def _credentials(_thing) -> str:
    return reverse("writer_credentials")


_t = gettext_lazy
LETTERS: dict[str, Letter] = {
    "review_host_approved": Letter(
        _t("Welcome: %(what)s is approved"),
        _t("From today you can look for writers, publish requests and answer offers."),
        None,
        _t("A good first step: say what you want now, so that writers near you can offer it."),
        _t("Open your desk"),
        _desk,
    ),
    "review_host_refused": Letter(
        _t("We could not approve %(what)s"),
        _t("Thank you for asking. We could not approve it as it stands."),
        HostRefusal,
        _t("If this can be put right, change it and ask again; a person looks at it again within two working days."),
        _t("See what you wrote"),
        _settings,
    ),
    "review_host_suspended": Letter(
        _t("%(what)s is suspended until %(day)s"),
        _t("Until %(day)s nobody of %(what)s can contact writers. It ends by itself on that day."),
        SuspensionReason,
        _t("Answer this mail if we are mistaken; a person reads it."),
        _t("Open your desk"),
        _desk,
    ),
    "review_host_lifted": Letter(
        _t("%(what)s takes part again"),
        _t("The suspension has ended. Everything is open to you as before."),
        None,
        "",
        _t("Open your desk"),
        _desk,
    ),
    "review_writer_approved": Letter(
        _t("Welcome: you are approved"),
        _t("From today offices find you, and you can offer your help."),
        None,
        _t("A good first step: see which colleges near you have open requests."),
        _t("See who wants help"),
        _colleges,
    ),
    "review_writer_asked": Letter(
        _t("Answer a question about your profile by %(day)s"),
        _t("Please answer by %(day)s; then we go on at once. Until then your profile waits for you."),
        WriterQuestion,
        "",
        _t("Answer on your profile"),
        _profile,
    ),
    "review_writer_refused": Letter(
        _t("We could not approve your profile"),
        _t("Thank you for wanting to help. We could not approve your profile as it stands."),
        WriterRefusal,
        _t("If this can be put right, change it and send it again; a person looks at it within two working days."),
        _t("Open your profile"),
        _profile,
    ),
    "review_writer_suspended": Letter(
        _t("Your profile is suspended until %(day)s"),
        _t("Until %(day)s offices do not see you and you cannot offer. It ends by itself on that day."),
        SuspensionReason,
        _t("Answer this mail if we are mistaken; a person reads it."),
        _t("Open your profile"),
        _profile,
    ),
    "review_writer_lifted": Letter(
        _t("You take part again"),
        _t("The suspension has ended. Offices see you as before."),
        None,
        "",
        _t("See who wants help"),
        _colleges,
    ),
    "review_credential_checked": Letter(
        _t("Checked: %(what)s"),
        _t("We confirmed it with its issuer. Offices see “credential checked” beside your name."),
        None,
        _t("We remind you 60, 30 and 7 days before it runs out."),
        _t("See your credentials"),
        _credentials,
    ),
    "review_credential_rejected": Letter(
        _t("We could not confirm %(what)s"),
        _t("We tried to confirm it and could not. Nothing else about your profile changes."),
        CredentialRejection,
        _t("Send better evidence or the right number, and we look again within two working days."),
        _t("Send it again"),
        _credentials,
    ),
    "review_credential_revoked": Letter(
        _t("%(what)s no longer counts as checked"),
        _t("From today it is not shown beside your name."),
        CredentialRevocation,
        _t("Answer this mail if we are mistaken; a person reads it."),
        _t("See your credentials"),
        _credentials,
    ),
}
ANSWER_DAYS = 30  # to answer a question about a profile
TABLES = {Host._meta.label_lower: Host, Writer._meta.label_lower: Writer, Credential._meta.label_lower: Credential}


def reason_words(letter: Letter, code: str) -> str:
    """What the mail says about a reason."""
    if letter.reasons is SuspensionReason:
        known = code in SuspensionReason.values
        return _("The reason: %(reason)s.") % {"reason": SuspensionReason(code).label} if known else ""
    return kind_words(letter.reasons, code) if letter.reasons else ""


def paragraphs(kind: str, names: dict, code: str, note: str) -> list[str]:
    """The sentences of a decision's mail; the admin shows them before they leave."""
    letter = LETTERS[kind]
    own = note.strip()
    parts = [str(letter.first) % names, reason_words(letter, code), own]
    if not own and code == "other":
        parts.append(_("Answer this mail if you would like to know more."))
    return [part for part in parts if part]


def _thing(entry: Entry) -> Reviewed:
    table = TABLES[entry.label]
    beside = {Host: ["institution"], Writer: ["user"], Credential: ["writer__user"]}[table]
    return table.objects.select_related(*beside).get(pk=entry.about_id)


def _names(thing: Reviewed) -> dict:
    until = getattr(thing, "suspended_until", None)
    if isinstance(thing, Writer) and thing.state == Writer.State.NEEDS_INFORMATION:
        return {"what": thing.name, "day": day(thing.state_since.date() + timedelta(days=ANSWER_DAYS))}
    zone = thing.zone if isinstance(thing, Host) else None
    return {"what": str(thing), "day": day(until, zone) if until else ""}


def _render_decision(mail: OutgoingMail) -> Content:
    entry = Entry.objects.select_related("note").get(pk=mail.context["entry"])
    thing, letter = _thing(entry), LETTERS[mail.kind]
    names, note = _names(thing), getattr(entry, "note", None)
    why = {
        "host": _("You get this because you manage this place on CareerLink."),
        "writer": _("You get this because you joined as a writer."),
        "credential": _("You get this because you asked us to check a credential."),
    }[thing._meta.model_name]
    return compose(
        mail,
        "base",
        subject=str(letter.subject) % names,
        context={
            "paragraphs": paragraphs(mail.kind, names, entry.reason, note.text if note else ""),
            "button": (letter.label, absolute(letter.address(thing))),
            "after": [letter.after] if letter.after else [],
            "why": why,
        },
    )


def _decision_stands(mail: OutgoingMail) -> str:
    entry = Entry.objects.get(pk=mail.context["entry"])
    thing = TABLES[entry.label].objects.filter(pk=entry.about_id).first()
    if thing is None:
        return "it is gone"
    return "" if thing.state == entry.after else "it was decided otherwise since"


# --- Delays and alarms ----------------------------------------------------------------------------------


def _render_delay(mail: OutgoingMail) -> Content:
    table = {"host": Host, "writer": Writer, "credential": Credential}[mail.kind.rpartition("_")[2]]
    thing = table.objects.get(pk=mail.about_id)
    zone = thing.zone if isinstance(thing, Host) else None
    where = {Host: _desk, Writer: _profile, Credential: _credentials}[table]
    by = day(thing.answer_by, zone)
    return compose(
        mail,
        "base",
        subject=_("It takes longer: you hear by %(day)s") % {"day": short_day(thing.answer_by, zone)},
        context={
            "paragraphs": [
                _("We have not decided about %(what)s yet and are sorry. You hear by %(day)s.")
                % {"what": thing, "day": by},
                _("There is nothing that you need to do. Our moderators have been alarmed."),
            ],
            "button": (_("See how it stands"), absolute(where(thing))),
            "why": _("You get this because you asked us to look at something and it takes longer than we said."),
        },
    )


def _still_waits(mail: OutgoingMail) -> str:
    table = {"host": Host, "writer": Writer, "credential": Credential}[mail.kind.rpartition("_")[2]]
    return "" if table.objects.filter(pk=mail.about_id, state="submitted").exists() else "it was decided"


def _render_alarm(mail: OutgoingMail) -> Content:
    labels = [label for label, _pk in mail.context["about"]]
    words = {
        "partners.host": lambda n: ngettext("%(n)s office or group", "%(n)s offices or groups", n),
        "partners.writer": lambda n: ngettext("%(n)s writer", "%(n)s writers", n),
        "partners.credential": lambda n: ngettext("%(n)s credential", "%(n)s credentials", n),
        "partners.report": lambda n: ngettext("%(n)s report", "%(n)s reports", n),
    }
    counts = [(label, labels.count(label)) for label in words if label in labels]
    parts = [words[label](n) % {"n": n} for label, n in counts]
    n = len(labels)
    return compose(
        mail,
        "base",
        subject=ngettext("Half time: %(n)s thing waits for you", "Half time: %(n)s things wait for you", n) % {"n": n},
        context={
            "paragraphs": [
                _("Half of the time that we told people has passed for: %(what)s.") % {"what": ", ".join(parts)},
            ],
            "button": (_("Open the queues"), absolute(reverse("admin:index"))),
            "why": _("You get this because you are a moderator."),
        },
    )


def _still_anything(mail: OutgoingMail) -> str:
    tables = {**TABLES, Report._meta.label_lower: Report}
    for label, pk in mail.context["about"]:
        if tables[label].objects.filter(pk=pk, state="submitted").exists():
            return ""
    return "all of it was decided"


for _kind in LETTERS:
    register(_kind, group="commitments", transactional=True, render=_render_decision, still_true=_decision_stands)
for _kind in ("review_delayed_host", "review_delayed_writer", "review_delayed_credential"):
    register(_kind, group="commitments", transactional=True, render=_render_delay, still_true=_still_waits)
register("review_alarm", group="decisions", transactional=True, render=_render_alarm, still_true=_still_anything)
