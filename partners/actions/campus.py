"""What people do with the professors and student groups of a college: say yes or no to them, choose the rules,
post a request for one of them.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.actions.campus_asks import (
    approve_request,
    ask_department,
    ask_department_about,
    name_approver,
    refuse_door,
)
from partners.actions.decisions import DECIDERS
from partners.actions.hosts import make_host
from partners.actions.members import invite_colleague
from partners.actions.needs import make_need, publish_drafts
from partners.actions.reviews import approve_host, refuse_host, stamp_submission
from partners.emails import campus as emails
from partners.models import CampusRules, ClassRequest, Group, Host, Invitation, Member, Need, Offer
from partners.queries.campus import GROUP_KINDS, campus_of, groups_of, is_group

MOST_ASKED_AGAIN = 200

# --- Yes or no to a group -------------------------------------------------------------------------


@transaction.atomic
def approve_group(host: Host, *, by: User | None, through: str, note: str = "") -> None:
    """Say yes to a group that wants to begin; `by` is None for the department, which has no account.

    Raises ValidationError when this is not who says yes here, Stale or NoSuchMove when somebody was quicker.
    """
    approve_host(host, by=by, note=note, through=through)


@transaction.atomic
def refuse_group(host: Host, *, by: User | None, through: str, reason: str, note: str = "") -> None:
    """Say no to a group, kindly and with the reason; it can put it right and ask again. Raises as `approve_group`."""
    refuse_door(campus_of(host), through)
    refuse_host(host, by=by, reason=reason, note=note)


# --- What the college and the group want ----------------------------------------------------------


@transaction.atomic
def choose_rules(
    office: Host, *, by: User, acting: str, approver: str, lead_days: int, no_contact_before_yes: bool
) -> None:
    """Choose what the college asks of its groups. It holds from now on: what is open stays open, what waits for a
    yes waits for whoever says it now.
    """
    Host.objects.select_for_update().get(pk=office.pk)
    facts = {
        "acting": acting,
        "approver": approver,
        "lead_days": lead_days,
        "no_contact_before_yes": no_contact_before_yes,
    }
    rules, made = CampusRules.objects.get_or_create(institution=office.institution)
    changed = [name for name, value in facts.items() if getattr(rules, name) != value]
    if not changed and not made:
        return
    for name in changed:
        setattr(rules, name, facts[name])
    rules.changed_by, rules.changed_at = by, clock.now()
    rules.validate_constraints(exclude={"institution", "changed_by"})
    rules.save()
    trail.record(office, "campus_rules", by=by, fields=changed, scope=office.key)
    if "approver" in changed:
        for group in groups_of(office.institution_id)[:MOST_ASKED_AGAIN]:
            _ask_again(group)


@transaction.atomic
def change_group(
    host: Host,
    *,
    by: User,
    department: str,
    approver_name: str,
    approver_email: str,
    lead_days: int | None,
    no_contact_before_yes: bool,
) -> None:
    """Keep what is special about a group. A new person who says yes for its department is asked about what waits.

    Raises ValidationError when she cannot be that person.
    """
    Host.objects.select_for_update().get(pk=host.pk)
    facts = {
        "department": department,
        "approver_name": approver_name,
        "approver_email": approver_email.strip().lower(),
        "lead_days": lead_days,
        "no_contact_before_yes": no_contact_before_yes,
    }
    group, _made = Group.objects.get_or_create(host=host)
    changed = [name for name, value in facts.items() if getattr(group, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(group, name, facts[name])
    if "approver_email" in changed and group.approver_email:
        name_approver(host, group.approver_email)
    group.validate_constraints(exclude={"host"})
    group.save(update_fields=changed)
    trail.record(host, "change_campus", by=by, fields=changed, scope=host.key)
    if "approver_email" in changed:
        _ask_again(host)


def _ask_again(host: Host) -> None:
    """Who says yes has changed: the department is asked about what waits, each thing once."""
    if host.state == Host.State.SUBMITTED:
        ask_department(host)
    for need in host.needs.filter(state=Need.State.WAITING).select_related("host__institution"):
        ask_department_about(need)


# --- The office posts for a group -----------------------------------------------------------------


@transaction.atomic
def ask_for_group(
    office: Host, *, by: User, group: Host | None = None, name: str = "", email: str = "", **facts
) -> Need:
    """The career office posts a request for a group, which is told and decides on the offers. A professor who is
    not here yet (`name` of her department, `email`) is invited as manager; her request is published once she is in.

    `facts` as for `make_need`. Raises ValidationError.
    """
    Host.objects.select_for_update().get(pk=office.pk)
    if not office.is_approved:
        raise ValidationError(_("Your office has to be approved first."))
    if group is None:
        group = _begin_for(office, by=by, name=name, email=email)
    has_people = group.members.filter(ended_at=None).exists()
    need = make_need(group, by=by, is_published=has_people, **facts)
    entry = trail.record(need, "post_for_group", by=by, after=need.state, scope=group.key)
    if has_people:
        _say_own_yes(need)
        emails.tell_group_asked_for_it(need, entry)
    return need


def _begin_for(office: Host, *, by: User, name: str, email: str) -> Host:
    """A professor's group without anybody in it yet, approved by the office, with the invitation of its manager."""
    same = Host.objects.filter(institution=office.institution, kind__in=GROUP_KINDS, name__iexact=name)
    here = same.exclude(state__in=[Host.State.LEFT, Host.State.REFUSED]).select_related("institution").first()
    if here and (not here.is_approved or here.members.filter(ended_at=None).exists()):
        raise ValidationError({"name": _("It is here already, or asks to begin. Choose it above once it is approved.")})
    if here is None:
        here = make_host({"institution": office.institution, "kind": Host.HostKind.FACULTY, "name": name})
        stamp_submission(here)
        trail.record(here, "submit", by=by, after=here.state, scope=here.key)
        approve_group(here, by=by, through=Group.Through.OFFICE)
    if not here.invitations.filter(email__iexact=email, state=Invitation.State.SENT).exists():
        invite_colleague(here, by=by, email=email, role=Member.Role.MANAGER)
    return here


@transaction.atomic
def publish_for_first_member(host: Host) -> None:
    """Somebody leads a group for which its career office has posted requests: they are published now."""
    publish_drafts(host)
    for need in host.needs.filter(state=Need.State.WAITING).select_related("host__institution", "made_by"):
        _say_own_yes(need)


def _say_own_yes(need: Need) -> None:
    """What the career office wrote itself does not wait for its yes."""
    if need.state != Need.State.WAITING or Group.Through.OFFICE not in campus_of(need.host).doors:
        return
    college, kind = need.host.institution_id, Host.HostKind.CAREER_OFFICE
    here = Member.objects.filter(user=need.made_by, ended_at=None, role__in=DECIDERS)
    if here.filter(host__institution=college, host__kind=kind, host__state=Host.State.APPROVED).exists():
        approve_request(need, by=need.made_by, through=Group.Through.OFFICE)


# --- The office is told ---------------------------------------------------------------------------


def tell_offices(offer: Offer) -> None:
    """A group and a writer agreed on a request: the career offices of the college hear when and where. Of a
    stand-in for class they hear by itself.
    """
    if offer.need_id and is_group(offer.host) and not ClassRequest.objects.filter(need=offer.need_id).exists():
        emails.tell_offices_agreed(offer)
