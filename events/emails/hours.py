"""What is told about hours: the writer, what became of hers; the host, what she claims."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from events import clocks
from events.emails.places import hosts_of
from events.models import HoursEntry
from events.queries.ledger import hours_words

H = HoursEntry.State
ROWS = ("place__shift__role__event__host__institution", "writer__user")


def tell_hours(entry: HoursEntry) -> None:
    """To the host, that hours are claimed; to the writer, whatever else becomes of hers."""
    if entry.state == H.CLAIMED:
        _tell("hours_claimed", entry, hosts_of(entry.place))
    else:
        _tell("hours_recorded", entry, [entry.writer.user])


def remind_of_claim(entry: HoursEntry) -> None:
    """To the host, once, at half time: a claim waits. Asking twice is one mail."""
    _tell("hours_claim_reminder", entry, hosts_of(entry.place))


def _tell(kind: str, entry: HoursEntry, people: list[User]) -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{entry.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=entry,
        scope=entry.place.event.host.key,
    )


# --- What it says, as things are when it leaves ----------------------------------------------------


def _letter(build: Callable[[HoursEntry, dict], dict]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        entry = HoursEntry.objects.select_related(*ROWS).get(pk=mail.about_id)
        with translation.override(mail.mailbox.language):
            context = build(entry, _names(entry))
        return compose(mail, "base", subject=context.pop("subject"), context=context)

    return render


def _names(entry: HoursEntry) -> dict:
    shift = entry.place.shift
    event = shift.role.event
    return {
        "event": event.title,
        "role": shift.role.name,
        "host": event.host.name,
        "writer": entry.writer.name,
        "day": day(entry.on),
        "time": hours_words(entry.minutes),
        "until": day(entry.at + clocks.CLAIM, event.zone),
        "words": entry.words,
    }


@_letter
def hours_recorded(entry: HoursEntry, names: dict) -> dict:
    subject, said = {
        H.APPROVED: (
            _("Keep this: %(time)s approved, %(event)s"),
            _("%(host)s approved %(time)s for %(role)s on %(day)s. Thank you for your time."),
        ),
        H.REFUSED: (
            _("Know that hours were not approved: %(event)s"),
            _("%(host)s did not approve the hours that you claimed for %(role)s on %(day)s."),
        ),
        H.LAPSED: (
            _("Ask once more, if you like: hours for %(event)s"),
            _("%(host)s has not answered your claim for %(role)s on %(day)s. The hours stay unknown for now."),
        ),
        H.REVOKED: (
            _("Know that hours were taken back: %(event)s"),
            _("%(host)s has taken back the hours for %(role)s on %(day)s."),
        ),
    }[entry.state]
    paragraphs = [said % names]
    if entry.words:
        paragraphs.append(_("The reason: “%(words)s”") % names)
    if entry.replaces_id and entry.state == H.APPROVED:
        paragraphs.append(_("It replaces what was recorded before."))
    button = (_("See your hours"), absolute(reverse("writer_hours")))
    return {"subject": subject % names, "paragraphs": paragraphs, "button": button}


@_letter
def hours_claimed(entry: HoursEntry, names: dict) -> dict:
    paragraphs = [_("%(writer)s was %(role)s on %(day)s, says it took %(time)s, and nobody recorded it.") % names]
    if entry.words:
        paragraphs.append(_("In the writer's words: “%(words)s”") % names)
    paragraphs.append(_("Without your answer it ends on %(until)s, and the hours stay unknown.") % names)
    return {
        "subject": _("Answer by %(until)s: %(writer)s claims %(time)s, %(event)s") % names,
        "paragraphs": paragraphs,
        "button": (_("Approve or refuse"), absolute(reverse("hours_answer", args=[entry.key]))),
    }


def _still(*states: str) -> Callable[[OutgoingMail], str]:
    """True while the row stands and says one of these."""

    def still_true(mail: OutgoingMail) -> str:
        found = HoursEntry.objects.filter(pk=mail.about_id, state__in=states, replaced_by=None).exists()
        return "" if found else "another row replaces it"

    return still_true


WAITS = {"group": "decisions", "transactional": True, "render": hours_claimed, "still_true": _still(H.CLAIMED)}
register("hours_claimed", **WAITS)
register("hours_claim_reminder", **WAITS)
register(
    "hours_recorded",
    group="commitments",
    transactional=True,
    render=hours_recorded,
    still_true=_still(H.APPROVED, H.REFUSED, H.LAPSED, H.REVOKED),
)
