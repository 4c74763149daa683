"""What a writer is told about her place, and the host about who comes and who does not."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.trail import label_of
from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.outbox.queries import mail_about
from careerlink.web import clock, links
from careerlink.web.templatetags.web import day, hour
from events.emails.invites import with_invite
from events.models import Assignment
from events.queries.in_charge import in_charge
from events.queries.reminders import copies_of
from events.queries.searches import seeks_standby
from events.queries.words import when, where

S = Assignment.State
LINK = "place"
ROWS = ("shift__role__event__host__institution", "shift__role__event__venue", "writer__user")


def tell_about_new_place(place: Assignment) -> None:
    """To the writer, and to the host where it has to decide: what came of signing up, an invitation or an entry."""
    if place.state == S.CONFIRMED:
        tell_confirmed(place, by=place.made_by)
    elif place.state == S.INVITED:
        tell_with_link("place_invited", place)
    elif place.state == S.REQUESTED:
        tell("place_asked_for", place, hosts_of(place))
    elif place.state == S.WAITLISTED:
        tell("place_waits", place, [place.writer.user])


def tell_confirmed(place: Assignment, *, by: User | None, mail_at: datetime | None = None) -> None:
    """To the writer: when and where, with what to bring to her calendar; and the reminders of it, which leave later."""
    own = _copies("place_confirmed", place, [place.writer.user], mail_at=mail_at)
    queue_each("place_confirmed", [*own, *copies_of(place)])


def tell_refused(place: Assignment, *, mail_at: datetime | None = None) -> None:
    """To the writer: a kind no."""
    tell("place_refused", place, [place.writer.user], mail_at=mail_at)


def planned_answer(place: Assignment) -> OutgoingMail | None:
    """The host's answer to her request while it has not left. One query."""
    mails = mail_about(label_of(place), place.pk).filter(kind__in=("place_confirmed", "place_refused"))
    planned = mails.filter(state=OutgoingMail.State.WAITING, send_after__gt=clock.now())
    return planned.select_related("mailbox").first()


def tell_accepted(place: Assignment) -> None:
    """To the host: whom it invited comes."""
    tell("place_accepted", place, hosts_of(place))


def tell_left(place: Assignment, *, was_invited: bool = False, tell_writer: bool = True) -> None:
    """To those of the host who have to know: whom it invited cannot come, or a confirmed place is empty again, at once
    when that is late; to the writer, that it is taken off her calendar.
    """
    if was_invited:
        tell("place_declined", place, hosts_of(place))
    elif place.state == S.CANCELLED_LATE:
        tell("place_left_late", place, hosts_of(place))
    elif place.state == S.CANCELLED_BY_VOLUNTEER:
        tell("place_left", place, hosts_of(place))
    if tell_writer and place.state in (S.CANCELLED_LATE, S.CANCELLED_BY_VOLUNTEER):
        tell("place_given_back", place, [place.writer.user])


def tell_called_off(place: Assignment) -> None:
    """To the writer: the host has called her place off, whatever state it was in."""
    tell("place_called_off", place, [place.writer.user])


def tell_taken_back(place: Assignment) -> None:
    """To the writer: she need not answer the invitation any more."""
    tell("place_taken_back", place, [place.writer.user])


def tell_expired(place: Assignment) -> None:
    """To the writer, in one sentence: an invitation or a request ended without an answer."""
    tell("place_expired", place, [place.writer.user])


def remind_of_request(place: Assignment) -> None:
    """To the host, once, at half time: somebody asked for a place and waits."""
    tell("place_asked_reminder", place, hosts_of(place))


def hosts_of(place: Assignment) -> list[User]:
    """Who is in charge of the event."""
    return in_charge(place.event)


def tell(kind: str, place: Assignment, people: Iterable[User], *, mail_at: datetime | None = None) -> None:
    queue_each(kind, _copies(kind, place, people, mail_at=mail_at))


def _copies(kind: str, place: Assignment, people: Iterable[User], *, mail_at: datetime | None = None) -> list[Copy]:
    return [
        Copy(
            f"{kind}:{place.key}:{place.sequence}:{person.pk}",
            Recipient(person.email, person.pk, person.zone),
            place,
            place.event.host.key,
            send_after=mail_at,
        )
        for person in people
    ]


def tell_with_link(kind: str, place: Assignment) -> None:
    """To the writer, with a link by which she says yes or no without logging in, until the clock of the place ends."""
    address, lasts = place.writer.user.email, place.due_at - clock.now()
    links.make(LINK, about=place.key, address=address, lasts=lasts, single_use=False)
    tell(kind, place, [place.writer.user])


