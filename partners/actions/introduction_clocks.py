"""What time does to introductions, and when what names a contact is forgotten."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners import clocks
from partners.actions.introduction_answers import contact_says_no, end_made
from partners.actions.introductions import ROWS, end_waiting, hold
from partners.actions.offers import lock_host
from partners.emails import introductions as emails
from partners.models import Host, Introduction

State = Introduction.State
BATCH = 200
ENDED = (State.DECLINED, State.WITHDRAWN, State.LAPSED, State.DISCARDED)


def run_introduction_clocks() -> None:
    """Ask what is due, and do it; each in its own transaction, and harmless twice."""
    now = clock.now()
    rows = Introduction.objects.select_related(*ROWS)
    due = rows.filter(due_at__lte=now).order_by("due_at", "id")
    _each(due.filter(state__in=[State.DRAFT, *Introduction.WAITING]), end_silent)
    _each(due.filter(state=State.INTRODUCED), close_silent)
    since = now - timedelta(days=clocks.INTRODUCTION_REMINDER)
    asked = rows.filter(state__in=Introduction.FOR_CONTACT, due_at__gt=now, proposed_at__lte=since, reminded_at=None)
    _each(asked.order_by("proposed_at", "id"), remind_contact)
    _each(rows.filter(state=State.INTRODUCED, ask_at__lte=now).order_by("ask_at", "id"), ask_what_came)


@transaction.atomic
def end_silent(introduction: Introduction) -> None:
    """Nobody answered in time, or the draft was never filled in: it ends without blame."""
    introduction = hold(introduction)
    _refuse_if_put_off(introduction)
    end_waiting(introduction, "discard" if introduction.state == State.DRAFT else "lapse", by=None)


@transaction.atomic
def close_silent(introduction: Introduction) -> None:
    """Day 104: nobody is asked any more."""
    introduction = hold(introduction)
    _refuse_if_put_off(introduction)
    end_made(introduction, by=None)


@transaction.atomic
def remind_contact(introduction: Introduction) -> None:
    """The one reminder to the contact; a second beat changes nothing."""
    fresh = Introduction.objects.filter(pk=introduction.pk, state__in=Introduction.FOR_CONTACT, reminded_at=None)
    if fresh.update(reminded_at=clock.now()):
        emails.remind_contact(introduction)
        trail.record(introduction, "remind", **introduction.concerns())


@transaction.atomic
def ask_what_came(introduction: Introduction) -> None:
    """Ask the host what came of it, after 30 days and after 90; once when both have passed."""
    _first, second = (introduction.introduced_at + timedelta(days=days) for days in clocks.INTRODUCTION_ASKED)
    asked = 2 if clock.now() >= second else 1
    fresh = Introduction.objects.filter(pk=introduction.pk, state=State.INTRODUCED, ask_at=introduction.ask_at)
    if fresh.update(asked=asked, ask_at=second if asked == 1 else None):
        introduction.asked = asked
        emails.ask_host_what_came(introduction)
        trail.record(introduction, "ask", **introduction.concerns())


@transaction.atomic
def reckon_introductions(host: Host) -> None:
    """Reckon the deadlines of what waits anew, after the closures of a host have changed."""
    host = lock_host(host)
    for one in Introduction.objects.filter(host=host, state__in=Introduction.WAITING).order_by("id"):
        due = clocks.due_after(host, one.proposed_at, clocks.INTRODUCTION_ANSWER)
        Introduction.objects.filter(pk=one.pk, state__in=Introduction.WAITING).update(due_at=due)


def _refuse_if_put_off(introduction: Introduction) -> None:
    """Raise Stale when it was given more time, or has moved on, since it was read. Its host is held."""
    if introduction.due_at is None or introduction.due_at > clock.now():
        raise Stale("it was given more time")


def _each(due: QuerySet[Introduction], action: Callable) -> None:
    for row in due[:BATCH]:
        try:
            action(row)
        except (Stale, NoSuchMove):  # somebody was quicker
            continue


# --- Forgetting contacts ------------------------------------------------------------------------------------


def forget_contacts() -> int:
    """Blank what names the contact: 90 days after it came to nothing, 24 months after it was done. Returns how many."""
    now = clock.now()
    ended = Q(state__in=ENDED, state_since__lt=now - timedelta(days=clocks.CONTACT_KEPT))
    closed = Q(state=State.CLOSED, state_since__lt=now - timedelta(days=clocks.CONTACT_KEPT_CLOSED))
    old = Introduction.objects.filter(ended | closed, blanked_at=None).exclude(contact_email="")
    return _blank(list(old.order_by("state_since").values_list("pk", flat=True)[:1000]))


@transaction.atomic
def forget_contact(address: str, *, by: User | None = None) -> int:
    """Take out all that names a contact, because she wishes so: what waits for her ends with a no, and no link in a
    mail to her opens anything any more. `by` is the moderator who did it for her. Returns how many introductions.
    """
    rows = Introduction.objects.filter(contact_email=address.strip().lower()).exclude(contact_email="")
    for introduction in rows.filter(state__in=Introduction.WAITING).select_related(*ROWS).order_by("host_id", "id"):
        with suppress(Stale, NoSuchMove):  # it has moved on: introduced, or over
            contact_says_no(introduction)
    found = list(rows.select_related("host", "writer").order_by("id"))
    for introduction in found:
        trail.record(introduction, "forget_contact", by=by, **introduction.concerns())
    SignedLink.objects.filter(purpose=emails.LINK, address=address.strip().lower()).delete()
    return _blank([one.pk for one in found])


def forget_contacts_of_host(host: Host) -> int:
    """A host is gone for good: what names the contacts that were introduced to it goes with it."""
    host.introductions.exclude(private_note="").update(private_note="")
    return _blank(list(host.introductions.exclude(contact_email="").values_list("pk", flat=True)))


def _blank(ids: list[int]) -> int:
    rows = Introduction.objects.filter(pk__in=ids)
    return rows.update(contact_name="", contact_role="", contact_email="", blanked_at=clock.now())
