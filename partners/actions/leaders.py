"""Who leads a student group: its adviser, how long its managers stay, and who comes after them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners.actions.decisions import name_somebody
from partners.actions.hosts import forget_memberships
from partners.actions.members import invite_colleague, lock_for, note_adviser, refuse_second_adviser, still_here
from partners.actions.offers import lock_host
from partners.actions.pauses import pause_group, resume_group
from partners.emails import leaders as emails
from partners.models import Group, Host, Invitation, Member
from partners.queries import leaders as queries

BATCH = 200
Told = Group.Told


@transaction.atomic
def set_term(member: Member, *, by: User, ends_on: date | None, is_adviser: bool) -> None:
    """Say until when a manager of a student group stays, and whether she is its adviser. Nobody names herself
    the adviser, so that no student shows her own name by a tick.

    Raises ValidationError, NoLongerManager, or Stale when she has left in the meantime.
    """
    lock_for(member.host, by)
    fresh = still_here(member)
    fresh.host = member.host
    if fresh.role != Member.Role.MANAGER:
        raise ValidationError(_("Only a manager leads the group. Change the role first."))
    if is_adviser and not fresh.is_adviser:
        refuse_second_adviser(member.host)
        if member.user_id == by.pk:
            raise ValidationError({"is_adviser": _("Somebody else of the group names the adviser.")})
    note_adviser(fresh, is_adviser, by=by)
    _note_end(fresh, ends_on, by=by)
    member.ends_on, member.is_adviser = fresh.ends_on, fresh.is_adviser


def _note_end(member: Member, ends_on: date | None, *, by: User) -> None:
    if member.ends_on == ends_on:
        return
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    trail.record(member, "set_end", by=by, fields=["ends_on"], scope=member.host.key, person=member.user_id)


@transaction.atomic
def set_mailbox(host: Host, *, by: User, mailbox: str) -> None:
    """Say where messages of writers go beside the people who decide; "" for nowhere else."""
    group = _group(host)
    if group.mailbox == mailbox:
        return
    group.mailbox = mailbox
    group.save(update_fields=["mailbox"])
    trail.record(host, "change", by=by, fields=["mailbox"], scope=host.key)


@transaction.atomic
def keep_leaders(host: Host, *, by: User) -> None:
    """Those who lead the group stay another year; one that paused because nobody had said so goes on. A second
    click changes nothing.
    """
    _answer(lock_host(host), by=by, reason="stay")


@transaction.atomic
def name_successor(host: Host, *, by: User, email: str, ends_on: date | None) -> Invitation:
    """Ask the next manager of a student group in, and hand over on a day; None for an adviser, who stays.

    Raises ValidationError, or NoLongerManager.
    """
    lock_for(host, by)
    invitation = invite_colleague(host, by=by, email=email, role=Member.Role.MANAGER)
    own = Member.objects.select_related("host").get(host=host, user=by, ended_at=None)
    if ends_on:
        _note_end(own, ends_on, by=by)
    _answer(host, by=by, reason="successor")
    return invitation


@transaction.atomic
def bring_back(host: Host, *, by: User, email: str) -> Invitation | None:
    """The career office or a moderator names a new manager of a group that pauses: one of its people leads it
    at once, anybody else is asked in. Raises ValidationError, also when it does not pause any more.
    """
    host = lock_host(host)
    if not Group.objects.filter(host=host, paused_at__isnull=False).exists():
        raise ValidationError(_("The group has a manager again."))
    here = Member.objects.filter(host=host, ended_at=None, user__is_active=True)
    own = here.filter(user__emailaddress__email__iexact=email.strip(), user__emailaddress__verified=True)
    member = own.select_related("user", "host").first()
    if member is None:
        return invite_colleague(host, by=by, email=email, role=Member.Role.MANAGER)
    before, member.role = member.role, Member.Role.MANAGER
    member.save(update_fields=["role"])
    name_somebody(host.pk, by=by)
    forget_memberships(member.user)
    trail.record(member, "change_role", by=by, before=before, after=member.role, scope=host.key, person=member.user_id)
    resume_group(host, by=by)
    return None


def _group(host: Host) -> Group:
    return Group.objects.get_or_create(host=host)[0]


def _answer(host: Host, *, by: User, reason: str) -> None:
    """The question of this year is answered."""
    group, year = _group(host), clock.today(host.zone).year
    if resume_group(host, by=by):
        return
    if group.successors_for == year and group.pauses_on is None:
        return
    group.successors_for, group.pauses_on = year, None
    group.save(update_fields=["successors_for", "pauses_on"])
    trail.record(host, "lead_on", by=by, reason=reason, scope=host.key)


# --- What time does -----------------------------------------------------------------------------------


def run_leader_clocks() -> None:
    """Ask what is due, and do it; each in its own transaction, and harmless twice."""
    today = clock.today()
    _each(queries.terms_over()[:BATCH], end_term)
    _each(queries.groups_to_ask(today)[:BATCH], ask_who_leads)
    _each(queries.groups_without_answer(today)[:BATCH], press_for_answer)


def _each(due: Iterable[models.Model], action: Callable) -> None:
    for row in due:
        try:
            action(row)
        except (Stale, NoSuchMove):  # somebody was quicker
            continue


@transaction.atomic
def end_term(member: Member) -> None:
    """A manager's day has come: she is out. The adviser goes on alone where she was the last; without either the
    group pauses. Raises Stale when the day was moved or has not come where the group is.
    """
    host = lock_host(member.host)
    fresh = Member.objects.select_related("user").filter(pk=member.pk, ended_at=None).first()
    if fresh is None or fresh.ends_on is None or fresh.ends_on > clock.today(host.zone):
        raise Stale("the day has not come")
    Member.objects.filter(pk=fresh.pk).update(ended_at=clock.now(), gets_decisions=False)
    name_somebody(host.pk, by=None)
    forget_memberships(fresh.user)
    trail.record(fresh, "end_term", before=fresh.role, scope=host.key, person=fresh.user_id)
    emails.tell_leader_thanks(fresh)
    left = list(queries.managers(host))
    if not left:
        pause_group(host)
    elif fresh.role == Member.Role.MANAGER and [one.is_adviser for one in left] == [True]:
        emails.tell_adviser_alone(left[0])


@transaction.atomic
def ask_who_leads(host: Host) -> None:
    """From 1 April on: who leads the group next year? Groups that came in this spring are not asked. Raises Stale
    when it is not the time where the group is, or it was asked already.
    """
    host = lock_host(host)
    group, today = _group(host), clock.today(host.zone)
    begins = datetime.combine(queries.spring(today.year, queries.ASK_FROM), time(0), tzinfo=ZoneInfo(host.zone))
    in_season = begins.date() <= today <= queries.spring(today.year, queries.ANSWER_UNTIL)
    is_new = host.reviewed_at is None or host.reviewed_at >= begins
    if not in_season or is_new or today.year in (group.successors_asked_in, group.successors_for) or group.paused_at:
        raise Stale("not the time to ask")
    is_late = today >= queries.spring(today.year, queries.REMIND_FROM)  # one mail is enough then
    group.successors_asked_in, group.pauses_on = today.year, None
    group.successors_told = Told.REMINDED if is_late else Told.ASKED
    group.save(update_fields=["successors_asked_in", "successors_told", "pauses_on"])
    trail.record(host, "ask_who_leads", scope=host.key)
    emails.ask_managers(group)


@transaction.atomic
def press_for_answer(group: Group) -> None:
    """No answer yet: a reminder from 20 April on; from 1 June the adviser is asked; a group without one is told
    when it pauses, and does then. Raises Stale when nothing is due where the group is.
    """
    host = lock_host(group.host)
    group, today = _group(host), clock.today(host.zone)
    if not queries.is_asked(host, group):
        raise Stale("it was answered")
    if group.pauses_on:
        if today < group.pauses_on:
            raise Stale("it has time")
        if queries.adviser_of(host) is None:
            pause_group(host)
        else:  # she came meanwhile
            _say_last_word(host, group, None)
    elif group.successors_told == Told.ASKED and today >= queries.spring(today.year, queries.REMIND_FROM):
        group.successors_told = Told.REMINDED
        group.save(update_fields=["successors_told"])
        emails.ask_managers(group)
    elif group.successors_told < Told.LAST_WORD and today > queries.spring(today.year, queries.ANSWER_UNTIL):
        has_adviser = queries.adviser_of(host) is not None
        soonest = today + queries.FORTNIGHT  # a clock that stood still takes nobody's time
        pauses_on = max(queries.spring(today.year, queries.PAUSE_ON), soonest)
        _say_last_word(host, group, None if has_adviser else pauses_on)
    else:
        raise Stale("nothing is due")


def _say_last_word(host: Host, group: Group, pauses_on: date | None) -> None:
    group.successors_told, group.pauses_on = Told.LAST_WORD, pauses_on
    group.save(update_fields=["successors_told", "pauses_on"])
    trail.record(host, "ask_who_leads", scope=host.key)
    emails.say_last_word(group)