# --- What it says, as things are when it leaves ----------------------------------------------------


def place_of(mail: OutgoingMail) -> Assignment:
    return Assignment.objects.select_related(*ROWS).get(pk=mail.about_id)


def letter(build: Callable[[Assignment, dict], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says what the letter holds, for a place and its names."""

    def render(mail: OutgoingMail) -> Content:
        place = place_of(mail)
        with translation.override(mail.mailbox.language):
            context = build(place, names_of(place))
            context.setdefault("rows", rows_of(place, mail.mailbox.zone))
            content = compose(mail, "base", subject=context.pop("subject"), context=context)
            return with_invite(content, mail, place)

    return render


def names_of(place: Assignment) -> dict:
    event = place.event
    return {
        "event": event.title,
        "role": place.shift.role.name,
        "host": event.host.name,
        "college": event.host.institution.name,
        "writer": place.writer.name,
        "day": day(place.shift.starts_at, event.zone),
        "due": f"{day(place.due_at, event.zone)}, {hour(place.due_at, event.zone)}" if place.due_at else "",
    }


def rows_of(place: Assignment, zone: str) -> list[tuple[str, str]]:
    """What, when and where, for the table of a letter."""
    rows = [(_("What"), f"{place.shift.role.name}, {place.event.title}"), (_("When"), when(place.shift, zone))]
    return [*rows, *where(place.event, takes_part=place.state in Assignment.COMING)]


def answer_button(place: Assignment) -> tuple[str, str]:
    """To the page behind the signed link, which needs no log-in; to her own page where there is none."""
    pair = (LINK, place.key)
    found = links.urls_of(place.writer.user.email, [pair]).get(pair)
    return (_("Answer"), found or absolute(place.get_absolute_url()))


def _own_page(place: Assignment) -> tuple[str, str]:
    return (_("See your place"), absolute(place.get_absolute_url()))


@letter
def place_confirmed(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Come on %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [_confirmed_words(place) % names],
        "button": _own_page(place),
        "after": [_("If something comes up, say so on that page as early as you can; somebody else can take it.")],
    }


def _confirmed_words(place: Assignment) -> str:
    if place.how == Assignment.How.STAFF:
        return _("%(host)s at %(college)s has entered you for this and counts on you.")
    return _("Your place is confirmed. %(host)s at %(college)s counts on you.")


@letter
def place_invited(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Say whether you come on %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("%(host)s at %(college)s would like you to help. Please answer by %(due)s.") % names,
            _("Yes and no take one click each; after that day the place goes to somebody else."),
        ],
        "button": answer_button(place),
    }


@letter
def place_asked_for(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Decide by %(due)s: %(writer)s for %(role)s, %(event)s") % names,
        "paragraphs": [_("%(writer)s would like this place. Without your answer it ends on %(due)s.") % names],
        "button": (_("Look and decide"), absolute(place.get_absolute_url())),
    }


@letter
def place_waits(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Wait for your turn until %(due)s: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("You are on the waiting list. When it is your turn, a place is kept for you and we write at once."),
            _("The list ends on %(due)s; leaving it is one click.") % names,
        ],
        "button": _own_page(place),
    }


@letter
def place_refused(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Look for another place: %(role)s, %(event)s") % names,
        "paragraphs": [_("%(host)s thanks you for asking and has chosen others this time.") % names],
        "button": (_("See what you can take"), absolute(reverse("shifts_to_take"))),
    }


@letter
def place_left(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Know that %(writer)s cannot come: %(role)s, %(event)s") % names,
        "paragraphs": [
            _("%(writer)s has given the place back. Whoever waits is asked next; you need do nothing.") % names
        ],
        "button": (_("See the event"), absolute(place.event.get_absolute_url())),
    }


@letter
def place_left_late(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Act now: %(writer)s cannot come on %(day)s, %(role)s, %(event)s") % names,
        "paragraphs": [_("%(writer)s withdrew after sign-up had ended.") % names, _what_is_done(place)],
        "button": (_("See who can come"), absolute(place.event.get_absolute_url())),
    }


def _what_is_done(place: Assignment) -> str:
    if seeks_standby(place):
        return _("People who stand by are asked now, and we write when somebody comes.")
    return _("Nobody is left to be asked. Add people who stand by on the page of the event; they are asked at once.")


@letter
def place_given_back(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Take it off your calendar: %(role)s, %(event)s") % names,
        "paragraphs": [_("Your place is given back, and you need not come. %(host)s knows.") % names],
        "button": (_("See the event"), absolute(place.event.get_absolute_url())),
    }


@letter
def place_accepted(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Count on %(writer)s on %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [_("%(writer)s said yes to your invitation. You need do nothing.") % names],
        "button": (_("See the place"), absolute(place.get_absolute_url())),
    }


@letter
def place_declined(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Ask somebody else: %(writer)s cannot come, %(role)s, %(event)s") % names,
        "paragraphs": [_("%(writer)s thanks you for the invitation and cannot come on %(day)s.") % names],
        "button": (_("Invite others"), absolute(reverse("shift_invite", args=[place.shift.key]))),
    }


@letter
def place_called_off(place: Assignment, names: dict) -> dict:
    event = place.event
    is_over = event.state == event.State.CANCELLED
    said = _("%(event)s is called off.") if is_over else _("Your place there is called off: the plan has changed.")
    why = _("%(host)s says: %(why)s") % {**names, "why": event.called_off_why} if event.called_off_why else ""
    thanks = _("You need not come on %(day)s, and your time is free again. Thank you for having wanted to help.")
    return {
        "subject": _("Do not come on %(day)s: %(role)s, %(event)s") % names,
        "paragraphs": [words for words in (said % names, why, thanks % names) if words],
        "button": (_("See what else you can take"), absolute(reverse("shifts_to_take"))),
    }


@letter
def place_taken_back(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Forget our question: %(role)s, %(event)s") % names,
        "paragraphs": [_("%(host)s has taken the invitation back, with thanks. You need not answer.") % names],
        "button": (_("See what you can take"), absolute(reverse("shifts_to_take"))),
    }


@letter
def place_expired(place: Assignment, names: dict) -> dict:
    said = _("%(host)s could not answer in time, so what you asked for has ended and your time is free.")
    if place.how == Assignment.How.INVITED:
        said = _("The time to answer this invitation is over; %(host)s asks somebody else and thanks you.")
    return {
        "subject": _("Look for another place: %(role)s, %(event)s") % names,
        "paragraphs": [said % names],
        "button": (_("See what you can take"), absolute(reverse("shifts_to_take"))),
    }


@letter
def place_asked_reminder(place: Assignment, names: dict) -> dict:
    return {
        "subject": _("Decide by %(due)s: %(writer)s still waits for %(role)s, %(event)s") % names,
        "paragraphs": [_("Half of the time is over. Without your answer it ends on %(due)s.") % names],
        "button": (_("Look and decide"), absolute(place.get_absolute_url())),
    }


def still(*states: str) -> Callable[[OutgoingMail], str]:
    """True while the place is in one of these states and, where somebody is to answer, there is time to."""

    def still_true(mail: OutgoingMail) -> str:
        found = Assignment.objects.filter(pk=mail.about_id, state__in=states)
        if set(states) <= {*Assignment.WAITING, S.HELD}:
            found = found.filter(due_at__gt=clock.now())
        return "" if found.exists() else "the place has moved on"

    return still_true


for slug, group, render, still_true, urgent in [
    ("place_confirmed", "commitments", place_confirmed, still(*Assignment.COMING), False),
    ("place_invited", "decisions", place_invited, still(S.INVITED), False),
    ("place_asked_for", "decisions", place_asked_for, still(S.REQUESTED), False),
    ("place_waits", "commitments", place_waits, still(S.WAITLISTED), False),
    ("place_refused", "commitments", place_refused, still(S.REFUSED), False),
    ("place_left", "commitments", place_left, still(S.CANCELLED_BY_VOLUNTEER), False),
    ("place_left_late", "commitments", place_left_late, still(S.CANCELLED_LATE), True),
    ("place_accepted", "decisions", place_accepted, still(*Assignment.COMING), False),
    ("place_declined", "decisions", place_declined, still(S.DECLINED), False),
    ("place_called_off", "commitments", place_called_off, still(S.CANCELLED_BY_HOST), True),
    ("place_taken_back", "commitments", place_taken_back, still(S.WITHDRAWN), False),
    ("place_expired", "commitments", place_expired, still(S.EXPIRED), False),
    ("place_asked_reminder", "decisions", place_asked_reminder, still(S.REQUESTED), False),
    (
        "place_given_back",
        "commitments",
        place_given_back,
        still(S.CANCELLED_BY_VOLUNTEER, S.CANCELLED_LATE),
        False,
    ),
]:
    register(slug, group=group, transactional=True, urgent=urgent, render=render, still_true=still_true)
