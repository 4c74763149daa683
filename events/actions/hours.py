"""The ledger of hours: approved as listed, claimed and answered, put right by new rows. No row ever changes."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from events.actions.certificates import revoke_for
from events.actions.locks import ROWS
from events.actions.seats import hold_place
from events.emails import hours as emails
from events.models import Assignment, Event, HoursEntry, Shift
from events.queries.ledger import entry_of, listed_minutes, may_be_approved, may_be_claimed
from partners.actions import engagements as work
from partners.models import Writer

S, H = Assignment.State, HoursEntry.State
LONGEST = 24 * 60


@transaction.atomic
def approve_as_listed(event: Event, places: Collection[Assignment], *, by: User) -> list[HoursEntry]:
    """Close a day with one click: whoever of these was there has her listed hours. Those left out stay unknown; what
    stands in the ledger already is left as it is, so that a second click changes nothing.
    """
    places = _hold_all(event, places)
    standing = {entry.place_id: entry for entry in HoursEntry.objects.filter(place__in=places, replaced_by=None)}
    made = []
    for place in places:
        entry = standing.get(place.pk)
        if not may_be_approved(place, entry):
            continue
        if place.state == S.CHECKED_IN:
            place.move("complete", by=by, seat=None, due_at=None)
            work.settle_work(place, is_done=True, by=by)
        made.append(add(place, H.APPROVED, listed_minutes(place), by=by, replaces=entry))
    return made


def _hold_all(event: Event, places: Collection[Assignment]) -> list[Assignment]:
    """The places of this event as they are now: people first, then shifts, each in the order of their ids."""
    mine = Assignment.objects.filter(pk__in=[place.pk for place in places], shift__role__event=event)
    list(Writer.objects.select_for_update().filter(places__in=mine.values("pk")).order_by("pk").values_list("pk"))
    list(Shift.objects.select_for_update().filter(places__in=mine.values("pk")).order_by("pk").values_list("pk"))
    rows = mine.select_related("writer__user", *(f"shift__{row}" for row in ROWS))
    return list(rows.order_by("shift__starts_at", "pk"))


def add(
    place: Assignment, state: str, minutes: int, *, by: User | None, replaces: HoursEntry | None, words: str = ""
) -> HoursEntry:
    """Write one row, in a transaction that holds the place, and tell whom it concerns."""
    event = place.event
    entry = HoursEntry.objects.create(
        place=place,
        host=event.host,
        writer=place.writer,
        on=place.shift.starts_at.astimezone(ZoneInfo(event.zone)).date(),
        minutes=minutes,
        state=state,
        replaces=replaces,
        words=words,
        by=by.pk if by else None,
    )
    before = replaces.state if replaces else ""
    trail.record(entry, "record", by=by, before=before, after=state, **entry.concerns())
    emails.tell_hours(entry)
    if replaces and replaces.counts:
        revoke_for(place, by=by)
    return entry


@transaction.atomic
def claim_hours(place: Assignment, *, by: User, minutes: int, words: str) -> HoursEntry:
    """The writer says that she was there and for how long; the host answers within 30 days. The same click twice is
    one claim. Raises ValidationError, Stale.
    """
    place = hold_place(place)
    entry = entry_of(place)
    if entry is not None and entry.state == H.CLAIMED:
        return entry
    if not may_be_claimed(place, entry):
        raise Stale("there is nothing to claim")
    _judge(minutes, least=1)
    return add(place, H.CLAIMED, minutes, by=by, replaces=entry, words=words)


@transaction.atomic
def answer_claim(entry: HoursEntry, *, by: User, is_approved: bool, minutes: int = 0, words: str = "") -> HoursEntry:
    """The host approves what was claimed, or as many minutes as it says, or refuses in words. A place that nobody had
    recorded is then one where she was there. Raises ValidationError, Stale.
    """
    place, entry = _hold_entry(entry)
    if entry.state != H.CLAIMED:
        raise Stale(f"the entry is {entry.state}")
    if not is_approved:
        if not words:
            raise ValidationError({"words": _("Say why: the writer reads it.")})
        return add(place, H.REFUSED, 0, by=by, replaces=entry, words=words)
    minutes = minutes or entry.minutes
    _judge(minutes, least=1)
    if place.state == S.UNRECORDED:
        place.move("complete", by=by)
        work.settle_work(place, is_done=True, by=by)
    if place.state not in Assignment.WORKED:
        raise Stale(f"the place is {place.state}")
    return add(place, H.APPROVED, minutes, by=by, replaces=entry, words=words)


@transaction.atomic
def correct_hours(entry: HoursEntry, *, by: User, minutes: int, words: str) -> HoursEntry:
    """Put right what stands in the ledger, by a new row with its reason; no minutes at all take the entry back.
    Raises ValidationError, Stale.
    """
    place, entry = _hold_entry(entry)
    if entry.state == H.CLAIMED:
        raise Stale("it waits for an answer")
    _judge(minutes, least=0)
    if minutes and place.state not in Assignment.WORKED:
        raise ValidationError(_("First say that the writer was there: the place says otherwise."), code="not_there")
    if not words:
        raise ValidationError({"words": _("Say why: the writer reads it.")})
    return add(place, H.APPROVED if minutes else H.REVOKED, minutes, by=by, replaces=entry, words=words)


def follow_place(place: Assignment, *, by: User | None) -> None:
    """Bring approved hours in line with what was just put right about the place, which is held."""
    entry = entry_of(place)
    if entry is None or not entry.counts:
        return
    if place.state not in Assignment.WORKED:
        add(place, H.REVOKED, 0, by=by, replaces=entry)
    elif entry.minutes != listed_minutes(place):
        add(place, H.APPROVED, listed_minutes(place), by=by, replaces=entry)


@transaction.atomic
def lapse_claim(entry: HoursEntry) -> None:
    """Nobody answered in time: the hours stay unknown, and the writer may ask once more. Raises Stale."""
    place, entry = _hold_entry(entry)
    if entry.state != H.CLAIMED:
        raise Stale(f"the entry is {entry.state}")
    add(place, H.LAPSED, 0, by=None, replaces=entry)


def _hold_entry(entry: HoursEntry) -> tuple[Assignment, HoursEntry]:
    """The place, held, and the row, which must be the one that stands. Raises Stale."""
    place = hold_place(entry.place)
    standing = entry_of(place)
    if standing is None or standing.pk != entry.pk:
        raise Stale("the entry was replaced")
    return place, standing


def _judge(minutes: int, *, least: int) -> None:
    if not least <= minutes <= LONGEST:
        raise ValidationError({"minutes": _("Between %(least)s minutes and 24 hours.") % {"least": least}})
