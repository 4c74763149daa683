"""Events: made, from nothing, from another one or from a template; shown, hidden, kept as a template."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from events import clocks
from events.actions.plans import keep_venue
from events.models import Event, EventTag, EventTemplate, Role, RoleTag, Shift, Venue
from events.queries.audience import codes_of
from events.queries.defaults import usual_roles
from events.queries.plans import ROLE_FACTS, plan_of, times_on
from events.signals import event_shown
from partners.models import Host
from partners.queries.campus import campus_of, is_group, is_paused

DOUBLE_CLICK = timedelta(minutes=5)
MOST_TEMPLATES = 50
SHOWN_BY = ("publish", "hide", "invite_only")  # events of the machine by which a live event is shown to whom


@transaction.atomic
def make_event(
    host: Host,
    *,
    by: User | None,
    kind: str,
    title: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    zone: str = "",
    roles: Iterable[dict] | None = None,
    **facts,
) -> Event:
    """Write an event down as a draft that nobody else sees, with the roles and shifts that its kind usually needs, or
    with `roles` (as `queries.plans` has them, shifts as pairs of moments).

    `facts`: venue, is_online, link, description, words, competencies, opens_at, closes_at, coordinator, source_label,
    source_id; a venue that is not kept yet is kept with it. A second click makes no second one. Raises ValidationError
    for times that cannot be, and for a second venue of the same name.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    now = clock.now()
    source = {"source_label": facts.get("source_label", ""), "source_id": facts.get("source_id")}
    same = Event.objects.filter(host=host, kind=kind, title=title, starts_at=starts_at, made_by=by, state="draft")
    if by and (twin := same.filter(**source, made_at__gt=now - DOUBLE_CLICK).first()):
        twin.host = host
        return twin
    facts.setdefault("coordinator", by)
    if facts.get("venue"):
        keep_venue(facts["venue"], by=by)
    event = Event(host=host, kind=kind, title=title, starts_at=starts_at, ends_at=ends_at, made_by=by, **facts)
    event.zone = zone or (event.venue.zone if event.venue and not event.is_online else host.zone)
    if starts_at and not event.closes_at:
        event.closes_at = clocks.usual_cut_off(starts_at, now)
    event.due_at = clocks.draft_due(starts_at, now)
    event.validate_constraints()
    event.save()
    tag_event(event)
    if roles is None and starts_at and ends_at:
        roles = usual_roles(kind, starts_at, ends_at)
    _add_roles(event, list(roles or ()))
    trail.record(event, "make", by=by, after=event.state, reason=event.source_label, scope=host.key)
    return event


def _add_roles(event: Event, roles: list[dict]) -> None:
    """Roles with shifts and tags, in three statements."""
    rows = [
        Role(event=event, order=number, **{name: facts[name] for name in ROLE_FACTS if name in facts})
        for number, facts in enumerate(roles)
    ]
    Role.objects.bulk_create(rows)
    pairs = list(zip(rows, roles, strict=True))
    Shift.objects.bulk_create(
        Shift(role=row, starts_at=first, ends_at=last) for row, facts in pairs for first, last in facts["shifts"]
    )
    RoleTag.objects.bulk_create(
        RoleTag(role=row, vocabulary=vocabulary, code=code)
        for row, facts in pairs
        for vocabulary, code in facts.get("tags", ())
    )


def tag_event(event: Event) -> None:
    """Read the words of an event anew: for which majors it is."""
    event.tags.all().delete()
    EventTag.objects.bulk_create(
        EventTag(event=event, vocabulary=vocabulary, code=code) for vocabulary, code in codes_of(event.words)
    )


@transaction.atomic
def copy_event(event: Event, *, by: User, on: date) -> Event:
    """The same event on another day: all times as clocks show them there, all roles and shifts, nobody's place.
    Raises ValidationError in words when clocks skip one of its times on that day.
    """
    return _from_plan(event.host, plan_of(event), by=by, on=on)


