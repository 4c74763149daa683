"""How a place stands and what happened to it, in words, from the trail."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.models import Entry
from careerlink.audit.trail import entries_about
from careerlink.web.templatetags.web import day, hour
from careerlink.web.templatetags.web import when as moment
from events.models import Assignment

S = Assignment.State


def standing(place: Assignment, *, for_host: bool) -> str:
    """The state in one sentence, with the deadline where there is one."""
    zone = place.event.zone
    words = {"due": moment(place.due_at, zone), "name": place.writer.name, "host": place.event.host.name}
    said = _for_host() if for_host else _for_writer()
    return said.get(place.state, str(place.get_state_display()) + ".") % words


def _for_writer() -> dict[str, str]:
    return {
        S.INVITED: _("%(host)s would like you to help. Say yes or no by %(due)s."),
        S.REQUESTED: _("You asked for this place. You hear by %(due)s."),
        S.WAITLISTED: _("You are on the waiting list, until %(due)s. When it is your turn, we write at once."),
        S.HELD: _("A place is kept for you until %(due)s."),
        S.CONFIRMED: _("Your place is confirmed. %(host)s counts on you."),
        S.CHECKED_IN: _("You are here. Thank you for coming."),
        S.COMPLETED: _("You were there. Thank you."),
        S.LEFT_EARLY: _("You were there, and left early. Thank you."),
        S.NO_SHOW: _("It is noted that you did not come."),
        S.UNRECORDED: _("Nobody noted whether you were there."),
        S.HOST_NO_SHOW: _("You noted that nobody of the host was there."),
        S.CANCELLED_BY_VOLUNTEER: _("You gave the place back."),
        S.CANCELLED_LATE: _("You gave the place back after sign-up had ended."),
        S.CANCELLED_BY_HOST: _("%(host)s has called it off. You need not come."),
        S.SWAPPED: _("Somebody stands in for you. You need not come."),
        S.DECLINED: _("You said no."),
        S.REFUSED: _("%(host)s has chosen others this time."),
        S.EXPIRED: _("It ended without an answer in time."),
        S.WITHDRAWN: _("It was taken back."),
        S.LAPSED: _("It ended without a place for you this time."),
    }


def _for_host() -> dict[str, str]:
    return {
        S.INVITED: _("%(name)s is invited and answers by %(due)s."),
        S.REQUESTED: _("%(name)s asks for this place. Decide by %(due)s, or it ends."),
        S.WAITLISTED: _("%(name)s is on the waiting list, until %(due)s."),
        S.HELD: _("A place is kept for %(name)s until %(due)s."),
        S.CONFIRMED: _("%(name)s comes."),
        S.CHECKED_IN: _("%(name)s is here."),
        S.COMPLETED: _("%(name)s was there."),
        S.LEFT_EARLY: _("%(name)s was there and left early."),
        S.NO_SHOW: _("%(name)s did not come."),
        S.UNRECORDED: _("Nobody noted whether %(name)s was there."),
        S.HOST_NO_SHOW: _("%(name)s noted that nobody of you was there."),
        S.CANCELLED_BY_VOLUNTEER: _("%(name)s gave the place back."),
        S.CANCELLED_LATE: _("%(name)s gave the place back after sign-up had ended."),
        S.CANCELLED_BY_HOST: _("You called it off."),
        S.SWAPPED: _("Somebody stands in for %(name)s."),
        S.DECLINED: _("%(name)s said no."),
        S.REFUSED: _("You chose others this time."),
        S.EXPIRED: _("It ended without an answer in time."),
        S.WITHDRAWN: _("It was taken back."),
        S.LAPSED: _("It ended without a place for %(name)s."),
    }


def place_timeline(place: Assignment, *, zone: str, for_host: bool) -> list[dict]:
    """What happened to a place, newest first, below what comes next. The writer is not told who of the host did
    what.
    """
    entries = list(entries_about(place))
    names = _names(entries, but=place.writer.user_id) if for_host else {}
    said = _words(place, for_host)
    items = [_item(entry, said, names, zone) for entry in entries]
    if place.due_at and place.state in (*Assignment.WAITING, S.HELD):
        items.insert(0, {"when": day(place.due_at, zone), "title": _("It ends then by itself"), "to_come": True})
    elif place.state == S.CONFIRMED:
        begins = {"when": day(place.shift.starts_at, zone), "when_note": hour(place.shift.starts_at, zone)}
        items.insert(0, {**begins, "title": _("It begins"), "to_come": True})
    return [item for item in items if item["title"]]


def _words(place: Assignment, for_host: bool) -> dict[str, str]:
    name = {"name": place.writer.name, "host": place.event.host.name}
    she = {
        "self": _("%(name)s signed up") if for_host else _("You signed up"),
        "wait": _("%(name)s joined the waiting list") if for_host else _("You joined the waiting list"),
        "invited": _("You invited %(name)s") if for_host else _("%(host)s invited you"),
        "staff": _("You entered %(name)s") if for_host else _("%(host)s entered you"),
        "accept": _("%(name)s said yes") if for_host else _("You said yes"),
        "decline": _("%(name)s said no") if for_host else _("You said no"),
        "approve": _("You said yes") if for_host else _("%(host)s said yes"),
        "refuse": _("You said a kind no") if for_host else _("%(host)s chose others this time"),
        "remind": _("You were reminded") if for_host else _("We reminded %(host)s"),
        "cancel": _("%(name)s gave it back") if for_host else _("You gave it back"),
        "cancel_late": _("%(name)s gave it back late") if for_host else _("You gave it back"),
        "call_off": _("You called it off") if for_host else _("%(host)s called it off"),
    }
    both = {
        "standby": _("Stood by and was asked"),
        "stand_in": _("Stands in for somebody"),
        "agreed": _("Agreed before the event was planned"),
        "hold": _("A place was kept"),
        "withdraw": _("Taken back"),
        "take_back": _("The invitation was taken back"),
        "expire": _("No answer in time"),
        "lapse": _("Ran out"),
        "swap": _("A stand-in took it"),
        "check_in": _("Here"),
        "take_back_check_in": _("Noted by mistake as here"),
        "complete": _("Was there"),
        "leave_early": _("Left early"),
        "no_show": _("Noted as not there"),
        "forget": _("Nobody noted anything in time"),
        "clear": _("The note was taken back"),
        "contest": _("%(name)s said: I was there") if for_host else _("You said that you were there"),
        "keep": _("You stayed with it") if for_host else _("%(host)s stayed with it"),
        "left_at": _("The time of leaving was put right") if for_host else _("When you left was put right"),
        "host_no_show": _("Nobody of the host was there"),
    }
    return {event: words % name for event, words in {**she, **both}.items()}


def _names(entries: Iterable[Entry], *, but: int) -> dict[int, str]:
    people = {entry.by for entry in entries if entry.by and entry.by != but}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=people)} if people else {}


def _item(entry: Entry, said: dict[str, str], names: dict[int, str], zone: str) -> dict:
    return {
        "when": day(entry.at, zone),
        "when_note": hour(entry.at, zone),
        "title": said.get(entry.event, ""),
        "text": names.get(entry.by, ""),
    }
