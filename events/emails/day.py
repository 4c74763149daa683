"""What is told around the day: the run sheet the evening before; who did not come, and what was said against it."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.outbox.copies import Copy, Recipient, queue_each, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day, hour
from events import clocks
from events.emails.places import hosts_of, letter, still
from events.models import Assignment, Event
from events.queries.day import blocks_of, places_of_day, run_sheet_leaves, state_words
from events.queries.in_charge import in_charge
from events.queries.words import span, where

S = Assignment.State


def plan_run_sheet(event: Event, leaves: datetime) -> None:
    """To whoever is in charge, at 6 pm of the evening before: the sheet of the day. Planning it twice is one mail; an
    event at another time has another.
    """
    copies = [
        Copy(
            f"run_sheet:{event.key}:{event.starts_at.isoformat()}:{person.pk}",
            Recipient(person.email, person.pk, person.zone),
            event,
            event.host.key,
            {"starts_at": event.starts_at.isoformat()},
        )
        for person in in_charge(event)
    ]
    queue_each("run_sheet", copies, send_after=leaves)


def tell_recorded(place: Assignment, before: str) -> None:
    """To the writer: that she is noted as missing, with what she can do; or that this was put right."""
    if place.state == S.NO_SHOW:  # a little later, so that a slip of the thumb is put right unread
        person = place.writer.user
        key = f"place_no_show:{place.key}:{place.state_since.isoformat()}"
        copy = Copy(key, Recipient(person.email, person.pk, person.zone), place, place.event.host.key)
        queue_each("place_no_show", [copy], send_after=place.state_since + clocks.SLIP)
    elif before in Assignment.AFTER:
        _tell("place_put_right", place, [place.writer.user])


def tell_stood_in_for(place: Assignment) -> None:
    """To the writer: somebody stood in for her; nothing is held against her."""
    _tell("place_stood_in", place, [place.writer.user])


def tell_contested(place: Assignment) -> None:
    """To the host: the writer says that she was there."""
    _tell("place_contested", place, hosts_of(place))


def tell_kept(place: Assignment) -> None:
    """To the writer: the host stays with it, and why."""
    _tell("place_contest_kept", place, [place.writer.user])


def tell_host_missing(place: Assignment) -> None:
    """To the host, at once: a writer was there and nobody met her."""
    _tell("place_host_missing", place, hosts_of(place))


def _tell(kind: str, place: Assignment, people: list[User]) -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{place.key}:{place.state_since.isoformat()}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=place,
        scope=place.event.host.key,
    )


# --- What it says, as things are when it leaves ----------------------------------------------------


def _run_sheet(mail: OutgoingMail) -> Content:
    event = Event.objects.select_related("host__institution", "venue").get(pk=mail.about_id)
    with translation.override(mail.mailbox.language):
        blocks = blocks_of(event, places_of_day(event).filter(state__in=Assignment.COMING))
        names = {"event": event.title, "day": day(event.starts_at, event.zone)}
        context = {
            "paragraphs": [_("Print the sheet: one page with everybody who comes, in the order of time.")],
            "button": (_("Open the run sheet"), absolute(reverse("event_run_sheet", args=[event.key]))),
            "second": (_("Check people in on your phone"), absolute(reverse("event_check_in", args=[event.key]))),
            "rows": [
                (_("When"), span(event.starts_at, event.ends_at, event.zone)),
                *where(event, takes_part=True),
                *((f"{block.times}, {block.shift.role.name}", _who(block)) for block in blocks),
            ],
        }
        subject = _("Print the run sheet for %(day)s: %(event)s") % names
    return compose(mail, "base", subject=subject, context=context)


def _who(block) -> str:
    names = ", ".join(row.place.writer.name for row in block.rows) or _("nobody yet")
    return _("%(names)s; %(n)s missing") % {"names": names, "n": block.missing} if block.missing else names


def _run_sheet_still(mail: OutgoingMail) -> str:
    """True while the event is held at the time for which it was planned and has not begun, and she is in charge."""
    event = Event.objects.filter(pk=mail.about_id, state__in=Event.LIVE).first()
    if event is None:
        return "the event is not held"
    if event.starts_at.isoformat() != mail.context["starts_at"]:
        return "the event is held at another time"
    if mail.mailbox.user_id not in {person.pk for person in in_charge(event)}:
        return "somebody else is in charge"
    return "" if run_sheet_leaves(event) <= mail.due_at < event.starts_at else "it is too late"


def _day_page(place: Assignment, label: str) -> tuple[str, str]:
    return (label, absolute(reverse("place_day", args=[place.key])))


def _record_page(place: Assignment, label: str) -> tuple[str, str]:
    return (label, absolute(reverse("place_record", args=[place.key])))


def _until(moment: datetime, place: Assignment) -> str:
    return f"{day(moment, place.event.zone)}, {hour(moment, place.event.zone)}"


@letter
def place_no_show(place: Assignment, names: dict) -> dict:
    names = {**names, "until": _until(place.state_since + clocks.CONTEST, place)}
    return {
        "subject": _("Say by %(until)s if you were there: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("%(host)s has noted that you did not come. If that is right, you need do nothing.") % names,
            _("If you were there, say so in a sentence by %(until)s; %(host)s then answers within 7 days.") % names,
        ],
        "button": _day_page(place, _("I was there")),
    }


@letter
def place_contested(place: Assignment, names: dict) -> dict:
    names = {**names, "until": _until(place.contested_at + clocks.CONTEST, place), "words": place.contest}
    return {
        "subject": _("Answer by %(until)s: %(writer)s says “I was there”, %(event)s") % names,
        "paragraphs": [
            _("%(writer)s is noted as missing and says: “%(words)s”") % names,
            _("Put it right or stay with it by %(until)s. Without an answer it becomes unknown.") % names,
        ],
        "button": _record_page(place, _("Answer")),
    }


@letter
def place_put_right(place: Assignment, names: dict) -> dict:
    names = {**names, "state": state_words(place, place.event)}
    return {
        "subject": _("Know that it was put right: %(role)s, %(event)s") % names,
        "paragraphs": [_("About your place on %(day)s it now says: %(state)s.") % names],
        "button": _day_page(place, _("See your place")),
    }


@letter
def place_stood_in(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Know that somebody stood in for you: %(role)s, %(event)s") % names,
        "paragraphs": [_("%(host)s noted a stand-in for your place on %(day)s. You need do nothing.") % names],
        "button": _day_page(place, _("See your place")),
    }


def _words(place: Assignment, event: str) -> str:
    """What was written with the newest move or entry of this name, while it is kept."""
    entry = trail.entries_about(place, events=[event]).first()
    return entry.note.text if entry is not None and hasattr(entry, "note") else ""


@letter
def place_contest_kept(place: Assignment, names: dict) -> dict:
    names = {**names, "words": _words(place, "keep")}
    return {
        "subject": _("Know the answer: %(role)s, %(event)s") % names,
        "paragraphs": [_("You said that you were there on %(day)s. %(host)s stays with it: “%(words)s”") % names],
        "button": _day_page(place, _("See your place")),
    }


@letter
def place_host_missing(place: Assignment, names: dict) -> dict:
    names = {**names, "words": _words(place, "host_no_show")}
    return {
        "subject": _("Call %(writer)s, whom nobody met: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("%(writer)s came on %(day)s and says that nobody of yours was there: “%(words)s”") % names,
            _("The moderators know too. Please write to the writer today."),
        ],
        "button": (_("See the place"), absolute(place.get_absolute_url())),
    }


def _still_contested(mail: OutgoingMail) -> str:
    found = Assignment.objects.filter(pk=mail.about_id, state=S.NO_SHOW, contest_settled_at=None)
    return "" if found.exclude(contested_at=None).exists() else "it is answered"


def register_kinds() -> None:
    common = {"group": "commitments", "transactional": True}
    register("run_sheet", render=_run_sheet, still_true=_run_sheet_still, **common)
    register("place_no_show", render=place_no_show, still_true=still(S.NO_SHOW), **common)
    register("place_put_right", render=place_put_right, still_true=still(*Assignment.AFTER), **common)
    register("place_stood_in", render=place_stood_in, still_true=still(S.SWAPPED), **common)
    register("place_contest_kept", render=place_contest_kept, still_true=still(S.NO_SHOW), **common)
    register("place_host_missing", render=place_host_missing, still_true=still(S.HOST_NO_SHOW), urgent=True, **common)
    register(
        "place_contested", group="decisions", transactional=True, render=place_contested, still_true=_still_contested
    )


register_kinds()
