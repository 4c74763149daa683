"""Who of a host gets its decisions by mail, and when. There is always somebody."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.actions.hosts import change_host
from partners.models import Host, Member

DECIDERS = (Member.Role.MANAGER, Member.Role.COORDINATOR)


@transaction.atomic
def set_desk_mail(
    host: Host, *, by: User, desk_mail_weekday: int, desk_mail_hour: int, people: Collection[User]
) -> None:
    """Say when the desk mail comes and who gets it; `people` decide at the host. Raises ValidationError when it
    is nobody who decides there now.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    there = list(_there(host.pk).select_related("host").order_by("pk"))
    named = {person.pk for person in people}.intersection(member.user_id for member in there)
    if not named:
        raise ValidationError({"people": _("Name somebody who decides here and can log in.")})
    change_host(host, by=by, desk_mail_weekday=desk_mail_weekday, desk_mail_hour=desk_mail_hour)
    for member in there:
        _note(member, member.user_id in named, by=by)


@transaction.atomic
def choose_decisions(member: Member, *, by: User, gets: bool) -> None:
    """A coordinator or manager gets the decisions of her host by mail, or no longer. The same again changes
    nothing. Raises ValidationError for the last one who gets them, Stale when her membership has changed.
    """
    Host.objects.select_for_update().get(pk=member.host_id)
    here = Member.objects.filter(pk=member.pk, ended_at=None, role__in=DECIDERS)
    fresh = here.select_related("host").first()
    if fresh is None:
        raise Stale("she does not decide here any more")
    if not gets and fresh.gets_decisions and not _named(fresh.host_id).exclude(pk=fresh.pk).exists():
        raise ValidationError(_("You are the only one who gets the decisions. Somebody else has to get them first."))
    _note(fresh, gets, by=by)


def name_somebody(host_id: int, *, by: User | None) -> Member | None:
    """When nobody who is there gets the decisions of a host any more, name the longest-serving manager, else
    coordinator. To be called with the host locked. Returns whom, None when somebody gets them or nobody is there.
    """
    if _named(host_id).exists():
        return None
    rank = Case(When(role=Member.Role.MANAGER, then=Value(0)), default=Value(1), output_field=IntegerField())
    heir = _there(host_id).select_related("host").annotate(rank=rank).order_by("rank", "since", "pk").first()
    if heir is not None:
        _note(heir, True, by=by)
    return heir


@transaction.atomic
def name_stand_ins(user: User) -> None:
    """A person is kept out: what her hosts have to decide reaches somebody else meanwhile."""
    hosts = Member.objects.filter(user=user, ended_at=None, gets_decisions=True).values_list("host", flat=True)
    for host in Host.objects.select_for_update().filter(pk__in=list(hosts)).order_by("pk"):
        name_somebody(host.pk, by=None)


def _there(host_id: int):
    """Members who decide and can log in now."""
    is_free = Q(user__suspended_until=None) | Q(user__suspended_until__lte=clock.now())
    return Member.objects.filter(is_free, host=host_id, ended_at=None, role__in=DECIDERS, user__is_active=True)


def _named(host_id: int):
    return _there(host_id).filter(gets_decisions=True)


def _note(member: Member, gets: bool, *, by: User | None) -> None:
    if member.gets_decisions == gets:
        return
    member.gets_decisions = gets
    member.save(update_fields=["gets_decisions"])
    event = "get_decisions" if gets else "get_no_decisions"
    trail.record(member, event, by=by, scope=member.host.key, person=member.user_id)