@transaction.atomic
def make_from_template(template: EventTemplate, *, by: User, on: date) -> Event:
    """An event from a template on a day. Raises ValidationError as `copy_event()` does."""
    return _from_plan(template.host, template.plan, by=by, on=on)


def _from_plan(host: Host, plan: dict, *, by: User, on: date) -> Event:
    times = times_on(plan, on)
    venue = Venue.objects.filter(host=host, pk=plan["venue"]).first() if plan["venue"] else None
    return make_event(host, by=by, zone=plan["zone"], venue=venue, **plan["facts"], **times)


@transaction.atomic
def keep_template(event: Event, *, by: User, name: str) -> EventTemplate:
    """Keep an event as a template: what it is, its roles and shifts, nobody's place. The event stays as it is.
    Raises ValidationError when there is one of this name.
    """
    Host.objects.select_for_update().get(pk=event.host_id)
    found = EventTemplate.objects.filter(host=event.host)
    if found.count() >= MOST_TEMPLATES:
        raise ValidationError(_("You have %(most)s templates. Remove one first.") % {"most": MOST_TEMPLATES})
    template = EventTemplate(host=event.host, name=name, kind=event.kind, plan=plan_of(event), made_by=by)
    template.validate_constraints()
    template.save()
    trail.record(template, "keep", by=by, scope=event.host.key)
    return template


@transaction.atomic
def forget_template(template: EventTemplate, *, by: User) -> None:
    """Throw a template away; events made from it stay."""
    trail.record(template, "forget", by=by, scope=template.host.key)
    template.delete()


@transaction.atomic
def show_event(event: Event, what: str, *, by: User | None) -> None:
    """Publish an event, hide it, or show it only to who is invited (`what` is one of SHOWN_BY).

    Raises ValidationError when it cannot be shown yet, Stale or NoSuchMove when it has moved on.
    """
    held = Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event.pk)
    _judge(held, what)
    now, is_first = clock.now(), event.state == Event.State.DRAFT
    event.move(what, by=by, due_at=held.ends_at + clocks.EVENT_SETTLES, published_at=event.published_at or now)
    if is_first:
        event_shown.send(Event, event=event, by=by)


def _judge(event: Event, what: str) -> None:
    """Raise ValidationError with what is still missing before others may see it."""
    if not event.host.is_approved:
        raise ValidationError(_("You can publish as soon as you are approved."))
    if is_paused(event.host):
        raise ValidationError(_("Nobody leads the group at the moment. It can go on as soon as somebody does."))
    if not event.starts_at:
        raise ValidationError(_("Say when it begins and ends before you publish it."))
    if event.starts_at <= clock.now():
        raise ValidationError(_("It has begun already. Choose a day and time to come."))
    if what != "hide" and event.closes_at <= clock.now():
        raise ValidationError(_("Sign-up for it is over already. Choose a later end of sign-up, or a later day."))
    if not Shift.objects.filter(role__event=event, called_off_at=None).exists():
        raise ValidationError(_("Add a role with a shift first: there is nothing to sign up for."))
    if event.state == Event.State.DRAFT and is_group(event.host):
        _judge_by_campus(event)


def _judge_by_campus(event: Event) -> None:
    """What its college asks of a group holds for its events as well: the yes for one is that for the request or class
    it was drafted from.
    """
    campus = campus_of(event.host)
    if campus.needs_yes and not event.source_label:
        raise ValidationError(
            _("Your college wants a yes first. Publish a request for it: when a writer is found, its event is drafted.")
        )
    if not event.source_label and event.starts_at.astimezone(ZoneInfo(event.zone)).date() < campus.first_day:
        raise ValidationError(
            _("Your college wants to know earlier: %(day)s is the first day.") % {"day": day(campus.first_day)}
        )


@transaction.atomic
def discard_draft(event: Event, *, by: User) -> None:
    """Throw a draft away. Raises Stale or NoSuchMove when it is none any more."""
    event.move("discard", by=by, due_at=None)
