"""Roles and shifts of an event: added, changed while nobody is told of it, taken out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.later import later
from events.actions.calling_off import call_off_shifts
from events.actions.waiting import move_up
from events.models import Assignment, Event, Role, RoleTag, Shift, Venue
from partners.models import Host

MOST_ROLES, MOST_SHIFTS = 60, 200
LONGEST = timedelta(hours=24)


def lock_event(event: Event) -> Event:
    """Hold an event while its plan is changed. Raises Stale when it is over."""
    event = Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event.pk)
    if event.state != Event.State.DRAFT and not event.is_live:
        raise Stale("the event is over")
    return event


@transaction.atomic
def add_role(
    event: Event,
    *,
    by: User,
    times: Iterable[tuple[datetime, datetime]] = (),
    codes: Iterable[tuple[str, str]] = (),
    **facts,
) -> Role:
    """Add a role, with shifts at `times`. `facts`: name, duties, least, most, credential, is_instant.
    Raises ValidationError in words when there are too many, or one of this name.
    """
    event = lock_event(event)
    known = event.roles.aggregate(n=Count("pk"), last=Max("order"))
    if known["n"] >= MOST_ROLES:
        raise ValidationError(_("An event has at most %(most)s roles. Plan a second event.") % {"most": MOST_ROLES})
    role = Role(event=event, order=(known["last"] or 0) + 1, **facts)
    role.validate_constraints()
    role.save()
    _tag(role, codes)
    for first, last in times:
        _add_shift(event, role, first, last)
    rank_anew(event)
    trail.record(event, "add_role", by=by, fields=["roles"], scope=event.host.key)
    return role


def rank_anew(event: Event) -> None:
    """Something else is asked for: what was kept is not read any more, and the matcher's worker finds anew who fits."""
    if event.is_live:
        Shift.objects.filter(role__event=event).update(ranked_at=None)
        later("events.tasks.rank_event", event.pk)


def _tag(role: Role, codes: Iterable[tuple[str, str]]) -> None:
    role.tags.all().delete()
    RoleTag.objects.bulk_create(RoleTag(role=role, vocabulary=one, code=two) for one, two in dict.fromkeys(codes))


@transaction.atomic
def change_role(role: Role, *, by: User, codes: Iterable[tuple[str, str]], **facts) -> list[str]:
    """Change what is asked of a role; its name only while nobody has a place in it (`actions.moving` tells people).
    Returns the names of what changed. Raises ValidationError when more people are confirmed in one of its shifts than
    it would have seats.
    """
    list(Shift.objects.select_for_update().filter(role=role).order_by("pk"))
    event = lock_event(role.event)
    role = Role.objects.get(pk=role.pk)
    taken = _most_taken(role)
    if facts.get("most", role.most) < taken:
        raise ValidationError({"most": too_few_seats(taken)})
    changed = [name for name, value in facts.items() if getattr(role, name) != value]
    if "name" in changed and _live(shift__role=role).exists():
        raise Stale("somebody has a place there now")
    before = set(role.tags.values_list("vocabulary", "code"))
    if before != set(codes):
        changed.append("tags")
    for name, value in facts.items():
        setattr(role, name, value)
    role.validate_constraints()
    if changed:
        role.save()
        _tag(role, codes)
        rank_anew(event)
        trail.record(event, "change_role", by=by, fields=changed, scope=event.host.key)
    for shift in role.shifts.all() if "most" in changed else ():
        move_up(shift)  # whoever waits is first
    return changed


def too_few_seats(taken: int) -> str:
    """Why a role cannot have fewer seats than people who have one."""
    words = ngettext(
        "%(n)s person has a place in one of its shifts already. Free a place first.",
        "%(n)s people have a place in one of its shifts already. Free places first.",
        taken,
    )
    return words % {"n": taken}


def _most_taken(role: Role) -> int:
    """The most people in one of its shifts."""
    seated = Assignment.objects.filter(shift__role=role, seat__isnull=False)
    heads = seated.order_by().values("shift").annotate(n=Count("pk")).values_list("n", flat=True)
    return max(heads, default=0)


def _live(**where):
    return Assignment.objects.filter(state__in=Assignment.LIVE, **where)


@transaction.atomic
def add_shift(role: Role, starts_at: datetime, ends_at: datetime, *, by: User) -> Shift:
    """Add a block of time to a role. Raises ValidationError when there are too many, or it cannot be."""
    event = lock_event(role.event)
    shift = _add_shift(event, role, starts_at, ends_at)
    rank_anew(event)
    trail.record(event, "add_shift", by=by, fields=["shifts"], scope=event.host.key)
    return shift


def _add_shift(event: Event, role: Role, starts_at: datetime, ends_at: datetime) -> Shift:
    if Shift.objects.filter(role__event=event).count() >= MOST_SHIFTS:
        raise ValidationError(_("An event has at most %(most)s shifts.") % {"most": MOST_SHIFTS})
    judge_times(event, starts_at, ends_at)
    if Shift.objects.filter(role=role, starts_at=starts_at, ends_at=ends_at, called_off_at=None).exists():
        raise ValidationError(_("The role has a shift at this time already."))
    return Shift.objects.create(role=role, starts_at=starts_at, ends_at=ends_at)


def judge_times(event: Event, starts_at: datetime, ends_at: datetime) -> None:
    """Raise ValidationError for times of a shift that cannot be: backwards, very long, far from the event, or past."""
    if ends_at <= starts_at:
        raise ValidationError(_("It must end after it begins."))
    if ends_at - starts_at > LONGEST:
        raise ValidationError(_("A shift lasts at most 24 hours."))
    if event.starts_at and not event.starts_at - LONGEST <= starts_at <= event.ends_at + LONGEST:
        raise ValidationError(_("This is more than a day away from the event."))
    if event.is_live and starts_at <= clock.now():
        raise ValidationError(_("This time is past. Choose one to come."))


@transaction.atomic
def remove_shift(shift: Shift, *, by: User) -> bool:
    """Take a shift out: one that nobody ever had a place in is deleted, another one is called off and whoever comes
    is told. Returns whether it was deleted. Raises ValidationError when it has begun.
    """
    return _remove(shift.role.event, [shift], by=by)


@transaction.atomic
def remove_role(role: Role, *, by: User) -> bool:
    """The same for a role with all its shifts. Returns whether it was deleted."""
    if _remove(role.event, list(role.shifts.all()), by=by):
        role.delete()
        return True
    return False


def _remove(event: Event, shifts: list[Shift], *, by: User) -> bool:
    call_off_shifts(event, shifts, by=by)
    event = lock_event(event)
    ids = [shift.pk for shift in shifts]
    kept = set(Assignment.objects.filter(shift__in=ids).values_list("shift", flat=True))
    Shift.objects.filter(pk__in=[pk for pk in ids if pk not in kept]).delete()
    trail.record(event, "remove_shifts", by=by, fields=["shifts"], scope=event.host.key)
    return not kept


@transaction.atomic
def make_venue(host: Host, *, by: User | None, name: str, room: str = "", zone: str = "", **facts) -> Venue:
    """A place where the host holds events. Raises ValidationError when it has one of this name and room."""
    return keep_venue(Venue(host=host, name=name, room=room, zone=zone or host.zone, **facts), by=by)


@transaction.atomic
def keep_venue(venue: Venue, *, by: User | None) -> Venue:
    """Keep a place as it was written down; one that is kept stays as it is. Raises what `make_venue()` raises."""
    if venue.pk is None:
        Host.objects.select_for_update().get(pk=venue.host_id)
        venue.validate_constraints()
        venue.save()
        trail.record(venue, "make", by=by, scope=venue.host.key)
    return venue


@transaction.atomic
def change_venue(venue: Venue, *, by: User, **facts) -> None:
    """Put a venue right. Where people come to it, its name, room and address stay: choosing another venue on the
    event's page tells them. Raises ValidationError in words.
    """
    changed = [name for name, value in facts.items() if getattr(venue, name) != value]
    if {"name", "room", "address", "zone"} & set(changed) and _is_expected(venue):
        raise ValidationError(
            _("People are coming there. Write down a new place and choose it for the event, so that they are told.")
        )
    for name in changed:
        setattr(venue, name, facts[name])
    venue.validate_constraints()
    if changed:
        venue.save()
        trail.record(venue, "change", by=by, fields=changed, scope=venue.host.key)


def _is_expected(venue: Venue) -> bool:
    coming = Q(shift__role__event__venue=venue, shift__role__event__is_online=False, shift__ends_at__gt=clock.now())
    return _live().filter(coming).exists()
